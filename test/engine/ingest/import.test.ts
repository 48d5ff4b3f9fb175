import { createHash } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, statSync, symlinkSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { LedgerRow } from '../../../shared/contract/evidence.ts';
import { all, testEngine, type TestEngine } from '../../support/engine.ts';
import { logFile, logText, record } from '../../support/records.ts';
import { tempFolder, writeFiles } from '../../support/temp.ts';

const delivered = 'AWSLogs/111122223333/CloudTrail/eu-west-1/2025/03/03';
const stamped = (minute: string, unique: string): string =>
  `${delivered}/111122223333_CloudTrail_eu-west-1_20250303T10${minute}Z_${unique}.json.gz`;

async function ledger({ call }: TestEngine): Promise<readonly LedgerRow[]> {
  return (await call('ledger.list', { status: null, offset: 0, limit: 2_000 })).rows;
}

async function count({ call }: TestEngine): Promise<number> {
  return (await call('events.count', { question: all })).total;
}

async function rawTexts(engine: TestEngine): Promise<string[]> {
  const { ids } = await engine.call('events.window', {
    question: all,
    sort: [{ field: 'eventTime', descending: false }],
    offset: 0,
    limit: 2_000,
    columns: [],
  });
  return Promise.all(ids.map(async (id) => (await engine.call('events.detail', { id })).raw));
}

async function balanced(engine: TestEngine): Promise<void> {
  const summary = await engine.call('ledger.summary', {});
  expect(summary.records).toBe(summary.events + summary.duplicates + summary.aggregated + summary.refused);
}

