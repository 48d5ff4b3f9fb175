import type { Severity } from './severity.ts';
import { is } from '../conditions.ts';
import { nameInArn } from '../caller.ts';
import { memberOf } from '../record-reader.ts';
import type { Deed } from './deed.ts';
import { adminPolicies, everyone, providersIn, reachOf, strangersIn } from './policy-documents.ts';
import { requested, rule, type Judgement, type Rule } from './rule.ts';

const onIdentity = requested('userName', 'roleName', 'groupName', 'policyArn', 'policyName');

/** The name of the identity that calls: user, or role without its session. */
const nameOfCaller = ({ principal }: Deed): string | undefined => nameInArn(principal);

/** True where the caller gives the rights to themselves, directly or without a name, as IAM reads a missing user name. */
const isOnSelf = (deed: Deed): boolean => onIdentity(deed) === nameOfCaller(deed);

const textIn = (deed: Deed, key: string): unknown => memberOf(deed.request, key);
const own = ({ account, callerAccount }: Deed): readonly (string | null)[] => [account, callerAccount];

const step: Record<string, Severity> = { everything: 'H', identities: 'M', less: 'I' };

function judgeDocument(deed: Deed): Judgement {
  const reach = reachOf(textIn(deed, 'policyDocument'));
  const self = isOnSelf(deed);
  return {
    severity: self ? (reach === 'less' ? 'M' : 'H') : (step[reach] ?? 'I'),
    ...(self
      ? { detail: 'the caller’s own identity' }
      : reach === 'everything'
        ? { detail: 'it allows everything' }
        : reach === 'identities'
          ? { detail: 'it allows what leads to more rights' }
          : {}),
    theirs: reach === 'everything' ? ['T1098.003'] : [],
  };
}

function judgeAttached(deed: Deed): Judgement {
  const policy = requested('policyArn', 'managedPolicyArn')(deed) ?? '';
  const self = isOnSelf(deed);
  if (adminPolicies.has(policy))
    return {
      severity: 'H',
      ...(self ? { detail: 'to the caller’s own identity' } : {}),
      theirs: ['AdminPolicyAttachedToUser', 'AdminPolicyAttachedToRole'],
    };
  if (/^AmazonSESFullAccess$/.test(policy))
    return {
      severity: 'M',
      theirs: ['SESFullAccessPolicyAttachedToRole', 'SESFullAccessPolicyAttachedToUser'],
    };
  if (self) return { severity: 'M', detail: 'to the caller’s own identity' };
  return { severity: policy === 'PowerUserAccess' ? 'M' : 'I' };
}

function judgeTrust(deed: Deed, otherwise: Severity): Judgement {
  const document = textIn(deed, 'policyDocument') ?? textIn(deed, 'assumeRolePolicyDocument');
  const grantees = strangersIn(document, own(deed));
  const providers = providersIn(document);
  if (grantees.length > 0)
    return {
      severity: 'H',
      grantees,
      detail: grantees.includes(everyone)
        ? 'anybody can enter it'
        : `account ${grantees.join(', ')} can enter it`,
    };
  return {
    severity: otherwise,
    ...(providers.length > 0 ? { detail: `identities of ${providers.join(', ')} can enter it` } : {}),
  };
}

const persistence = { subject: 'Persistence', line: 'identity' } as const;
const escalation = { subject: 'Privilege escalation', line: 'identity' } as const;

