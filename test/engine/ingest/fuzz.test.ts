import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { encodingOf } from '../../../electron/engine/ingest/bytes/text-encoding.ts';
import { record } from '../../support/records.ts';
import { readAny, readPieces, type Reading } from './reading.ts';

/** `npm run fuzz` sets the number of documents and how long it may take; `npm test` tries fewer, always the same ones. */
const runs = Number(process.env['TRAILGLASS_FUZZ_RUNS'] ?? 10_000);
const hours = Number(process.env['TRAILGLASS_FUZZ_HOURS'] ?? 0);
const timeout = hours > 0 ? hours * 3_600_000 : Math.max(300_000, runs * 100);
const seed = process.env['TRAILGLASS_FUZZ_RUNS'] === undefined ? { seed: 20250303 } : {};
const share = (part: number): fc.Parameters<unknown> => ({
  numRuns: Math.ceil(runs * part),
  ...seed,
  ...(hours > 0
    ? { plugins: [fc.interruptAfterTimeLimit(hours * 3_600_000 * part, { failOnInterrupt: false })] }
    : {}),
});

let documentsRead = 0;
afterAll(() => {
  if (hours > 0) process.stdout.write(`${documentsRead.toLocaleString('en-US')} documents were read.\n`);
});

/** Values as attackers choose them: brackets, quotes, escapes, half characters, text that looks like a record. */
const evil = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    ...[
      '"',
      '\\',
      '{"eventVersion":"1.08"}',
      '},{',
      ']}',
      '\u0000',
      '\ud800',
      '{"a":[',
      '\\"',
      '\n{',
      '[[',
      'é𝄞',
    ],
  ),
);

const oneRecord = fc
  .record({
    n: fc.nat(9_999),
    changes: fc.record(
      {
        userAgent: evil,
        requestParameters: fc.option(fc.dictionary(evil, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 })),
        resources: fc.array(fc.record({ ARN: evil, accountId: evil }), { maxLength: 3 }),
        extra: fc.jsonValue({ maxDepth: 3 }),
      },
      { requiredKeys: [] },
    ),
  })
  .map(({ n, changes }) => record(n, changes));

type Shape = 'log' | 'spaced log' | 'lines' | 'joined' | 'array';

/** Text before, between and after the records of each shape of document. */
const shapes: Record<Shape, readonly [string, string, string]> = {
  log: ['{"Records":[', ',', ']}'],
  'spaced log': ['\n{ "Owner": {"a": [1]}, "Records" : [\n  ', ' ,\n  ', '\n] , "more": null }\n'],
  lines: ['', '\n', '\n'],
  joined: ['', '', ''],
  array: ['[', ',\n', ']'],
};

interface Document {
  readonly shape: Shape;
  readonly texts: readonly Buffer[];
  readonly content: Buffer;
  /** Offset of every record. */
  readonly positions: readonly number[];
}

function assemble(shape: Shape, texts: readonly Buffer[]): Document {
  const [before, between, after] = shapes[shape].map((text) => Buffer.from(text)) as [Buffer, Buffer, Buffer];
  const parts: Buffer[] = [before];
  const positions: number[] = [];
  let at = before.length;
  texts.forEach((text, index) => {
    if (index > 0) {
      parts.push(between);
      at += between.length;
    }
    positions.push(at);
    parts.push(text);
    at += text.length;
  });
  return { shape, texts, positions, content: Buffer.concat([...parts, after]) };
}

const documents = fc
  .record({
    shape: fc.constantFrom<Shape>('log', 'spaced log', 'lines', 'joined', 'array'),
    records: fc.array(oneRecord, { minLength: 1, maxLength: 6 }),
    isPretty: fc.boolean(),
  })
  .map(({ shape, records, isPretty }) =>
    assemble(
      shape,
      records.map((one) => Buffer.from(JSON.stringify(one, null, isPretty ? 1 : undefined))),
    ),
  );

interface Change {
  readonly kind: string;
  readonly place: number;
  readonly length: number;
  readonly bits: number;
  readonly piece: Buffer;
}

/** Damage: bytes flipped, lost, put in or doubled at a place given as a share of the length. */
const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('flip', 'lose', 'insert', 'double', 'end'),
  place: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.oneof(fc.nat(4), fc.nat(400)),
  bits: fc.integer({ min: 1, max: 255 }),
  piece: fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 8 }).map((bytes) => Buffer.from(bytes)),
    fc
      .constantFrom(
        ...['"', '{', '}', '[', ']', '\\', ',', '{"a":[', '{"a":', ']}', '"x', '\u0000', '}]}', '\n{', ','],
      )
      .map((text) => Buffer.from(text)),
  ),
});

