import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { testEngine } from '../../../support/engine.ts';
import { logText, record } from '../../../support/records.ts';
import { tempFolder, writeFiles } from '../../../support/temp.ts';
import {
  about,
  csvRows,
  everything,
  exported,
  lines,
  parquetRows,
  sheetRows,
  unzipped,
} from './exporting.ts';

const oneRecord = (n: number, from: string, to: string): string => {
  const text = JSON.stringify(record(n));
  if (!text.includes(from)) throw new Error(`no ${from}`);
  return text.replace(from, to);
};
const bucket = '{"bucketName":"ledger-archive"}';

/** Every way in which text that is no strict JSON is read all the same. */
const lenient: Readonly<Record<string, string>> = {
  nan: oneRecord(1, bucket, '{"x":NaN,"y":-Infinity}'),
  trailing: oneRecord(2, bucket, '{"x":[1,2,],}'),
  surrogate: oneRecord(3, 'aws-cli/2.15.0', 'half \\ud800'),
  repeated: oneRecord(4, '"readOnly":true', '"readOnly":true,"userAgent":"second","readOnly":false'),
};

async function workspace() {
  const root = tempFolder();
  for (const [name, text] of Object.entries(lenient))
    writeFiles(root, { [`trail/${name}.json`]: `{"Records":[${text}]}` });
  const latin = Buffer.from(logText([record(6, { userAgent: 'caf@' })]), 'latin1');
  latin[latin.indexOf('caf@') + 3] = 0xe9;
  writeFiles(root, {
    'trail/strict.json': logText([record(5, { userAgent: 'café 😀' })]),
    'trail/latin.json': latin,
    'out/.keep': '',
  });
  const engine = testEngine(root);
  await engine.importAll(join(root, 'trail'));
  const { total } = await engine.call('events.count', { question: everything.question });
  expect(total).toBe(6);
  return { ...engine, out: join(root, 'out') };
}

const strict = (bytes: Uint8Array): string => new TextDecoder('utf-8', { fatal: true }).decode(bytes);

/** How many objects DuckDB's JSON reader, which refuses half pairs and bytes that are no UTF-8, finds in a file of lines. */
async function objectsIn(path: string): Promise<number> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const reader = await connection.runAndReadAll(
      `SELECT count(*)::INTEGER FROM read_json_objects('${path}', format = 'newline_delimited')`,
    );
    return Number(reader.getRows()[0]?.[0]);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

test('JSON lines and Records are strict JSON in UTF-8 whatever was read, and say how much was mended', async () => {
  const engine = await workspace();
  const linesPath = join(engine.out, 'a.jsonl');
  const job = await exported(engine, { ...everything, format: 'jsonl' }, linesPath);
  strict(readFileSync(linesPath));
  expect(await objectsIn(linesPath)).toBe(6);
  const objects = lines(linesPath).map((line) => JSON.parse(line) as Record<string, unknown>);
  const told = /5 records are not valid JSON in UTF-8 in the evidence; they are mended in the file/;
  expect(job.result).toMatch(told);
  expect(about(linesPath)).toMatchObject({
    counts: { rows: 6, mendedRecords: 5, convertedRecords: 0 },
    remarks: [expect.stringMatching(told)],
  });
  const byId = new Map(objects.map((one) => [String(one['requestID']), one]));
  expect(byId.get('REQ1')).toMatchObject({ requestParameters: { x: 'NaN', y: '-Infinity' } });
  expect(byId.get('REQ3')).toMatchObject({ userAgent: 'half \ufffd' });
  expect(byId.get('REQ4')).toMatchObject({ readOnly: true, userAgent: 'aws-cli/2.15.0' });
  expect(byId.get('REQ5')).toEqual(record(5, { userAgent: 'café 😀' }));
  expect(byId.get('REQ6')).toMatchObject({ userAgent: 'caf\ufffd' });

  const recordsPath = join(engine.out, 'a.json.gz');
  await exported(engine, { ...everything, format: 'records' }, recordsPath);
  const document = JSON.parse(strict(gunzipSync(readFileSync(recordsPath)))) as { Records: unknown[] };
  expect(document.Records).toEqual(objects);
});

test('the workspace keeps the text of such records byte for byte', async () => {
  const engine = await workspace();
  const { ids } = await engine.call('events.window', {
    question: everything.question,
    sort: [{ field: 'eventTime', descending: false }],
    offset: 0,
    limit: 10,
    columns: [],
  });
  const details = await Promise.all(ids.map((id) => engine.call('events.detail', { id })));
  for (const text of Object.values(lenient)) expect(details.map(({ raw }) => raw)).toContain(text);
});

test('the other formats hold these events too, each read back by a reader of its own', async () => {
  const engine = await workspace();
  const at = (name: string): string => join(engine.out, name);
  const columns = ['eventID', 'userAgent', 'requestParameters'];
  for (const format of ['csv', 'parquet', 'xlsx', 'event-history'] as const)
    expect((await exported(engine, { ...everything, columns, format }, at(`b.${format}`))).state).toBe(
      'done',
    );
  const ids = csvRows(at('b.csv')).map((row) => row['eventID']);
  expect(new Set(ids).size).toBe(6);
  expect(csvRows(at('b.event-history')).map((row) => row['Event ID'])).toEqual(ids);
  expect((await parquetRows(at('b.parquet'))).map(([id]) => id)).toEqual(ids);
  const sheet = (await unzipped(at('b.xlsx'))).get('xl/worksheets/sheet1.xml') ?? '';
  expect(
    sheetRows(sheet)
      .slice(1)
      .map(([id]) => id),
  ).toEqual(ids);
});

test('records that another form gave are written as CloudTrail records and counted', async () => {
  const root = tempFolder();
  const cut = JSON.stringify(record(1)).slice(0, -40);
  writeFiles(root, {
    'trail/subscription.json': JSON.stringify({
      messageType: 'DATA_MESSAGE',
      owner: '111122223333',
      logGroup: 'trail',
      logStream: 's',
      subscriptionFilters: ['f'],
      logEvents: [{ id: '1', timestamp: 1_741_000_000_000, message: cut }],
    }),
    'out/.keep': '',
  });
  const engine = testEngine(root);
  await engine.importAll(join(root, 'trail'));
  const path = join(root, 'out', 'c.jsonl');
  const job = await exported(engine, { ...everything, format: 'jsonl' }, path);
  expect(job.result).toContain('1 record stands in the evidence in another form or cut off;');
  expect(JSON.parse(lines(path)[0] ?? '')).toMatchObject({ eventName: 'GetBucketAcl' });
});
