import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logText, record } from '../../../support/records.ts';
import { readText } from './read-text.ts';

const text = (n: number): string => JSON.stringify(record(n));
const lookup = (n: number, changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  EventId: `e-${n}`,
  EventName: 'GetBucketAcl',
  EventTime: '2025-03-03T02:00:01-08:00',
  Resources: [],
  CloudTrailEvent: text(n),
  ...changes,
});
const insight = {
  eventVersion: '1.08',
  eventTime: '2025-03-03T10:00:00Z',
  eventType: 'AwsCloudTrailInsight',
  eventCategory: 'Insight',
  eventID: 'i-1',
  insightDetails: { state: 'Start', insightType: 'ApiCallRateInsight' },
};
const network = record(7, { eventType: 'AwsVpceEvent', eventCategory: 'NetworkActivity' });

describe('lookup-events', () => {
  it('reads an object, pages after each other, one item a line, and every form of time', async () => {
    const pages =
      JSON.stringify(
        { Events: [lookup(1), lookup(2, { EventTime: 1_571_956_406.25 })], NextToken: 't' },
        null,
        4,
      ) + JSON.stringify({ Events: [lookup(3, { EventTime: '2025-03-03T10:00:01+00:00' })] });
    const lines = `${JSON.stringify(lookup(4))}\n${JSON.stringify(lookup(5))}`;
    for (const [content, ids] of [
      [pages, [1, 2, 3]],
      [lines, [4, 5]],
    ] as const) {
      const { outcome, records } = await readText(content, 333);
      expect(outcome).toMatchObject({ status: 'accepted', container: 'lookup-events', reason: null });
      expect(records.map(({ json }) => json)).toEqual(ids.map(text));
    }
  });

  it('takes Insights events, wrapped or bare', async () => {
    const wrapped = lookup(1, { CloudTrailEvent: JSON.stringify(insight) });
    const { records } = await readText(JSON.stringify({ Events: [wrapped, insight] }));
    expect(records.map(({ value }) => value)).toEqual([insight, insight]);
  });
});

describe('EventBridge', () => {
  const types = [
    'AWS API Call via CloudTrail',
    'AWS Console Sign In via CloudTrail',
    'AWS Console Signin via CloudTrail',
    'AWS Console Action via CloudTrail',
    'AWS Service Event via CloudTrail',
    'AWS Insight via CloudTrail',
    'AWS Network Activity Event via CloudTrail',
  ];
  const envelope = (type: string, detail: unknown): string =>
    JSON.stringify({ version: '0', id: 'x', 'detail-type': type, source: 'aws.s3', account: '1', detail });

  it.each(types)('takes the detail of “%s”', async (type) => {
    const detail = type.includes('Insight') ? insight : type.includes('Network') ? network : record(1);
    const { outcome, records } = await readText(envelope(type, detail));
    expect(outcome).toMatchObject({ status: 'accepted', container: 'eventbridge' });
    expect(records).toMatchObject([{ json: JSON.stringify(detail), quality: 'complete' }]);
  });

  it('passes over events of other services and refuses CloudTrail’s without a record', async () => {
    const other = await readText(envelope('GuardDuty Finding', { severity: 8 }));
    expect(other.outcome).toMatchObject({ status: 'skipped', container: 'eventbridge', refusedRecords: 0 });
    expect(other.outcome.reason).toMatch(/GuardDuty Finding/);
    const broken = await readText(envelope(types[0]!, { eventName: 'A' }));
    expect(broken.outcome).toMatchObject({ status: 'refused', refusedRecords: 1 });
  });
});

