import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { eventHistoryColumns } from '../../../../shared/table/event-history.ts';
import { all, testEngine, type TestEngine } from '../../../support/engine.ts';
import { logText, record } from '../../../support/records.ts';
import { writeFiles } from '../../../support/temp.ts';
import {
  about,
  columns,
  csvRows,
  everything,
  exported,
  hostile,
  lines,
  parquetRows,
  sheetRows,
  unzipped,
  workspaceWithAll,
} from './exporting.ts';

/** What the grid shows, by the same columns and order. */
async function onScreen(
  { call }: Pick<TestEngine, 'call'>,
  what = everything,
): Promise<{ total: number; rows: unknown[][]; ids: string[] }> {
  const { question, sort } = what;
  const shown = await call('events.window', {
    question,
    sort,
    offset: 0,
    limit: 2_000,
    columns: what.columns,
  });
  const rows = shown.ids.map((_id, row) => shown.columns.map((column) => column[row]));
  return { total: shown.total, rows, ids: shown.ids };
}

const iso = (micros: unknown): string => new Date(Number(micros) / 1_000).toISOString().replace('.000', '');

test('CSV has the screen’s rows in the screen’s order, times in ISO, and no cell that runs', async () => {
  const engine = await workspaceWithAll();
  const path = join(engine.out, 'events.csv');
  const job = await exported(engine, everything, path);
  expect(job).toMatchObject({ state: 'done', unit: 'events', done: 13, total: 13 });
  expect(job.result).toMatch(/^13 events written to .*events\.csv\. 1 cell that a spreadsheet would run/);
  const shown = await onScreen(engine);
  expect(shown.total).toBe(13);
  const rows = csvRows(path);
  expect(Object.keys(rows[0] ?? {})).toEqual(columns);
  expect(rows.map((row) => row['eventTime'])).toEqual(shown.rows.map(([at]) => iso(at)));
  expect(rows.map((row) => row['eventName']?.replace(/^'/, ''))).toEqual(shown.rows.map(([, name]) => name));
  expect(rows.map((row) => row['readOnly'])).toEqual(shown.rows.map(() => 'true'));
  const bad = rows.find((row) => row['eventName']?.includes('HYPERLINK'));
  expect(bad).toMatchObject({ eventName: `'${hostile.eventName}`, userAgent: hostile.userAgent });
  expect(readFileSync(path, 'utf8')).not.toMatch(/(^|[,\n])"?=/);
});

test('the order follows every sort key, not only time', async () => {
  const engine = await workspaceWithAll();
  const sort = [
    { field: 'eventName', descending: false },
    { field: 'eventTime', descending: true },
  ];
  for (const format of ['csv', 'jsonl', 'parquet'] as const) {
    const what = { ...everything, sort, format, columns: ['eventID'] };
    const path = join(engine.out, `sorted.${format}`);
    expect((await exported(engine, what, path)).state).toBe('done');
    const ids =
      format === 'csv'
        ? csvRows(path).map((row) => row['eventID'])
        : format === 'jsonl'
          ? lines(path).map((line) => (JSON.parse(line) as { eventID: string }).eventID)
          : (await parquetRows(path)).map(([id]) => id);
    expect(ids, format).toEqual((await onScreen(engine, what)).rows.map(([id]) => id));
  }
});

test('JSON lines has each record’s exact text on a line; broken lines are joined and counted', async () => {
  const engine = await workspaceWithAll();
  const path = join(engine.out, 'events.jsonl');
  const job = await exported(engine, { ...everything, format: 'jsonl' }, path);
  const { ids } = await onScreen(engine);
  const found = lines(path);
  expect(found).toHaveLength(ids.length);
  for (const [at, id] of ids.entries()) {
    const { raw } = await engine.call('events.detail', { id });
    if (!raw.includes('\n')) expect(found[at]).toBe(raw);
    else expect(JSON.parse(found[at] ?? '')).toEqual(JSON.parse(raw));
  }
  expect(job.result).toContain('1 record had line breaks between its parts; each became one space.');
  expect(about(path)).toMatchObject({ counts: { rows: 13, joinedRecords: 1, mendedRecords: 1 } });
});

test('Records is what CloudTrail delivers, with the exact texts, and imports again as the same events', async () => {
  const engine = await workspaceWithAll();
  const path = join(engine.out, 'events.json.gz');
  await exported(engine, { ...everything, format: 'records' }, path);
  const document = gunzipSync(readFileSync(path)).toString();
  const { ids } = await onScreen(engine);
  const details = await Promise.all(ids.map((id) => engine.call('events.detail', { id })));
  expect(document).toBe(`{"Records":[${details.map(({ raw }) => raw).join(',')}]}`);
  const again = testEngine();
  await again.importAll(path);
  expect(await again.call('events.count', { question: all })).toEqual({ total: 13 });
});

test('Parquet has typed columns in order, read back by another DuckDB', async () => {
  const engine = await workspaceWithAll();
  const path = join(engine.out, 'events.parquet');
  await exported(engine, { ...everything, format: 'parquet' }, path);
  const shown = await onScreen(engine);
  expect(await parquetRows(path, 'epoch_us("eventTime")::DOUBLE, * EXCLUDE ("eventTime")')).toEqual(
    shown.rows,
  );
  const types = await parquetRows(
    path,
    'DISTINCT typeof("eventTime"), typeof("eventName"), typeof("readOnly")',
  );
  expect(types).toEqual([['TIMESTAMP WITH TIME ZONE', 'VARCHAR', 'BOOLEAN']]);
  const workspace = await engine.call('workspace.current', {});
  expect(readdirSync(join(workspace?.path ?? '', 'exports'))).toEqual([]);
});

test('XLSX is a workbook whose cells are text, whatever they begin with or hold', async () => {
  const engine = await workspaceWithAll();
  const path = join(engine.out, 'events.xlsx');
  await exported(engine, { ...everything, format: 'xlsx' }, path);
  const members = await unzipped(path);
  expect([...members.keys()].sort()).toEqual([
    '[Content_Types].xml',
    '_rels/.rels',
    'xl/_rels/workbook.xml.rels',
    'xl/workbook.xml',
    'xl/worksheets/sheet1.xml',
  ]);
  const sheet = members.get('xl/worksheets/sheet1.xml') ?? '';
  const [header, ...rows] = sheetRows(sheet);
  expect(header).toEqual(columns);
  const shown = await onScreen(engine);
  expect(rows).toEqual(shown.rows.map(([at, name, , agent, bucket]) => [iso(at), name, '1', agent, bucket]));
  expect(sheet).not.toContain('<f>');
  expect(sheet).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
});

test('the Event history CSV has the console’s sixteen columns', async () => {
  const engine = testEngine();
  const resources = [{ ARN: 'arn:aws:s3:::ledger', type: 'AWS::S3::Bucket', accountId: '111122223333' }];
  const role = {
    type: 'AssumedRole',
    principalId: 'AROAEXAMPLE:session-9',
    arn: 'arn:aws:sts::111122223333:assumed-role/r/session-9',
  };
  const trail = writeFiles(join(engine.folder, 'trail'), {
    'a.json': logText([
      record(1, { resources, errorCode: 'AccessDenied' }),
      record(2, { userIdentity: role }),
      record(3, { userIdentity: { type: 'Root', accountId: '111122223333' } }),
    ]),
  });
  await engine.importAll(trail);
  const path = join(engine.folder, 'event_history.csv');
  await exported(engine, { ...everything, format: 'event-history' }, path);
  expect(readFileSync(path, 'utf8').split('\r\n')[0]).toBe(
    'User name,AWS access key,Event time,Event source,Event name,AWS region,Source IP address,User agent,Error code,Resources,Request ID,Event ID,Read-only,Event type,Recipient Account Id,Event category',
  );
  expect(eventHistoryColumns).toHaveLength(16);
  const rows = csvRows(path);
  expect(rows.map((row) => row['User name'])).toEqual(['root', 'session-9', 'maya']);
  expect(rows[2]).toEqual({
    'User name': 'maya',
    'AWS access key': 'AKIAEXAMPLE000000001',
    'Event time': '2025-03-03T10:00:01Z',
    'Event source': 's3.amazonaws.com',
    'Event name': 'GetBucketAcl',
    'AWS region': 'eu-west-1',
    'Source IP address': '198.51.100.7',
    'User agent': 'aws-cli/2.15.0',
    'Error code': 'AccessDenied',
    Resources: '[{"resourceType":"AWS::S3::Bucket","resourceName":"arn:aws:s3:::ledger"}]',
    'Request ID': 'REQ1',
    'Event ID': '00000000-0000-4000-8000-000000000001',
    'Read-only': 'true',
    'Event type': 'AwsApiCall',
    'Recipient Account Id': '111122223333',
    'Event category': 'Management',
  });
  const again = testEngine();
  await again.importAll(path);
  expect(await again.call('events.count', { question: all })).toEqual({ total: 3 });
});

test('the words beside the file let a person make it again and check it', async () => {
  const engine = await workspaceWithAll();
  const path = join(engine.out, 'some.csv');
  const question = {
    scope: {
      range: { fromMicros: 1_740_996_003_000_000, toMicros: 1_740_996_011_000_000 },
      accounts: ['111122223333'],
      regions: null,
      hideServiceCalls: true,
    },
    filter: {
      kind: 'field',
      field: 'eventName',
      test: { op: 'wildcard', pattern: 'Get*', caseSensitive: false },
    },
  } as const;
  const what = { ...everything, question: question as never };
  await exported(engine, what, path);
  const words = about(path);
  const { sql } = words['query'] as { sql: string };
  const ran = await exported(
    engine,
    { kind: 'sql', sql, arguments: [], format: 'csv' },
    join(engine.out, 'again.csv'),
  );
  expect(ran.state).toBe('done');
  expect(csvRows(join(engine.out, 'again.csv')).map((row) => row['eventName'])).toEqual(
    csvRows(path).map((row) => row['eventName']),
  );
  const bytes = readFileSync(path);
  const files = ['a.json.gz', 'b.json', 'c.json'].map((name) =>
    createHash('sha256')
      .update(readFileSync(join(engine.trail, name)))
      .digest('hex'),
  );
  const digest = createHash('sha256')
    .update(
      files
        .sort()
        .map((hash) => `${hash}\n`)
        .join(''),
    )
    .digest('hex');
  const workspace = await engine.call('workspace.current', {});
  expect(words).toMatchObject({
    file: {
      name: 'some.csv',
      format: 'csv',
      sizeBytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    },
    application: { name: 'Trailglass', version: '0.0.0-test' },
    workspace: { id: workspace?.id, title: workspace?.title, path: workspace?.path },
    query: {
      search: 'eventName:Get*',
      scope: {
        range: { from: '2025-03-03T10:00:03Z', to: '2025-03-03T10:00:11Z' },
        accounts: ['111122223333'],
        regions: null,
        hidesServiceCalls: true,
        hidesServiceCallsWithoutConsequence: false,
        onlyOfConsequence: false,
      },
      sort: everything.sort,
      columns,
    },
    zone: 'UTC',
    counts: { rows: 7, eventsInWorkspace: 13 },
    evidence: { digest, files: 3, filesWithoutHash: 0, sources: [engine.trail] },
  });
  expect(csvRows(path)).toHaveLength(7);
});

test('the summary is composed for rows shown and for rows written, the same in each format', async () => {
  const engine = testEngine();
  const calls = [
    record(1, { eventName: 'DeleteBucket' }),
    record(2, { eventName: 'CreateBucket', errorCode: 'AccessDenied', errorMessage: 'Access Denied' }),
    record(3, { eventName: 'DeleteBucket', requestParameters: { bucketName: 'a-ledger' } }),
  ];
  await engine.importAll(writeFiles(join(engine.folder, 'trail'), { 'a.json': logText(calls) }));
  const sort = [{ field: 'sentence', descending: false }];
  const what = { ...everything, sort, columns: ['eventID', 'sentence'] };
  const sentences = [
    'Tried to create bucket ledger-archive; denied: AccessDenied',
    'Deleted bucket a-ledger',
    'Deleted bucket ledger-archive',
  ];
  expect((await onScreen(engine, what)).rows.map(([, sentence]) => sentence)).toEqual(sentences);
  const path = (format: string): string => join(engine.folder, `told.${format}`);
  for (const format of ['csv', 'xlsx', 'parquet'] as const)
    expect((await exported(engine, { ...what, format }, path(format))).state, format).toBe('done');
  expect(csvRows(path('csv')).map((row) => row['sentence'])).toEqual(sentences);
  const sheet = (await unzipped(path('xlsx'))).get('xl/worksheets/sheet1.xml') ?? '';
  expect(sheetRows(sheet).map(([, sentence]) => sentence)).toEqual(['sentence', ...sentences]);
  expect((await parquetRows(path('parquet'), 'sentence')).flat()).toEqual(sentences);
  // What stands for it in SQL has another name, for no SQL composes it.
  expect(about(path('csv'))).toMatchObject({
    query: { columns: ['eventID', 'sentence'], sql: expect.stringContaining('AS event_name_and_target') },
  });
});

test('by the summary, events are grouped and searched by what they do and to what', async () => {
  const engine = await workspaceWithAll();
  const groups = await engine.call('groups.window', {
    question: all,
    fields: ['sentence'],
    sort: [{ field: '#events', descending: true }],
    offset: 0,
    limit: 10,
  });
  expect(groups.groups[0]).toMatchObject({ values: ['GetBucketAcl ledger-archive'], events: 11 });
  const filter = {
    kind: 'field' as const,
    field: 'sentence',
    test: { op: 'equals' as const, value: 'GetBucketAcl ledger-archive', caseSensitive: true },
  };
  expect(await engine.call('events.count', { question: { ...all, filter } })).toEqual({ total: 11 });
});
