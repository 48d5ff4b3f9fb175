import type { Part } from '../record/parts.ts';

const sizeBytes = 16 * 1_048_576;
/** Before the ring itself: up to where it is free again. */
const headBytes = 64;
/** What one part may take up, so that a reader writes while the engine reads. */
export const ringPartBytes = sizeBytes / 4;
/** An offset in the content and a pair of offsets in the text. */
export const bytesPerRecord = Float64Array.BYTES_PER_ELEMENT + 2 * Uint32Array.BYTES_PER_ELEMENT;

/** Where a part lies in a ring. */
export interface Placed {
  readonly at: number;
  readonly records: number;
  readonly textBytes: number;
  /** Up to where the ring is free once the part has been used. */
  readonly end: number;
}

const aligned = (bytes: number): number => Math.ceil(bytes / 8) * 8;

const roomFor = (part: Part): number =>
  aligned(part.positions.length * bytesPerRecord + part.bytes.byteLength);

/** Whether a part may lie in a ring; one large record is handed over in memory of its own. */
export const fitsRing = (part: Part): boolean => roomFor(part) <= ringPartBytes;

/**
 * Memory shared by one reader, which lays parts down in it one behind the other, around and around, and the engine, which uses
 * them in that order: memory that is used again costs several times less than fresh memory (page faults, garbage collection).
 */
export class Ring {
  readonly memory: SharedArrayBuffer;
  readonly #bytes: Uint8Array;
  /** Positions count on beyond the end of the ring, in 32 bits that overflow; their difference is what is in use. */
  readonly #used: Int32Array;
  #head = 0;
  #seen = 0;

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(headBytes + sizeBytes)) {
    this.memory = memory;
    this.#used = new Int32Array(memory, 0, 1);
    this.#bytes = new Uint8Array(memory, headBytes, sizeBytes);
  }

  /** Lays a part down; undefined while there is no room for it. */
  place(part: Part): Placed | undefined {
    const wanted = roomFor(part);
    const at = this.#head & (sizeBytes - 1);
    const skipped = at + wanted > sizeBytes ? sizeBytes - at : 0;
    this.#seen = Atomics.load(this.#used, 0);
    const inUse = (this.#head - this.#seen) | 0;
    if (inUse + skipped + wanted > sizeBytes) return undefined;
    this.#head = (this.#head + skipped + wanted) | 0;
    const placed = {
      at: skipped > 0 ? 0 : at,
      records: part.positions.length,
      textBytes: part.bytes.byteLength,
      end: this.#head,
    };
    const { positions, spans, bytes } = this.#views(placed);
    positions.set(part.positions);
    spans.set(part.spans);
    bytes.set(part.bytes);
    return placed;
  }

  /** Holds this thread until the engine has freed something since `place` looked, or so long. */
  waitForRoom(ms: number): void {
    Atomics.wait(this.#used, 0, this.#seen, ms);
  }

  /** What lies there, in the ring's own memory: good until it is freed. */
  read(placed: Placed): Pick<Part, 'positions' | 'spans' | 'bytes'> {
    return this.#views(placed);
  }

  /** Frees a part and all before it. */
  free({ end }: Placed): void {
    Atomics.store(this.#used, 0, end);
    Atomics.notify(this.#used, 0);
  }

  #views({ at, records, textBytes }: Placed): {
    readonly positions: Float64Array;
    readonly spans: Uint32Array;
    readonly bytes: Uint8Array;
  } {
    const spansAt = at + records * Float64Array.BYTES_PER_ELEMENT;
    const textAt = at + records * bytesPerRecord;
    return {
      positions: new Float64Array(this.memory, headBytes + at, records),
      spans: new Uint32Array(this.memory, headBytes + spansAt, 2 * records),
      bytes: this.#bytes.subarray(textAt, textAt + textBytes),
    };
  }
}
