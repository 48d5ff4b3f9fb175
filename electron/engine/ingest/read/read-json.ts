import { isUtf8 } from 'node:buffer';
import { cutOff, isObject, isRecord } from '../containers/container.ts';
import { lookAlike } from '../record/look-alikes.ts';
import { isEnvelope } from '../containers/notification.ts';
import { parsed } from '../containers/passage.ts';
import { recordsIn } from '../containers/records-in.ts';
import { unwrap } from '../containers/unwrap.ts';
import type { Item, Outcome } from '../record/found.ts';
import { byte } from '../scan/json-spans.ts';
import { kinds } from '../record/kinds.ts';
import { findRecordStart, type StartFound } from '../scan/record-starts.ts';
import { harmlessBytes, limits } from '../bytes/limits.ts';
import type { PackingError } from '../bytes/packing-error.ts';
import { RecordSink, tooLarge, type Emit } from '../record/record-sink.ts';
import { RecordScanner, type PlacedSpan } from '../scan/scan-records.ts';
import { sniffJsonObject } from '../record/sniff.ts';
import { lenientRecords } from './strictness.ts';

/** A place that cannot be read; whether it costs a record shows when the next readable place is found. */
interface Damage {
  readonly position: number;
  readonly reason: string;
  readonly sample: Buffer;
  costsRecord: boolean;
  /** The broken value up to here, when it is no element of a list: it may be a record that was cut off. */
  cut: { readonly position: number; text: Buffer } | undefined;
}

/** A value as it stands, or what is left of one that breaks off. */
type TakenSpan = PlacedSpan & { readonly cut?: Damage };

/** Records are kept as far as they go up to this size; CloudTrail cuts them at 256 KB, event data stores at 1 MB. */
const largestCut = 2 * 1_048_576;

const sampleOf = (bytes: Buffer, at: number): Buffer => Buffer.from(bytes.subarray(at, at + 256));

/**
 * Reads JSON of every kind: log files by cutting out their records untouched, everything else by unwrapping value after
 * value. What cannot be read is counted and told; reading goes on at the next record. In however many pieces content
 * comes, the result is the same.
 */
export class JsonReader {
  readonly #sink: RecordSink;
  readonly #scanner: RecordScanner;
  /** Offset of `#rest` in the unpacked content. */
  #offset: number;
  #rest: Buffer = Buffer.alloc(0);
  #damage: Damage | undefined;
  #isDamaged = false;
  #retryBytes: number = limits.retryBytes;

  /** `isQuick` as `RecordScanner` has it. */
  constructor(emit: Emit, contentOffset: number, isQuick = false) {
    this.#sink = new RecordSink(emit);
    this.#scanner = new RecordScanner(isQuick);
    this.#offset = contentOffset;
  }

  /** False when nothing that was read looked like JSON after all. */
  get isJson(): boolean {
    const { documents, keys, values } = this.#scanner;
    return documents > 0 || values > 0 || keys.length > 0 || !this.#isDamaged;
  }

  /** Takes the next piece of content, which it may give away to another thread. */
  push(chunk: Buffer): void {
    this.#read(this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk, undefined);
  }

  /** The content is over, whole or broken off by a packing error. */
  finish(failure?: PackingError): Outcome {
    this.#read(this.#rest, { failure });
    const isTold = this.#damage?.reason === failure?.message;
    const spans: TakenSpan[] = [];
    this.#settleDamage(spans);
    this.#take(Buffer.alloc(0), spans);
    if (failure && !isTold) this.#sink.remark(this.#offset, failure.message);
    const { keys, values, documents, hasCut } = this.#scanner;
    const kind = sniffJsonObject(keys);
    if (values === 0 && documents > 0 && keys.length === 0) {
      this.#sink.passOver({ kind: 'json', reason: 'JSON without content.' });
    }
    const outcome = this.#sink.outcome(kind, values === 0 && kinds[kind].isReadable);
    return hasCut ? { ...outcome, isQuick: true } : outcome;
  }

  #read(bytes: Buffer, end: { readonly failure: PackingError | undefined } | undefined): void {
    const spans: TakenSpan[] = [];
    let at = 0;
    for (;;) {
      if (this.#damage) {
        const landing = this.#seek(bytes, at, end !== undefined, spans);
        at = landing.at;
        if (!landing.isFound) break;
      }
      const step = this.#scanner.scan(bytes, at);
      for (const span of step.spans) spans.push(span);
      at = step.consumed;
      if (step.malformed) {
        const { start, offset, problem } = step.malformed;
        this.#damaged(bytes, { start, offset }, `Broken JSON: ${problem}.`, spans);
        at = this.#retryAt(start, offset, bytes[start] === byte.openBrace && start === offset ? 0 : 1);
      } else if (end && (at < bytes.length || !this.#scanner.isBetween)) {
        const reason = end.failure?.message ?? this.#whyCut(at < bytes.length);
        this.#damaged(bytes, { start: at, offset: at }, reason, spans);
        if (at === bytes.length) break;
        at = this.#retryAt(at, bytes.length, 1);
      } else if (bytes.length - at > limits.valueBytes) {
        const reason = 'One value is larger than 64 MB, which CloudTrail never writes.';
        this.#damaged(bytes, { start: at, offset: at }, reason, spans);
        at = this.#retryAt(at, bytes.length, 1);
      } else break;
    }
    this.#rest = Buffer.from(bytes.subarray(at));
    this.#take(bytes, spans);
    this.#offset += at;
  }