describe('notifications', () => {
  const s3 = {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: 'eu-west-1',
    eventTime: '2025-03-03T10:00:00.000Z',
    eventName: 'ObjectCreated:Put',
    s3: { bucket: { name: 'logs' }, object: { key: 'a' } },
  };
  const delivery = JSON.stringify({ s3Bucket: 'logs', s3ObjectKey: ['AWSLogs/1/CloudTrail/x.json.gz'] });
  const sns = (Message: string): string => JSON.stringify({ Type: 'Notification', TopicArn: 't', Message });
  const sqs = (body: string): string =>
    JSON.stringify({ Records: [{ messageId: 'm', eventSource: 'aws:sqs', body }] });

  it('takes none for an event, though S3’s look like records', async () => {
    const lambda = { Records: [{ EventSource: 'aws:sns', Sns: { Message: 'hello' } }] };
    for (const content of [
      JSON.stringify({ Records: [s3, s3] }),
      JSON.stringify([s3]),
      JSON.stringify(lambda),
      sqs('hi'),
    ]) {
      const { outcome, records } = await readText(content);
      expect(records).toEqual([]);
      expect(outcome).toMatchObject({
        status: 'skipped',
        container: 'bucket-notification',
        refusedRecords: 0,
      });
    }
  });

  it('tells delivery notifications of CloudTrail, through SNS and SQS', async () => {
    const received = JSON.stringify({
      Messages: [{ MessageId: 'm', ReceiptHandle: 'r', Body: sns(delivery) }],
    });
    for (const content of [delivery, sns(delivery), sqs(sns(delivery)), sqs(delivery), received]) {
      const { outcome } = await readText(content);
      expect(outcome).toMatchObject({ status: 'skipped', container: 'bucket-notification' });
      expect(outcome.reason).toMatch(/delivery notifications.*Fetch the files/);
    }
  });

  it('takes records that EventBridge sent through a queue', async () => {
    const event = JSON.stringify({ 'detail-type': 'AWS API Call via CloudTrail', detail: record(1) });
    const { outcome, records } = await readText(sqs(sns(event)));
    expect(outcome).toMatchObject({ status: 'accepted', container: 'eventbridge', records: 1 });
    expect(records[0]!.json).toBe(text(1));
  });

  it('leaves log files alone whose records mention services by such names', async () => {
    const content = logText([record(1, { requestParameters: { tags: ['aws:s3'], eventSource: 'aws:s3' } })]);
    expect((await readText(content)).outcome).toMatchObject({
      status: 'accepted',
      container: 's3-log',
      records: 1,
    });
  });
});

describe('other wrappers', () => {
  it.each([
    ['message as text', { '@timestamp': 'x', message: text(1) }],
    ['detail as object', { detail: record(1) }],
    ['event of an HTTP collector', { time: 1, event: record(1), sourcetype: 'aws:cloudtrail' }],
    ['a log file inside', { data: { Records: [record(1)] }, description: 'x' }],
    ['a log file as text inside', { body: logText([record(1)]) }],
    ['text of text', { log: JSON.stringify(text(1)) }],
    ['a list of lists', [[{ record: record(1) }]]],
    ['text at the top', text(1)],
    ['an empty message beside the record', { message: '{}', payload: record(1) }],
  ])('takes a record from %s', async (_name, value) => {
    const { outcome, records } = await readText(JSON.stringify(value));
    expect(outcome).toMatchObject({ status: 'accepted', records: 1, refusedRecords: 0 });
    expect(records).toMatchObject([{ json: text(1), quality: 'complete' }]);
  });

  it('names them, and reads lists of texts', async () => {
    expect((await readText(JSON.stringify({ message: text(1) }))).outcome.container).toBe('wrapped');
    expect((await readText(JSON.stringify([text(1), text(2)]))).records).toHaveLength(2);
    expect((await readText(JSON.stringify({ message: JSON.stringify(network) }))).records[0]!.value).toEqual(
      network,
    );
  });

  it('fills eventTime from @timestamp and says so', async () => {
    const { eventTime, ...rest } = record(1);
    expect(eventTime).toBe('2025-03-03T10:00:01Z');
    const line = JSON.stringify({
      ...rest,
      '@version': '1',
      '@timestamp': '2025-03-03T10:00:01.000Z',
      big: 0,
    }).replace('"big":0', '"big":12345678901234567890');
    const { outcome, records } = await readText(`${line}\n${line}\n`);
    expect(outcome).toMatchObject({ status: 'accepted', container: 'single-record', records: 2 });
    expect(outcome.reason).toMatch(/no eventTime.*@timestamp/);
    expect(records[0]!.json).toBe(`${line.slice(0, -1)},"eventTime":"2025-03-03T10:00:01Z"}`);
    expect(records[0]).toMatchObject({ quality: 'partial', exact: Buffer.from(line) });
  });

  it('keeps half of a surrogate pair as an escape, for no bytes can hold it', async () => {
    const content = JSON.stringify({ message: '@' }).replace(
      '@',
      JSON.stringify(text(1)).slice(1, -1).replace('maya', '\\ud800'),
    );
    const { records } = await readText(content);
    expect(records[0]!.json).toContain('user/\\ud800"');
  });

  it('refuses what looks like a record and is none, and stops at eight layers', async () => {
    const { eventName, ...rest } = record(1);
    expect(eventName).toBeDefined();
    const part = await readText(JSON.stringify(rest));
    expect(part.outcome).toMatchObject({ status: 'refused', container: 'single-record', refusedRecords: 1 });
    let deep = text(1);
    for (let layer = 0; layer < 12; layer += 1) deep = JSON.stringify({ message: deep });
    const deepest = await readText(deep);
    expect(deepest.outcome).toMatchObject({ status: 'refused', records: 0 });
    expect(deepest.outcome.reason).toMatch(/more than 8 layers/);
  });
});