function apply(bytes: Buffer, { kind, place, length, bits, piece }: Change): Buffer {
  const at = Math.min(bytes.length - 1, Math.floor(place * bytes.length));
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  if (bytes.length === 0) return bytes;
  if (kind === 'flip') {
    const flipped = Buffer.from(bytes);
    flipped[at] = (flipped[at] ?? 0) ^ bits;
    return flipped;
  }
  if (kind === 'lose') return Buffer.concat([before, after.subarray(length + 1)]);
  if (kind === 'insert') return Buffer.concat([before, piece, after]);
  if (kind === 'double') return Buffer.concat([before, after.subarray(0, length + 1), after]);
  return Buffer.from(before);
}

/** Shows the content at hand when a check fails. */
function looking(content: Buffer, check: () => void): void {
  try {
    check();
  } catch (error) {
    throw new Error(`${String(error)}\nContent: ${JSON.stringify(content.toString('latin1'))}`, {
      cause: error,
    });
  }
}

const fractions = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 });

const hasReplacement = (bytes: Buffer): boolean => bytes.includes('\ufffd');

/** What must hold of reading any content. */
function checkReading(content: Buffer, { records, outcome }: Reading): void {
  documentsRead += 1;
  expect(outcome.records).toBe(records.length);
  expect(outcome.refusedRecords).toBeGreaterThanOrEqual(0);
  if (outcome.status === 'accepted') expect(outcome.problems).toEqual([]);
  if (outcome.status === 'refused' || outcome.status === 'skipped') expect(records).toEqual([]);
  if (outcome.status === 'partial') expect(outcome.reason).not.toBeNull();
  if (outcome.refusedRecords > 0) expect(outcome.problems.length).toBeGreaterThan(0);
  for (const { positionBytes } of outcome.problems) {
    expect(positionBytes).toBeGreaterThanOrEqual(0);
    expect(positionBytes).toBeLessThanOrEqual(content.length);
  }
}

/** The text of a record, or its bytes where they were kept beside it, stands at its position or in a list that begins there. */
function checkExact(content: Buffer, { records }: Reading): void {
  for (const { position, bytes, exact, quality } of records) {
    const kept = exact ?? bytes;
    const at = content.indexOf(kept, position);
    expect(at === position || (at > position && content[position] === 0x5b)).toBe(true);
    if (exact && quality === 0) expect(hasReplacement(bytes)).toBe(true);
  }
}

const asText = ({ records, outcome }: Reading): unknown => ({
  ...outcome,
  records: records.map(({ position, bytes, quality }) => [position, bytes.toString('latin1'), quality]),
  problems: outcome.problems.map(({ positionBytes, reason }) => [positionBytes, reason]),
});