  #damaged(
    bytes: Buffer,
    { start, offset }: { readonly start: number; readonly offset: number },
    reason: string,
    spans: TakenSpan[],
  ): void {
    this.#settleDamage(spans);
    this.#isDamaged = true;
    this.#damage = {
      position: this.#offset + offset,
      reason,
      sample: sampleOf(bytes, start),
      costsRecord: bytes.subarray(start, offset).includes(byte.quote),
      cut: this.#scanner.isInList
        ? undefined
        : { position: this.#offset + start, text: Buffer.from(bytes.subarray(start, start + 1)) },
    };
  }

  /**
   * Where to look for the next record: right behind the beginning of the broken value, because the break may lie in a
   * later one. Once that has cost too much, behind the break itself.
   */
  #retryAt(start: number, offset: number, step: number): number {
    const cost = offset - start;
    if (cost > this.#retryBytes) return offset;
    this.#retryBytes -= cost;
    return start + step;
  }

  #seek(bytes: Buffer, from: number, isLast: boolean, spans: TakenSpan[]): StartFound {
    const landing = findRecordStart(bytes, from, this.#scanner.lookFor, isLast);
    const { at, isFound } = landing;
    const damage = this.#damage;
    if (damage) {
      damage.costsRecord ||= bytes.subarray(from, at).includes(byte.quote);
      if (damage.cut) {
        const next = damage.cut.position + damage.cut.text.length - this.#offset;
        damage.cut.text = Buffer.concat([damage.cut.text, bytes.subarray(next, at)]);
        if (damage.cut.text.length > largestCut) damage.cut = undefined;
      }
    }
    if (isFound) {
      this.#settleDamage(spans);
      this.#scanner.resume();
    }
    return landing;
  }

  /** What is told of a broken value waits for those that stand before it. */
  #settleDamage(spans: TakenSpan[]): void {
    if (this.#damage) spans.push({ start: 0, end: 0, place: 'value', cut: this.#damage });
    this.#damage = undefined;
  }

  /** A record that was cut off is kept as far as it goes, and told all the same. */
  #takeCut({ position, reason, sample, costsRecord, cut }: Damage): void {
    const item = costsRecord && cut ? cutOff(cut.text.toString('utf8').trimEnd(), 'A record') : undefined;
    if (cut && item && 'found' in item) {
      const exact = isUtf8(cut.text) ? item.found.exact : Uint8Array.from(cut.text);
      const found = { ...item.found, ...(exact === undefined ? {} : { exact }) };
      this.#sink.take([{ found, kind: 'single-record' }], cut.position);
      this.#sink.remark(position, reason, sample);
    } else if (costsRecord) this.#sink.refuse(position, reason, sample);
    else this.#sink.remark(position, reason, sample);
  }

  #whyCut(isInside: boolean): string {
    const where = isInside ? 'inside a record or value' : `where ${this.#scanner.expected} should be`;
    return `The content ends ${where}; the file is cut off or damaged.`;
  }

  #take(bytes: Buffer, spans: readonly TakenSpan[]): void {
    const isText = spans.some(({ place }) => place !== 'Records') && isUtf8(bytes);
    const isLog = spans.map((span) => this.#isOfLog(bytes, span));
    for (let from = 0; from < spans.length;) {
      let to = from;
      while (to < spans.length && isLog[to] === isLog[from]) to += 1;
      const run = spans.slice(from, to);
      if (isLog[from]) this.#takeLog(bytes, run, to === spans.length);
      else for (const span of run) this.#takeOne(bytes, span, isText);
      from = to;
    }
  }

  /**
   * Elements of a log file's list are records, or are told not to be by whoever takes them; but some programs put records
   * into them that are wrapped in something. Whoever reads quickly looks at these when it reads again.
   */
  #isOfLog(bytes: Buffer, { start, end, place }: PlacedSpan): boolean {
    if (place !== 'Records' || bytes[start] !== byte.openBrace) return false;
    if (beyondLimits(bytes, { start, end, place }) !== undefined) return false;
    const begin = bytes.toString('latin1', start, Math.min(end, start + 40));
    if (usualStart.test(begin)) return true;
    if (isForeign(bytes.subarray(start, end))) return false;
    if (this.#scanner.hasCut || begin.startsWith(recordStart)) return true;
    const text = bytes.toString('utf8', start, end);
    const value = parsed(text);
    return value === undefined || isRecord(value) || recordsIn(text).every((item) => !('found' in item));
  }

  /** Records of a log file go on untouched, with the bytes around them when these are not needed here any more. */
  #takeLog(bytes: Buffer, run: readonly PlacedSpan[], isLastRun: boolean): void {
    const [first] = run;
    const last = run.at(-1);
    if (!first || !last) return;
    this.#sink.count('s3-log', run.length);
    this.#tellForms(bytes, run);
    if (isLastRun && (last.end - first.start) * 2 >= bytes.length) {
      this.#sink.takeSpans(bytes, run, this.#offset);
      return;
    }
    const moved = run.map(({ start, end }) => ({ start: start - first.start, end: end - first.start }));
    this.#sink.takeSpans(
      Buffer.from(bytes.subarray(first.start, last.end)),
      moved,
      this.#offset + first.start,
    );
  }

  #takeOne(bytes: Buffer, span: TakenSpan, isText: boolean): void {
    const beyond = beyondLimits(bytes, span);
    if (span.cut) this.#takeCut(span.cut);
    else if (beyond !== undefined)
      this.#sink.refuse(this.#offset + span.start, beyond, sampleOf(bytes.subarray(0, span.end), span.start));
    else this.#takeValue(bytes, span, isText);
  }

  /** What records of a log file are that are taken as they are: in bytes or words of JSON that not every reader takes. */
  #tellForms(bytes: Buffer, run: readonly PlacedSpan[]): void {
    for (const { start, end } of lenientRecords(bytes, run))
      this.#sink.remarkEach(this.#offset + start, notStrict, sampleOf(bytes.subarray(0, end), start));
    if (isUtf8(bytes)) return;
    for (const { start, end } of run) {
      if (!isUtf8(bytes.subarray(start, end)))
        this.#sink.remarkEach(this.#offset + start, notUtf8, sampleOf(bytes.subarray(0, end), start));
    }
  }

  #takeValue(bytes: Buffer, span: PlacedSpan, isText: boolean): void {
    const slice = bytes.subarray(span.start, span.end);
    const text = slice.toString('utf8');
    // Of what stands beside a list only records are worth telling.
    const items =
      span.place === 'beside'
        ? recordsIn(text).filter((item) => !('other' in item))
        : this.#unwrap(text, span);
    const position = this.#offset + span.start;
    const [only] = items;
    if (isText || isUtf8(slice)) {
      for (const item of items)
        this.#sink.take([item], position + ('other' in item ? 0 : (item.offset ?? 0)));
    } else {
      this.#sink.take(only && items.length === 1 ? [withBytes(only, slice)] : items, position);
      this.#sink.remarkEach(position, notUtf8, sampleOf(slice, 0));
    }
  }

  #unwrap(text: string, { place }: PlacedSpan): readonly Item[] {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      return [{ unreadable: { reason: `Broken JSON: ${because(error)}.`, sample: text } }];
    }
    try {
      return unwrap(value, text, place);
    } catch (error) {
      return [{ unreadable: { reason: `It cannot be unwrapped: ${because(error)}.`, sample: text } }];
    }
  }
}

