import { describe, expect, it } from 'vitest';
import { actionOf, hasRow, serviceName } from '../../../../shared/cloudtrail/actions.ts';
import { oppositeOf } from '../../../../shared/cloudtrail/lasting/opposite.ts';
import { actionsWithStates, serviceStates } from '../../../../shared/cloudtrail/lasting/states.ts';
import { services } from '../../../../shared/cloudtrail/services/services.ts';

const actions = [...actionsWithStates.keys()].map((key) => key.split(' ') as [string, string]);

describe('what undoes a call', () => {
  it.each([
    ['s3', 'CreateBucket', ['DeleteBucket'], 'begins'],
    ['iam', 'DetachRolePolicy', ['AttachRolePolicy'], 'ends'],
    ['lambda', 'AddPermission20150331v2', ['RemovePermission'], 'begins'],
    ['ec2', 'ModifySnapshotAttribute', ['ModifySnapshotAttribute', 'ResetSnapshotAttribute'], 'told'],
    ['kms', 'CancelKeyDeletion', ['ScheduleKeyDeletion'], 'ends'],
    ['s3', 'PutBucketPolicy', ['DeleteBucketPolicy', 'PutBucketPolicy'], 'told'],
    ['ec2', 'StopInstances', ['StartInstances'], 'begins'],
    ['cloudtrail', 'StopLogging', ['StartLogging'], 'begins'],
    ['cloudtrail', 'UpdateTrail', ['UpdateTrail'], 'told'],
    ['s3', 'DeleteBucketLifecycle', ['PutBucketLifecycle', 'PutBucketLifecycleConfiguration'], 'ends'],
  ] as const)('of %s %s is written', (service, name, names, way) => {
    expect(oppositeOf(service, name)).toEqual({ actions: names, way, isByGrammar: false });
    expect(actionOf(`${service}.amazonaws.com`, name).opposite).toEqual(oppositeOf(service, name));
  });

  it.each([
    ['PutBucketWebsite', ['DeleteBucketWebsite'], 'begins'],
    ['DeleteWidget', ['CreateWidget', 'PutWidget', 'ImportWidget', 'UploadWidget'], 'ends'],
    ['AddClientIDToOpenIDConnectProvider', ['RemoveClientIDFromOpenIDConnectProvider'], 'begins'],
    ['DisassociateAddress', ['AssociateAddress'], 'ends'],
    ['EnableThing', ['DisableThing'], 'begins'],
  ] as const)('of %s goes by its verb', (name, names, way) => {
    expect(oppositeOf('something', name)).toEqual({ actions: names, way, isByGrammar: true });
  });

  it.each(['TagResource', 'CreateTags', 'DeleteTags', 'DescribeThings', 'Delete', 'delete', '', 'toString'])(
    'is nothing for %s',
    (name) => expect(oppositeOf('constructor', name)).toBeUndefined(),
  );

  it('is written both ways', () => {
    for (const [service, name] of actions)
      for (const other of oppositeOf(service, name)!.actions) {
        const back = oppositeOf(service, other)!;
        expect(back.isByGrammar, `${service} ${other}`).toBe(false);
        expect([...back.actions, other], `${service} ${name} and ${other}`).toContain(name);
      }
  });

  it('is nothing for what only sounds like it', () => {
    for (const [service, name] of [
      ['secretsmanager', 'PutSecretValue'],
      ['ssm', 'PutInventory'],
      ['codebuild', 'StartBuild'],
    ] as const)
      expect(oppositeOf(service, name)).toBeUndefined();
  });

  it('is of services that have places for their targets or words for their actions', () => {
    const known = new Set(Object.keys(services).map(serviceName));
    const without = Object.keys(serviceStates).filter((service) => !known.has(service));
    expect(without.sort()).toEqual(['autoscaling', 'eks', 'sns', 'sqs']);
  });
});

it('tells whether something is written of an action', () => {
  expect(hasRow('iam.amazonaws.com', 'CreateUser')).toBe(true);
  expect(hasRow('lambda.amazonaws.com.cn', 'CreateFunction20150331')).toBe(true);
  expect(hasRow('iam.amazonaws.com', 'CreateUnicorn')).toBe(false);
  expect(hasRow('constructor', 'toString')).toBe(false);
});
