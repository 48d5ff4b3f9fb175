import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { zipped, type ZipMember } from '../../electron/engine/zip.ts';
import { tempFolder } from '../support/temp.ts';
import { unzipped } from './areas/export/exporting.ts';

const mebibyte = 1_048_576;

async function* inTurn(...members: ZipMember[]): AsyncGenerator<ZipMember> {
  for (const member of members) yield await Promise.resolve(member);
}

async function bytesOf(members: AsyncIterable<ZipMember>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of zipped(members)) pieces.push(piece);
  return Buffer.concat(pieces);
}

const letters: readonly ZipMember[] = [
  { name: 'über/α.txt', content: ['naïve ', '', '日本 ', '😀'] },
  { name: 'bytes.bin', content: [Uint8Array.of(0x61, 0x62), Buffer.from('c')] },
  { name: 'empty', content: [] },
];

const lengthOf = ({ done, value }: IteratorResult<Uint8Array, void>): number => (done ? 0 : value.length);

/** Random pieces without end, which count themselves and know whether they were let go. */
function endlessMember() {
  const state = { given: 0, isClosed: false };
  async function* content() {
    try {
      for (;;) {
        state.given += 1;
        yield await Promise.resolve(randomBytes(mebibyte / 4));
      }
    } finally {
      await new Promise((resolve) => setTimeout(resolve, 20));
      state.isClosed = true;
    }
  }
  return { state, member: { name: 'endless', content: content() } };
}

describe('a zip archive', () => {
  it('holds its members under their names, text in UTF-8 and bytes as they are', async () => {
    const path = join(tempFolder(), 'a.zip');
    writeFileSync(path, await bytesOf(inTurn(...letters)));
    expect([...(await unzipped(path))]).toEqual([
      ['über/α.txt', 'naïve 日本 😀'],
      ['bytes.bin', 'abc'],
      ['empty', ''],
    ]);
  });

  it('is the same bytes for the same members, in every time zone', async () => {
    const first = await bytesOf(inTurn(...letters));
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    expect((await bytesOf(inTurn(...letters))).equals(first)).toBe(true);
    for (const zone of ['Pacific/Auckland', 'America/Los_Angeles']) {
      vi.stubEnv('TZ', zone);
      expect((await bytesOf(inTurn(...letters))).equals(first)).toBe(true);
    }
    vi.unstubAllEnvs();
  });

  it('reads no further ahead than its reader is, and lets the source go when the reader stops', async () => {
    const { state, member } = endlessMember();
    const archive = zipped(inTurn(member));
    let read = 0;
    while (read < 4 * mebibyte) read += lengthOf(await archive.next());
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((state.given * mebibyte) / 4 - read).toBeLessThan(4 * mebibyte);
    await archive.return(undefined);
    expect(state.isClosed).toBe(true);
    const { given } = state;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(state.given).toBe(given);
  });

  it('asks for a member when the one before it is read', async () => {
    const order: string[] = [];
    const content = function* (name: string) {
      yield name;
      order.push(`${name} read`);
    };
    const members = async function* () {
      for (const name of ['one', 'two']) {
        order.push(`${name} asked for`);
        yield await Promise.resolve({ name, content: content(name) });
      }
    };
    await bytesOf(members());
    expect(order).toEqual(['one asked for', 'one read', 'two asked for', 'two read']);
  });

  it.each([
    ['a member’s content', (failure: Error) => ({ name: 'a', content: failing(failure) })],
    ['the list of members', (failure: Error) => Promise.reject(failure)],
  ])('throws what went wrong in %s, as it was', async (_where, member) => {
    const failure = new Error('the disk failed');
    const members = async function* () {
      yield { name: 'first', content: ['text'] };
      yield await member(failure);
    };
    await expect(bytesOf(members())).rejects.toBe(failure);
  });

  it('takes no name that leads out of the archive', async () => {
    await expect(bytesOf(inTurn({ name: '../a', content: ['x'] }))).rejects.toThrow('invalid relative path');
  });
});

async function* failing(failure: Error): AsyncGenerator<string> {
  yield await Promise.resolve('text');
  throw failure;
}
