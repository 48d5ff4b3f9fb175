import { randomBytes } from 'node:crypto';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { gunzip } from '../../../../electron/engine/ingest/packages/gzip.ts';
import { limits } from '../../../../electron/engine/ingest/bytes/limits.ts';
import { memorySource, type ByteSource } from '../../../../electron/engine/ingest/bytes/read-file.ts';
import { drained, passingSource, streamedSource, unpackingOf } from '../../../support/unpack.ts';

const lines = (count: number): string =>
  Array.from({ length: count }, (_, n) => `line ${n} ${(n * 7_919) % 104_729}\n`).join('');

async function unpacked(source: ByteSource) {
  const unpacking = unpackingOf(source.sizeBytes);
  const content = gunzip(source, unpacking);
  return { ...(await drained(content)), isWhole: content.whole !== undefined, notes: [...unpacking.notes] };
}

const waysToRead: readonly (readonly [string, (bytes: Buffer) => ByteSource])[] = [
  ['in memory', memorySource],
  ['as a stream', (bytes) => streamedSource(bytes, 777)],
  ['as a stream of single bytes', (bytes) => streamedSource(bytes, 1)],
  ['passing once', (bytes) => passingSource(bytes, 30_000)],
];

/** A header with every optional field. */
function withEveryField(content: string): Buffer {
  const head = Buffer.concat([
    Buffer.from([0x1f, 0x8b, 8, 4 | 8 | 16 | 2 | 1, 0, 0, 0, 0, 0, 3]),
    Buffer.from([5, 0]),
    Buffer.from('extra'),
    Buffer.from('name.json\0a comment\0'),
  ]);
  const sum = Buffer.alloc(2);
  sum.writeUInt16LE(crc32(head) & 0xffff);
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(content), 0);
  trailer.writeUInt32LE(Buffer.byteLength(content), 4);
  return Buffer.concat([head, sum, deflateRawSync(content), trailer]);
}

describe.each(waysToRead)('gzip %s', (_name, sourceOf) => {
  it('reads one member', async () => {
    const text = lines(3_000);
    const { bytes, problem, notes } = await unpacked(sourceOf(gzipSync(text)));
    expect(bytes.toString()).toBe(text);
    expect({ problem, notes }).toEqual({ problem: undefined, notes: [] });
  });

  it('reads every member and tells their number', async () => {
    const members = ['one ', '', 'two ', lines(50)];
    const { bytes, problem, notes } = await unpacked(
      sourceOf(Buffer.concat(members.map((text) => gzipSync(text)))),
    );
    expect(bytes.toString()).toBe(members.join(''));
    expect(problem).toBeUndefined();
    expect(notes).toEqual([expect.stringMatching(/^It is made of 4 gzip members/)]);
  });

  it('reads headers with names, comments, extra fields and sums', async () => {
    const { bytes, problem } = await unpacked(sourceOf(withEveryField('hello')));
    expect({ text: bytes.toString(), problem }).toEqual({ text: 'hello', problem: undefined });
  });

  it('passes over zeros that fill up a block', async () => {
    const { bytes, problem, notes } = await unpacked(
      sourceOf(Buffer.concat([gzipSync('text'), Buffer.alloc(700)])),
    );
    expect({ text: bytes.toString(), problem, notes }).toEqual({
      text: 'text',
      problem: undefined,
      notes: [],
    });
  });

  it('keeps what comes before rubbish and counts its bytes', async () => {
    const { bytes, problem } = await unpacked(
      sourceOf(Buffer.concat([gzipSync('text'), Buffer.from('rubbish at the end')])),
    );
    expect(bytes.toString()).toBe('text');
    expect(problem).toMatch(/follow 18 bytes that do not belong/);
  });

  it('keeps all content when only the sum or the size is wrong', async () => {
    const text = lines(400);
    const wrongSum = gzipSync(text);
    wrongSum[wrongSum.length - 8]! ^= 1;
    const wrongSize = gzipSync(text);
    wrongSize[wrongSize.length - 3]! ^= 1;
    const sum = await unpacked(sourceOf(wrongSum));
    const size = await unpacked(sourceOf(wrongSize));
    expect([sum.bytes.toString() === text, size.bytes.toString() === text]).toEqual([true, true]);
    expect(sum.problem).toMatch(/check sum does not fit/);
    expect(size.problem).toMatch(/stated size does not fit/);
  });

  it('gives everything up to a cut, wherever it is', async () => {
    const text = lines(2_000);
    const packed = gzipSync(text);
    for (const keep of [
      3,
      10,
      11,
      400,
      Math.floor(packed.length / 2),
      packed.length - 8,
      packed.length - 1,
    ]) {
      const { bytes, problem } = await unpacked(sourceOf(packed.subarray(0, keep)));
      expect(problem).toMatch(/cut off/);
      expect(text.startsWith(bytes.toString())).toBe(true);
      if (keep >= packed.length - 8) expect(bytes.length).toBe(text.length);
    }
  });

  it('keeps the members before one that is damaged', async () => {
    const second = gzipSync(lines(100));
    second[3] = 0xff;
    const { bytes, problem } = await unpacked(sourceOf(Buffer.concat([gzipSync('first'), second])));
    expect(bytes.toString()).toBe('first');
    expect(problem).toMatch(/damaged/);
  });
});

