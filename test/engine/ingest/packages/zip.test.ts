import { crc32, deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { limits } from '../../../../electron/engine/ingest/bytes/limits.ts';
import { openZip } from '../../../../electron/engine/ingest/packages/zip.ts';
import { memorySource, type ByteSource } from '../../../../electron/engine/ingest/bytes/read-file.ts';
import { zipOf } from '../../../support/archives.ts';
import { membersOf, passingSource, unpackingOf } from '../../../support/unpack.ts';

const texts = (result: Awaited<ReturnType<typeof membersOf>>) =>
  result.members.map(({ name, text }) => [name, text]);

/** Bytes that can be reached anywhere and count what was asked for, as a large file is read. */
function farSource(bytes: Buffer): ByteSource & { readonly asked: () => number } {
  let asked = 0;
  return {
    sizeBytes: bytes.length,
    whole: undefined,
    stream: () => passingSource(bytes).stream(),
    read: (offset, length) => {
      const piece = Buffer.from(bytes.subarray(offset, offset + length));
      asked += piece.length;
      return piece;
    },
    asked: () => asked,
  };
}

const plain = [
  { name: 'a.json', data: '{"a":1}' },
  { name: 'deep/er/b.json', data: 'b'.repeat(5_000) },
  { name: 'stored.txt', data: 'stored', stored: true },
  { name: 'empty', data: '' },
  { name: 'streamed', data: 'sizes behind the data', flags: 0x808 },
];
const plainTexts = plain.map(({ name, data }) => [name, data]);

describe('zip', () => {
  it('reads members wherever they come from', async () => {
    const zip = zipOf(plain);
    for (const source of [memorySource(zip), farSource(zip), passingSource(zip)]) {
      const result = await membersOf(openZip, source);
      expect(texts(result)).toEqual(plainTexts);
      expect([result.problem, result.notes]).toEqual([undefined, []]);
    }
  });

  it('reads zip64 sizes and ends', async () => {
    const zip = zipOf(
      plain.map((member) => ({ ...member, flags: 0x800, zip64: true })),
      { zip64End: true },
    );
    expect(texts(await membersOf(openZip, zip))).toEqual(plainTexts);
  });

  it('does not read what it does not need from a large archive', async () => {
    const zip = zipOf([
      { name: 'large', data: Buffer.alloc(3_000_000, 'x'), stored: true },
      { name: 'locked', data: Buffer.alloc(3_000_000), stored: true, flags: 1 },
    ]);
    const source = farSource(zip);
    for await (const { content } of openZip(source, unpackingOf(1))) expect(content).toBeDefined();
    expect(source.asked()).toBeLessThan(3_500_000);
  });

  it('counts folders and links, and reads a folder that has content', async () => {
    const result = await membersOf(
      openZip,
      zipOf([
        { name: 'folder/', mode: 0o040755, stored: true },
        { name: 'other/', mode: 0, stored: true },
        { name: 'link', data: '/etc/passwd', mode: 0o120777 },
        { name: 'sneaky/', data: 'content' },
      ]),
    );
    expect(texts(result)).toEqual([['sneaky/', 'content']]);
    expect(result.notes).toEqual(['Passed over inside: 2 folders and 1 link or device.']);
  });

  it('takes names as labels, whatever they say', async () => {
    const names = [
      '/etc/passwd',
      '../../up.json',
      'C:\\evil\\a.json',
      'nul\u0000byte',
      '',
      'x'.repeat(5_000),
    ];
    const result = await membersOf(
      openZip,
      zipOf([
        ...names.map((name) => ({ name, data: name })),
        { name: Buffer.from([0x80, 0x2e, 0x74, 0x78, 0x74]), data: 'cp437' },
        { name: Buffer.from([0xff, 0xfe]), data: 'not text', flags: 0x800 },
      ]),
    );
    expect(result.problem).toBeUndefined();
    expect(result.members.map(({ name }) => name)).toEqual([
      '/etc/passwd',
      '../../up.json',
      'C:\\evil\\a.json',
      'nul\\x00byte',
      '(no name)',
      `${'x'.repeat(limits.memberNameLength)}…`,
      'Ç.txt',
      '\ufffd\ufffd',
    ]);
  });

  it('refuses encrypted members and unknown methods by name and reads the others', async () => {
    const result = await membersOf(
      openZip,
      zipOf([
        { name: 'locked', data: 'x', flags: 1 },
        { name: 'aes', data: 'x', method: 99 },
        { name: 'd64', data: 'x', method: 9 },
        { name: 'odd', data: 'x', method: 77 },
        { name: 'open', data: 'here' },
      ]),
    );
    expect(result.members.map(({ text, problem }) => text ?? problem)).toEqual([
      expect.stringMatching(/^It is encrypted\. Unpack the zip with its password/),
      expect.stringMatching(/^It is encrypted/),
      expect.stringMatching(/^It is packed with Deflate64/),
      expect.stringMatching(/^It is packed with method 77/),
      'here',
    ]);
  });

  it('tells where headers and directory contradict each other', async () => {
    const zip = zipOf([
      { name: 'shown.json', localName: 'other.json', data: 'x' },
      { name: 'sound.json', data: 'y' },
    ]);
    const { members } = await membersOf(openZip, zip);
    expect(members.map(({ text, note }) => [text, note])).toEqual([
      ['x', expect.stringMatching(/another one \(other\.json\); the zip’s directory was followed/)],
      ['y', undefined],
    ]);
  });

  it('keeps the content of members whose sum or size is wrong', async () => {
    const { members } = await membersOf(
      openZip,
      zipOf([
        { name: 'sum', data: 'content', statedSum: 1 },
        { name: 'short', data: 'content', statedSize: 3 },
        { name: 'long', data: 'content', statedSize: 3_000 },
        { name: 'stored', data: 'content', statedSize: 9, stored: true },
      ]),
    );
    expect(members.map(({ text, problem }) => [text, problem?.slice(0, 40)])).toEqual([
      ['content', 'It is damaged: its check sum in the zip '],
      ['content', 'It is damaged: the zip states 3 bytes fo'],
      ['content', 'It is damaged: the zip states 3,000 byte'],
      ['content', 'It is damaged: the zip states 9 bytes fo'],
    ]);
  });

  it('gives what there is of damaged data, and the next member', async () => {
    const text = Array.from({ length: 20_000 }, (_, n) => `${n} ${(n * 7_919) % 104_729}\n`).join('');
    const packed = deflateRawSync(text);
    const middle = Math.floor(packed.length / 2);
    packed.fill(0xff, middle, middle + 30);
    const { members } = await membersOf(
      openZip,
      zipOf([
        { name: 'damaged', data: text, packed },
        { name: 'next', data: 'sound' },
      ]),
    );
    expect(members[0]?.problem).toMatch(/damaged/);
    expect(members[0]?.text?.slice(0, text.length * 0.4)).toBe(text.slice(0, text.length * 0.4));
    expect(members[1]?.text).toBe('sound');
  });

  it('reads a zip with rubbish behind it and says so', async () => {
    const result = await membersOf(openZip, Buffer.concat([zipOf(plain), Buffer.from('rubbish')]));
    expect(texts(result)).toEqual(plainTexts);
    expect(result.notes).toEqual([expect.stringMatching(/follow 7 bytes that do not belong/)]);
  });

  it('takes members one by one from a zip that is cut off', async () => {
    const zip = zipOf([...plain, { name: 'last', data: 'last '.repeat(900) }]);
    const directoryAt = zip.indexOf(Buffer.from('PK\u0001\u0002', 'latin1'));
    const result = await membersOf(openZip, zip.subarray(0, directoryAt - 7));
    expect(texts(result).slice(0, plain.length)).toEqual(plainTexts);
    expect(result.members.at(-1)?.name).toBe('last');
    expect('last '.repeat(900).startsWith(result.members.at(-1)?.text ?? 'missing')).toBe(true);
    expect(result.members.at(-1)?.problem).toMatch(/cut off/);
    expect(result.problem).toMatch(/^The zip is cut off: its directory is missing/);
  });

  it('reads members beyond the number stated, and says so', async () => {
    const zip = zipOf(plain);
    zip.writeUInt16LE(2, zip.length - 12);
    const result = await membersOf(openZip, zip);
    expect(texts(result)).toEqual(plainTexts);
    expect(result.notes).toEqual(['It states 2 members and lists 5; all were read.']);
  });

  it('never crashes or hangs on a zip with any byte changed', async () => {
    const zip = zipOf(plain);
    for (let at = 0; at < zip.length; at += 1) {
      for (const value of [0, 0xff]) {
        const changed = Buffer.from(zip);
        changed[at] = value;
        const { members } = await membersOf(openZip, changed);
        expect(members.length).toBeLessThanOrEqual(plain.length);
      }
    }
  });
});

describe('zips made to exhaust', () => {
  it('refuses members that share their bytes', async () => {
    const data = Buffer.alloc(2_000_000);
    const kernel = { data, packed: deflateRawSync(data), statedSum: crc32(data) };
    const zip = zipOf(
      Array.from({ length: 5_000 }, (_, n) => ({ ...kernel, name: `a${n}` })),
      { overlapping: true },
    );
    const result = await membersOf(openZip, zip, unpackingOf(zip.length));
    expect(result.members.length).toBeLessThan(600);
    expect(result.problem).toMatch(/more than 300 times|overlap/);
  });

  it('refuses overlapping members of modest size', async () => {
    const data = Array.from({ length: 40_000 }, (_, n) => `${(n * 7_919) % 104_729}`).join('');
    const zip = zipOf(
      Array.from({ length: 50 }, (_, n) => ({ name: `a${n}`, data })),
      { overlapping: true },
    );
    const result = await membersOf(openZip, zip);
    expect(result.members.length).toBeLessThan(3);
    expect(result.problem).toMatch(/^Its members overlap each other/);
  });

  it('refuses a member that states an incredible size before unpacking it', async () => {
    const { members } = await membersOf(
      openZip,
      zipOf([
        { name: 'huge', data: 'x', statedSize: 20 * 1_073_741_824, zip64: true },
        { name: 'ratio', data: Buffer.alloc(100 * 1_048_576) },
        { name: 'next', data: 'sound' },
      ]),
    );
    expect(members.map(({ text, problem }) => text ?? problem)).toEqual([
      expect.stringMatching(/more than 16 GB/),
      expect.stringMatching(/more than 300 times its size/),
      'sound',
    ]);
  });

  it('stops at what one file may unpack to in all', async () => {
    const data = Buffer.alloc(50 * 1_048_576);
    const packed = deflateRawSync(data, { level: 9 });
    const member = { data, packed, statedSum: crc32(data) };
    const zip = zipOf(Array.from({ length: 40 }, (_, n) => ({ ...member, name: `a${n}` })));
    const result = await membersOf(openZip, zip, unpackingOf(zip.length));
    expect(result.members.length).toBeLessThan(25);
    expect(result.problem).toMatch(/^All that is packed in this file comes to more than 300 times/);
  });

  it('does not believe the number of members', async () => {
    const zip = zipOf([{ name: 'a', data: 'x' }], { zip64End: true });
    const end64 = zip.indexOf(Buffer.from('PK\u0006\u0006', 'latin1'));
    zip.writeBigUInt64LE(2n ** 50n, end64 + 32);
    const result = await membersOf(openZip, zip);
    expect(texts(result)).toEqual([['a', 'x']]);
    expect(result.problem).toMatch(/damaged/);
  });

  it('does not hold an inner archive beyond the limit', async () => {
    const source = { ...passingSource(zipOf(plain)), sizeBytes: limits.bufferedMemberBytes + 1 };
    const result = await membersOf(openZip, source);
    expect(result.problem).toMatch(/has to be held in memory, and this takes more than 512 MB/);
  });
});
