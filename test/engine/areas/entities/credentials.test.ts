import { describe, expect, it } from 'vitest';
import { onlyThis } from '../../../../shared/filter/facet-selection.ts';
import { everything } from '../../../../shared/filter/filter.ts';
import type { EntityCredentials } from '../../../../shared/contract/entity-sections.ts';
import { all, testEngine } from '../../../support/engine.ts';
import { logFile, record } from '../../../support/records.ts';
import { tempFolder, writeFiles } from '../../../support/temp.ts';

const time = (minute: number, second = 0): string =>
  `2025-03-03T${String(10 + Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:${String(second).padStart(2, '0')}Z`;
const micros = (text: string): number => Date.parse(text) * 1_000;

const maya = {
  type: 'IAMUser',
  principalId: 'AIDAEXAMPLE0000000001',
  arn: 'arn:aws:iam::111122223333:user/maya',
  accountId: '111122223333',
  userName: 'maya',
};
const key = { ...maya, accessKeyId: 'AKIAEXAMPLE000000001' };
const session = (created: string, accessKeyId: string) => ({
  ...maya,
  accessKeyId,
  sessionContext: { attributes: { creationDate: created, mfaAuthenticated: 'true' } },
});
const role = (accessKeyId: string, created: string) => ({
  type: 'AssumedRole',
  principalId: 'AROAEXAMPLE0000000001:run',
  arn: 'arn:aws:sts::111122223333:assumed-role/Deployer/run',
  accountId: '111122223333',
  accessKeyId,
  sessionContext: {
    sessionIssuer: { type: 'Role', arn: 'arn:aws:iam::111122223333:role/Deployer', userName: 'Deployer' },
    attributes: { creationDate: created, mfaAuthenticated: 'false' },
  },
});

