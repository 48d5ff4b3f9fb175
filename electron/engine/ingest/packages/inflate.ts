import { createInflateRaw, type InflateRaw } from 'node:zlib';
import { PackingError } from '../bytes/packing-error.ts';
import { ByteReader } from './byte-reader.ts';

const sliceBytes = 16_384;
/** zlib gives nothing of a piece it fails in, so pieces are small where it failed. */
const salvageSliceBytes = 32;

/**
 * Unpacks raw deflate data up to its end and leaves what follows in `input`. Throws `PackingError` after all that could be
 * unpacked; with `again`, which gives the same input once more from its beginning, that is all up to the damage.
 */
export async function* inflate(
  input: ByteReader,
  again?: () => AsyncIterable<Buffer>,
): AsyncGenerator<Buffer, void> {
  const start = input.position;
  const inflater = new Inflater();
  let sliceStart = start;
  let delivered = 0;
  try {
    while (!inflater.hasEnded()) {
      sliceStart = input.position;
      const slice = await input.next(sliceBytes);
      if (!slice) {
        yield* inflater.finish();
        return;
      }
      for await (const chunk of inflater.write(slice)) {
        delivered += chunk.length;
        yield chunk;
      }
      if (inflater.hasEnded()) input.unread(slice.subarray(inflater.consumed - (sliceStart - start)));
    }
  } catch (error) {
    if (again && error instanceof DamagedError) yield* salvage(again(), start, sliceStart, delivered);
    throw error;
  } finally {
    inflater.close();
  }
}

class DamagedError extends PackingError {}

/** What comes out of the piece of input that zlib failed in, up to the damage. */
async function* salvage(
  chunks: AsyncIterable<Buffer>,
  start: number,
  sliceStart: number,
  delivered: number,
): AsyncGenerator<Buffer> {
  const input = new ByteReader(chunks);
  const inflater = new Inflater();
  let toSkip = delivered;
  try {
    await input.skipTo(start);
    for (;;) {
      const room = input.position < sliceStart ? Math.min(sliceBytes, sliceStart - input.position) : 0;
      const slice = await input.next(room || salvageSliceBytes);
      if (!slice) return;
      for await (const chunk of inflater.write(slice)) {
        const fresh = chunk.subarray(Math.min(toSkip, chunk.length));
        toSkip -= chunk.length - fresh.length;
        if (fresh.length > 0) yield fresh;
      }
    }
  } catch (error) {
    if (!(error instanceof PackingError)) throw error;
  } finally {
    inflater.close();
    await input.close();
  }
}

/** A raw deflate stream that takes its input piece by piece and says where its data ends. */
class Inflater {
  readonly #zlib: InflateRaw = createInflateRaw({ chunkSize: 262_144 });
  #out: Buffer[] = [];
  #written = 0;
  #wake: () => void = () => undefined;

  constructor() {
    this.#zlib.on('readable', () => this.#drain());
    this.#zlib.on('error', () => this.#wake());
    this.#zlib.on('end', () => this.#wake());
  }

  /** Bytes of input that belong to the data. */
  get consumed(): number {
    return this.#zlib.bytesWritten;
  }

  /** True when the data has ended before the input did. */
  hasEnded(): boolean {
    return this.consumed < this.#written;
  }

  /** What one more piece of input gives; throws what is wrong with it only when asked for more. */
  async *write(slice: Buffer): AsyncGenerator<Buffer, void> {
    this.#written += slice.length;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      this.#zlib.write(slice, () => resolve());
    });
    yield* this.#given();
  }

  /** The input is over; throws when the data is not. */
  async *finish(): AsyncGenerator<Buffer, void> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      this.#zlib.end();
    });
    yield* this.#given();
  }

  close(): void {
    this.#zlib.destroy();
  }

  *#given(): Generator<Buffer, void> {
    this.#drain();
    const out = this.#out;
    this.#out = [];
    yield* out;
    if (this.#zlib.errored) throw damage(this.#zlib.errored);
  }

  #drain(): void {
    for (let chunk = this.#zlib.read() as Buffer | null; chunk; chunk = this.#zlib.read() as Buffer | null) {
      this.#out.push(chunk);
    }
  }
}

function damage(error: Error): PackingError {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'Z_BUF_ERROR')
    return new PackingError('The packed data ends too early; the file is cut off.', { cause: error });
  return new DamagedError(`The packed data is damaged (${error.message}).`, { cause: error });
}
