import { constants, createInflateRaw, deflateRawSync, type InflateRaw } from 'node:zlib';
import { limits } from '../bytes/limits.ts';

/** What Node’s own synchronous functions work with; it is no public interface, so every use of it is tried out first. */
interface Handle {
  reset(): void;
  writeSync(
    flush: number,
    input: Buffer,
    inputAt: number,
    inputBytes: number,
    output: Buffer,
    outputAt: number,
    outputBytes: number,
  ): void;
}

interface Opened extends InflateRaw {
  readonly _handle?: Handle;
  /** Room left in the output and bytes left in the input, after a call. */
  readonly _writeState?: Uint32Array;
}

function started(): Opened {
  const opened: Opened = createInflateRaw();
  // What is wrong with the data shows in the next call; nobody else listens.
  return opened.on('error', () => undefined);
}

/**
 * One unpacker of raw deflate data with one memory for what it unpacks, for file after file, instead of new
 * ones for each. What it gave is good until it unpacks the next.
 */
export class KeptInflater {
  readonly #memory: Buffer;
  #opened: Opened | undefined;

  private constructor(memory: Buffer) {
    this.#memory = memory;
  }

  /** Undefined where this version of Node does not work as one has to. */
  static make(memoryBytes: number = limits.wholeContentBytes): KeptInflater | undefined {
    const inflater = new KeptInflater(Buffer.allocUnsafeSlow(memoryBytes));
    return ['one text, one text', 'and another', 'and a third'].every((text) => inflater.#gives(text))
      ? inflater
      : undefined;
  }

  /** What was unpacked since 0. */
  content(lengthBytes: number): Buffer {
    return this.#memory.subarray(0, lengthBytes);
  }

  /**
   * Unpacks what begins at `from`, to its place `at` in the memory: how many bytes came out, and where the packed data ends.
   * Undefined when it is damaged, cut off or larger than the memory.
   */
  inflate(
    packed: Buffer,
    from: number,
    at: number,
  ): { readonly bytes: number; readonly end: number } | undefined {
    const opened = (this.#opened ??= started());
    const { _handle: handle, _writeState: left } = opened;
    const room = this.#memory.length - at;
    if (!handle || !left || room <= 0) return undefined;
    handle.reset();
    handle.writeSync(constants.Z_FINISH, packed, from, packed.length - from, this.#memory, at, room);
    const [outputLeft = 0, inputLeft = 0] = left;
    // Node ends an unpacker that met an error, without a word from this call.
    if (opened.destroyed) this.#opened = undefined;
    return opened.destroyed || outputLeft === 0
      ? undefined
      : { bytes: room - outputLeft, end: packed.length - inputLeft };
  }

  #gives(text: string): boolean {
    const packed = Buffer.concat([deflateRawSync(text), Buffer.from('rest')]);
    try {
      const given = this.inflate(packed, 0, 0);
      const isRefused = this.inflate(packed.subarray(0, 4), 0, 0) === undefined;
      return (
        isRefused &&
        given?.end === packed.length - 4 &&
        this.inflate(packed, 0, 0)?.bytes === text.length &&
        this.content(text.length).toString('latin1') === text
      );
    } catch {
      return false;
    }
  }
}