/** Why a value is not even parsed; undefined for all that may be. */
function beyondLimits(bytes: Buffer, { start, end, place }: PlacedSpan): string | undefined {
  if (end - start <= harmlessBytes) return undefined;
  if (place === 'Records' && end - start > limits.recordBytes) return tooLarge;
  return partsOf(bytes, start, end) > limits.valueParts
    ? `A value has more than ${limits.valueParts / 1_000_000} million objects, lists and members, which no log has.`
    : undefined;
}

/** At most so many objects, lists and members are in these bytes; those in texts are counted with them. */
function partsOf(bytes: Buffer, start: number, end: number): number {
  let parts = 0;
  for (let at = start; at < end; at += 1) {
    const value = bytes[at];
    if (value === byte.colon || value === byte.openBrace || value === byte.openBracket) parts += 1;
  }
  return parts;
}

const notUtf8 =
  'Some bytes here are not UTF-8; they show as replacement characters, and the record keeps its own bytes.';
const notStrict =
  'A record here is not strict JSON (commas too many, words such as NaN, bare line breaks); it is read as far as lenient readers do.';

/** As CloudTrail begins its records, and nobody else. */
const usualStart = /^\{"eventVersion":"1\.(?:0[1-9]|1\d)","userIdentity":/;
const recordStart = '{"eventVersion":';

const because = (error: unknown): string =>
  error instanceof Error ? error.message.slice(0, 120) : 'an unknown problem';

/** As a record of CloudTrail names its source. */
const awsSource = /^"eventSource"\s*:\s*"[\w.-]*\.amazonaws\.com/;

/**
 * Notifications, and events of other clouds, come in a list of the same name as a log file's; the cheap look comes first, for
 * log files are many.
 */
function isForeign(text: Buffer): boolean {
  const at = text.indexOf('"eventSource"');
  if (at >= 0 && awsSource.test(text.toString('latin1', at, at + 256))) return false;
  try {
    const value: unknown = JSON.parse(text.toString('utf8'));
    return isObject(value) && (isEnvelope(value) || lookAlike(value) !== undefined);
  } catch {
    return false;
  }
}

/** A record whose text had to be changed because its bytes are not UTF-8 keeps the bytes of the value it came in. */
const withBytes = (item: Item, bytes: Buffer): Item =>
  'found' in item && item.found.exact === undefined
    ? { ...item, found: { ...item.found, exact: Uint8Array.from(bytes) } }
    : item;
