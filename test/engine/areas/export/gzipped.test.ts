import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { gzipped } from '../../../../electron/engine/areas/export/formats/records.ts';

/** Pieces that do not pack, each after some work that cannot be broken off. */
async function* working(pieces: number, told: string[]): AsyncGenerator<Uint8Array> {
  try {
    for (let n = 0; n < pieces; n += 1) {
      told.push('begins');
      await new Promise((resolve) => setTimeout(resolve, 5));
      told.push('ends');
      yield randomBytes(400_000);
    }
  } finally {
    told.push('closed');
  }
}

test.each([1, 2, 3, 5])(
  'whoever stops after %d chunks goes on when the source has ended its work',
  async (chunks) => {
    const told: string[] = [];
    let read = 0;
    for await (const chunk of gzipped(working(50, told))) {
      expect(chunk.length).toBeGreaterThan(0);
      read += 1;
      if (read === chunks) break;
    }
    expect(told.at(-1)).toBe('closed');
    expect(told.filter((one) => one === 'begins')).toHaveLength(told.filter((one) => one === 'ends').length);
  },
);

test('a reader that fails goes on when the source has ended its work', async () => {
  const told: string[] = [];
  const reading = async (): Promise<void> => {
    for await (const chunk of gzipped(working(50, told)))
      throw new Error(`no room for ${chunk.length} bytes`);
  };
  await expect(reading()).rejects.toThrow('no room');
  expect(told.at(-1)).toBe('closed');
});

test('a source that fails is heard', async () => {
  async function* failing(): AsyncGenerator<string> {
    yield 'a';
    throw new Error('broken');
  }
  const reading = async (): Promise<void> => {
    for await (const chunk of gzipped(failing())) expect(chunk.length).toBeGreaterThan(0);
  };
  await expect(reading()).rejects.toThrow('broken');
});

test('everything arrives', async () => {
  async function* three(): AsyncGenerator<string> {
    yield 'a';
    yield 'b';
    yield 'c';
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of gzipped(three())) chunks.push(chunk);
  expect(gunzipSync(Buffer.concat(chunks)).toString()).toBe('abc');
});
