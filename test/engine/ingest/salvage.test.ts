import { createWriteStream, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { createGzip, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { LedgerRow } from '../../../shared/contract/evidence.ts';
import { all, testEngine, type TestEngine } from '../../support/engine.ts';
import { logText, record } from '../../support/records.ts';
import { tempFolder, writeFiles } from '../../support/temp.ts';

async function imported(files: Readonly<Record<string, string | Uint8Array>>): Promise<TestEngine> {
  const engine = testEngine();
  const job = await engine.importAll(writeFiles(tempFolder(), files));
  expect(job.state).toBe('done');
  await balanced(engine);
  return engine;
}

async function balanced({ call }: TestEngine): Promise<void> {
  const { records, events, duplicates, aggregated, refused } = await call('ledger.summary', {});
  expect(records).toBe(events + duplicates + aggregated + refused);
  const { rows } = await call('ledger.list', { status: null, offset: 0, limit: 2_000 });
  for (const row of rows)
    expect(row.records).toBe(row.events + row.duplicates + row.aggregated + row.refusedRecords);
}

async function lines({ call }: TestEngine): Promise<Record<string, LedgerRow>> {
  const { rows } = await call('ledger.list', { status: null, offset: 0, limit: 2_000 });
  return Object.fromEntries(rows.map((row) => [row.path.split('/').at(-1) ?? '', row]));
}

async function events({ call }: TestEngine, columns: readonly string[]): Promise<unknown[][]> {
  const page = await call('events.window', {
    question: all,
    sort: [{ field: 'eventID', descending: false }],
    offset: 0,
    limit: 2_000,
    columns: [...columns],
  });
  return page.ids.map((_, row) => page.columns.map((column) => column[row]));
}

async function details({ call }: TestEngine): Promise<{ raw: string; exactBytes: string | null }[]> {
  const { ids } = await call('events.window', {
    question: all,
    sort: [{ field: 'eventID', descending: false }],
    offset: 0,
    limit: 2_000,
    columns: [],
  });
  return Promise.all(ids.map((id) => call('events.detail', { id })));
}

const several = (from: number, count: number, changes: Readonly<Record<string, unknown>> = {}): string[] =>
  Array.from({ length: count }, (_, n) => JSON.stringify(record(from + n, changes)));

const log = (texts: readonly string[]): string => `{"Records":[${texts.join(',')}]}`;

describe('content that is cut or damaged', () => {
  it('keeps the whole records of a packed file that is cut off', async () => {
    const texts = Array.from({ length: 300 }, (_, n) =>
      JSON.stringify(
        record(n, { requestID: Buffer.from(`${Math.sin(n)}${Math.cos(n)}`).toString('base64') }),
      ),
    );
    const packed = gzipSync(log(texts));
    const engine = await imported({ 'cut.json.gz': packed.subarray(0, packed.length / 2) });
    const { 'cut.json.gz': line } = await lines(engine);
    expect(line).toMatchObject({ status: 'partial', refusedRecords: 1 });
    expect(line!.reason).toMatch(/ends too early/);
    expect(line!.events).toBeGreaterThan(50);
    expect((await details(engine)).map(({ raw }) => raw)).toEqual(texts.slice(0, line!.events));
  });

  it('keeps everything when only the check sum of a packed file is wrong', async () => {
    const packed = gzipSync(log(several(0, 20)));
    packed[packed.length - 5]! ^= 0xff;
    const { 'sum.json.gz': line } = await lines(await imported({ 'sum.json.gz': packed }));
    expect(line).toMatchObject({ status: 'partial', events: 20, refusedRecords: 0 });
    expect(line!.reason).toMatch(/damaged/);
  });

  it.each([
    ['a quote too many', (text: string) => text.replace('"maya"', '"ma"ya"')],
    ['a missing quote', (text: string) => text.replace('"maya"', '"maya')],
    ['a missing brace', (text: string) => text.slice(0, -1)],
    ['a brace too many', (text: string) => `${text}}`],
    ['a bracket of the wrong kind', (text: string) => text.replace('{"bucketName"', '["bucketName"')],
    ['a lost end', (text: string) => text.slice(0, 300)],
    ['a lost end inside a list', (text: string) => `${text.slice(0, -1)},"resources":[{"ARN":"a"}`],
    ['a lost beginning', (text: string) => text.slice(30)],
    ['a key without quotes', (text: string) => text.replace('"eventName"', 'eventName')],
    ['a missing colon', (text: string) => text.replace('"eventName":', '"eventName"')],
    ['bytes of something else', (text: string) => text.replace('ledger-archive', '\u0000\u0001"}}]\u0000')],
    ['nothing but zeros', (text: string) => '\u0000'.repeat(text.length)],
  ])('loses one record and not its file: %s', async (_name, spoil) => {
    const texts = several(0, 9);
    const spoiled = texts.map((text, n) => (n === 4 ? spoil(text) : text));
    const engine = await imported({
      'log.json': log(spoiled),
      'lines.json': several(100, 9)
        .map((text, n) => (n === 4 ? spoil(text) : text))
        .join('\n'),
      'array.json': `[${several(200, 9)
        .map((text, n) => (n === 4 ? spoil(text) : text))
        .join(',')}]`,
    });
    const found = await lines(engine);
    for (const name of ['log.json', 'lines.json', 'array.json']) {
      expect(found[name], name).toMatchObject({ status: 'partial' });
      expect(found[name]!.events, name).toBeGreaterThanOrEqual(8);
      expect(found[name]!.refusedRecords, name).toBeLessThanOrEqual(2);
      const problems = await engine.call('ledger.problems', { id: found[name]!.id });
      expect(problems.length, name).toBeGreaterThan(0);
      expect(problems.every(({ reason }) => reason.length > 10)).toBe(true);
    }
    const raws = new Set((await details(engine)).map(({ raw }) => raw));
    texts.forEach((text, n) => n !== 4 && expect(raws.has(text), `record ${n}`).toBe(true));
  });

  it('finds the records in a file that lost its beginning', async () => {
    const text = log(several(0, 10));
    const from = [1_500, 1_501, 1_510, 1_540, 1_600];
    const found = await lines(
      await imported(Object.fromEntries(from.map((at) => [`${at}.json`, text.slice(at)]))),
    );
    const told = Object.values(found);
    expect(told.map(({ status }) => status)).toEqual(from.map(() => 'partial'));
    for (const { records, refusedRecords } of told) {
      expect(records).toBeGreaterThanOrEqual(7);
      expect(refusedRecords).toBe(1);
    }
  });

  it('tells how many bad records there were and shows the first hundred', async () => {
    const texts = several(0, 500).map((text, n) => (n % 2 === 0 ? text.replace('":', '" ') : text));
    const engine = await imported({ 'many.json': log(texts) });
    const { 'many.json': line } = await lines(engine);
    expect(line).toMatchObject({ status: 'partial', events: 250, refusedRecords: 250 });
    const problems = await engine.call('ledger.problems', { id: line!.id });
    expect(problems).toHaveLength(100);
    expect(problems[0]!.sample).toContain('eventVersion');
  });
});

describe('records of every legal kind', () => {
  it('keeps lone surrogates, NUL and escapes as they are, and shows them', async () => {
    const changes = [
      '"userAgent":"a\\ud800b"',
      '"userAgent":"a\\u0000b"',
      '"userAgent":"\\u0061\\/\\"\\\\"',
      '"userAgent":"\\ud83d\\ude00"',
    ];
    const texts = changes.map((change, n) =>
      JSON.stringify(record(n)).replace('"userAgent":"aws-cli/2.15.0"', change),
    );
    const engine = await imported({ 'a.json': log(texts), 'copy.json': texts.join('\n') });
    expect((await details(engine)).map(({ raw }) => raw)).toEqual(texts);
    expect((await events(engine, ['userAgent'])).flat()).toEqual(['a\ufffdb', 'a\u0000b', 'a/"\\', '😀']);
    const found = await lines(engine);
    expect(found['a.json']).toMatchObject({ status: 'accepted', refusedRecords: 0 });
    expect(found['copy.json']).toMatchObject({ status: 'accepted', refusedRecords: 0 });
  });

  it('keeps half characters of records that come as text in JSON', async () => {
    const inner = JSON.stringify(record(1, { userAgent: 'X' }));
    const page = JSON.stringify({ Events: [{ EventId: '1', CloudTrailEvent: inner }] });
    const engine = await imported({ 'page.json': page.replace('\\"X\\"', '\\"\\ud800\\"') });
    expect((await details(engine)).map(({ raw }) => raw)).toEqual([inner.replace('"X"', '"\\ud800"')]);
  });

  it('keeps the bytes of records that are not UTF-8, in every shape', async () => {
    const odd = (n: number): Buffer => {
      const [before = '', after = ''] = JSON.stringify(record(n, { userAgent: '~' })).split('~');
      return Buffer.concat([Buffer.from(before), Buffer.from([0xe9, 0x80]), Buffer.from(after)]);
    };
    const join = (begin: string, middle: Buffer, end: string): Buffer =>
      Buffer.concat([Buffer.from(begin), middle, Buffer.from(end)]);
    const engine = await imported({
      'log.json': join('{"Records":[', odd(1), ']}'),
      'line.json': join('', odd(2), `\n${JSON.stringify(record(3))}\n`),
      'array.json': join('[', odd(4), ']'),
    });
    const kept = (await details(engine)).map(({ exactBytes }) => exactBytes);
    expect(kept).toEqual([odd(1), odd(2), null, odd(4)].map((bytes) => bytes?.toString('base64') ?? null));
    expect((await events(engine, ['userAgent'])).flat()).toEqual([
      '\ufffd',
      '\ufffd',
      'aws-cli/2.15.0',
      '\ufffd',
    ]);
  });

  it('keeps numbers beyond 2^53, repeated keys, unknown fields and versions, and whether a key is null or absent', async () => {
    const base = JSON.stringify(record(1));
    const texts = [
      base.replace(
        '{"eventVersion":"1.08"',
        '{"eventVersion":"9.99","future":{"x":[1e400,-0]},"big":12345678901234567890',
      ),
      JSON.stringify(record(2)).replace(
        '"awsRegion":"eu-west-1"',
        '"awsRegion":"us-east-1","awsRegion":"eu-west-1"',
      ),
      JSON.stringify(record(3, { errorCode: null, vpcEndpointId: undefined })),
    ];
    const engine = await imported({ 'a.json': log(texts) });
    expect((await details(engine)).map(({ raw }) => raw)).toEqual(texts);
    expect(await events(engine, ['eventVersion', 'awsRegion', 'errorCode', 'outcome'])).toEqual([
      ['9.99', 'eu-west-1', null, 'success'],
      ['1.08', 'us-east-1', null, 'success'],
      ['1.08', 'eu-west-1', null, 'success'],
    ]);
  });

  it('keeps records of a megabyte', async () => {
    const texts = [1, 2, 3].map((n) => JSON.stringify(record(n, { filler: 'é"\\'.repeat(250_000) })));
    const engine = await imported({ 'a.json': log(texts), 'b.json.gz': gzipSync(log(texts)) });
    expect((await details(engine)).map(({ raw }) => raw)).toEqual(texts);
  });

  it('keeps a record with values nested a hundred thousand deep, or refuses it alone', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const engine = await imported({
      'a.json': log([JSON.stringify(record(1)).replace('{', `{"deep":${deep},`), ...several(2, 3)]),
    });
    const { 'a.json': line } = await lines(engine);
    expect(line!.events).toBeGreaterThanOrEqual(3);
    expect(line!.records).toBe(4);
  });
});

async function writeLarge(path: string, megabytes: number, isPacked: boolean): Promise<number> {
  const file = createWriteStream(path);
  const out = isPacked ? createGzip({ level: 1 }) : file;
  if (out !== file) out.pipe(file);
  const padding = Buffer.alloc(3_000, 'lorem ipsum dolor sit amet ').toString();
  out.write('{"Records":[');
  let count = 0;
  for (let size = 0; size < megabytes * 1_048_576; count += 1) {
    const filler = `${padding.slice(0, 500 + ((count * 7_919) % 2_500))}${Math.sin(count)}`;
    const text = `${count > 0 ? ',' : ''}${JSON.stringify(record(count, { filler }))}`;
    size += text.length;
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end(']}');
  await once(file, 'close');
  return count;
}

describe('large files', () => {
  it('reads a packed log file far larger than what is held in memory at once', async () => {
    const folder = tempFolder();
    const count = await writeLarge(join(folder, 'large.json.gz'), 80, true);
    const engine = testEngine();
    await engine.importAll(folder);
    expect((await engine.call('events.count', { question: all })).total).toBe(count);
    await balanced(engine);
  }, 120_000);

  it('streams one JSON document of 300 MB with bounded memory', async (context) => {
    if (process.env['TRAILGLASS_LONG'] !== '1') context.skip(true, 'TRAILGLASS_LONG=1 runs it');
    const folder = tempFolder();
    const count = await writeLarge(join(folder, 'huge.json'), 300, false);
    const engine = testEngine();
    let peak = 0;
    const before = process.memoryUsage().rss;
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 50);
    await engine.importAll(folder);
    clearInterval(watch);
    expect((await engine.call('events.count', { question: all })).total).toBe(count);
    expect((peak - before) / 1_048_576).toBeLessThan(1_200);
    await balanced(engine);
  }, 600_000);
});

it('never changes the evidence it salvages from', async () => {
  const folder = tempFolder();
  const content = Buffer.from(logText([record(1)]).slice(0, -40));
  writeFiles(folder, { 'cut.json': content });
  const engine = testEngine();
  await engine.importAll(folder);
  expect(readFileSync(join(folder, 'cut.json')).equals(content)).toBe(true);
});