describe('the readers on content of every condition', () => {
  it(
    'give all records of undamaged documents, exactly, and nothing else',
    () => {
      fc.assert(
        fc.property(documents, ({ content, texts, positions }) => {
          const reading = readPieces(content, []);
          expect(reading.outcome).toMatchObject({ status: 'accepted', refusedRecords: 0, problems: [] });
          expect(reading.records.map(({ position }) => position)).toEqual(positions);
          expect(reading.records.map(({ bytes }) => bytes.toString())).toEqual(texts.map(String));
        }),
        share(0.1),
      );
    },
    timeout,
  );

  it(
    'give the same in however many pieces damaged content comes',
    () => {
      fc.assert(
        fc.property(
          documents,
          fc.array(change, { maxLength: 4 }),
          fractions,
          ({ content }, changes, cuts) => {
            const damaged = changes.reduce(apply, content);
            const whole = readPieces(damaged, []);
            checkReading(damaged, whole);
            checkExact(damaged, whole);
            const ends = cuts.map((share) => Math.floor(share * damaged.length));
            expect(asText(readPieces(damaged, ends))).toEqual(asText(whole));
          },
        ),
        share(0.25),
      );
    },
    timeout,
  );

  it(
    'give the same cut at every single byte',
    () => {
      fc.assert(
        fc.property(oneRecord, oneRecord, change, (first, second, damage) => {
          const texts = [first, second].map((one) => Buffer.from(JSON.stringify(one)));
          const damaged = apply(assemble('log', texts).content, damage);
          const every = Array.from({ length: damaged.length }, (_, at) => at);
          looking(damaged, () =>
            expect(asText(readPieces(damaged, every))).toEqual(asText(readPieces(damaged, []))),
          );
        }),
        share(0.02),
      );
    },
    timeout,
  );

  it(
    'find every whole record before and after a broken one',
    () => {
      fc.assert(
        fc.property(documents, fc.nat(), change, (document, which, damage) => {
          const broken = which % document.texts.length;
          const texts = document.texts.map((text, index) => (index === broken ? apply(text, damage) : text));
          const { content } = assemble(document.shape, texts);
          looking(content, () => {
            const reading = readPieces(content, []);
            checkReading(content, reading);
            const found = new Set(reading.records.map(({ bytes }) => bytes.toString('latin1')));
            const lost = texts.filter(
              (text, index) => index !== broken && !found.has(text.toString('latin1')),
            );
            expect(lost.map(String)).toEqual([]);
            const { records, refusedRecords, problems } = reading.outcome;
            expect(records + refusedRecords + problems.length).toBeGreaterThanOrEqual(texts.length - 1);
          });
        }),
        share(0.2),
      );
    },
    timeout,
  );

  it(
    'survive JSON of any kind',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.json({ maxDepth: 6 }),
          fc.array(change, { maxLength: 2 }),
          async (text, changes) => {
            const content = changes.reduce(apply, Buffer.from(text));
            const [whole, streamed] = [await readAny(content, 'whole'), await readAny(content, 'stream')];
            checkReading(content, whole);
            expect(asText(streamed)).toEqual(asText(whole));
          },
        ),
        share(0.1),
      );
    },
    timeout,
  );

  it(
    'survive any bytes, with and without a familiar beginning',
    async () => {
      const start = fc.constantFrom(
        ...[
          '',
          '{',
          '[',
          '"',
          '{"Records":[',
          '\ufeff{"Records":[{',
          '{"Events":[{"CloudTrailEvent":"',
          '\u001e{',
        ],
        ...[
          'Event name,Event ID\n',
          '"eventname","eventid"\n',
          '2025-03-03T10:00:00.000Z {',
          '{"detail":',
          'H4sI',
        ],
      );
      await fc.assert(
        fc.asyncProperty(start, fc.uint8Array({ maxLength: 600 }), async (begin, bytes) => {
          const content = Buffer.concat([Buffer.from(begin), bytes]);
          const [whole, streamed] = [await readAny(content, 'whole'), await readAny(content, 'stream')];
          if (encodingOf(content).encoding === 'utf-8') checkReading(content, whole);
          expect(asText(streamed)).toEqual(asText(whole));
        }),
        share(0.1),
      );
    },
    timeout,
  );
});

