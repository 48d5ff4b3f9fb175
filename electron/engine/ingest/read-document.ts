import { batched, peek, slices } from './chunks.ts';
import { textContainers } from './containers/text-containers.ts';
import type { Outcome } from './found.ts';
import { kinds, type Kind } from './kinds.ts';
import { findLandmark } from './landmarks.ts';
import { packingError, PackingError } from './packing-error.ts';
import { JsonReader } from './read-json.ts';
import { RecordSink, type Emit } from './record-sink.ts';
import { sniffBinary } from './sniff.ts';
import { isQuotedTable, sniffText } from './sniff-text.ts';
import { StopReading } from './stop-reading.ts';
import { asUtf8, encodingOf } from './text-encoding.ts';

/** A document's unpacked content, in one piece or as it comes. A stream may end with a `PackingError`. */
export type Content =
  | { readonly kind: 'whole'; readonly bytes: Buffer }
  | { readonly kind: 'stream'; readonly chunks: AsyncIterable<Buffer> };

const headBytes = 65_536;
const batchBytes = 8 * 1_048_576;
const jsonStart = /^[\s\x1e]*[{["]/;

/** Reads one document, deciding by its content what it is. `isQuick` as `RecordScanner` has it. */
export async function readDocument(content: Content, emit: Emit, isQuick = false): Promise<Outcome> {
  const { head, all } =
    content.kind === 'whole'
      ? { head: content.bytes.subarray(0, headBytes), all: slices(content.bytes, batchBytes) }
      : await peek(content.chunks, headBytes);
  if (head.length === 0) return emptyOutcome(all);
  if (content.kind === 'whole' && startsAsLog(content.bytes))
    return told(readWholeJson(new JsonReader(emit, 0, isQuick), content.bytes));
  const binary = sniffBinary(head);
  if (binary) return skipped(binary);
  const { encoding, markBytes } = encodingOf(head);
  const text = new TextDecoder(encoding).decode(head);
  const utf8 = asUtf8(all, encoding, markBytes);
  const offset = encoding === 'utf-8' ? markBytes : 0;
  const isJson = jsonStart.test(text);
  const isObject = isJson && text.trimStart().startsWith('{');
  // A quote begins JSON text and the tables whose cells are all quoted; a bracket also begins log lines.
  const container = isObject ? undefined : textContainers.find((one) => one.matches(text));
  if (container)
    return told(await readText(container.kind, (sink) => container.read(utf8, sink, offset), emit));
  if (isJson && !isObject && isQuotedTable(text)) return skippedText(text);
  if (!isJson && !mayHoldRecords(text)) return skippedText(text);
  const reader = new JsonReader(emit, offset, isQuick);
  const outcome =
    encoding === 'utf-8' && content.kind === 'whole'
      ? readWholeJson(reader, content.bytes.subarray(markBytes))
      : await readJson(reader, utf8);
  if (outcome.records > 0 || isObject || reader.isJson) return told(outcome);
  return text.trimStart().startsWith('[') ? skipped('text') : skippedText(text);
}

const logStart = Buffer.from('{"Records":[');

/** As CloudTrail's own log files begin: they are many and small, and looking closer at each costs as much as reading it. */
const startsAsLog = (bytes: Buffer): boolean => bytes.subarray(0, logStart.length).equals(logStart);

/** Text with the beginning of a record somewhere; rule files in YAML have them as test data. */
const mayHoldRecords = (text: string): boolean =>
  findLandmark(Buffer.from(text), 0, 'record', true).isFound && sniffText(text).kind !== 'yaml';

/** A document without records and without problems says what it is. */
const told = (outcome: Outcome): Outcome =>
  outcome.status === 'skipped' && outcome.reason === null ? skipped(outcome.container) : outcome;

async function emptyOutcome(all: AsyncIterable<Buffer>): Promise<Outcome> {
  const reason = await all[Symbol.asyncIterator]()
    .next()
    .then(
      () => 'The file is empty.',
      (error: unknown) => packingError(error).message,
    );
  return { ...skipped('empty'), status: 'refused', reason };
}

function readWholeJson(reader: JsonReader, body: Buffer): Outcome {
  reader.push(body);
  return reader.finish();
}

async function readJson(reader: JsonReader, chunks: AsyncIterable<Buffer>): Promise<Outcome> {
  try {
    for await (const chunk of batched(chunks, batchBytes)) reader.push(chunk);
  } catch (error) {
    if (!(error instanceof PackingError)) throw error;
    return reader.finish(error);
  }
  return reader.finish();
}

async function readText(
  kind: Kind,
  read: (sink: RecordSink) => Promise<boolean>,
  emit: Emit,
): Promise<Outcome> {
  const sink = new RecordSink(emit);
  sink.count(kind, 0);
  let isWithoutEntries = false;
  try {
    isWithoutEntries = await read(sink);
  } catch (error) {
    if (error instanceof StopReading) throw error;
    sink.remark(0, error instanceof PackingError ? error.message : unexpected(error));
  }
  return sink.outcome(kind, isWithoutEntries);
}

const unexpected = (error: unknown): string =>
  `It could not be read to its end: ${error instanceof Error ? error.message.slice(0, 200) : 'an unknown problem'}.`;

/** Packed in ways that are not unpacked here: what to do instead. */
const unpackFirst: Partial<Record<Kind, string>> = {
  bzip2: 'A bzip2 file is not unpacked here. Unpack it (bunzip2) and open the result.',
  xz: 'An xz file is not unpacked here. Unpack it (unxz) and open the result.',
  zstd: 'A Zstandard file is not unpacked here. Unpack it (zstd -d) and open the result.',
  '7z': 'A 7z archive is not unpacked here. Unpack it (7z x) and open the folder.',
  rar: 'A RAR archive is not unpacked here. Unpack it (unrar x) and open the folder.',
  lz4: 'An LZ4 file is not unpacked here. Unpack it (lz4 -d) and open the result.',
  snappy: 'A Snappy file is not unpacked here. Unpack it (snzip -d) and open the result.',
  lzip: 'An lzip file is not unpacked here. Unpack it (lzip -d) and open the result.',
  compress: 'A file packed with compress is not unpacked here. Unpack it (uncompress) and open the result.',
  orc: 'An ORC file is not read. Export the table as JSON or Parquet and open that.',
};

function skippedText(head: string): Outcome {
  const { kind, reason } = sniffText(head);
  return reason === undefined ? skipped(kind) : { ...skipped(kind), reason };
}

function skipped(container: Kind): Outcome {
  const label = kinds[container].label;
  return {
    status: container === 'empty' || container in unpackFirst ? 'refused' : 'skipped',
    container,
    reason:
      unpackFirst[container] ?? `${label.charAt(0).toUpperCase()}${label.slice(1)}, not CloudTrail events.`,
    positionBytes: null,
    records: 0,
    refusedRecords: 0,
    problems: [],
  };
}
