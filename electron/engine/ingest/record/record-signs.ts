import { PackingError } from '../bytes/packing-error.ts';

/**
 * Signs of CloudTrail records in content of any form: the names `eventVersion` and `eventName` in quotes, however these are
 * written (plain, escaped, doubled, single, as an entity or percent-encoded).
 */
const signs: readonly Buffer[] = ['eventVersion', 'eventName'].map((name) => Buffer.from(name));
/** Ends of `"`, `'`, `` ` ``, `&quot;`, `\u0022` and `%22`. */
const opening = new Set(Buffer.from('"\'`;2'));
/** Beginnings of the same. */
const closing = new Set(Buffer.from('"\'`&\\%'));
/** An eventSource of AWS: what tells CloudTrail's records from look-alikes with the same names. */
const awsSource = /event_?source.{1,16}?[\w.-]{1,64}\.amazonaws\.com/is;

function hasSign(bytes: Buffer, sign: Buffer): boolean {
  for (let at = bytes.indexOf(sign); at >= 0; at = bytes.indexOf(sign, at + 1)) {
    if (opening.has(bytes[at - 1] ?? 0) && closing.has(bytes[at + sign.length] ?? 0)) return true;
  }
  return false;
}

/** Whether a text seems to hold CloudTrail records, read or not. */
export const hasRecordSigns = (text: string): boolean => {
  const bytes = Buffer.from(text);
  return signs.every((sign) => hasSign(bytes, sign));
};

/** Longer than what is looked for, so that it is found where two pieces meet. */
const overlapBytes = 256;

/** Looks for the signs in content that passes by in pieces. */
export class SignWatch {
  readonly #missing = new Set(signs);
  #hasAwsSource = false;
  #rest: Buffer = Buffer.alloc(0);

  /** Both names were there. */
  get hasSigns(): boolean {
    return this.#missing.size === 0;
  }

  /** A service of AWS was named as an event's source. */
  get hasAwsSource(): boolean {
    return this.#hasAwsSource;
  }

  /** The same content, looked at on its way. It can be left early and gone on with: `seeRest` takes what is left. */
  passing(chunks: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
    const iterator = chunks[Symbol.asyncIterator]();
    const next = async (): Promise<IteratorResult<Buffer>> => {
      const one = await iterator.next();
      if (!one.done) this.#see(one.value);
      return one;
    };
    return { [Symbol.asyncIterator]: () => ({ next }) };
  }

  /** Looks at content to its end, or to where it breaks off. */
  async seeRest(chunks: AsyncIterable<Buffer>): Promise<void> {
    try {
      for await (const chunk of chunks) this.#see(chunk);
    } catch (error) {
      if (!(error instanceof PackingError)) throw error;
    }
  }

  #see(piece: Buffer): void {
    if (this.hasSigns && this.#hasAwsSource) return;
    const bytes = withoutNuls(this.#rest.length > 0 ? Buffer.concat([this.#rest, piece]) : piece);
    for (const sign of this.#missing) if (hasSign(bytes, sign)) this.#missing.delete(sign);
    this.#hasAwsSource ||= awsSource.test(bytes.toString('latin1'));
    this.#rest = Buffer.from(bytes.subarray(Math.max(0, bytes.length - overlapBytes)));
  }
}

/** In UTF-16 every letter of the names has a NUL beside it. */
const withoutNuls = (bytes: Buffer): Buffer =>
  bytes.includes(0) ? (bytes.filter((one) => one !== 0) as Buffer) : bytes;

const mayHold =
  /event[ ._-]?name|CloudTrailEvent|ZXZlbnROYW1l|V2ZW50TmFtZ|ldmVudE5hbW|6576656e744e616d65|H4sI|\\u00[4-7]/i;

/**
 * False when no record can be in a text, looked at before it is taken apart: the name is in it in no spelling, nor in base64
 * (at each of its three offsets), nor in hexadecimal digits, nor anything packed.
 */
export const mayHoldRecords = (text: string): boolean => mayHold.test(text);
