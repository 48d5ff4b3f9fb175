import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodingOf } from '../../../electron/engine/ingest/text-encoding.ts';
import { record } from '../../support/records.ts';
import { readAny, readPieces, type Reading } from './reading.ts';

/** `npm run fuzz` sets the number of documents; `npm test` tries few. */
const runs = Number(process.env['TRAILGLASS_FUZZ_RUNS'] ?? 2_000);
const timeout = Math.max(60_000, runs * 20);
/** The everyday run tries the same inputs every time; `npm run fuzz` tries new ones. */
const seed = process.env['TRAILGLASS_FUZZ_RUNS'] === undefined ? { seed: 20250303 } : {};
const share = (part: number): { readonly numRuns: number; readonly seed?: number } => ({
  numRuns: Math.ceil(runs * part),
  ...seed,
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
  for (const { position, bytes, exact } of records) {
    const kept = exact ?? bytes;
    const at = content.indexOf(kept, position);
    expect(at === position || (at > position && content[position] === 0x5b)).toBe(true);
    if (exact) expect(hasReplacement(bytes)).toBe(true);
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
        share(0.2),
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
        share(0.4),
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
        share(0.25),
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

describe('content made to keep a reader busy', () => {
  const within = (limitMs: number, work: () => Reading): Reading => {
    const since = performance.now();
    const reading = work();
    expect(performance.now() - since).toBeLessThan(limitMs);
    return reading;
  };
  const repeated = (text: string, megabytes: number): Buffer => Buffer.alloc(megabytes * 1_048_576, text);

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
  ])('ends in time: %s', (_name, begin, text) => {
    const content = Buffer.concat([Buffer.from(begin), repeated(text, 8)]);
    const reading = within(20_000, () => readPieces(content, [3 * 1_048_576, 5 * 1_048_576]));
    checkReading(content, reading);
  });
});
