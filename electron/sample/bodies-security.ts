import { isoSeconds } from './layout.ts';
import { PEOPLE, WORKLOADS } from './names.ts';
import { credentials } from './mint.ts';
import type { Principal } from './principals.ts';
import type { BodyBuilder, Scene } from './scene.ts';
import { roleArn } from './sessions.ts';
import { uniqueId } from './unique-id.ts';

function anyRole(scene: Scene): Principal {
  const roles = scene.account.principals.filter((principal) => principal.kind === 'role');
  return scene.rng.pick(roles);
}

const trustPolicy = (account: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': 'mossbank-partner' } },
      },
    ],
  });

const documentFor = (bucket: string): string =>
  JSON.stringify(
    {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'Read',
          Effect: 'Allow',
          Action: ['s3:GetObject', 's3:ListBucket'],
          Resource: [`arn:aws:s3:::${bucket}/*`],
        },
      ],
    },
    null,
    2,
  );

const assumeRole: BodyBuilder = (scene) => {
  const { rng, account, timeMs } = scene;
  const role = anyRole(scene);
  const name = `${rng.pick(WORKLOADS)}-${rng.int(1000, 9999)}`;
  const keyId = uniqueId('ASIA', account.id, rng);
  return {
    request: { roleArn: roleArn(role), roleSessionName: name, durationSeconds: 3600 },
    response: {
      credentials: credentials(keyId, timeMs, 3600, rng),
      assumedRoleUser: {
        assumedRoleId: `${role.id}:${name}`,
        arn: `arn:aws:sts::${account.id}:assumed-role/${role.name}/${name}`,
      },
    },
    resources: [{ accountId: account.id, type: 'AWS::IAM::Role', ARN: roleArn(role) }],
  };
};

const kmsCall: BodyBuilder = (scene) => {
  const { rng, account, region, call } = scene;
  const keyArn = `arn:aws:kms:${region}:${account.id}:key/${rng.pick(account.inventory.keyIds)}`;
  const context = rng.chance(0.5)
    ? { 'aws:s3:arn': `arn:aws:s3:::${rng.pick(account.inventory.buckets)}` }
    : {
        SecretARN: `arn:aws:secretsmanager:${region}:${account.id}:secret:${rng.pick(account.inventory.secrets)}`,
      };
  return {
    request: {
      encryptionContext: context,
      ...(call.name === 'Decrypt'
        ? { encryptionAlgorithm: 'SYMMETRIC_DEFAULT' }
        : { keyId: keyArn, keySpec: 'AES_256' }),
    },
    resources: [{ accountId: account.id, type: 'AWS::KMS::Key', ARN: keyArn }],
    extra: { keyMaterialId: rng.hex(64) },
  };
};

const createRole: BodyBuilder = ({ rng, account, timeMs }) => {
  const roleName = `${rng.pick(WORKLOADS)}-${rng.hex(4)}`;
  const assumeRolePolicyDocument = trustPolicy(account.id);
  return {
    request: { roleName, assumeRolePolicyDocument, path: '/service-role/', maxSessionDuration: 3600 },
    response: {
      role: {
        path: '/service-role/',
        roleName,
        roleId: uniqueId('AROA', account.id, rng),
        arn: `arn:aws:iam::${account.id}:role/service-role/${roleName}`,
        createDate: isoSeconds(timeMs),
        assumeRolePolicyDocument: encodeURIComponent(assumeRolePolicyDocument),
      },
    },
  };
};

const secretCall: BodyBuilder = ({ rng, account, region }) => ({
  request: {
    secretId: `arn:aws:secretsmanager:${region}:${account.id}:secret:${rng.pick(account.inventory.secrets)}-${rng.alnum(6)}`,
    ...(rng.chance(0.3) ? { versionStage: 'AWSCURRENT' } : {}),
  },
});

