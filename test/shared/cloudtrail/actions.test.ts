import { describe, expect, it } from 'vitest';
import { actionOf, loggingActions } from '../../../shared/cloudtrail/actions.ts';
import { effects, type Effect } from '../../../shared/cloudtrail/effects.ts';
import { readRecord } from '../../../shared/cloudtrail/record-reader.ts';
import { services } from '../../../shared/cloudtrail/services/services.ts';
import { callWithNames } from './full-record.ts';

const all = Object.entries(services).flatMap(([source, actions]) =>
  Object.entries(actions).map(([name, row]) => ({ source, name, row })),
);
const noted = all.flatMap(({ source, name, row }) =>
  row.does === undefined ? [] : [{ source, name, texts: [row.does, row.matters, row.next] }],
);
const named = (names: string): readonly string[] => names.trim().split(/\s+/);

describe('the tables of the services', () => {
  it('cover the services an investigation turns to', () => {
    expect(noted.length).toBeGreaterThan(250);
    for (const service of ['iam', 'sts', 'cloudtrail', 's3', 'ec2', 'kms', 'lambda', 'organizations'])
      expect(Object.keys(services[`${service}.amazonaws.com`] ?? {}).length).toBeGreaterThan(4);
  });

  it.each(noted)('$source $name says three full sentences', ({ texts }) => {
    for (const text of texts) {
      expect(text).toMatch(/^\S.*\.$/);
      expect(text.length).toBeLessThan(180);
      expect(text).not.toMatch(/!|\s{2}|--|'/);
    }
    expect(new Set(texts).size).toBe(3);
  });

  it.each(all)(
    '$source $name is named as AWS names it and speaks in whole words',
    ({ source, name, row }) => {
      expect(source).toMatch(/^[a-z][a-z0-9-]*\.amazonaws\.com$/);
      expect(name).toMatch(/^[A-Z][A-Za-z]+$/);
      const record = readRecord(callWithNames(source, name));
      const { did, about } = actionOf(source, name);
      expect(`${did} ${about(record)}`).not.toMatch(/undefined|\s{2}|\s$/);
      expect(new Set(row.effects).size).toBe(row.effects.length);
    },
  );

  it('bring about every effect of the list, and no effect without a source', () => {
    const used = new Set<Effect>(all.flatMap(({ row }) => row.effects));
    expect([...used].sort()).toEqual(Object.keys(effects).sort());
    for (const { can, source } of Object.values(effects)) {
      expect(can).toMatch(/^[A-Z].*\.$/);
      expect(source).toMatch(/ATT&CK T\d{4}/);
    }
  });

  it('have a row for every action of the CIS metric filters', () => {
    const filters = {
      'iam.amazonaws.com': named(
        `PutGroupPolicy PutRolePolicy PutUserPolicy DeleteGroupPolicy DeleteRolePolicy DeleteUserPolicy CreatePolicy
        DeletePolicy CreatePolicyVersion DeletePolicyVersion AttachRolePolicy DetachRolePolicy AttachUserPolicy
        DetachUserPolicy AttachGroupPolicy DetachGroupPolicy`,
      ),
      'cloudtrail.amazonaws.com': named('CreateTrail UpdateTrail DeleteTrail StartLogging StopLogging'),
      'kms.amazonaws.com': named('DisableKey ScheduleKeyDeletion'),
      's3.amazonaws.com': named(
        `PutBucketAcl PutBucketPolicy PutBucketCors PutBucketLifecycle PutBucketReplication DeleteBucketPolicy
        DeleteBucketCors DeleteBucketLifecycle DeleteBucketReplication`,
      ),
      'config.amazonaws.com': named(
        'StopConfigurationRecorder DeleteDeliveryChannel PutDeliveryChannel PutConfigurationRecorder',
      ),
      'ec2.amazonaws.com': named(
        `AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupIngress RevokeSecurityGroupEgress
        CreateSecurityGroup DeleteSecurityGroup CreateNetworkAcl CreateNetworkAclEntry DeleteNetworkAcl
        DeleteNetworkAclEntry ReplaceNetworkAclEntry ReplaceNetworkAclAssociation CreateCustomerGateway
        DeleteCustomerGateway AttachInternetGateway DetachInternetGateway CreateInternetGateway DeleteInternetGateway
        CreateRoute ReplaceRoute DeleteRoute CreateRouteTable DeleteRouteTable ReplaceRouteTableAssociation
        DisassociateRouteTable CreateVpc DeleteVpc ModifyVpcAttribute AcceptVpcPeeringConnection
        CreateVpcPeeringConnection DeleteVpcPeeringConnection RejectVpcPeeringConnection AttachClassicLinkVpc
        DetachClassicLinkVpc EnableVpcClassicLink DisableVpcClassicLink`,
      ),
      'organizations.amazonaws.com': named(
        `AcceptHandshake CancelHandshake DeclineHandshake CreateOrganizationalUnit DeleteOrganizationalUnit
        UpdateOrganizationalUnit CreatePolicy DeletePolicy UpdatePolicy AttachPolicy DetachPolicy EnablePolicyType
        DisablePolicyType MoveAccount InviteAccountToOrganization LeaveOrganization RemoveAccountFromOrganization
        CreateOrganization DeleteOrganization CreateAccount EnableAllFeatures`,
      ),
    };
    const without = Object.entries(filters).flatMap(([source, names]) =>
      names.filter((name) => actionOf(source, name).isByGrammar).map((name) => `${source} ${name}`),
    );
    expect(without).toEqual([]);
  });

  it('tell which calls change the logging, and how', () => {
    const names = (change: 'less' | 'more' | 'changed'): readonly string[] =>
      loggingActions.flatMap(({ eventName, logging }) => (logging === change ? [eventName] : [])).sort();
    expect(names('less')).toEqual([
      'DeleteEventDataStore',
      'DeleteTrail',
      'StopEventDataStoreIngestion',
      'StopLogging',
    ]);
    expect(names('more')).toEqual([
      'CreateEventDataStore',
      'CreateTrail',
      'RestoreEventDataStore',
      'StartEventDataStoreIngestion',
      'StartLogging',
    ]);
    expect(names('changed')).toEqual([
      'PutEventSelectors',
      'PutInsightSelectors',
      'UpdateEventDataStore',
      'UpdateTrail',
    ]);
    expect(new Set(loggingActions.map(({ eventSource }) => eventSource))).toEqual(
      new Set(['cloudtrail.amazonaws.com']),
    );
  });
});

describe('an action', () => {
  it('is found by the record’s own words, with Lambda’s API date and in China', () => {
    expect(actionOf('lambda.amazonaws.com', 'UpdateFunctionCode20150331v2').note?.does).toMatch(
      /code of a function/,
    );
    expect(actionOf('iam.amazonaws.com.cn', 'CreateUser')).toMatchObject({
      did: 'created',
      tried: 'create',
      isByGrammar: false,
      effects: ['creates-identity'],
    });
  });

  it('without a row has words by grammar and nothing else', () => {
    for (const [source, name] of [
      ['iam.amazonaws.com', 'NoSuchThing'],
      ['constructor', 'name'],
      ['iam.amazonaws.com', 'toString'],
    ] as const)
      expect(actionOf(source, name)).toMatchObject({
        did: `called ${name}`,
        tried: `call ${name}`,
        isByGrammar: true,
        note: undefined,
        effects: [],
        logging: undefined,
      });
  });
});