describe('neighbours', () => {
  it.each([
    ['describe-trails', { trailList: [] }],
    ['get-trail-status', { IsLogging: true, LatestDeliveryTime: 1 }],
    ['get-event-selectors', { TrailARN: 'arn', AdvancedEventSelectors: [] }],
    ['get-insight-selectors', { TrailARN: 'arn', InsightSelectors: [] }],
    ['head-object', { ETag: '"x"', ContentLength: 1, LastModified: 'x', Metadata: {} }],
    ['list-objects-v2', { Contents: [{ Key: 'a', LastModified: 'x', ETag: 'y' }] }],
    ['list-accounts', { Accounts: [{ Id: '1', Arn: 'a', Name: 'n' }] }],
    ['describe-organization', { Organization: { Id: 'o', MasterAccountId: '1' } }],
    ['get-account-authorization-details', { UserDetailList: [], RoleDetailList: [] }],
  ])('names the output of %s', async (command, value) => {
    const { outcome } = await readText(JSON.stringify(value, null, 2));
    expect(outcome).toMatchObject({ status: 'skipped', container: 'companion', problems: [] });
    expect(outcome.reason).toContain(command);
  });

  it.each([
    ['GuardDuty', { schemaVersion: '2.0', service: { serviceName: 'guardduty' } }],
    ['GuardDuty', { Findings: [{ Service: { ServiceName: 'guardduty' } }] }],
    ['Config', { fileVersion: '1.0', configSnapshotId: 'x', configurationItems: [] }],
    ['VPC flow', [{ srcaddr: '10.0.0.1', dstaddr: '10.0.0.2' }]],
    ['Azure', { records: [{ operationName: 'x', resourceId: '/subscriptions/1' }] }],
    ['Google Cloud', { protoPayload: { '@type': 't' }, logName: 'l' }],
  ])('names %s', async (name, value) => {
    const { outcome } = await readText(JSON.stringify(value));
    expect(outcome).toMatchObject({ status: 'skipped', container: 'other-log' });
    expect(outcome.reason).toContain(name);
  });

  it('still tells digests, keys, sign files and JSON without content', async () => {
    const container = async (value: unknown) => (await readText(JSON.stringify(value))).outcome;
    expect(await container({ digestS3Object: 'x', logFiles: [] })).toMatchObject({
      status: 'skipped',
      container: 'digest',
    });
    expect(await container({ PublicKeyList: [] })).toMatchObject({
      status: 'skipped',
      container: 'public-keys',
    });
    expect(await container({ hashSignature: 'x', files: [] })).toMatchObject({ container: 'lake-sign-file' });
    for (const empty of [{}, [], [{}]]) {
      expect(await container(empty)).toMatchObject({ status: 'skipped', reason: 'JSON without content.' });
    }
  });
});

it('never fails and always accounts for every value, whatever is wrapped in whatever', async () => {
  const keys = [
    ...[
      'message',
      '_raw',
      'result',
      '_source',
      'hits',
      'data',
      'body',
      'Sns',
      'detail',
      'detail-type',
      'awslogs',
      'fields',
    ],
    ...[
      'event',
      'event.original',
      'records',
      'results',
      'Records',
      'logEvents',
      'events',
      'QueryResultRows',
      'Events',
    ],
    ...[
      'eventSource',
      'eventName',
      'eventTime',
      'CloudTrailEvent',
      'class_uid',
      'metadata',
      '@timestamp',
      '__proto__',
    ],
  ];
  const { value } = fc.letrec<{ value: unknown; object: unknown; list: unknown; packed: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 6 },
      fc.jsonValue({ maxDepth: 1 }),
      fc.constant(record(1)),
      tie('object'),
      tie('list'),
      tie('packed'),
    ),
    object: fc.dictionary(fc.constantFrom(...keys), tie('value'), { maxKeys: 4, noNullPrototype: true }),
    list: fc.array(tie('value'), { maxLength: 3 }),
    packed: tie('value').map((inner) => JSON.stringify(inner)),
  }));
  await fc.assert(
    fc.asyncProperty(value, async (inner) => {
      const { outcome, records } = await readText(`[${JSON.stringify(inner)}]`);
      expect(outcome.records).toBe(records.length);
      expect(outcome.problems.length).toBe(outcome.refusedRecords);
      expect(outcome.status === 'skipped' ? outcome.reason : 'told').not.toBeNull();
    }),
    { numRuns: 400 },
  );
});