/** The records of a document that anybody would find: a walk over what parses, as a whole or line by line. */
function plainlyThere(text: string): readonly string[] {
  const ids: string[] = [];
  const walk = (value: unknown): void => {
    if (typeof value === 'string' && /^[[{]/.test(value)) tryText(value);
    if (typeof value !== 'object' || value === null) return;
    const one = value as Record<string, unknown>;
    const isRecord =
      typeof one['eventName'] === 'string' &&
      typeof one['eventVersion'] === 'string' &&
      /^\w+\.amazonaws\.com$/.test(String(one['eventSource']));
    if (isRecord) ids.push(String(one['eventID']));
    else for (const inner of Object.values(one)) walk(inner);
  };
  const tryText = (json: string): boolean => {
    try {
      walk(JSON.parse(json));
      return true;
    } catch {
      return false;
    }
  };
  if (!tryText(text))
    for (const line of text.split('\n')) tryText(line.slice(Math.max(0, line.indexOf('{'))));
  return ids;
}

type Wrap = (records: readonly Record<string, unknown>[]) => string;
const pack = (records: readonly unknown[]): string =>
  gzipSync(JSON.stringify({ logEvents: records.map((one) => ({ message: JSON.stringify(one) })) })).toString(
    'base64',
  );

/** Forms in which records come, among them forms nobody named. */
const wraps: Readonly<Record<string, Wrap>> = {
  lookups: (records) =>
    JSON.stringify(
      { Events: records.map((one) => ({ EventId: 'e', CloudTrailEvent: JSON.stringify(one) })) },
      null,
      1,
    ),
  'events of a bus': (records) =>
    records
      .map((detail) => JSON.stringify({ 'detail-type': 'AWS API Call via CloudTrail', detail }))
      .join('\n'),
  'exported log lines': (records) =>
    records.map((one) => `2025-03-03T10:00:00.000Z ${JSON.stringify(one)}`).join('\n'),
  'lines of a log': (records) =>
    records.map((one, index) => `Mar  3 host[${index}]: ${JSON.stringify(one)} end`).join('\n'),
  'a map of files': (records) =>
    JSON.stringify(Object.fromEntries(records.map((one, index) => [`${index}.json`, { Records: [one] }]))),
  'slurped pages': (records) => JSON.stringify(records.map((one) => ({ Records: [one] }))),
  'texts in a list': (records) =>
    JSON.stringify({ any: { list: records.map((one) => JSON.stringify(one)) } }),
  'envelopes in Records': (records) =>
    JSON.stringify({ Records: records.map((payload) => ({ id: 1, payload })) }),
  'pretty after notes': (records) =>
    `notes\n${records.map((one) => JSON.stringify(one, null, 2)).join('\n--\n')}\n`,
  'a packed payload': (records) => JSON.stringify({ awslogs: { data: pack(records) } }),
  'cells of a table': (records) =>
    `time,text\n${records.map((one) => `x,"${JSON.stringify(one).replaceAll('"', '""')}"`).join('\n')}\n`,
};

const wrapped = fc
  .record({
    form: fc.constantFrom(...Object.keys(wraps)),
    records: fc.array(oneRecord, { minLength: 1, maxLength: 4 }),
  })
  .map(({ form, records }) => ({
    content: Buffer.from(wraps[form]!(records)),
    ids: records.map((one) => String(one['eventID'])),
  }));

const idsOf = ({ records }: Reading): readonly string[] =>
  records.map(({ bytes }) => String((JSON.parse(bytes.toString()) as Record<string, unknown>)['eventID']));

/** What is missing of a list, counting what is in it twice twice. */
function missingOf(wanted: readonly string[], found: readonly string[]): readonly string[] {
  const left = [...found];
  return wanted.filter((id) => {
    const at = left.indexOf(id);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

describe('records in other forms', () => {
  it(
    'are all found, in content read whole and in pieces',
    async () => {
      await fc.assert(
        fc.asyncProperty(wrapped, async ({ content, ids }) => {
          for (const kind of ['whole', 'stream'] as const) {
            const reading = await readAny(content, kind);
            checkReading(content, reading);
            expect(missingOf(ids, idsOf(reading))).toEqual([]);
            expect(missingOf(idsOf(reading), ids)).toEqual([]);
          }
        }),
        share(0.1),
      );
    },
    timeout,
  );

  it(
    'are found in damaged content too, as far as a plain reader finds them, and the file is explained',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          wrapped,
          fc.array(change, { minLength: 1, maxLength: 3 }),
          async ({ content }, changes) => {
            const damaged = changes.reduce(apply, content);
            const reading = await readAny(damaged, 'whole');
            checkReading(damaged, reading);
            if (reading.outcome.records === 0) expect(reading.outcome.reason).toMatch(/\w{3}/);
            const lost = missingOf(plainlyThere(damaged.toString()), idsOf(reading));
            if (lost.length > 0)
              throw new Error(`${lost.join()} lost of ${JSON.stringify(damaged.toString('latin1'))}`);
          },
        ),
        share(0.15),
      );
    },
    timeout,
  );
});

describe('content made to keep a reader busy', () => {
  const megabyte = 1_048_576;
  /** Reads so much of it in three pieces, and how much processor time that took: a busy machine does not stretch it. */
  function readingOf(begin: string, text: string, megabytes: number) {
    const content = Buffer.concat([Buffer.from(begin), Buffer.alloc(megabytes * megabyte, text)]);
    const before = process.cpuUsage();
    const reading = readPieces(content, [(megabytes * 3 * megabyte) / 8, (megabytes * 5 * megabyte) / 8]);
    const { user, system } = process.cpuUsage(before);
    return { content, reading, ms: (user + system) / 1_000 };
  }

  it.each([
    ['record starts that never end', '{"Records":[', '{"eventVersion":'],
    ['record starts with wrong brackets', '{"Records":[', '{"eventVersion":[{"eventVersion":(}'],
    ['nothing but braces', '', '{'],
    ['nothing but brackets', '', '['],
    ['nothing but quotes', '{"Records":[', '"'],
    ['braces and quotes', '{"Records":[;', '{"'],
    ['backslashes in a string', '{"Records":[{"a":"', '\\'],
    ['escaped quotes', '{"Records":[{"a":"', '\\"'],
    ['commas', '{"Records":[', ','],
    ['spaces behind braces', '{"Records":[;', `{${' '.repeat(600)}`],
    ['log files and records in turns', '', '{"Records":[{"a":1}]}\n{"eventVersion":"1"}\n'],
    ['separators', '', '\u001e'],
  ])('takes twice as long for twice as much: %s', (_name, begin, text) => {
    const half = readingOf(begin, text, 2);
    const whole = readingOf(begin, text, 4);
    // Short times are those of the machine, not of the content.
    expect(whole.ms / Math.max(half.ms, 300)).toBeLessThan(3.5);
    checkReading(whole.content, whole.reading);
  });
});
