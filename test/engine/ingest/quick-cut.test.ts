import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { JsonReader } from '../../../electron/engine/ingest/read/read-json.ts';
import { readUsualLog } from '../../../electron/engine/ingest/read/read-usual-log.ts';
import { RecordScanner } from '../../../electron/engine/ingest/scan/scan-records.ts';
import { all, testEngine } from '../../support/engine.ts';
import { logFile, logText, record } from '../../support/records.ts';
import { tempFolder, writeFiles } from '../../support/temp.ts';
import { collector } from './reading.ts';

interface Read {
  readonly texts: readonly string[];
  readonly positions: readonly number[];
  readonly isQuick: boolean;
}

function read(text: string, isQuick: boolean, pieceBytes: number): Read {
  const { emit, records } = collector();
  const reader = new JsonReader(emit, 0, isQuick);
  const content = Buffer.from(text);
  for (let at = 0; at < content.length; at += pieceBytes)
    reader.push(Buffer.from(content.subarray(at, at + pieceBytes)));
  const outcome = reader.finish();
  return {
    texts: records.map(({ bytes }) => bytes.toString()),
    positions: records.map(({ position }) => position),
    isQuick: outcome.isQuick ?? false,
  };
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

const nested = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('},{"eventVersion":"1.08"', '{"eventVersion":', '}]}', '\\', '"', ''),
    fc.integer(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'eventVersion'), tie('value'), { maxKeys: 3 }),
    fc.array(
      tie('value').map((value) => ({ eventVersion: '1.08', eventName: 'X', eventSource: 'y', value })),
      { maxLength: 3 },
    ),
  ),
})).value;

it('gives what careful reading gives, or a piece that is no JSON object', () => {
  const logs = fc.array(
    nested.map((value) => record(1, { requestParameters: { value } })),
    { minLength: 1, maxLength: 6 },
  );
  const met = { equal: 0, doubtful: 0 };
  fc.assert(
    fc.property(
      logs,
      fc.option(fc.nat(), { nil: undefined }),
      fc.integer({ min: 40, max: 5_000 }),
      (records, hole, pieceBytes) => {
        const whole = logText(records);
        const text =
          hole === undefined
            ? whole
            : whole.slice(0, hole % whole.length) + whole.slice((hole % whole.length) + 1);
        const quick = read(text, true, pieceBytes);
        if (!quick.isQuick) return;
        if (!quick.texts.every(isObject)) {
          met.doubtful += 1;
          return;
        }
        met.equal += 1;
        const careful = read(text, false, pieceBytes);
        expect(quick.texts).toEqual(careful.texts);
        expect(quick.positions).toEqual(careful.positions);
      },
    ),
    { numRuns: 400, seed: 20_250_303 },
  );
  expect(met.equal).toBeGreaterThan(50);
  expect(met.doubtful).toBeGreaterThan(20);
});

const usualRecord = (n: number, fields: Record<string, unknown>): Record<string, unknown> => {
  const { eventVersion, userIdentity, ...others } = record(n, fields);
  return { eventVersion, userIdentity, ...others };
};

it('cuts a log file as CloudTrail writes it to what careful reading gives, or to a piece that is no JSON object', () => {
  const logs = fc.array(
    nested.map((value) => usualRecord(1, { requestParameters: { value } })),
    { minLength: 1, maxLength: 6 },
  );
  const change = fc.oneof(
    { weight: 3, arbitrary: fc.constant((text: string) => text) },
    fc.constantFrom('\n', ' \r\n', '{}', ',', '\uFFFD').map((end) => (text: string) => text + end),
    fc
      .nat()
      .map((at) => (text: string) => text.slice(0, at % text.length) + text.slice((at % text.length) + 1)),
    fc
      .tuple(
        fc.nat(),
        fc.constantFrom(' ', '}', 'NaN', ',}', '\n', 'é', '{"eventVersion":"1.11","userIdentity":'),
      )
      .map(([at, more]) => (text: string) => {
        const place = at % text.length;
        return text.slice(0, place) + more + text.slice(place);
      }),
  );
  const met = { equal: 0, doubtful: 0, other: 0 };
  fc.assert(
    fc.property(logs, change, (records, changed) => {
      const content = Buffer.from(changed(logText(records)));
      const quick = collector();
      const outcome = readUsualLog(content, quick.emit);
      const texts = quick.records.map(({ bytes }) => bytes.toString());
      if (!outcome) {
        met.other += 1;
        expect(texts).toEqual([]);
        return;
      }
      if (!texts.every(isObject)) {
        met.doubtful += 1;
        return;
      }
      met.equal += 1;
      const careful = collector();
      const reader = new JsonReader(careful.emit, 0);
      reader.push(Buffer.from(content));
      expect(outcome).toEqual({ ...reader.finish(), isQuick: true });
      expect(quick.records).toEqual(careful.records);
    }),
    { numRuns: 1_000, seed: 20_250_303 },
  );
  expect(met.equal).toBeGreaterThan(100);
  expect(met.doubtful).toBeGreaterThan(50);
  expect(met.other).toBeGreaterThan(50);
});

