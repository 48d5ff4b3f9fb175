import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as zlib from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { readParquet } from '../../../../electron/engine/ingest/containers/parquet.ts';
import { memorySource } from '../../../../electron/engine/ingest/bytes/read-file.ts';
import type { Part } from '../../../../electron/engine/ingest/record/parts.ts';
import { all, testEngine } from '../../../support/engine.ts';
import { record } from '../../../support/records.ts';
import { tempFolder } from '../../../support/temp.ts';

/** A Parquet file of what a query gives, written by DuckDB. */
async function parquetOf(query: string, options = ''): Promise<Buffer> {
  const path = join(tempFolder(), 'table.parquet');
  const database = await DuckDBInstance.create(':memory:');
  const connection = await database.connect();
  try {
    await connection.run(`COPY (${query}) TO '${path}' (FORMAT parquet ${options})`);
  } finally {
    connection.closeSync();
    database.closeSync();
  }
  return readFileSync(path);
}

async function readAll(bytes: Buffer) {
  const parts: Part[] = [];
  const outcome = await readParquet(memorySource(bytes), (part) => parts.push(part));
  const records = parts.flatMap(({ bytes: text, spans, qualities }) =>
    Array.from({ length: spans.length / 2 }, (_, n) => ({
      json: JSON.parse(Buffer.from(text.subarray(spans[n * 2], spans[n * 2 + 1])).toString()) as Record<
        string,
        unknown
      >,
      text: Buffer.from(text.subarray(spans[n * 2], spans[n * 2 + 1])).toString(),
      isPartial: qualities?.[n] === 2,
    })),
  );
  return { outcome, records };
}

const ocsf = (rows = 3): string => `SELECT
  {'product': {'name': 'CloudTrail', 'vendor_name': 'AWS', 'version': '1.08', 'feature': {'name': 'Management'}},
   'uid': format('00000000-0000-4000-8000-{:012d}', n), 'event_code': 'AwsApiCall', 'profiles': ['cloud']} AS metadata,
  (1740996000000 + n * 1000)::BIGINT AS time, 'API Activity' AS class_name, 6003::INTEGER AS class_uid,
  2::INTEGER AS activity_id,
  {'region': 'eu-west-1', 'provider': 'AWS', 'account': {'uid': '111122223333'}} AS cloud,
  {'operation': 'GetObject', 'service': {'name': 's3.amazonaws.com'}, 'request': {'uid': 'REQ', 'data': '{"bucketName":"b"}'},
   'response': {'error': 'AccessDenied', 'message': 'no'}} AS api,
  {'user': {'type': 'IAMUser', 'name': 'maya', 'uid': 'arn:aws:iam::111122223333:user/maya', 'account': {'uid': '111122223333'}},
   'session': NULL::STRUCT(issuer VARCHAR)} AS actor,
  {'ip': '198.51.100.7', 'domain': NULL::VARCHAR} AS src_endpoint,
  {'user_agent': 'aws-cli/2.15.0'} AS http_request,
  [{'uid': 'arn:aws:s3:::b', 'type': 'AWS::S3::Bucket'}] AS resources,
  MAP {'tlsDetails.tlsVersion': 'TLSv1.3'} AS unmapped
  FROM range(${rows}) AS t(n)`;

const flat = `SELECT '1.08' AS eventversion, '2025-03-03T10:00:01Z' AS eventtime, 's3.amazonaws.com' AS eventsource,
  'PutObject' AS eventname, 'eu-west-1' AS awsregion, '198.51.100.7' AS sourceipaddress, 'E1' AS eventid, true AS readonly,
  '111122223333' AS recipientaccountid, '{"bucketName": "b", "n": 12345678901234567890}' AS requestparameters,
  {'type': 'IAMUser', 'accountid': '111122223333', 'arn': NULL::VARCHAR,
   'sessioncontext': {'attributes': {'mfaauthenticated': 'false'}}} AS useridentity,
  '2025/03/03' AS "timestamp"`;

