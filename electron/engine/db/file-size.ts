import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { freeBlocks } from './free-blocks.ts';

const headerBytes = 4_096;
/** The main header and two of the database, which are written in turn. */
const beforeBlocks = 3 * headerBytes;

/** How a database file stands to its own header. */
export interface FileSize {
  /** Why it cannot be opened, null when it may. */
  readonly problem: string | null;
  /** How many blocks are there, when that is fewer than the header counts and some of the others may have been in use. */
  readonly blocks: number | null;
}

/**
 * Compares the length of a database file with its header. DuckDB opens a file that lost its end as if it were sound and
 * fails at the first block that is not there. Source: DuckDB's storage format: "DUCK" after a checksum; each database header
 * holds checksum, iteration, two block ids (of metadata and of the free list), block count and block size as 64-bit numbers,
 * and the greater iteration is valid. Free blocks at the end are counted and need not be there.
 */
export function measureFile(path: string): FileSize {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    // DuckDB makes a file that is not there, and says why it cannot read one that is.
    if (error instanceof Error) return { problem: null, blocks: null };
    throw error;
  }
  try {
    return compare(file, fstatSync(file).size);
  } finally {
    closeSync(file);
  }
}

function compare(file: number, size: number): FileSize {
  const headers = Buffer.alloc(beforeBlocks);
  if (readSync(file, headers, 0, beforeBlocks, 0) < beforeBlocks)
    return { problem: 'The database file has lost nearly all of itself', blocks: null };
  if (headers.toString('latin1', 8, 12) !== 'DUCK')
    return { problem: 'The database file is none of DuckDB', blocks: null };
  const [one, two] = [headers.subarray(headerBytes), headers.subarray(2 * headerBytes)];
  const valid = one.readBigUInt64LE(8) >= two.readBigUInt64LE(8) ? one : two;
  const [counted, blockBytes] = [Number(valid.readBigUInt64LE(32)), Number(valid.readBigUInt64LE(40))];
  const there = (size - beforeBlocks) / blockBytes;
  if (there >= counted) return { problem: null, blocks: null };
  if (!Number.isInteger(there)) return { problem: 'The database file has lost its end', blocks: null };
  const freeList = valid.readBigUInt64LE(24);
  const free = freeBlocks(file, { beforeBlocks, blockBytes, counted, freeList });
  for (let block = there; block < counted; block += 1)
    if (!free?.has(block)) return { problem: null, blocks: there };
  return { problem: null, blocks: null };
}
