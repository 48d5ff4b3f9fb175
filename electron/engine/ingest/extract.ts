import { isUtf8 } from 'node:buffer';
import type { Kind } from './kinds.ts';
import { limits } from './limits.ts';
import type { Content } from './content.ts';
import { RecordScanner, type Span } from './scan-records.ts';
import { bomLength, sniffBinary, sniffJsonObject, sniffText } from './sniff.ts';
import { kinds } from './kinds.ts';

/** Some records of a document, ready for the database. */
export interface Part {
  readonly firstOrdinal: number;
  readonly positions: Float64Array;
  readonly bytes: Uint8Array;
  readonly spans: Uint32Array;
  readonly inexact: readonly { readonly ordinal: number; readonly bytes: Uint8Array }[];
}

/** How a document turned out. */
export interface Outcome {
  readonly status: 'accepted' | 'refused' | 'skipped';
  readonly container: Kind;
  readonly reason: string | null;
  readonly positionBytes: number | null;
  readonly records: number;
}

const headBytes = 65_536;

/**
 * Takes the records out of a file's content. Content that comes in one piece gives its part only when all of it is well
 * formed; streamed content gives parts on the way, so a refused outcome may follow parts, which then must be undone.
 */
export async function extract(content: Content, emit: (part: Part) => void): Promise<Outcome> {
  if (content.kind === 'whole') return extractWhole(content.bytes, emit);
  return extractStream(content.chunks, emit);
}

function extractWhole(bytes: Buffer, emit: (part: Part) => void): Outcome {
  const bom = bomLength(bytes);
  const body = bom ? bytes.subarray(bom) : bytes;
  const other = notAnObject(body);
  if (other) return other;
  const scanner = new RecordScanner();
  const { spans, consumed, malformed } = scanner.scan(body);
  if (malformed) return refuseMalformed(scanner, body, malformed.offset + bom, malformed.problem);
  if (!scanner.isComplete) return refuseCut(scanner, consumed + bom);
  const outcome = conclude(scanner, spans.length);
  if (outcome.status === 'accepted' && spans.length > 0) emit(part(body, spans, 0, bom));
  return outcome;
}

async function extractStream(chunks: AsyncIterable<Buffer>, emit: (part: Part) => void): Promise<Outcome> {
  const scanner = new RecordScanner();
  let rest: Buffer = Buffer.alloc(0);
  let offset = 0;
  let records = 0;
  let isStart = true;
  for await (const chunk of batched(chunks)) {
    rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    if (isStart) {
      offset = bomLength(rest);
      rest = rest.subarray(offset);
      isStart = false;
      const other = notAnObject(rest);
      if (other) return other;
    }
    const { spans, consumed, malformed } = scanner.scan(rest);
    if (malformed) return refuseMalformed(scanner, rest, malformed.offset + offset, malformed.problem);
    const remaining = Buffer.from(rest.subarray(consumed));
    if (spans.length > 0) emit(part(rest, spans, records, offset));
    records += spans.length;
    rest = remaining;
    offset += consumed;
    if (rest.length > limits.recordBytes) {
      return refused('s3-log', 'One record is larger than 64 MB, which CloudTrail never writes.', offset);
    }
  }
  if (isStart) return refused('empty', 'The file is empty.', null);
  if (!scanner.isComplete) return refuseCut(scanner, offset);
  return conclude(scanner, records);
}

/** Joins small chunks, so that the scanner does not begin a large record again for every one of them. */
async function* batched(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    held.push(chunk);
    size += chunk.length;
    if (size < 8 * 1_048_576) continue;
    yield Buffer.concat(held);
    held = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(held);
}

const refused = (container: Kind, reason: string, positionBytes: number | null): Outcome => ({
  status: 'refused',
  container,
  reason,
  positionBytes,
  records: 0,
});

