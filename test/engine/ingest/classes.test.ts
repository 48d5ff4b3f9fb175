import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classColumns } from '../../../electron/engine/ask/class-columns.ts';
import { attachInMemory, schemaStatements } from '../../../electron/engine/db/schema.ts';
import { insertRepaired } from '../../../electron/engine/ingest/load/insert.ts';
import { actionOf } from '../../../shared/cloudtrail/actions.ts';
import { secretActions } from '../../../shared/cloudtrail/consequence.ts';
import { subjectOf } from '../../../shared/cloudtrail/subject.ts';
import { summarise } from '../../../shared/cloudtrail/summarise.ts';
import { services } from '../../../shared/cloudtrail/services/services.ts';
import { all, testEngine } from '../../support/engine.ts';
import { logFile, record } from '../../support/records.ts';
import { tempFolder, writeFiles } from '../../support/temp.ts';

type Part = Readonly<Record<string, unknown>>;

const resultOf = (part: Part): unknown => subjectOf(record(0, part)).column('result');
const consequenceOf = (part: Part): unknown => subjectOf(record(0, part)).column('consequence');

describe('the result of a call', () => {
  it.each<[string, Part]>([
    ['done', {}],
    ['done', { errorCode: 'Success' }],
    ['refused', { errorCode: 'AccessDenied' }],
    ['refused', { errorCode: 'AccessDeniedException' }],
    ['refused', { errorCode: 'Client.UnauthorizedOperation' }],
    ['refused', { errorCode: 'UnauthorizedOperation' }],
    ['refused', { errorCode: 'NotAuthorizedException' }],
    ['refused', { errorCode: 'VpceAccessDenied' }],
    ['refused', { errorCode: 'KMSAccessDeniedException' }],
    ['refused', { errorMessage: 'User: x is not authorized to perform: s3:GetObject on resource: y' }],
    ['throttled', { errorCode: 'ThrottlingException' }],
    ['throttled', { errorCode: 'Throttling' }],
    ['throttled', { errorCode: 'Client.RequestLimitExceeded' }],
    ['throttled', { errorCode: 'TooManyRequestsException' }],
    ['throttled', { errorCode: 'SlowDown' }],
    ['throttled', { errorCode: 'ProvisionedThroughputExceededException' }],
    ['failed', { errorCode: 'NoSuchKey' }],
    ['failed', { errorCode: 'LimitExceededException' }],
    ['failed', { errorCode: 'Client.VpcLimitExceeded' }],
    ['failed', { errorCode: 'InvalidClientTokenId', errorMessage: 'not authorized to do that' }],
    ['failed', { errorCode: 'AuthorizationNotFound' }],
    ['failed', { errorMessage: 'Failed authentication' }],
    [
      'failed',
      {
        eventSource: 'signin.amazonaws.com',
        eventName: 'ConsoleLogin',
        responseElements: { ConsoleLogin: 'Failure' },
      },
    ],
  ])('is %s for %j', (expected, part) => {
    expect(resultOf(part)).toBe(expected);
    const said = summarise(record(0, part)).includes('; denied');
    expect(said).toBe(expected === 'refused');
  });
});

const parameter = (withDecryption: unknown): Part => ({
  ...{ eventSource: 'ssm.amazonaws.com', eventName: 'GetParameter', readOnly: true },
  requestParameters: { name: 'a', withDecryption },
});
const attribute = (name: string): Part => ({
  ...{ eventSource: 'ec2.amazonaws.com', eventName: 'DescribeInstanceAttribute', readOnly: true },
  requestParameters: { instanceId: 'i-1', attribute: name },
});
const call = (service: string, eventName: string, readOnly?: unknown): Part => ({
  ...{ eventSource: `${service}.amazonaws.com`, eventName, readOnly },
});

describe('the consequence of a call', () => {
  it.each<[string, Part]>([
    ['secret', call('sts', 'AssumeRole', true)],
    ['secret', call('sts', 'AssumeRole')],
    ['secret', call('sts', 'GetFederationToken', false)],
    ['secret', call('secretsmanager', 'GetSecretValue', true)],
    ['secret', parameter(true)],
    ['secret', { ...parameter(true), requestParameters: '{"withDecryption":true}' }],
    ['secret', attribute('userData')],
    ['other', parameter(false)],
    ['other', parameter(undefined)],
    ['other', attribute('disableApiTermination')],
    ['other', call('kms', 'Decrypt', true)],
    ['other', call('kms', 'Decrypt')],
    ['other', call('iam', 'AssumeRole', true)],
    ['change', call('iam', 'CreateAccessKey', false)],
    ['change', call('signin', 'ConsoleLogin', false)],
    ['change', call('iam', 'CreateUser')],
    ['change', call('ec2', 'Gettysburg')],
    ['change', { ...call('iam', 'CreateUser', false), errorCode: 'AccessDenied' }],
    ['other', call('iam', 'GetUser')],
    ['other', call('ec2', 'DescribeInstances')],
    ['other', call('iam', 'CreateUser', true)],
    ['other', { eventName: undefined, readOnly: undefined }],
    ['other', { ...call('ec2', 'RunInstances'), eventType: 'AwsCloudTrailInsight' }],
  ])('is %s for %j', (expected, part) => {
    expect(consequenceOf(part)).toBe(expected);
  });

  it('is that of keys and secrets only for actions whose rows say so', () => {
    for (const [source, names] of Object.entries(secretActions)) {
      for (const name of names) {
        if (!services[source]?.[name]) continue;
        const { effects } = actionOf(source, name);
        expect(
          effects.some((effect) => effect === 'mints-credential' || effect === 'reads-secret'),
          name,
        ).toBe(true);
      }
    }
  });
});