describe('Parquet', () => {
  it.each(['uncompressed', 'snappy', 'gzip', 'brotli'])(
    'maps OCSF rows back to records, %s',
    async (codec) => {
      const { outcome, records } = await readAll(await parquetOf(ocsf(), `, COMPRESSION ${codec}`));
      expect(outcome).toMatchObject({ status: 'accepted', container: 'ocsf', records: 3, refusedRecords: 0 });
      expect(records[1]?.isPartial).toBe(true);
      expect(records[1]?.json).toMatchObject({
        eventVersion: '1.08',
        eventTime: '2025-03-03T10:00:01Z',
        eventSource: 's3.amazonaws.com',
        eventName: 'GetObject',
        awsRegion: 'eu-west-1',
        sourceIPAddress: '198.51.100.7',
        userAgent: 'aws-cli/2.15.0',
        errorCode: 'AccessDenied',
        eventID: '00000000-0000-4000-8000-000000000001',
        recipientAccountId: '111122223333',
        userIdentity: { type: 'IAMUser', userName: 'maya', accountId: '111122223333' },
      });
    },
  );

  it('reads Zstandard where the runtime can, and else says what to do', async () => {
    const { outcome } = await readAll(await parquetOf(ocsf(), `, COMPRESSION zstd`));
    if ('zstdDecompressSync' in zlib) expect(outcome).toMatchObject({ status: 'accepted', records: 3 });
    else
      expect(outcome).toMatchObject({
        status: 'refused',
        reason:
          'The columns are packed with ZSTD, which is not unpacked here. Write the table again with Snappy or gzip and open that.',
      });
  });

  it('refuses codecs nobody here can unpack, by name', async () => {
    const { outcome } = await readAll(await parquetOf(ocsf(), `, COMPRESSION lz4_raw`));
    expect(outcome).toMatchObject({
      status: 'refused',
      reason: expect.stringMatching(/packed with LZ4_RAW/),
    });
  });

  it('reads tables with CloudTrail’s columns and keeps exact JSON text', async () => {
    const { outcome, records } = await readAll(await parquetOf(flat));
    expect(outcome).toMatchObject({ status: 'accepted', container: 'parquet', records: 1 });
    expect(records[0]?.json).toMatchObject({
      eventName: 'PutObject',
      eventSource: 's3.amazonaws.com',
      readOnly: true,
      userIdentity: {
        type: 'IAMUser',
        accountId: '111122223333',
        sessionContext: { attributes: { mfaAuthenticated: 'false' } },
      },
      otherColumns: { timestamp: '2025/03/03' },
    });
    expect(records[0]?.text).toContain('"requestParameters":{"bucketName": "b", "n": 12345678901234567890}');
  });

  it('takes records whole that a column carries as text', async () => {
    const text = JSON.stringify(record(1)).replaceAll("'", "''");
    const { outcome, records } = await readAll(await parquetOf(`SELECT 'x' AS host, '${text}' AS message`));
    expect(outcome).toMatchObject({ status: 'accepted', records: 1 });
    expect(records).toEqual([{ json: record(1), text: JSON.stringify(record(1)), isPartial: false }]);
  });

  it('passes over other tables politely, and empty ones', async () => {
    const other = await readAll(
      await parquetOf(`SELECT 1 AS a, DATE '2025-03-03' AS b, 1.5::DECIMAL(9,2) AS c`),
    );
    expect(other.outcome).toMatchObject({ status: 'skipped', records: 0 });
    const none = await readAll(await parquetOf(`${flat} WHERE false`));
    expect(none.outcome).toMatchObject({ status: 'accepted', records: 0 });
  });

  it('reads every row group, and loses only the damaged one', async () => {
    const bytes = await parquetOf(ocsf(6_000), ', ROW_GROUP_SIZE 2048, COMPRESSION snappy');
    const whole = await readAll(bytes);
    expect(whole.outcome).toMatchObject({ status: 'accepted', records: 6_000 });
    expect(new Set(whole.records.map(({ json }) => json['eventID'])).size).toBe(6_000);
    const damaged = Buffer.from(bytes);
    damaged.fill(0xff, 40, 400);
    const { outcome } = await readAll(damaged);
    expect(outcome.status).toBe('partial');
    expect(outcome.records).toBeGreaterThan(3_000);
    expect(outcome.records).toBeLessThan(6_000);
    expect(outcome.reason).toMatch(/^Rows 1 to \d+ cannot be read/);
  });

  it('says what is wrong with a file that is cut off or locked', async () => {
    const bytes = await parquetOf(flat);
    const cut = await readAll(bytes.subarray(0, bytes.length - 20));
    expect(cut.outcome).toMatchObject({ status: 'refused', reason: expect.stringMatching(/cut off/) });
    const locked = await readAll(
      Buffer.concat([Buffer.from('PARE'), bytes.subarray(4, -4), Buffer.from('PARE')]),
    );
    expect(locked.outcome).toMatchObject({ status: 'refused', reason: expect.stringMatching(/encrypted/) });
  });

  it('never crashes on changed bytes in its directory', async () => {
    const bytes = await parquetOf(flat);
    for (let at = bytes.length - 1_500; at < bytes.length; at += 7) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 0x15;
      const { outcome } = await readAll(changed);
      expect(outcome.records + outcome.refusedRecords).toBeLessThanOrEqual(3);
    }
  });

  it('comes into the workspace with its events', async () => {
    const folder = tempFolder();
    const { writeFileSync } = await import('node:fs');
    writeFileSync(join(folder, 'a.gz.parquet'), await parquetOf(ocsf(), ', COMPRESSION gzip'));
    const engine = testEngine();
    await engine.importAll(folder);
    expect((await engine.call('events.count', { question: all })).total).toBe(3);
  });
});
