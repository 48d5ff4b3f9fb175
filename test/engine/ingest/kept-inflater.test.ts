import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { KeptInflater } from '../../../electron/engine/ingest/packages/kept-inflater.ts';

const made = (memoryBytes?: number): KeptInflater => {
  const inflater = KeptInflater.make(memoryBytes);
  if (!inflater) throw new Error('This version of Node keeps no unpacker');
  return inflater;
};
const packed = (text: string): Buffer => deflateRawSync(text);

describe('an unpacker that is kept', () => {
  test('unpacks one thing after another into the same memory', () => {
    const inflater = made();
    for (const text of ['first', 'second, longer than the first', '', 'x'.repeat(300_000)]) {
      const given = inflater.inflate(packed(text), 0, 0);
      expect(given).toEqual({ bytes: text.length, end: packed(text).length });
      expect(inflater.content(text.length).toString()).toBe(text);
    }
  });

  test('tells where the packed data ends and what follows it, and goes on behind what it gave', () => {
    const inflater = made();
    const both = Buffer.concat([Buffer.from('head'), packed('one'), packed('two')]);
    const first = inflater.inflate(both, 4, 0);
    expect(first?.bytes).toBe(3);
    expect(inflater.inflate(both, first?.end ?? 0, 3)).toEqual({ bytes: 3, end: both.length });
    expect(inflater.content(6).toString()).toBe('onetwo');
  });

  test('gives nothing of data that is damaged, cut off or too large, and unpacks the next all the same', async () => {
    const inflater = made(1_000);
    const text = 'all of it '.repeat(50);
    const sound = packed(text);
    const damaged = Buffer.from(sound);
    damaged.fill(0xff, 0, 6);
    for (const bad of [damaged, sound.subarray(0, 8), Buffer.alloc(0), packed('y'.repeat(1_001))]) {
      expect(inflater.inflate(bad, 0, 0)).toBeUndefined();
      // What Node tells of the failure comes in a later turn.
      await new Promise((resolve) => setImmediate(resolve));
      expect(inflater.inflate(sound, 0, 0)?.bytes).toBe(text.length);
    }
    expect(inflater.inflate(sound, 0, 1_000)).toBeUndefined();
  });
});