/** Users, keys, passwords, roles, trusts and rights. */
export const identityRules: readonly Rule[] = [
  rule({
    ...persistence,
    id: 'user-created',
    severity: 'L',
    on: { iam: ['CreateUser'], identitystore: ['CreateUser'] },
    does: 'make the user',
    did: 'made the user',
    object: onIdentity,
    theirs: ['T1136.003'],
  }),
  rule({
    ...persistence,
    id: 'access-key-created',
    severity: 'M',
    on: { iam: ['CreateAccessKey'] },
    does: 'make an access key for',
    did: 'made an access key for',
    object: (deed) => deed.record.text('responseElements.accessKey.userName') ?? onIdentity(deed),
    theirs: ['T1098.001', 'IAMAccessKeyCreated'],
    judge: (deed) => {
      const user = deed.record.text('responseElements.accessKey.userName') ?? onIdentity(deed);
      if (deed.identityType === 'Root' && user === undefined)
        return { severity: 'C', detail: 'a key of the root user' };
      const isOwn = user === undefined || user === nameOfCaller(deed);
      return isOwn ? { severity: 'L', detail: 'a key of their own' } : { severity: 'M' };
    },
  }),
  rule({
    ...persistence,
    id: 'access-key-revived',
    severity: 'M',
    on: { iam: ['UpdateAccessKey'] },
    and: is('requestParameters.status', 'Active'),
    does: 'switch on an access key of',
    did: 'switched on an access key of',
    object: onIdentity,
    theirs: ['T1098.001'],
  }),
  rule({
    ...persistence,
    id: 'login-profile-created',
    severity: 'H',
    on: { iam: ['CreateLoginProfile'] },
    does: 'give a console password to',
    did: 'gave a console password to',
    object: onIdentity,
    theirs: ['T1098.001', 'IAMUserLoginProfileCreated'],
  }),
  rule({
    ...persistence,
    id: 'login-profile-changed',
    severity: 'M',
    on: { iam: ['UpdateLoginProfile'] },
    does: 'change the console password of',
    did: 'changed the console password of',
    object: onIdentity,
    theirs: ['T1098', 'IAMUserLoginProfileUpdated'],
  }),
  rule({
    ...persistence,
    id: 'further-credential-created',
    severity: 'M',
    on: { iam: ['CreateServiceSpecificCredential', 'UploadSSHPublicKey', 'UploadSigningCertificate'] },
    does: 'make a further credential of',
    did: 'made a further credential of',
    object: onIdentity,
    theirs: ['T1098.001', 'BedrockServiceCredentialCreated'],
  }),
  rule({
    ...persistence,
    id: 'role-created',
    severity: 'I',
    on: { iam: ['CreateRole'] },
    does: 'make the role',
    did: 'made the role',
    object: onIdentity,
    theirs: ['T1136.003'],
    judge: (deed) => judgeTrust(deed, 'I'),
  }),
  rule({
    ...persistence,
    id: 'trust-changed',
    severity: 'M',
    on: { iam: ['UpdateAssumeRolePolicy'] },
    does: 'change who may enter',
    did: 'changed who may enter',
    object: onIdentity,
    theirs: ['T1098', 'IAMRoleTrustPolicyModified'],
    notKnown: ['What the trust was before, unless an earlier record here says so.'],
    judge: (deed) => judgeTrust(deed, 'M'),
  }),
  rule({
    ...escalation,
    id: 'policy-attached',
    severity: 'L',
    on: {
      iam: ['AttachUserPolicy', 'AttachRolePolicy', 'AttachGroupPolicy'],
      sso: ['AttachManagedPolicyToPermissionSet'],
    },
    does: 'give',
    did: 'gave',
    given: { name: requested('policyArn', 'managedPolicyArn'), link: 'to' },
    object: requested('userName', 'roleName', 'groupName', 'permissionSetArn'),
    theirs: ['T1098.003', 'CIS 4.4'],
    judge: judgeAttached,
  }),
  rule({
    ...escalation,
    id: 'policy-put',
    severity: 'L',
    on: {
      iam: ['PutUserPolicy', 'PutRolePolicy', 'PutGroupPolicy'],
      sso: ['PutInlinePolicyToPermissionSet'],
    },
    does: 'write',
    did: 'wrote',
    given: { name: requested('policyName'), link: 'for' },
    object: requested('userName', 'roleName', 'groupName', 'permissionSetArn'),
    theirs: ['T1098.003', 'CIS 4.4'],
    judge: judgeDocument,
  }),
  rule({
    ...escalation,
    id: 'policy-version-set',
    severity: 'M',
    on: { iam: ['CreatePolicyVersion', 'SetDefaultPolicyVersion', 'CreatePolicy'] },
    does: 'change the policy',
    did: 'changed the policy',
    object: requested('policyArn', 'policyName'),
    theirs: ['T1098.003', 'CIS 4.4'],
    judge: (deed) => {
      if (deed.action === 'SetDefaultPolicyVersion') return { severity: 'M' };
      const judgement = judgeDocument(deed);
      return deed.action === 'CreatePolicy' && judgement.severity !== 'H'
        ? { ...judgement, severity: 'I' }
        : judgement;
    },
  }),
  rule({
    ...escalation,
    id: 'added-to-group',
    severity: 'L',
    on: { iam: ['AddUserToGroup'] },
    does: 'put in a group',
    did: 'put in a group',
    object: requested('userName'),
    theirs: ['T1098.003'],
    judge: (deed) => {
      const group = requested('groupName')(deed) ?? '';
      const isSelf = requested('userName')(deed) === nameOfCaller(deed);
      return {
        severity: isSelf ? 'H' : /admin/i.test(group) ? 'M' : 'L',
        detail: `${isSelf ? 'themselves, ' : ''}group ${group}`,
      };
    },
  }),
  rule({
    ...escalation,
    id: 'boundary-removed',
    severity: 'M',
    on: { iam: ['DeleteUserPermissionsBoundary', 'DeleteRolePermissionsBoundary'] },
    does: 'remove the boundary of',
    did: 'removed the boundary of',
    object: onIdentity,
    theirs: ['T1098'],
  }),
  rule({
    subject: 'Persistence',
    id: 'second-factor-removed',
    severity: 'M',
    on: { iam: ['DeactivateMFADevice', 'DeleteVirtualMFADevice'] },
    does: 'remove the second factor of',
    did: 'removed the second factor of',
    line: 'identity',
    object: (deed) => requested('userName', 'serialNumber')(deed),
    theirs: ['T1556.006'],
  }),
  rule({
    subject: 'Persistence',
    id: 'identity-provider-changed',
    severity: 'M',
    on: {
      iam: [
        'CreateSAMLProvider',
        'UpdateSAMLProvider',
        'CreateOpenIDConnectProvider',
        'UpdateOpenIDConnectProviderThumbprint',
        'AddClientIDToOpenIDConnectProvider',
      ],
    },
    does: 'set up the identity provider',
    did: 'set up the identity provider',
    object: requested('name', 'url', 'sAMLProviderArn', 'openIDConnectProviderArn'),
    theirs: ['T1484.002'],
  }),
  rule({
    subject: 'Persistence',
    id: 'trust-anchor-created',
    severity: 'M',
    on: { rolesanywhere: ['CreateTrustAnchor', 'UpdateTrustAnchor'] },
    does: 'let certificates enter by the trust anchor',
    did: 'let certificates enter by the trust anchor',
    object: requested('name', 'trustAnchorId'),
    theirs: ['T1098.001', 'RolesAnywhereTrustAnchorCreated'],
    notKnown: ['Whether somebody entered with such a certificate, unless a CreateSession is here.'],
  }),
  rule({
    subject: 'Persistence',
    id: 'account-assigned',
    severity: 'M',
    on: { sso: ['CreateAccountAssignment'] },
    does: 'give a permission set in the account',
    did: 'gave a permission set in the account',
    object: requested('targetId'),
    theirs: ['T1098.003'],
  }),
  rule({
    subject: 'Persistence',
    id: 'federation-token',
    severity: 'M',
    on: { sts: ['GetFederationToken'] },
    does: 'make a federated session named',
    did: 'made a federated session named',
    object: requested('name'),
    theirs: ['T1550.001'],
    notKnown: ['It outlives its key: disabling the key does not end it.'],
  }),
  rule({
    subject: 'Impair defences',
    id: 'password-rules-changed',
    severity: 'L',
    on: { iam: ['UpdateAccountPasswordPolicy', 'DeleteAccountPasswordPolicy'] },
    does: 'change the password rules',
    did: 'changed the password rules',
    theirs: ['T1556', 'Stealth:IAMUser/PasswordPolicyChange'],
  }),
];
