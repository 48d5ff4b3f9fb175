import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { gunzip } from '../../../../electron/engine/ingest/packages/gzip.ts';
import { openTar } from '../../../../electron/engine/ingest/packages/tar.ts';
import { memorySource, wholeFileBytes } from '../../../../electron/engine/ingest/bytes/read-file.ts';
import { tarOf } from '../../../support/archives.ts';
import { membersOf, passingSource, unpackingOf } from '../../../support/unpack.ts';

const plain = [
  { name: 'a.json', data: '{"a":1}' },
  { name: `deep/${'long'.repeat(60)}/b.json`, data: 'b'.repeat(50_000) },
  { name: 'naïve.json', data: 'pax name' },
  { name: 'empty', data: '' },
  { name: 'block', data: 'x'.repeat(512) },
];
const plainTexts = plain.map(({ name, data }) => [name, data]);
const texts = (result: Awaited<ReturnType<typeof membersOf>>) =>
  result.members.map(({ name, text }) => [name, text]);

/** A header block by hand, for kinds the packer does not write. */
function block(name: string, size: number, type: string, magic = 'ustar\u000000'): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write('0000644\0', 100);
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  header.write('        ', 148);
  header.write(type, 156);
  header.write(magic, 257, 'latin1');
  const sum = header.reduce((total, value) => total + value, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}
const padded = (text: string): Buffer =>
  Buffer.concat([Buffer.from(text), Buffer.alloc(-Buffer.byteLength(text) & 511)]);
const endMark = Buffer.alloc(1_024);

describe('tar', () => {
  it('reads members whatever the pieces they come in', async () => {
    const tar = await tarOf(plain);
    for (const pieceBytes of [1, 100, 512, 10_000, tar.length]) {
      const result = await membersOf(openTar, passingSource(tar, pieceBytes));
      expect(texts(result)).toEqual(plainTexts);
      expect([result.problem, result.notes]).toEqual([undefined, []]);
    }
  });

  it('reads GNU long names', async () => {
    const name = `${'folder/'.repeat(30)}a.json`;
    const tar = Buffer.concat([
      block('././@LongLink', name.length + 1, 'L', 'ustar  \0'),
      padded(`${name}\0`),
      block('cut', 4, '0', 'ustar  \0'),
      padded('text'),
      endMark,
    ]);
    expect(texts(await membersOf(openTar, tar))).toEqual([[name, 'text']]);
  });

  it('counts folders, links and devices', async () => {
    const tar = await tarOf([
      { name: 'folder', type: 'directory' },
      { name: 'link', type: 'symlink', linkname: '/etc/passwd' },
      { name: 'hard', type: 'link', linkname: 'a' },
      { name: 'device', type: 'character-device' },
      { name: '../a', data: 'kept' },
    ]);
    const result = await membersOf(openTar, tar);
    expect(texts(result)).toEqual([['../a', 'kept']]);
    expect(result.notes).toEqual(['Passed over inside: 1 folder and 3 links or devices.']);
  });

  it('refuses sparse members and reads the next', async () => {
    const tar = Buffer.concat([
      block('sparse', 4, 'S', 'ustar  \0'),
      padded('data'),
      block('pax', 29, 'x'),
      padded('29 GNU.sparse.realsize=90000\n'),
      block('pax-sparse', 4, '0'),
      padded('data'),
      block('next', 4, '0'),
      padded('text'),
      endMark,
    ]);
    const { members } = await membersOf(openTar, tar);
    expect(members.map(({ text, problem }) => text ?? problem)).toEqual([
      expect.stringMatching(/sparse/),
      expect.stringMatching(/sparse/),
      'text',
    ]);
  });

  it('keeps whole members and the beginning of one that is cut off', async () => {
    const tar = await tarOf(plain);
    const content = tar.indexOf('bbbb');
    for (const source of [tar.subarray(0, content + 30_000), gzipSync(tar).subarray(0, -30)]) {
      const unpacking = unpackingOf(1_000);
      const memory = memorySource(Buffer.from(source));
      const result = await membersOf(openTar, source[0] === 0x1f ? gunzip(memory, unpacking) : memory);
      expect(result.members[0]?.text).toBe('{"a":1}');
      expect(result.problem).toMatch(/cut off/);
    }
    const cut = await membersOf(openTar, tar.subarray(0, content + 30_000));
    expect(cut.members[1]).toMatchObject({
      text: 'b'.repeat(30_000),
      problem: expect.stringMatching(/cut off/),
    });
  });

  it('says when members may be missing because it ends between two', async () => {
    const tar = await tarOf(plain);
    const result = await membersOf(openTar, tar.subarray(0, 1_024));
    expect(texts(result)).toEqual([['a.json', '{"a":1}']]);
    expect(result.problem).toMatch(/has no end mark/);
  });

  it('keeps members before a damaged header', async () => {
    const tar = await tarOf(plain);
    tar.fill(0xff, 1_024, 1_100);
    const result = await membersOf(openTar, tar);
    expect(texts(result)).toEqual([['a.json', '{"a":1}']]);
    expect(result.problem).toMatch(/damaged/);
  });

  it('does not believe sizes', async () => {
    const header = block('huge', 0, '0');
    const size = Buffer.alloc(12);
    size[0] = 0x80;
    size.writeUInt32BE(0xffff, 4);
    size.copy(header, 124);
    header.write('        ', 148);
    const sum = header.reduce((total, value) => total + value, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    const result = await membersOf(openTar, Buffer.concat([header, padded('little'), endMark]));
    expect(result.members).toHaveLength(1);
    expect(result.members[0]?.problem).toMatch(/cut off/);
  });

  it('gives large members while they pass, without holding them, and goes on when they are not read', async () => {
    const size = wholeFileBytes + 5_000_000;
    const piece = Buffer.alloc(1_048_576, 'x');
    async function* stream(): AsyncGenerator<Buffer> {
      yield block('large', size, '0');
      for (let left = size; left > 0; left -= piece.length) yield Buffer.from(piece.subarray(0, left));
      yield Buffer.alloc(-size & 511);
      yield block('large again', size, '0');
      for (let left = size; left > 0; left -= piece.length) yield Buffer.from(piece.subarray(0, left));
      yield Buffer.alloc(-size & 511);
      yield Buffer.concat([block('next', 4, '0'), padded('text'), endMark]);
    }
    const before = process.memoryUsage.rss();
    const seen: string[] = [];
    let read = 0;
    const source = { sizeBytes: 2 * size, whole: undefined, stream, isOnce: true } as const;
    for await (const { name, content } of openTar(source, unpackingOf(size))) {
      seen.push(name);
      if ('refused' in content) throw new Error(content.refused);
      if (name === 'large') {
        expect(content.isOnce).toBe(true);
        for await (const chunk of content.stream()) read += chunk.length;
      }
    }
    expect([seen, read]).toEqual([['large', 'large again', 'next'], size]);
    expect(process.memoryUsage.rss() - before).toBeLessThan(120 * 1_048_576);
  });

  it('never crashes or hangs on a tar with any byte of its headers changed', async () => {
    const tar = await tarOf([
      { name: 'a', data: 'a' },
      { name: 'long'.repeat(60), data: 'b' },
    ]);
    for (let at = 0; at < tar.length; at += 3) {
      const changed = Buffer.from(tar);
      changed[at]! ^= 0x55;
      const { members } = await membersOf(openTar, changed);
      expect(members.length).toBeLessThanOrEqual(3);
    }
  });
});
