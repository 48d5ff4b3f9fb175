import { extract, type ExtractEvents, type Header } from 'tar-stream';
import { PackingError } from '../bytes/packing-error.ts';

/** A member's header; tar-stream gives null for types it does not know. */
export type TarHeader = Omit<Header, 'type'> & { readonly type: Header['type'] | null };

/** A member of a tar archive while it passes. */
export interface TarEntry {
  readonly header: TarHeader;
  /** Its bytes; can be read once, and only until the next entry is asked for. */
  readonly chunks: AsyncIterable<Buffer>;
}

type EntryEvent = ExtractEvents['entry'];

interface Announced {
  readonly stream: EntryEvent[1];
  readonly next: EntryEvent[2];
}

const blockBytes = 512;
const cutOff = (): PackingError => new PackingError('The tar archive is cut off.');

/**
 * Feeds tar-stream piece by piece and only as its entries are read, so that everything before a cut or damage comes out:
 * ended early, tar-stream throws away what it still holds.
 */
export class TarReader {
  readonly #input: AsyncIterator<Buffer>;
  readonly #extract = extract({ highWaterMark: 1 });
  #failure: Error | undefined;
  #isOver = false;
  #isWriting = false;
  #hasChanged = false;
  #wake: () => void = () => undefined;
  #announced: (Announced & { readonly header: TarHeader }) | undefined;
  #current: Announced | undefined;
  #missing = 0;
  #fed = 0;
  #tail: Buffer = Buffer.alloc(0);

  constructor(input: AsyncIterable<Buffer>) {
    this.#input = input[Symbol.asyncIterator]();
    this.#extract.on('entry', (header, stream, next) => {
      stream.on('readable', () => this.#changed());
      stream.on('error', () => undefined);
      this.#announced = { header, stream, next };
      this.#changed();
    });
    this.#extract.on('drain', () => {
      this.#isWriting = false;
      this.#changed();
    });
    this.#extract.on('error', (error) => this.#fail(damaged(error)));
  }

  /** The next member, or undefined at the end. Throws `PackingError` where the archive is damaged or cut off. */
  async nextEntry(): Promise<TarEntry | undefined> {
    while ((await this.#read()) !== undefined);
    this.#current?.stream.resume();
    this.#current?.next();
    this.#current = undefined;
    while (!this.#announced) {
      if (this.#failure) throw this.#failure;
      if (this.#isOver && !this.#isWriting) {
        this.#checkEnd();
        return undefined;
      }
      await this.#progress();
    }
    const { header, stream, next } = this.#announced;
    this.#announced = undefined;
    this.#current = { stream, next };
    this.#missing = header.type === 'directory' ? 0 : header.size;
    return { header, chunks: this.#chunks() };
  }

  /** Lets go of the input. */
  async close(): Promise<void> {
    this.#extract.on('error', () => undefined);
    this.#extract.destroy();
    await this.#input.return?.();
  }

  async *#chunks(): AsyncGenerator<Buffer, void> {
    for (let chunk = await this.#read(); chunk; chunk = await this.#read()) yield chunk;
  }

  /** Some bytes of the current entry, undefined after its last. */
  async #read(): Promise<Buffer | undefined> {
    while (this.#missing > 0) {
      const chunk = this.#current?.stream.read() as Buffer | null;
      if (chunk) {
        this.#missing -= chunk.length;
        return chunk;
      }
      if (this.#failure) throw this.#failure;
      if (this.#isOver && !this.#isWriting) throw cutOff();
      await this.#progress();
    }
    return undefined;
  }

  /** Feeds one more piece of input, or waits until the last one has been used. */
  async #progress(): Promise<void> {
    if (!this.#isWriting && !this.#isOver) await this.#feed();
    if (this.#isWriting && !this.#hasChanged) await new Promise<void>((resolve) => (this.#wake = resolve));
    this.#hasChanged = false;
  }

  async #feed(): Promise<void> {
    try {
      const next = await this.#input.next();
      if (next.done) this.#isOver = true;
      else if (next.value.length > 0) {
        this.#isWriting = true;
        this.#fed += next.value.length;
        this.#tail = Buffer.concat([this.#tail, next.value.subarray(-blockBytes)]).subarray(-blockBytes);
        this.#extract.write(next.value);
      }
    } catch (error) {
      this.#isOver = true;
      this.#fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** Two blocks of zeros end an archive. */
  #checkEnd(): void {
    if (this.#fed % blockBytes !== 0 || this.#tail.some((value) => value !== 0)) {
      throw new PackingError('The tar archive has no end mark; it is cut off, and members may be missing.');
    }
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#changed();
  }

  #changed(): void {
    this.#hasChanged = true;
    this.#wake();
  }
}

const damaged = (error: Error): PackingError =>
  new PackingError(`The tar archive is damaged (${error.message.slice(0, 120)}).`, { cause: error });