describe('importing delivered log files', () => {
  it('reads gzip and plain files in any folder depth and tells their place in the ledger', async () => {
    const archive = writeFiles(tempFolder(), {
      [stamped('05', 'AAAAAAAAAAAAAAAA')]: logFile([record(1), record(2)]),
      'loose/deep/er/copy.json': logText([record(3)]),
      'flat.json': logText([]),
    });
    const engine = testEngine();
    const job = await engine.importAll(archive);
    expect(job.state).toBe('done');
    expect(await count(engine)).toBe(3);
    const rows = await ledger(engine);
    expect(rows.map(({ status, records, events }) => ({ status, records, events }))).toEqual(
      expect.arrayContaining([
        { status: 'accepted', records: 2, events: 2 },
        { status: 'accepted', records: 1, events: 1 },
        { status: 'accepted', records: 0, events: 0 },
      ]),
    );
    expect(rows.every((row) => row.sha256?.length === 64)).toBe(true);
    await balanced(engine);
  });

  it('keeps the exact text of every record, whatever its spacing and escapes', async () => {
    const texts = [
      `{"eventVersion":"1.08","eventTime":"2025-03-03T10:00:01Z","eventSource":"s3.amazonaws.com","eventName":"A","big":12345678901234567890123,"u":"\\u00e9\\/","dup":1,"dup":2}`,
      `{ "eventVersion" : "1.08",\n\t"eventTime":"2025-03-03T10:00:02Z","eventSource":"s3.amazonaws.com","eventName":"B\\"}{[" }`,
      `{"eventVersion":"1.08","eventTime":"2025-03-03T10:00:03Z","eventSource":"s3.amazonaws.com","eventName":"C","nul":"\\u0000","deep":${'['.repeat(200)}1${']'.repeat(200)}}`,
    ];
    const archive = writeFiles(tempFolder(), {
      'a.json.gz': gzipSync(`{"Records": [${texts.join(' ,\n')}] }\n`),
    });
    const engine = testEngine();
    await engine.importAll(archive);
    expect(await rawTexts(engine)).toEqual(texts);
  });

  it('keeps records that DuckDB’s JSON reader refuses, and the bytes of those that are not UTF-8', async () => {
    const surrogate = JSON.stringify(record(1, { eventName: 'Odd' })).replace('maya', 'ma\\ud800ya');
    const [before = '', after = ''] = JSON.stringify(record(2, { userAgent: 'X' })).split('"X"');
    const invalid = Buffer.concat([
      Buffer.from(`${before}"`),
      Buffer.from([0xff, 0xfe]),
      Buffer.from(`"${after}`),
    ]);
    const archive = writeFiles(tempFolder(), {
      'a.json': Buffer.concat([Buffer.from(`{"Records":[${surrogate},`), invalid, Buffer.from(']}')]),
    });
    const engine = testEngine();
    await engine.importAll(archive);
    expect((await rawTexts(engine))[0]).toBe(surrogate);
    const { ids, columns } = await engine.call('events.window', {
      question: all,
      sort: [{ field: 'eventTime', descending: false }],
      offset: 0,
      limit: 10,
      columns: ['eventName', 'userAgent'],
    });
    expect(columns).toEqual([
      ['Odd', 'GetBucketAcl'],
      ['aws-cli/2.15.0', '\ufffd\ufffd'],
    ]);
    const detail = await engine.call('events.detail', { id: ids[1]! });
    expect(Buffer.from(detail.exactBytes!, 'base64').equals(invalid)).toBe(true);
  });

  it('goes on past every kind of bad file, and the ledger tells why', async () => {
    const good = logFile([record(1)]);
    const wrongSum = Buffer.from(logFile([record(2)]));
    wrongSum[wrongSum.length - 5]! ^= 0xff;
    const archive = writeFiles(tempFolder(), {
      'good.json.gz': good,
      'bom.json': `\ufeff${logText([record(3)])}`,
      'pretty.json': JSON.stringify({ Records: [record(4)] }, null, 2),
      'cut.json.gz': logFile([record(5), record(6)]).subarray(0, 200),
      'sum.json.gz': wrongSum,
      'broken.json': `{"Records":[${JSON.stringify(record(7))} ${JSON.stringify(record(8))}]}`,
      'inside.json': `{"Records":[${JSON.stringify(record(9)).replace('"eventName"', 'eventName')}]}`,
      'ends.json': logText([record(10)]).slice(0, -30),
      'empty.json.gz': '',
      'packed-empty.json.gz': gzipSync(''),
      'notes.txt': 'call the bank about the invoice',
      'digest.json': JSON.stringify({ awsAccountId: '1', digestS3Object: 'x', logFiles: [] }),
      'notify.json': JSON.stringify({ Records: [{ eventSource: 'aws:s3', s3: { bucket: {} } }] }),
      'array.json': JSON.stringify([record(11)]),
      'one.json': JSON.stringify(record(12)),
      'events.csv': 'User name,AWS access key,Event time,Event source,Event name,Event ID\n',
      'picture.bin': Buffer.from([0, 1, 2, 3, 0, 0]),
      'more.zip': Buffer.from('504b0304000000', 'hex'),
    });
    const engine = testEngine();
    const job = await engine.importAll(archive);
    expect(job.state).toBe('done');
    expect(await count(engine)).toBe(8);
    const told = Object.fromEntries(
      (await ledger(engine)).map((row) => [row.path.split('/').at(-1), `${row.status}: ${row.reason ?? ''}`]),
    );
    expect(told).toEqual({
      'good.json.gz': 'accepted: ',
      'bom.json': 'accepted: ',
      'pretty.json': 'accepted: ',
      'array.json': 'accepted: ',
      'one.json': 'accepted: ',
      'cut.json.gz': expect.stringMatching(/^refused: .*ends too early/),
      'sum.json.gz': expect.stringMatching(/^partial: .*damaged/),
      'broken.json': expect.stringMatching(/^partial: Broken JSON: a comma or/),
      'inside.json': expect.stringMatching(/^refused: Broken JSON in record 1/),
      'ends.json': expect.stringMatching(/^refused: .*ends inside a record .*cut off/),
      'empty.json.gz': 'refused: The file is empty.',
      'packed-empty.json.gz': 'refused: The file is empty.',
      'notes.txt': expect.stringMatching(/^skipped: Text, not/),
      'digest.json': expect.stringMatching(/^skipped: CloudTrail digest/),
      'notify.json': expect.stringMatching(/^skipped: S3, SNS or SQS/),
      'events.csv': 'accepted: ',
      'picture.bin': expect.stringMatching(/^skipped: Binary file/),
      'more.zip': expect.stringMatching(/^refused: The zip/),
    });
    await balanced(engine);
  });

  it('says where a broken file breaks', async () => {
    const text = `{"Records":[${JSON.stringify(record(1))}; `;
    const archive = writeFiles(tempFolder(), { 'a.json': text });
    const engine = testEngine();
    await engine.importAll(archive);
    expect((await ledger(engine))[0]?.positionBytes).toBe(text.indexOf(';'));
  });

  it('never follows links in circles and never opens devices', async () => {
    const archive = writeFiles(tempFolder(), { 'logs/a.json': logText([record(1)]) });
    symlinkSync(archive, join(archive, 'logs', 'again'));
    symlinkSync(join(archive, 'logs', 'a.json'), join(archive, 'twin.json'));
    symlinkSync('/nowhere/at/all', join(archive, 'gone'));
    symlinkSync('/dev/zero', join(archive, 'zero.json'));
    const engine = testEngine();
    const job = await engine.importAll(archive);
    expect(job.state).toBe('done');
    expect(await count(engine)).toBe(1);
    const reasons = (await ledger(engine)).flatMap((row) => row.reason ?? []).sort();
    expect(reasons).toEqual([
      'A device, pipe or socket is never opened.',
      expect.stringMatching(/^It is not there any more/),
      expect.stringMatching(/^It leads to a (file|folder) that is read already/),
      expect.stringMatching(/^It leads to a (file|folder) that is read already/),
    ]);
  });

  it('tells which files may not be read', async (context) => {
    if (process.getuid?.() === 0) context.skip(true, 'an administrator may read every file');
    const archive = writeFiles(tempFolder(), {
      'a.json': logText([record(1)]),
      'b.json': logText([record(2)]),
    });
    chmodSync(join(archive, 'b.json'), 0);
    const engine = testEngine();
    await engine.importAll(archive);
    expect((await ledger(engine)).find((row) => row.status === 'refused')?.reason).toMatch(/No permission/);
  });

  it('streams content too large for one piece', async () => {
    const padding = 'x'.repeat(60_000);
    const records = Array.from({ length: 700 }, (_, n) => record(n, { padding: `${padding}${n}` }));
    const archive = writeFiles(tempFolder(), {
      'large.json.gz': gzipSync(logText(records), { level: 1 }),
      'cut.json.gz': gzipSync(logText(records.map((one, n) => ({ ...one, eventID: `c${n}` }))).slice(0, -1), {
        level: 1,
      }),
    });
    const engine = testEngine();
    await engine.importAll(archive);
    expect(await count(engine)).toBe(1_400);
    const rows = await ledger(engine);
    expect(rows.map((row) => [row.status, row.records, row.reason]).sort()).toEqual([
      ['accepted', 700, null],
      ['partial', 700, expect.stringMatching(/cut off/)],
    ]);
    await balanced(engine);
  });

  it('refuses content that unpacks to absurd sizes, and goes on', async () => {
    const bomb = gzipSync(
      Buffer.concat([Buffer.from('{"Records":[], "x":"'), Buffer.alloc(200 * 1_048_576, 0x61)]),
      { level: 9 },
    );
    const archive = writeFiles(tempFolder(), { 'bomb.json.gz': bomb, 'good.json': logText([record(1)]) });
    const engine = testEngine();
    await engine.importAll(archive);
    expect(await count(engine)).toBe(1);
    expect((await ledger(engine)).find((row) => row.status === 'refused')?.reason).toMatch(
      /times its size|larger than 64 MB/,
    );
  });
});