describe('damage inside gzip data', () => {
  it.each(['in memory', 'as a stream'])('gives everything before the place, %s', async (way) => {
    const text = lines(20_000);
    const packed = gzipSync(text);
    const at = Math.floor(packed.length / 2);
    packed.fill(0xff, at, at + 40);
    const { bytes, problem } = await unpacked(
      way === 'in memory' ? memorySource(packed) : streamedSource(packed),
    );
    expect(problem).toMatch(/damaged/);
    expect(bytes.length).toBeGreaterThan(text.length * 0.4);
    const sound = Math.floor(text.length * 0.4);
    expect(bytes.subarray(0, sound).toString()).toBe(text.slice(0, sound));
  });

  it('never crashes on a flipped bit, and never gives sound content without saying otherwise', async () => {
    const text = lines(300);
    const packed = gzipSync(text);
    for (let bit = 16; bit < packed.length * 8; bit += 37) {
      const flipped = Buffer.from(packed);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      const { bytes, problem } = await unpacked(memorySource(flipped));
      if (problem === undefined) expect(bytes.toString()).toBe(text);
    }
  });
});

describe('limits of gzip', () => {
  it('reads small content in one piece and large content as a stream', async () => {
    const large = randomBytes(1_000_000).toString('hex').repeat(20);
    expect(gunzip(memorySource(gzipSync('small')), unpackingOf(30)).whole?.toString()).toBe('small');
    const packed = gzipSync(large, { level: 1 });
    const { bytes, isWhole } = await unpacked(memorySource(packed));
    expect(isWhole).toBe(false);
    expect(bytes.length).toBe(large.length);
  });

  it('stops a bomb soon after the limit on its ratio', async () => {
    const bomb = gzipSync(Buffer.alloc(300 * 1_048_576), { level: 9 });
    const before = process.memoryUsage.rss();
    let total = 0;
    let problem: unknown;
    try {
      for await (const chunk of gunzip(memorySource(bomb), unpackingOf(bomb.length)).stream())
        total += chunk.length;
    } catch (error) {
      problem = error;
    }
    expect(String(problem)).toMatch(/more than 300 times its size/);
    expect(total).toBeLessThan(limits.ratio * bomb.length + 1_048_576);
    expect(process.memoryUsage.rss() - before).toBeLessThan(250 * 1_048_576);
  });

  it('reads a hundred thousand members in a moment', async () => {
    const one = gzipSync('{"a":1}\n');
    const many = Buffer.concat(Array.from({ length: 100_000 }, () => one));
    const { bytes, problem } = await unpacked(memorySource(many));
    expect(problem).toBeUndefined();
    expect(bytes.length).toBe(800_000);
  });
});
