import { expect, it } from 'vitest';
import { all, testEngine } from '../../../support/engine.ts';
import { logFile, record } from '../../../support/records.ts';
import { tempFolder, writeFiles } from '../../../support/temp.ts';

const session = (accessKeyId: string) => ({
  type: 'AssumedRole',
  principalId: 'AROAEXAMPLE0000000001:run',
  arn: 'arn:aws:sts::111122223333:assumed-role/Deployer/run',
  accountId: '111122223333',
  accessKeyId,
});
const assume = (n: number, role: string, key: string, changes: Readonly<Record<string, unknown>> = {}) =>
  record(n, {
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    requestParameters: { roleArn: `arn:aws:iam::111122223333:role/${role}` },
    responseElements: { credentials: { accessKeyId: key } },
    ...changes,
  });

it('follows the credentials that an identity handed out to what was done with them, one step and further', async () => {
  const engine = testEngine();
  const records = [
    assume(0, 'Deployer', 'ASIAONE0000000000001'),
    assume(1, 'Deployer', 'ASIATWO0000000000001'),
    assume(2, 'Refused', 'ASIANONE000000000001', { errorCode: 'AccessDenied', responseElements: null }),
    ...[3, 4].map((n) => record(n, { userIdentity: session('ASIAONE0000000000001') })),
    assume(5, 'Further', 'ASIAFURTHER000000001', { userIdentity: session('ASIAONE0000000000001') }),
  ];
  await engine.importAll(writeFiles(tempFolder(), { 'a.json.gz': logFile(records) }));
  const found = await engine.call('entities.chain', {
    question: {
      ...all,
      filter: {
        kind: 'field',
        field: 'userIdentity.userName',
        test: { op: 'equals', value: 'maya', caseSensitive: true },
      },
    },
  });
  expect(found.steps).toEqual([
    {
      action: 'AssumeRole',
      receivers: 1,
      receiver: 'arn:aws:iam::111122223333:role/Deployer',
      handedOut: 2,
      used: 1,
      events: 3,
      further: 1,
    },
  ]);
});