function notAnObject(body: Buffer): Outcome | undefined {
  const head = body.subarray(0, headBytes);
  const binary = sniffBinary(head);
  if (binary === 'empty') return refused('empty', 'The file is empty.', null);
  if (binary) return notRead(binary);
  const first = head.find((byte) => byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09);
  if (first === 0x7b) return undefined;
  return notRead(sniffText(head));
}

/** Kinds that hold CloudTrail data in a shape this version does not import, as against files of other kinds. */
const otherContainers: ReadonlySet<Kind> = new Set<Kind>([
  'lookup-events',
  'eventbridge',
  'cloudwatch-payload',
  'cloudwatch-events',
  'insights-results',
  'cloudwatch-export',
  'ocsf',
  'elastic',
  'splunk',
  'single-record',
  'json-array',
  'json-lines',
  'csv',
  'zip',
  'tar',
  'bzip2',
  'xz',
  'zstd',
  '7z',
  'parquet',
  'orc',
]);

function notRead(kind: Kind): Outcome {
  const label = kinds[kind].label.replace(/^[a-z](?![a-z]*-)/, (letter) => letter.toUpperCase());
  const reason = otherContainers.has(kind)
    ? `${label}. Only files with {"Records":[…]}, plain or gzip, are imported by this version.`
    : `${label}, not a CloudTrail log file.`;
  return { status: 'skipped', container: kind, reason, positionBytes: null, records: 0 };
}

function refuseMalformed(
  scanner: RecordScanner,
  body: Buffer,
  positionBytes: number,
  problem: string,
): Outcome {
  if (scanner.isComplete)
    return scanner.hasRecords
      ? refused('s3-log', `Broken JSON: ${problem}.`, positionBytes)
      : notRead('json-lines');
  if (!scanner.hasRecords && scanner.keys.length === 0)
    return notRead(sniffText(body.subarray(0, headBytes)));
  return refused(
    scanner.hasRecords ? 's3-log' : sniffJsonObject(scanner.keys),
    `Broken JSON: ${problem}.`,
    positionBytes,
  );
}

const refuseCut = (scanner: RecordScanner, positionBytes: number): Outcome =>
  refused(
    scanner.hasRecords ? 's3-log' : sniffJsonObject(scanner.keys),
    `Broken JSON: the content ends where ${scanner.expected} should be; the file is cut off or damaged.`,
    positionBytes,
  );

function conclude(scanner: RecordScanner, records: number): Outcome {
  if (!scanner.hasRecords) return notRead(sniffJsonObject(scanner.keys));
  return { status: 'accepted', container: 's3-log', reason: null, positionBytes: null, records };
}

function part(body: Buffer, spans: readonly Span[], firstOrdinal: number, contentOffset: number): Part {
  const positions = new Float64Array(spans.length);
  const offsets = new Uint32Array(spans.length * 2);
  spans.forEach((span, index) => {
    positions[index] = contentOffset + span.start;
    offsets[index * 2] = span.start;
    offsets[index * 2 + 1] = span.end;
  });
  if (isUtf8(body)) return { firstOrdinal, positions, bytes: body, spans: offsets, inexact: [] };
  return withReplacements(body, spans, firstOrdinal, positions);
}

function withReplacements(
  body: Buffer,
  spans: readonly Span[],
  firstOrdinal: number,
  positions: Float64Array,
): Part {
  const inexact: { ordinal: number; bytes: Uint8Array }[] = [];
  const offsets = new Uint32Array(spans.length * 2);
  const texts: Buffer[] = [];
  let at = 0;
  spans.forEach((span, index) => {
    const bytes = body.subarray(span.start, span.end);
    const isExact = isUtf8(bytes);
    const text = isExact ? bytes : Buffer.from(bytes.toString('utf8'));
    if (!isExact) inexact.push({ ordinal: firstOrdinal + index, bytes: Uint8Array.from(bytes) });
    texts.push(text);
    offsets[index * 2] = at;
    at += text.length;
    offsets[index * 2 + 1] = at;
  });
  return { firstOrdinal, positions, bytes: Buffer.concat(texts), spans: offsets, inexact };
}
