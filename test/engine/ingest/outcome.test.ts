import { describe, expect, it } from 'vitest';
import { hasFailed } from '../../../shared/cloudtrail/outcome.ts';
import { readRecord } from '../../../shared/cloudtrail/record-reader.ts';
import { all, testEngine, type TestEngine } from '../../support/engine.ts';
import { logFile, record } from '../../support/records.ts';
import { tempFolder, writeFiles } from '../../support/temp.ts';

async function imported(changes: readonly Readonly<Record<string, unknown>>[]): Promise<TestEngine> {
  const engine = testEngine();
  const file = logFile(changes.map((change, n) => record(n, change)));
  await engine.importAll(writeFiles(tempFolder(), { 'a.json.gz': file }));
  return engine;
}

async function column(engine: TestEngine, name: string): Promise<readonly unknown[]> {
  const window = await engine.call('events.window', {
    question: all,
    sort: [],
    offset: 0,
    limit: 200,
    columns: [name],
  });
  return window.columns[0] ?? [];
}

const signIn = { eventSource: 'signin.amazonaws.com', eventType: 'AwsConsoleSignIn' };
const serviceEvent = { eventType: 'AwsServiceEvent' };
const identityCenter = { ...serviceEvent, eventSource: 'sso.amazonaws.com' };
const grafana = { ...serviceEvent, eventSource: 'grafana.amazonaws.com', eventName: 'login_auth_sso' };

const failed: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['a code', { errorCode: 'AccessDenied' }],
  ['a code that is a number', { errorCode: 403 }],
  ['a message without a code', { errorMessage: 'Failed authentication' }],
  ['a code that says success beside a message', { errorCode: 'Success', errorMessage: 'Not found' }],
  ['a sign-in', { ...signIn, eventName: 'ConsoleLogin', responseElements: { ConsoleLogin: 'Failure' } }],
  ['a second factor', { ...signIn, eventName: 'CheckMfa', responseElements: { CheckMfa: 'failure' } }],
  [
    'a sign-in whose response is JSON as text',
    { ...signIn, eventName: 'ConsoleLogin', responseElements: '{"ConsoleLogin":"Failure"}' },
  ],
  [
    'a credential that did not pass',
    {
      ...identityCenter,
      eventName: 'CredentialVerification',
      serviceEventDetails: { CredentialVerification: 'Failure' },
    },
  ],
  [
    'an authentication told under another name',
    { ...identityCenter, eventName: 'Authenticate', serviceEventDetails: { UserAuthentication: 'Failure' } },
  ],
  [
    'an action in a workspace of Grafana',
    { ...grafana, serviceEventDetails: { result: { statusType: 'failure', statusCode: '401' } } },
  ],
  [
    'an account that could not be made',
    {
      ...serviceEvent,
      eventSource: 'organizations.amazonaws.com',
      eventName: 'CreateAccountResult',
      serviceEventDetails: {
        createAccountStatus: { state: 'FAILED', failureReason: 'EMAIL_ALREADY_EXISTS' },
      },
    },
  ],
];

const wentWell: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ...['', ' ', 'Success', 'success', 'OK', 'None', 'null', '0', '200', '204', '-'].map(
    (text) => [`the code “${text}”`, { errorCode: text, errorMessage: text }] as const,
  ),
  ['the numbers 0', { errorCode: 0 }],
  ['the number 200', { errorCode: 200 }],
  ['a sign-in', { ...signIn, eventName: 'ConsoleLogin', responseElements: { ConsoleLogin: 'Success' } }],
  ['an element of a customer', { requestParameters: { result: { statusType: 'failure' }, state: 'FAILED' } }],
  [
    'an answer about something that failed',
    {
      eventName: 'DescribeCreateAccountStatus',
      responseElements: { createAccountStatus: { state: 'FAILED' } },
    },
  ],
  [
    'a member of a service’s details that a customer named',
    { ...serviceEvent, eventName: 'JobEnded', serviceEventDetails: { jobName: 'Failure' } },
  ],
  ['a name that is no key', { ...signIn, eventName: 'a/b~c"', responseElements: { x: 'Failure' } }],
  [
    'an account that was made',
    { ...serviceEvent, serviceEventDetails: { createAccountStatus: { state: 'SUCCEEDED' } } },
  ],
  ['details that are no object', { ...serviceEvent, serviceEventDetails: 'fail' }],
];

