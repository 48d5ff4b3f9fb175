import { batched, peek, slices } from '../bytes/chunks.ts';
import { prefixedLines } from '../containers/prefixed-lines.ts';
import { textContainers } from '../containers/text-containers.ts';
import type { Outcome } from '../record/found.ts';
import { startsAsLog } from '../scan/cut-log.ts';
import { jsonStartOf } from '../scan/json-start.ts';
import { kinds, type Kind } from '../record/kinds.ts';
import { companionLimits } from '../../../../shared/cloudtrail/companions.ts';
import { packingError, PackingError } from '../bytes/packing-error.ts';
import { KeptText, textOf } from './kept-text.ts';
import { JsonReader } from './read-json.ts';
import { readUsualLog } from './read-usual-log.ts';
import { RecordSink, type Emit } from '../record/record-sink.ts';
import { SignWatch } from '../record/record-signs.ts';
import { sniffBinary } from '../record/sniff.ts';
import { isQuotedTable, sniffText } from '../record/sniff-text.ts';
import { StopReading } from '../record/stop-reading.ts';
import { asUtf8, encodingOf } from '../bytes/text-encoding.ts';

/** A document's unpacked content, in one piece or as it comes. A stream may end with a `PackingError`. */
export type Content =
  | { readonly kind: 'whole'; readonly bytes: Buffer }
  | { readonly kind: 'stream'; readonly chunks: AsyncIterable<Buffer> };

const headBytes = 65_536;
const batchBytes = 8 * 1_048_576;

/**
 * Reads one document, deciding by its content what it is. `isQuick` as `RecordScanner` has it. What holds signs of records
 * and gave none is refused: it is never called another kind.
 */
export async function readDocument(content: Content, emit: Emit, isQuick = false): Promise<Outcome> {
  const watch = new SignWatch();
  const kept = new KeptText();
  const chunks =
    content.kind === 'stream'
      ? watch.passing(kept.passing(content.chunks))
      : slices(content.bytes, batchBytes);
  const outcome = await readContent(
    content.kind === 'stream' ? { kind: 'stream', chunks } : content,
    emit,
    isQuick,
  );
  if (outcome.status !== 'skipped') return outcome;
  const signed = await unlessSigned(outcome, chunks, watch);
  return withText(signed, () => (content.kind === 'stream' ? kept.text : textOf(content.bytes)));
}

/** Adds the text of a document that tells something. */
function withText(outcome: Outcome, textNow: () => string | undefined): Outcome {
  const { tells, status, reason } = outcome;
  if (tells === undefined || status !== 'skipped') return outcome;
  const text = textNow();
  return text === undefined
    ? { ...outcome, reason: [reason, tooLargeToKeep].filter((one) => one !== null).join(' ') }
    : { ...outcome, companion: { kind: tells, text } };
}

const tooLargeToKeep = `It is larger than ${companionLimits.characters / 1_048_576} MB, so nothing is taken from it.`;

async function readContent(content: Content, emit: Emit, isQuick: boolean): Promise<Outcome> {
  const { head, all } =
    content.kind === 'whole'
      ? { head: content.bytes.subarray(0, headBytes), all: slices(content.bytes, batchBytes) }
      : await peek(content.chunks, headBytes);
  if (head.length === 0) return emptyOutcome(all);
  if (content.kind === 'whole' && startsAsLog(content.bytes)) {
    const usual = isQuick ? readUsualLog(content.bytes, emit) : undefined;
    return usual ?? told(readWholeJson(new JsonReader(emit, 0, isQuick), content.bytes));
  }
  const binary = sniffBinary(head);
  if (binary) return skipped(binary);
  const { encoding, markBytes } = encodingOf(head);
  const text = new TextDecoder(encoding).decode(head);
  const utf8 = asUtf8(all, encoding, markBytes);
  const offset = encoding === 'utf-8' ? markBytes : 0;
  const start = jsonStartOf(text);
  // A quote begins JSON text and the tables whose cells are all quoted; a bracket also begins log lines.
  const container = start === 'object' ? undefined : textContainers.find((one) => one.matches(text));
  if (container)
    return told(await readText(container.kind, (sink) => container.read(utf8, sink, offset), emit));
  if (start === undefined) return readLines(text, (sink) => prefixedLines.read(utf8, sink, offset), emit);
  if (start !== 'object' && isQuotedTable(text)) return skippedText(text);
  const reader = new JsonReader(emit, offset, isQuick);
  const outcome =
    encoding === 'utf-8' && content.kind === 'whole'
      ? readWholeJson(reader, content.bytes.subarray(markBytes))
      : await readJson(reader, utf8);
  return outcome.records > 0 || start === 'object' || reader.isJson ? told(outcome) : skippedText(text);
}

/** Kinds whose text is gone through for records; rule files in YAML have records as test data. */
const linesOf: ReadonlySet<Kind> = new Set<Kind>(['text', 'table', 'binary']);

/** Text that is no container by its beginning: records may stand anywhere in it. */
async function readLines(
  head: string,
  read: (sink: RecordSink) => Promise<boolean>,
  emit: Emit,
): Promise<Outcome> {
  const named = skippedText(head);
  if (!linesOf.has(named.container)) return named;
  const outcome = await readText(prefixedLines.kind, read, emit);
  return outcome.status === 'skipped' ? named : outcome;
}

/** Kinds that say of content what else it is; look-alikes have the same names in them, but no service of AWS as their source. */
const vague: ReadonlySet<Kind> = new Set<Kind>([
  ...([
    'json',
    'json-array',
    'json-lines',
    'text',
    'table',
    'yaml',
    'binary',
    'sqlite',
    'orc',
    'parquet',
  ] as const),
]);

async function unlessSigned(
  outcome: Outcome,
  chunks: AsyncIterable<Buffer>,
  watch: SignWatch,
): Promise<Outcome> {
  await watch.seeRest(chunks);
  if (!watch.hasSigns || !(watch.hasAwsSource || vague.has(outcome.container))) return outcome;
  const { label } = kinds[outcome.container];
  const reason = `It seems to hold CloudTrail records in a form that is not read (${label}).`;
  return { ...outcome, status: 'refused', reason };
}

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
  const { kind, reason, companion } = sniffText(head);
  const outcome = reason === undefined ? skipped(kind) : { ...skipped(kind), reason };
  return companion ? { ...outcome, tells: companion } : outcome;
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