/** Builders for calls to IAM, STS, KMS, Secrets Manager and the watchers, by `service:EventName`. */
export const SECURITY_BODIES: Readonly<Record<string, BodyBuilder>> = {
  'sts:AssumeRole': assumeRole,
  'sts:GetCallerIdentity': () => ({ request: null }),
  'kms:Decrypt': kmsCall,
  'kms:GenerateDataKey': kmsCall,
  'kms:Encrypt': kmsCall,
  'kms:CreateGrant': ({ rng, account, region }) => {
    const keyId = `arn:aws:kms:${region}:${account.id}:key/${rng.pick(account.inventory.keyIds)}`;
    return {
      request: {
        keyId,
        granteePrincipal: `ec2.${region}.amazonaws.com`,
        operations: ['Decrypt', 'Encrypt', 'GenerateDataKeyWithoutPlaintext', 'CreateGrant', 'RetireGrant'],
        constraints: { encryptionContextSubset: { 'aws:ebs:id': rng.pick(account.inventory.volumeIds) } },
      },
      response: { grantId: rng.hex(64), keyId },
      resources: [{ accountId: account.id, type: 'AWS::KMS::Key', ARN: keyId }],
    };
  },
  'secretsmanager:GetSecretValue': secretCall,
  'secretsmanager:DescribeSecret': secretCall,
  'iam:GetRole': (scene) => ({ request: { roleName: anyRole(scene).name } }),
  'iam:ListAttachedRolePolicies': (scene) => ({ request: { roleName: anyRole(scene).name } }),
  'iam:ListRolePolicies': (scene) => ({ request: { roleName: anyRole(scene).name } }),
  'iam:GetUser': ({ rng }) => ({ request: rng.chance(0.4) ? null : { userName: rng.pick(PEOPLE) } }),
  'iam:ListUsers': () => ({ request: { maxItems: 1000 } }),
  'iam:GetPolicyVersion': ({ rng, account }) => ({
    request: {
      policyArn: `arn:aws:iam::${account.id}:policy/${rng.pick(WORKLOADS)}-access`,
      versionId: `v${rng.int(1, 5)}`,
    },
  }),
  'iam:CreateRole': createRole,
  'iam:PutRolePolicy': (scene) => ({
    request: {
      roleName: anyRole(scene).name,
      policyName: `${scene.rng.pick(WORKLOADS)}-inline`,
      policyDocument: documentFor(scene.rng.pick(scene.account.inventory.buckets)),
    },
    response: null,
  }),
  'iam:AttachRolePolicy': (scene) => ({
    request: { roleName: anyRole(scene).name, policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
    response: null,
  }),
  'iam:CreateAccessKey': ({ rng, account, timeMs }) => ({
    request: { userName: 'backup-agent' },
    response: {
      accessKey: {
        userName: 'backup-agent',
        accessKeyId: uniqueId('AKIA', account.id, rng),
        status: 'Active',
        createDate: isoSeconds(timeMs),
      },
    },
  }),
  'sso:GetRoleCredentials': ({ rng, account }) => ({
    request: { account_id: account.id, role_name: rng.pick(['ReadOnlyAccess', 'PlatformEngineer']) },
    extra: { accessToken: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
  }),
  'cloudtrail:LookupEvents': ({ rng, timeMs }) => ({
    request: {
      startTime: isoSeconds(timeMs - 86_400_000),
      endTime: isoSeconds(timeMs),
      maxResults: 50,
      lookupAttributes: [{ attributeKey: 'Username', attributeValue: rng.pick(PEOPLE) }],
    },
  }),
  'securityhub:BatchImportFindings': ({ rng, account, region }) => ({
    request: {
      findings: Array.from({ length: rng.int(1, 3) }, () => ({
        schemaVersion: '2018-10-08',
        id: `${region}/${account.id}/${rng.uuid()}`,
        productArn: `arn:aws:securityhub:${region}::product/aws/guardduty`,
        severity: { label: rng.pick(['LOW', 'MEDIUM', 'HIGH']) },
        title: `Finding for ${rng.pick(WORKLOADS)}`,
      })),
    },
    response: { failedCount: 0, successCount: 1, failedFindings: [] },
  }),
};