describe('the outcome of a call', () => {
  it('is the same in the column, in filters and in sentences', async () => {
    const cases = [...failed, ...wentWell];
    const engine = await imported(cases.map(([, change]) => change));
    const outcomes = await column(engine, 'outcome');
    cases.forEach(([what, change], n) => {
      const expected = n < failed.length;
      expect(outcomes[n], what).toBe(expected ? 'error' : 'success');
      expect(hasFailed(readRecord(record(n, change))), what).toBe(expected);
    });
    const errors = await engine.call('events.count', {
      question: {
        ...all,
        filter: {
          kind: 'field',
          field: 'outcome',
          test: { op: 'equals', value: 'error', caseSensitive: true },
        },
      },
    });
    expect(errors.total).toBe(failed.length);
  });

  it('leaves an empty text out of facets as a missing value', async () => {
    const engine = await imported([{ errorCode: '' }, { errorCode: null }, { errorCode: 'AccessDenied' }]);
    const [facet] = await engine.call('facets.list', {
      question: all,
      facets: [{ field: 'errorCode', limit: 10, order: 'most', search: '' }],
    });
    expect(facet?.values).toEqual([
      { value: null, count: 2 },
      { value: 'AccessDenied', count: 1 },
    ]);
  });
});

describe('the principal of a caller from another account', () => {
  const foreign = (principalId: string): Readonly<Record<string, unknown>> => ({
    userIdentity: { type: 'AWSAccount', principalId, accountId: '444455556666' },
  });

  it('is the role, whatever the session', async () => {
    const engine = await imported([
      foreign('AROAEXAMPLE0000000001:build-1'),
      foreign('AROAEXAMPLE0000000001:build-2'),
      foreign('AIDAEXAMPLE0000000009'),
      { userIdentity: { type: 'AWSAccount', accountId: '444455556666', principalId: '' } },
      {
        userIdentity: {
          type: 'AWSAccount',
          accountId: '444455556666',
          arn: 'arn:aws:sts::444455556666:assumed-role/Deployer/build-3',
        },
      },
    ]);
    expect(await column(engine, 'principal')).toEqual([
      'AROAEXAMPLE0000000001',
      'AROAEXAMPLE0000000001',
      'AIDAEXAMPLE0000000009',
      '444455556666',
      'arn:aws:iam::444455556666:role/Deployer',
    ]);
  });
});

describe('a source address', () => {
  const sources = [
    '2001:db8:0:0:0:0:0:1',
    '2001:DB8::1',
    '[2001:db8::1]:443',
    '198.51.100.21:443',
    '::ffff:198.51.100.21',
    '203.0.113.9,198.51.100.21',
    '203.0.113.9, 198.51.100.21',
    ['203.0.113.9', '198.51.100.21'],
    '10.0.0.1 ',
    '198.051.100.021',
    '1.2.3',
    'AWS Internal/3',
    'support.amazonaws.com',
  ];

  it('is found by equality, block and list by each address it names, by value', async () => {
    const engine = await imported(sources.map((sourceIPAddress) => ({ sourceIPAddress })));
    const count = async (test: object): Promise<number> => {
      const filter = { kind: 'field', field: 'sourceIPAddress', test } as never;
      return (await engine.call('events.count', { question: { ...all, filter } })).total;
    };
    const equals = (value: string): Promise<number> => count({ op: 'equals', value, caseSensitive: true });
    expect(await equals('2001:db8::1')).toBe(3);
    expect(await equals('2001:0DB8:0::0001')).toBe(3);
    expect(await equals('198.51.100.21')).toBe(5);
    expect(await equals('::ffff:198.51.100.21')).toBe(5);
    expect(await equals('203.0.113.9')).toBe(3);
    expect(await equals('10.0.0.1')).toBe(1);
    expect(await equals('203.0.113.9,198.51.100.21')).toBe(1);
    expect(await equals('support.amazonaws.com')).toBe(1);
    expect(await count({ op: 'cidr', block: '203.0.113.0/24' })).toBe(3);
    expect(await count({ op: 'cidr', block: '0.0.0.0/0' })).toBe(6);
    expect(
      await count({ op: 'in', values: ['2001:db8::1', '10.0.0.1', 'AWS Internal/3'], caseSensitive: false }),
    ).toBe(5);
    const hits = await engine.call('search.listHits', {
      question: all,
      lists: [{ fields: ['sourceIPAddress'], entries: ['203.0.113.9', '198.51.100.0/24', '2001:DB8:0::1'] }],
    });
    expect(new Map(hits.hits.map(({ entry, events }) => [entry, events]))).toEqual(
      new Map([
        ['203.0.113.9', 3],
        ['198.51.100.0/24', 5],
        ['2001:DB8:0::1', 3],
      ]),
    );
    expect(hits.events).toBe(8);
  });
});
