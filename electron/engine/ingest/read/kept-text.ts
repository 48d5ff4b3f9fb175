import { companionLimits } from '../../../../shared/cloudtrail/companions.ts';
import { startsAsLog } from '../scan/cut-log.ts';
import { encodingOf } from '../bytes/text-encoding.ts';

/** The text of a small document that is no log file, kept while it is read: what it is shows only at its end. */
export class KeptText {
  #pieces: Buffer[] = [];
  #bytes = 0;
  #isLeft = false;

  /** The same content, kept on its way. */
  async *passing(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      this.#keep(chunk);
      yield chunk;
    }
  }

  /** All of it, or undefined for content that is larger than what is kept. */
  get text(): string | undefined {
    return this.#isLeft ? undefined : textOf(Buffer.concat(this.#pieces));
  }

  #keep(chunk: Buffer): void {
    if (this.#isLeft) return;
    this.#bytes += chunk.length;
    this.#isLeft =
      this.#bytes > companionLimits.characters || (this.#pieces.length === 0 && startsAsLog(chunk));
    if (this.#isLeft) this.#pieces = [];
    // The reader's memory is used again for what comes next.
    else this.#pieces.push(Buffer.from(chunk));
  }
}

/** A whole document as text; undefined where it is larger than what is kept. */
export const textOf = (bytes: Buffer): string | undefined =>
  bytes.length > companionLimits.characters
    ? undefined
    : new TextDecoder(encodingOf(bytes).encoding).decode(bytes);