const records = [
  record(0, { eventTime: time(0), userIdentity: { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' } }),
  ...[1, 2, 3].map((n) =>
    record(n, { eventTime: time(n), userIdentity: key, eventName: 'PutBucketAcl', readOnly: n === 3 }),
  ),
  // AWS decrypts for the call before it, in a session of its own.
  record(4, {
    eventTime: time(3, 1),
    userIdentity: { ...session(time(3), 'ASIAFORWARDED0000001'), invokedBy: 'secretsmanager.amazonaws.com' },
    sourceIPAddress: 'secretsmanager.amazonaws.com',
  }),
  record(5, {
    eventTime: time(5, 40),
    eventSource: 'signin.amazonaws.com',
    eventName: 'CheckMfa',
    userIdentity: {
      type: 'IAMUser',
      principalId: maya.principalId,
      accountId: maya.accountId,
      accessKeyId: '',
      userName: 'maya',
    },
    sourceIPAddress: '203.0.113.9',
    eventType: 'AwsConsoleSignIn',
    readOnly: false,
  }),
  record(6, {
    eventTime: time(6),
    eventSource: 'signin.amazonaws.com',
    eventName: 'ConsoleLogin',
    userIdentity: maya,
    sourceIPAddress: '203.0.113.9',
    responseElements: { ConsoleLogin: 'Success' },
    additionalEventData: { MFAUsed: 'Yes' },
    eventType: 'AwsConsoleSignIn',
    readOnly: false,
  }),
  ...[7, 8, 9].map((n) =>
    record(n, {
      eventTime: time(n),
      userIdentity: session(time(6, 1), `ASIACONSOLE00000000${n}`),
      sourceIPAddress: '203.0.113.9',
      // One of them does not say that it came from the console: it is of the session nevertheless.
      ...(n === 8 ? {} : { sessionCredentialFromConsole: 'true' }),
      ...(n === 9 ? { errorCode: 'AccessDenied', errorMessage: 'no' } : {}),
    }),
  ),
  record(10, { eventTime: time(12), userIdentity: key, eventName: 'PutBucketAcl', readOnly: false }),
  record(11, {
    eventTime: time(20),
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    userIdentity: key,
    requestParameters: { roleArn: 'arn:aws:iam::111122223333:role/Deployer', roleSessionName: 'run' },
    responseElements: {
      credentials: { accessKeyId: 'ASIAISSUED0000000001' },
      assumedRoleUser: {
        assumedRoleId: 'AROAEXAMPLE0000000001:run',
        arn: 'arn:aws:sts::111122223333:assumed-role/Deployer/run',
      },
    },
  }),
  record(12, { eventTime: time(21), userIdentity: role('ASIAISSUED0000000001', time(20)) }),
  record(13, { eventTime: time(22), userIdentity: role('ASIAUNKNOWN000000001', '2025-03-03T09:00:00Z') }),
  record(14, { eventTime: time(23), userIdentity: role('ASIALATER00000000001', time(15)) }),
];

async function read(
  principal: string,
  changes: readonly Record<string, unknown>[] = records,
): Promise<EntityCredentials> {
  const engine = testEngine();
  await engine.importAll(
    writeFiles(tempFolder(), {
      'a.json.gz': logFile(changes.slice(0, 8)),
      'b.json.gz': logFile(changes.slice(8)),
    }),
  );
  return engine.call('entities.credentials', {
    question: { ...all, filter: onlyThis(everything, 'userIdentity.principalId', principal) },
    limit: 50,
    pieces: 10,
  });
}

describe('the credentials of an identity', () => {
  it('are keys and console sessions with what was done by itself and by AWS for it', async () => {
    const found = await read(maya.principalId);
    expect(found).toMatchObject({ distinct: 2, events: 11, failed: 1, refused: 1, writes: 5, pieces: 10 });
    const [one, other] = found.lanes;
    expect(one).toMatchObject({
      kind: 'key',
      key: key.accessKeyId,
      events: 6,
      direct: 5,
      byAws: 1,
      writes: 3,
      failed: 0,
      firstMicros: micros(time(1)),
      lastMicros: micros(time(20)),
      obtained: { grade: 'not-recorded', action: null, says: 'no CreateAccessKey for it here' },
    });
    expect(one?.addresses.values).toEqual([{ value: '198.51.100.7', events: 5 }]);
    expect(other).toMatchObject({
      kind: 'console',
      key: null,
      createdMicros: micros(time(6, 1)),
      events: 5,
      direct: 5,
      byAws: 0,
      writes: 2,
      failed: 1,
      refused: 1,
      obtained: { grade: 'inferred', action: 'ConsoleLogin', atMicros: micros(time(6)), mfa: 'Yes' },
    });
    expect(other?.obtained.otherExplanation).toMatch(/another sign-in/i);
    for (const lane of found.lanes)
      expect(lane.bars.reduce((sum, [, others, writes, failed]) => sum + others + writes + failed, 0)).toBe(
        lane.events,
      );
  });

  it('are told as two hands where both are used at once from different addresses', async () => {
    const { headline, notKnown } = await read(maya.principalId);
    expect(headline.grade).toBe('inferred');
    expect(headline.otherExplanation).toMatch(/One person/);
    expect(headline.says.map((part) => ('text' in part ? part.text : part.value)).join('')).toBe(
      'Two credentials in use at the same time: a key from 198.51.100.7 asked for 3 of 5 writes; a console session with MFA from 203.0.113.9 for 2.',
    );
    expect(notKnown.join(' ')).toMatch(/get-credential-report/);
  });

  it('of a role are its sessions: issued by a recorded call, before the archive, or by a call that is not here', async () => {
    const { lanes } = await read('AROAEXAMPLE0000000001:run');
    expect(new Map(lanes.map(({ key, obtained }) => [key, obtained]))).toMatchObject(
      new Map([
        [
          'ASIAISSUED0000000001',
          {
            grade: 'recorded',
            action: 'AssumeRole',
            byKey: key.accessKeyId,
            byPrincipal: maya.arn,
            isOlder: false,
          },
        ],
        ['ASIAUNKNOWN000000001', { grade: 'not-recorded', action: null, isOlder: true }],
        ['ASIALATER00000000001', { grade: 'not-recorded', action: null, isOlder: false }],
      ] as never),
    );
  });

  it('headline what was refused throughout, and what AWS alone did', async () => {
    const refused = records.map((one) => ({ ...one, errorCode: 'AccessDenied', errorMessage: 'no' }));
    expect((await read(maya.principalId, refused)).headline.says).toEqual([
      { text: 'Every one of 11 calls was refused: attempted, not done.' },
    ]);
    const byAws = records.filter((_, n) => n === 0 || n === 4);
    expect((await read(maya.principalId, byAws)).headline.says).toEqual([
      { text: '1 event, made by AWS services on its behalf alone; none of its own is here.' },
    ]);
  });

  const ofKind = (userIdentity: unknown, changes: Readonly<Record<string, unknown>> = {}) =>
    record(1, { eventTime: time(30), userIdentity, ...changes });
  const root = {
    type: 'Root',
    principalId: '111122223333',
    arn: 'arn:aws:iam::111122223333:root',
    accountId: '111122223333',
  };
  const temporary = (created: string) => ({
    attributes: { creationDate: created, mfaAuthenticated: 'false' },
  });

  it.each<[string, string, readonly Record<string, unknown>[], unknown]>([
    [
      'the root user in the console',
      '111122223333',
      [
        record(0, {
          eventTime: time(29),
          eventSource: 'signin.amazonaws.com',
          eventName: 'ConsoleLogin',
          userIdentity: root,
          responseElements: { ConsoleLogin: 'Success' },
          additionalEventData: { MFAUsed: 'No' },
        }),
        ofKind(
          { ...root, accessKeyId: 'ASIAROOT', sessionContext: temporary(time(29)) },
          { sessionCredentialFromConsole: 'true' },
        ),
      ],
      { kind: 'console', events: 2, obtained: { grade: 'inferred', action: 'ConsoleLogin', mfa: 'No' } },
    ],
    [
      'a federated user',
      '111122223333:ann',
      [
        record(0, {
          eventTime: time(29),
          eventSource: 'sts.amazonaws.com',
          eventName: 'GetFederationToken',
          responseElements: {
            credentials: { accessKeyId: 'ASIAFEDERATED' },
            federatedUser: {
              federatedUserId: '111122223333:ann',
              arn: 'arn:aws:sts::111122223333:federated-user/ann',
            },
          },
        }),
        ofKind({
          type: 'FederatedUser',
          principalId: '111122223333:ann',
          accessKeyId: 'ASIAFEDERATED',
          sessionContext: temporary(time(29)),
        }),
      ],
      {
        kind: 'temporary',
        key: 'ASIAFEDERATED',
        obtained: { grade: 'recorded', action: 'GetFederationToken' },
      },
    ],
    [
      'a role that was switched to in the console',
      'AROASWITCHED:ann',
      [
        record(0, {
          eventTime: time(29),
          eventSource: 'signin.amazonaws.com',
          eventName: 'SwitchRole',
          userIdentity: {
            type: 'AssumedRole',
            principalId: 'AROASWITCHED:ann',
            arn: 'arn:aws:sts::111122223333:assumed-role/R/ann',
          },
          responseElements: { SwitchRole: 'Success' },
        }),
        ...['ASIAA', 'ASIAB'].map((accessKeyId, n) =>
          ofKind(
            {
              type: 'AssumedRole',
              principalId: 'AROASWITCHED:ann',
              accessKeyId,
              sessionContext: temporary(time(29)),
            },
            { eventID: `00000000-0000-4000-8000-00000000009${n}`, sessionCredentialFromConsole: 'true' },
          ),
        ),
      ],
      { kind: 'console', key: null, events: 3, obtained: { grade: 'inferred', action: 'SwitchRole' } },
    ],
    [
      'another account',
      'AIDAFOREIGN',
      [ofKind({ type: 'AWSAccount', principalId: 'AIDAFOREIGN', accountId: '999988887777' })],
      { kind: 'none', key: null, direct: 1, obtained: { grade: 'not-recorded' } },
    ],
    [
      'somebody whose sign-ins failed',
      'AIDAFAILED',
      [
        ofKind(
          { type: 'IAMUser', principalId: 'AIDAFAILED', accountId: '111122223333', userName: 'zed' },
          {
            eventSource: 'signin.amazonaws.com',
            eventName: 'ConsoleLogin',
            responseElements: { ConsoleLogin: 'Failure' },
          },
        ),
      ],
      { kind: 'sign-in', failed: 1 },
    ],
  ])('are told of %s', async (_, principal, some, expected) => {
    const { lanes } = await read(principal, some);
    expect(lanes).toHaveLength(1);
    expect(lanes[0]).toMatchObject(expected as object);
  });
});
