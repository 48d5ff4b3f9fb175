import {
  problemLimit,
  sampleBytes,
  type Found,
  type Item,
  type Other,
  type Outcome,
  type Problem,
} from './found.ts';
import type { Kind } from './kinds.ts';
import { limits } from '../bytes/limits.ts';
import { partOfFound, partOfSpans, type Part } from './parts.ts';
import type { Span } from '../scan/span.ts';

/** Takes parts of a document's records, in order. */
export type Emit = (part: Part) => void;

/** Why a record of such a size is none. */
export const tooLarge = `A record is larger than ${limits.recordBytes / 1_048_576} MB; CloudTrail writes none above 1 MB.`;

const recordsPerPart = 2_048;
const textPerPart = 8 * 1_048_576;
const kindsOfOthers = 100;

/** Where a document's reader puts what it finds: counts it, collects it into parts, and draws the conclusion. */
export class RecordSink {
  readonly #emit: Emit;
  readonly #kinds = new Map<Kind, number>();
  readonly #problems: Problem[] = [];
  readonly #others = new Map<string, { readonly other: Other; count: number }>();
  readonly #repeated = new Map<string, Problem & { count: number }>();
  #note: string | undefined;
  #waiting: { record: Found; position: number }[] = [];
  #waitingText = 0;
  #records = 0;
  #refused = 0;

  constructor(emit: Emit) {
    this.#emit = emit;
  }

  /** Values of a kind were met, records or not. */
  count(kind: Kind, values = 1): void {
    this.#kinds.set(kind, (this.#kinds.get(kind) ?? 0) + values);
  }

  /** What a container unwrapped from the value at a byte offset of the unpacked content. */
  take(items: readonly Item[], positionBytes: number): void {
    for (const item of items) {
      if ('other' in item) {
        this.passOver(item.other);
        continue;
      }
      if (item.kind) this.count(item.kind, 'found' in item ? 1 : 0);
      if ('unreadable' in item) {
        this.refuse(positionBytes, item.unreadable.reason, item.unreadable.sample);
        continue;
      }
      if (item.found.json.length > limits.recordBytes) {
        this.refuse(positionBytes, tooLarge, item.found.json);
        continue;
      }
      this.#note ??= item.found.note;
      if (item.found.remark !== undefined) this.remarkEach(positionBytes, item.found.remark, item.found.json);
      this.#waiting.push({ record: item.found, position: positionBytes });
      this.#waitingText += item.found.json.length + (item.found.exact?.length ?? 0);
      if (this.#waiting.length >= recordsPerPart || this.#waitingText >= textPerPart) this.flush();
    }
  }

  /** Records of a log file, still as bytes. The buffer is given away. */
  takeSpans(bytes: Buffer, spans: readonly Span[], contentOffset: number): void {
    this.flush();
    if (spans.length === 0) return;
    this.#emit(partOfSpans(bytes, spans, this.#records, contentOffset));
    this.#records += spans.length;
  }

  /** Where a record should stand, none can be read. */
  refuse(positionBytes: number, reason: string, sample: string | Uint8Array): void {
    this.#refused += 1;
    this.remark(positionBytes, reason, sample);
  }

  /** Something known that is no record was met. */
  passOver(other: Other): void {
    const key = this.#others.has(other.reason) || this.#others.size < kindsOfOthers ? other.reason : '';
    const met = this.#others.get(key) ?? { other, count: 0 };
    met.count += 1;
    this.#others.set(key, met);
  }

  /** A problem that costs no record. */
  remark(positionBytes: number, reason: string, sample: string | Uint8Array = ''): void {
    if (this.#problems.length < problemLimit) this.#problems.push(problemAt(positionBytes, reason, sample));
  }

  /** A problem that many values may share and that costs no record: told once, at its first place, with a count. */
  remarkEach(positionBytes: number, reason: string, sample: string | Uint8Array = ''): void {
    const met = this.#repeated.get(reason);
    if (met) met.count += 1;
    else if (this.#repeated.size < problemLimit) {
      this.#repeated.set(reason, { count: 1, ...problemAt(positionBytes, reason, sample) });
    }
  }

  /** Hands on what waits. */
  flush(): void {
    if (this.#waiting.length === 0) return;
    this.#emit(partOfFound(this.#waiting, this.#records));
    this.#records += this.#waiting.length;
    this.#waiting = [];
    this.#waitingText = 0;
  }

  /**
   * The document is over. Without any record it is refused when something went wrong, accepted when it is an empty list
   * of records, and else skipped as what it is.
   */
  outcome(fallback: Kind, isEmptyLog = false): Outcome {
    this.flush();
    const [largest] = [...this.#kinds].sort((a, b) => b[1] - a[1]);
    const problems = [...[...this.#repeated.values()].map(withCount), ...this.#problems]
      .slice(0, problemLimit)
      .sort((a, b) => a.positionBytes - b.positionBytes);
    const [first] = problems;
    const [other] = [...this.#others.values()].sort((a, b) => b.count - a.count);
    const isOther = this.#records === 0 && !first && other !== undefined;
    const outcome = {
      container: isOther ? other.other.kind : (largest?.[0] ?? fallback),
      reason: first?.reason ?? (isOther ? other.other.reason : this.#remarks()),
      positionBytes: first?.positionBytes ?? null,
      records: this.#records,
      refusedRecords: this.#refused,
      problems,
    };
    if (this.#records > 0) return { ...outcome, status: first ? 'partial' : 'accepted' };
    if (first) return { ...outcome, status: 'refused' };
    const tells = isOther ? other.other.companion : undefined;
    const status = isEmptyLog && !isOther ? 'accepted' : 'skipped';
    return { ...outcome, status, ...(tells ? { tells } : {}) };
  }

  /** What is worth telling of a document whose records were all read. */
  #remarks(): string | null {
    const others = [...this.#others.values()];
    const count = others.reduce((sum, one) => sum + one.count, 0);
    const [first] = others;
    const left = first
      ? `${count.toLocaleString('en-US')} other ${count === 1 ? 'value was' : 'values were'} passed over. ${first.other.reason}`
      : undefined;
    const told = [this.#note, left].filter((one) => one !== undefined);
    return told.length > 0 ? told.join(' ') : null;
  }
}

function problemAt(positionBytes: number, reason: string, sample: string | Uint8Array): Problem {
  const text =
    typeof sample === 'string' ? sample : Buffer.from(sample.subarray(0, sampleBytes)).toString('utf8');
  return { positionBytes, reason, sample: text.slice(0, sampleBytes) };
}

const withCount = ({ count, reason, ...rest }: Problem & { readonly count: number }): Problem => ({
  ...rest,
  reason: count === 1 ? reason : `${reason} In ${count.toLocaleString('en-US')} records.`,
});
