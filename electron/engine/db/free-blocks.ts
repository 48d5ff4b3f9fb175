import { readSync } from 'node:fs';

/** Where the blocks of a database file lie, and its list of free ones, as its valid header says. */
export interface BlockPlan {
  /** Bytes before the first block. */
  readonly beforeBlocks: number;
  readonly blockBytes: number;
  /** Blocks that the header counts. */
  readonly counted: number;
  /** The list's first part: a block's number, and in the top byte which of its parts. */
  readonly freeList: bigint;
}

/** Blocks of a terabyte: a list beyond it is a stranger's. */
const most = 4_194_304;
const partsInBlock = 64n;
const checksumBytes = 8n;
const numberBytes = 8n;
const none = 0xff_ff_ff_ff_ff_ff_ff_ffn;
const blockOf = (pointer: bigint): bigint => pointer & 0x00_ff_ff_ff_ff_ff_ff_ffn;
const partOf = (pointer: bigint): bigint => pointer >> 56n;

/**
 * The free blocks of a database file; null where the list does not read as one. Source: DuckDB's storage format: blocks of
 * metadata have 64 parts after a checksum, each begins with the pointer to the next one; a list of free blocks is their
 * count and their numbers.
 */
export function freeBlocks(file: number, plan: BlockPlan): ReadonlySet<number> | null {
  const partBytes = (BigInt(plan.blockBytes) - checksumBytes) / partsInBlock / numberBytes;
  const part = Buffer.alloc(Number(partBytes * numberBytes));
  const numbers: number[] = [];
  let counted = plan.counted;
  for (let pointer = plan.freeList; pointer !== none; pointer = part.readBigUInt64LE(0)) {
    const at =
      BigInt(plan.beforeBlocks) +
      blockOf(pointer) * BigInt(plan.blockBytes) +
      checksumBytes +
      partOf(pointer) * BigInt(part.length);
    if (at > BigInt(Number.MAX_SAFE_INTEGER)) return null;
    if (readSync(file, part, 0, part.length, Number(at)) < part.length) return null;
    for (let offset = 8; offset < part.length; offset += 8)
      numbers.push(Number(part.readBigUInt64LE(offset)));
    counted = numbers[0] ?? 0;
    if (counted > Math.min(plan.counted, most)) return null;
    if (numbers.length > counted) return new Set(numbers.slice(1, counted + 1));
  }
  return null;
}