const anyName = fc.oneof(
  fc.constantFrom(...Object.values(secretActions).flat()),
  fc.constantFrom(
    'GetParameters',
    'DescribeInstanceAttribute',
    'PutObject',
    'GetObject',
    'Decrypt',
    'Getting',
  ),
  fc.constantFrom('', 'listUsers', 'ListUsers', 'RunInstances', 'Is', 'Issue', 'ConsoleLogin', 'Get1'),
);
const anySource = fc.oneof(
  fc.constantFrom(...Object.keys(secretActions)),
  fc.constantFrom('', 'STS.amazonaws.com', 'kms.amazonaws.com', 'signin.amazonaws.com'),
);
const anyCode = fc.constantFrom(
  ...['', 'Success', 'AccessDenied', 'accessdenied', 'Client.UnauthorizedOperation', 'Server.Unauthorized'],
  ...[
    'Unauthorizeds',
    'Throttling',
    'Client.ThrottlingException',
    'NotThrottling',
    'SlowDown',
    'Forbidden\n',
  ],
  ...[
    'UserNotAuthorized',
    'TooManyRequestsException',
    'RequestLimitExceeded',
    'NoSuchKey',
    '403',
    '\u212aMS',
  ],
);
const anyMessage = fc.constantFrom(
  '',
  '-',
  'Access Denied',
  'You are not authorized to do this',
  'Not found',
);
const anyRequest = fc.oneof(
  fc.constantFrom<unknown>('text', 7, [], '{"withDecryption":true}', '{"attribute":"userData"}', '{"a'),
  fc.record(
    {
      withDecryption: fc.constantFrom<unknown>(true, false, 'true', 'TRUE', 1, null, [true]),
      attribute: fc.constantFrom<unknown>('userData', 'userdata', null, ['userData'], 'kernel'),
    },
    { requiredKeys: [] },
  ),
);
const anyRecord = fc.record(
  {
    eventSource: anySource,
    eventName: anyName,
    readOnly: fc.constantFrom<unknown>(true, false, 'true', 'false', null, ''),
    errorCode: anyCode,
    errorMessage: anyMessage,
    requestParameters: anyRequest,
    responseElements: fc.constantFrom<unknown>(null, { ConsoleLogin: 'Failure' }),
    eventType: fc.constantFrom('AwsApiCall', 'AwsCloudTrailInsight', 'AwsAggregatedEvent', ''),
    eventCategory: fc.constantFrom('Management', 'Insight', 'Aggregated'),
  },
  { requiredKeys: [] },
);

describe('classes of any records', () => {
  it('are the same in the columns of an import, over those columns, and in TypeScript', async () => {
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    for (const statement of [attachInMemory, ...schemaStatements]) await connection.run(statement);
    const over = classColumns();
    await fc.assert(
      fc.asyncProperty(fc.array(anyRecord, { minLength: 50, maxLength: 100 }), async (records) => {
        const lines = records.map((one, o) => {
          const raw = JSON.stringify(one);
          return { f: 0, o, p: 0, quality: 0, raw, clean: raw };
        });
        await connection.run(`DELETE FROM trail.main.event_columns`);
        await connection.run(insertRepaired, [JSON.stringify(lines)]);
        const rows = await connection.runAndReadAll(
          `SELECT result, consequence, ${over['result'] ?? ''}, ${over['consequence'] ?? ''} FROM trail.main.event_columns ORDER BY ordinal`,
        );
        const expected = records.map((one) => {
          const { column } = subjectOf(JSON.parse(JSON.stringify(one)));
          const classes = [column('result'), column('consequence')];
          return [...classes, ...classes];
        });
        expect(rows.getRows()).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('follow values that only careful reading understands', async () => {
    const engine = testEngine();
    const file = logFile([
      record(0, { ...call('iam', 'GetUser'), readOnly: 'no' }),
      record(1, { ...call('iam', 'CreateUser'), readOnly: 'Yes' }),
      record(2, call('iam', 'GetUser')),
    ]);
    await engine.importAll(writeFiles(tempFolder(), { 'a.json.gz': file }));
    const { columns } = await engine.call('events.window', {
      question: all,
      sort: [],
      offset: 0,
      limit: 10,
      columns: ['readOnly', 'consequence'],
    });
    expect(columns).toEqual([
      [false, true, null],
      ['change', 'other', 'other'],
    ]);
  });
});
