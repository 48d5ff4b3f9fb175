import { closeSync, openSync, readSync, statSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { measureFile } from '../../../electron/engine/db/file-size.ts';
import { freeBlocks } from '../../../electron/engine/db/free-blocks.ts';
import { tempFolder } from '../../support/temp.ts';

const beforeBlocks = 12_288;

/** A database of which `dropped` tables of a megabyte went again; blocks of 16 KB keep it small. */
async function database(dropped: number, blockBytes = 16_384) {
  const path = join(tempFolder(), 'x.duckdb');
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  await connection.run(`ATTACH '${path}' AS file (BLOCK_SIZE ${blockBytes})`);
  const make = (name: string) =>
    connection.run(
      `CREATE TABLE file.main.${name} AS SELECT hash(n)::VARCHAR || hash(-n)::VARCHAR AS text FROM range(30000) t(n)`,
    );
  for (let n = 0; n < dropped; n += 1) await make(`gone${n}`);
  await make('kept');
  await connection.run('CHECKPOINT file');
  for (let n = 0; n < dropped; n += 1) await connection.run(`DROP TABLE file.main.gone${n}`);
  await connection.run('CHECKPOINT file');
  await connection.run('DETACH file');
  connection.closeSync();
  instance.closeSync();
  return { path, blockBytes };
}

const headerOf = (path: string): Buffer => {
  const file = openSync(path, 'r');
  const headers = Buffer.alloc(beforeBlocks);
  readSync(file, headers, 0, beforeBlocks, 0);
  closeSync(file);
  const [one, two] = [headers.subarray(4_096, 8_192), headers.subarray(8_192)];
  return one.readBigUInt64LE(8) >= two.readBigUInt64LE(8) ? one : two;
};

function freeIn(path: string, blockBytes: number, counted = Number(headerOf(path).readBigUInt64LE(32))) {
  const file = openSync(path, 'r');
  try {
    const freeList = headerOf(path).readBigUInt64LE(24);
    return freeBlocks(file, { beforeBlocks, blockBytes, counted, freeList });
  } finally {
    closeSync(file);
  }
}

describe('the free blocks of a database', () => {
  it.each([0, 1, 4])('are those that DuckDB counts, with %i tables gone', async (dropped) => {
    const { path, blockBytes } = await database(dropped);
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(`ATTACH '${path}' AS file (READ_ONLY)`);
    const reader = await connection.runAndReadAll(
      `SELECT free_blocks FROM pragma_database_size() WHERE database_name = 'file'`,
    );
    connection.closeSync();
    instance.closeSync();
    const found = freeIn(path, blockBytes);
    expect(found?.size).toBe(Number(reader.getRowsJson()[0]?.[0]));
    if (dropped > 1) expect(found?.size).toBeGreaterThan(100);
  });

  it('are unknown where the list is not what a list is', async () => {
    const { path, blockBytes } = await database(4);
    expect(freeIn(path, blockBytes, 3)).toBeNull();
    const file = openSync(path, 'r+');
    const pointer = headerOf(path).readBigUInt64LE(24);
    const at = beforeBlocks + Number(pointer & 0xff_ff_ffn) * blockBytes + 8 + Number(pointer >> 56n) * 248;
    // The list's first part follows itself.
    const itself = Buffer.alloc(16, 0xff);
    itself.writeBigUInt64LE(pointer);
    writeSync(file, itself, 0, 16, at);
    closeSync(file);
    expect(freeIn(path, blockBytes)).toBeNull();
  });
});

describe('a file shorter than its header says', () => {
  it('is whole where only free blocks are missing, and to be looked at where another one is', async () => {
    const { path, blockBytes } = await database(4);
    const free = freeIn(path, blockBytes) ?? new Set();
    const counted = Number(headerOf(path).readBigUInt64LE(32));
    let there = counted;
    while (free.has(there - 1)) there -= 1;
    truncateSync(path, beforeBlocks + there * blockBytes);
    expect(measureFile(path)).toEqual({ problem: null, blocks: null });
    truncateSync(path, beforeBlocks + (there - 1) * blockBytes);
    expect(measureFile(path)).toEqual({ problem: null, blocks: there - 1 });
    truncateSync(path, statSync(path).size - 1);
    expect(measureFile(path).problem).toMatch(/lost its end/);
  });
});