it('leaves large records, other beginnings and other ends to careful reading', () => {
  const usual = logText([usualRecord(1, {}), usualRecord(2, {})]);
  const { emit } = collector();
  expect(readUsualLog(Buffer.from(usual), emit)?.records).toBe(2);
  for (const text of [
    logText([usualRecord(1, { requestParameters: { note: 'x'.repeat(1_048_576) } })]),
    logText([{ ...usualRecord(1, {}), eventVersion: '2.1x' }]),
    usual.replace('{"Records":[', '{ "Records":['),
    usual.replace('"userIdentity"', '"awsRegion":"x","userIdentity"'),
    usual.slice(0, -1),
    '{"Records":[]}',
    '{"Records":[',
  ])
    expect(readUsualLog(Buffer.from(text), emit)).toBeUndefined();
  expect(
    readUsualLog(
      Buffer.concat([Buffer.from(usual.slice(0, -3)), Buffer.from([0xff, 0x7d, 0x5d, 0x7d])]),
      emit,
    ),
  ).toBeUndefined();
});

it('takes what looks like records inside a record for what it is, one event', async () => {
  const planted = [
    { note: 'first' },
    record(7, { eventName: 'DeleteTrail', eventSource: 'cloudtrail.amazonaws.com' }),
    record(8, { eventName: 'StopLogging' }),
  ];
  const records = [record(1), record(2, { requestParameters: { entries: planted } }), record(3)];
  const { importAll, call } = testEngine();
  const folder = writeFiles(tempFolder(), {
    'hostile.json.gz': logFile(records),
    'plain.json.gz': logFile([record(4), record(5)]),
  });
  expect((await importAll(folder)).state).toBe('done');
  const page = await call('events.window', {
    question: all,
    sort: [{ field: 'eventTime', descending: false }],
    offset: 0,
    limit: 10,
    columns: ['eventID', 'eventName'],
  });
  expect(page.columns[0]).toEqual([1, 2, 3, 4, 5].map((n) => record(n)['eventID']));
  expect(new Set(page.columns[1])).toEqual(new Set(['GetBucketAcl']));
  const { raw } = await call('events.detail', { id: page.ids[1] ?? '' });
  expect(raw).toBe(JSON.stringify(records[1]));
  const { rows } = await call('ledger.list', { status: null, offset: 0, limit: 10 });
  expect(rows.map(({ status, records: count }) => [status, count])).toEqual([
    ['accepted', 3],
    ['accepted', 2],
  ]);
});

it('looks through content once where records begin with another key', () => {
  const names = Array.from({ length: 500 }, (_, n) => `{"awsRegion":"eu-west-1","eventName":"E${n}"}`);
  const scanner = new RecordScanner(true);
  const search = vi.spyOn(Buffer.prototype, 'indexOf');
  const { spans } = scanner.scan(Buffer.from(`{"Records":[${names.join(',')}]}`), 0);
  const looked = search.mock.calls.filter(([wanted]) => Buffer.isBuffer(wanted)).length;
  search.mockRestore();
  expect(spans).toHaveLength(500);
  expect(looked).toBe(1);
});