describe('records that were delivered more than once', () => {
  it('merges copies that say the same and keeps every occurrence', async () => {
    const one = record(1);
    const reordered = Object.fromEntries(Object.entries(one).reverse());
    const archive = writeFiles(tempFolder(), {
      'a.json': logText([one, record(2)]),
      'b.json': JSON.stringify({ Records: [reordered] }, null, 1),
    });
    const engine = testEngine();
    await engine.importAll(archive);
    expect(await count(engine)).toBe(2);
    const { ids } = await engine.call('events.window', {
      question: all,
      sort: [{ field: 'eventTime', descending: false }],
      offset: 0,
      limit: 1,
      columns: [],
    });
    const detail = await engine.call('events.detail', { id: ids[0]! });
    expect(detail.occurrences.map(({ path }) => path.split('/').at(-1))).toEqual(['a.json', 'b.json']);
    for (const { path, positionBytes, lengthBytes } of detail.occurrences) {
      const text = readFileSync(path)
        .subarray(positionBytes, positionBytes + lengthBytes)
        .toString();
      expect(JSON.parse(text)).toEqual(one);
    }
    expect((await engine.call('ledger.summary', {})).duplicates).toBe(1);
    await balanced(engine);
  });

  it('keeps the same identity with different content apart, and lists it', async () => {
    const archive = writeFiles(tempFolder(), {
      'a.json': logText([record(1)]),
      'b.json': logText([record(1, { eventName: 'DeleteBucket' })]),
    });
    const engine = testEngine();
    await engine.importAll(archive);
    expect(await count(engine)).toBe(2);
    expect((await engine.call('ledger.summary', {})).conflicts).toEqual([
      { eventID: record(1)['eventID'], recipientAccountId: '111122223333', events: 2 },
    ]);
  });

  it('keeps apart one ID in two accounts, and equal records that no ID tells to be one', async () => {
    const old = { eventID: undefined, recipientAccountId: undefined, eventVersion: '1.0' };
    const ofOneRequest = record(5, old);
    const nameless = record(6, { ...old, requestID: undefined });
    const archive = writeFiles(tempFolder(), {
      'a.json': logText([
        ...[record(1), record(1, { recipientAccountId: '444455556666' })],
        ...[ofOneRequest, ofOneRequest],
        ...[nameless, nameless],
      ]),
    });
    const engine = testEngine();
    await engine.importAll(archive);
    expect(await count(engine)).toBe(5);
  });

  it('reads one content once, however often its file was copied', async () => {
    const archive = writeFiles(tempFolder(), {
      'a.json': logText([record(1)]),
      'copy/a.json': logText([record(1)]),
    });
    const engine = testEngine();
    await engine.importAll(archive);
    expect(await count(engine)).toBe(1);
    expect((await ledger(engine)).map((row) => row.status).sort()).toEqual(['accepted', 'same-content']);
    const { ids } = await engine.call('events.window', {
      question: all,
      sort: [],
      offset: 0,
      limit: 1,
      columns: [],
    });
    expect((await engine.call('events.detail', { id: ids[0]! })).occurrences).toHaveLength(2);
    await balanced(engine);
  });

  it('adds nothing when the same folder is imported again, and only what is new when it grew', async () => {
    const archive = writeFiles(tempFolder(), { 'a.json': logText([record(1)]), 'bad.json': '{' });
    const engine = testEngine();
    await engine.importAll(archive);
    const lines = await ledger(engine);
    const again = await engine.call('ingest.start', { grants: null });
    expect((await engine.finished(again.jobId)).state).toBe('done');
    expect(await count(engine)).toBe(1);
    expect((await ledger(engine)).length).toBe(lines.length);
    writeFiles(archive, { 'b.json': logText([record(1), record(2)]), 'bad.json': logText([record(3)]) });
    const more = await engine.call('ingest.start', { grants: null });
    await engine.finished(more.jobId);
    expect(await count(engine)).toBe(3);
    expect((await ledger(engine)).every((row) => row.status === 'accepted')).toBe(true);
    await balanced(engine);
  });

  it('counts aggregated events apart', async () => {
    const aggregate = {
      eventVersion: '1.0',
      eventId: 'agg-1',
      accountId: '111122223333',
      eventCategory: 'Aggregated',
      eventType: 'AwsAggregatedEvent',
      awsRegion: 'eu-west-1',
      eventSource: 's3.amazonaws.com',
      timeWindow: {
        windowStart: '2025-03-03T10:00:00Z',
        windowEnd: '2025-03-03T10:05:00Z',
        windowSize: 'PT5M',
      },
      summary: {
        primaryDimension: { dimension: 'eventName', statistics: [{ name: 'GetObject', value: 9 }] },
      },
    };
    const archive = writeFiles(tempFolder(), { 'a.json': logText([record(1), aggregate]) });
    const engine = testEngine();
    await engine.importAll(archive);
    expect(await count(engine)).toBe(1);
    expect((await engine.call('ledger.summary', {})).aggregated).toBe(1);
    await balanced(engine);
  });
});

describe('evidence and workspace', () => {
  const snapshot = (folder: string): unknown =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        const { mtimeMs, ctimeMs, size, mode } = statSync(path);
        const hash = entry.isFile() ? createHash('sha256').update(readFileSync(path)).digest('hex') : '';
        return { path, mtimeMs, ctimeMs, size, mode, hash };
      })
      .sort((a, b) => (a.path < b.path ? -1 : 1));

  it('leaves a read-only archive exactly as it was', async () => {
    const folder = tempFolder();
    const archive = join(folder, 'evidence');
    mkdirSync(archive);
    writeFiles(archive, {
      [stamped('05', 'AAAAAAAAAAAAAAAA')]: logFile([record(1)]),
      'bad.json': '{"Records":[',
    });
    for (const entry of readdirSync(archive, { recursive: true }))
      chmodSync(join(archive, String(entry)), 0o555);
    chmodSync(archive, 0o555);
    const before = snapshot(archive);
    const engine = testEngine(folder);
    await engine.importAll(archive);
    expect(await count(engine)).toBe(1);
    expect(snapshot(archive)).toEqual(before);
    expect(readdirSync(folder).sort()).toContain('evidence.trailglass');
    for (const entry of readdirSync(archive, { recursive: true }))
      chmodSync(join(archive, String(entry)), 0o755);
    chmodSync(archive, 0o755);
  });

  it('stays consistent when an import is cancelled, and completes when it is started again', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 600 }, (_, file) => [
        `f${String(file).padStart(4, '0')}.json.gz`,
        logFile(Array.from({ length: 40 }, (_ignored, n) => record(file * 40 + n))),
      ]),
    );
    const archive = writeFiles(tempFolder(), files);
    const engine = testEngine();
    const grants = [engine.grant(archive)];
    await engine.call('workspace.create', { grants, at: null });
    const { jobId } = await engine.call('ingest.start', { grants });
    const watching = new AbortController();
    await new Promise<void>((resolve) => {
      engine
        .call(
          'workspace.watch',
          {},
          {
            signal: watching.signal,
            onProgress: (info) => (info && info.events > 0 ? resolve() : undefined),
          },
        )
        .catch(() => undefined);
    });
    await engine.call('jobs.cancel', { id: jobId });
    watching.abort();
    expect(await engine.finished(jobId)).toMatchObject({ state: 'cancelled' });
    const part = await count(engine);
    const lines = await ledger(engine);
    expect(lines.reduce((sum, row) => sum + row.events, 0)).toBe(part);
    await balanced(engine);
    expect((await engine.call('workspace.current', {}))?.isImportUnfinished).toBe(true);
    const more = await engine.call('ingest.start', { grants: null });
    expect((await engine.finished(more.jobId)).state).toBe('done');
    expect(await count(engine)).toBe(24_000);
    expect((await ledger(engine)).length).toBe(600);
    expect((await engine.call('workspace.current', {}))?.isImportUnfinished).toBe(false);
    await balanced(engine);
  });

  it('finds everything again after closing', async () => {
    const folder = tempFolder();
    const archive = join(folder, 'logs');
    writeFiles(archive, { 'a.json': logText([record(1), record(2)]) });
    const engine = testEngine(folder);
    await engine.importAll(archive);
    const before = await engine.call('workspace.current', {});
    await engine.call('workspace.saveState', { state: { screen: 'explore' } });
    await engine.call('workspace.close', {});
    const after = await engine.call('workspace.open', {
      grant: engine.grant(before!.path),
      lock: 'respect',
      rebuild: false,
    });
    expect(after).toMatchObject({ id: before!.id, events: 2, files: 1 });
    expect(await engine.call('workspace.loadState', {})).toEqual({ screen: 'explore' });
    expect(await rawTexts(engine)).toHaveLength(2);
  });

  it('offers a rebuild when the database is damaged, and loses none of the person’s work', async () => {
    const folder = tempFolder();
    const archive = writeFiles(join(folder, 'logs'), { 'a.json': logText([record(1)]) });
    const engine = testEngine(folder);
    await engine.importAll(archive);
    const info = await engine.call('workspace.current', {});
    await engine.call('saved.add', { item: { kind: 'query', name: 'mine', sql: 'select 1' } });
    await engine.call('workspace.close', {});
    writeFiles(info!.path, {
      'events.duckdb': 'not a database at all, just some text that is long enough to be read',
    });
    const grant = engine.grant(info!.path);
    await expect(
      engine.call('workspace.open', { grant, lock: 'respect', rebuild: false }),
    ).rejects.toMatchObject({
      code: 'workspace-damaged',
    });
    const rebuilt = await engine.call('workspace.open', { grant, lock: 'respect', rebuild: true });
    expect(rebuilt).toMatchObject({ events: 0, isImportUnfinished: true });
    const { jobId } = await engine.call('ingest.start', { grants: null });
    await engine.finished(jobId);
    expect(await count(engine)).toBe(1);
    expect((await engine.call('saved.list', {})).map((item) => item.name)).toEqual(['mine']);
  });
});
