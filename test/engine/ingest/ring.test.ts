import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fitsRing,
  Ring,
  ringPartBytes,
  bytesPerRecord,
  type Placed,
} from '../../../electron/engine/ingest/load/ring.ts';
import { pieces, type Part } from '../../../electron/engine/ingest/record/parts.ts';

/** A part whose records have these sizes, with a byte between them that belongs to none. */
function partOf(sizes: readonly number[], firstOrdinal = 0): Part {
  const bytes = new Uint8Array(sizes.reduce((sum, size) => sum + size + 1, 0));
  const spans = new Uint32Array(sizes.length * 2);
  let at = 0;
  sizes.forEach((size, index) => {
    bytes.fill((firstOrdinal + index) % 251, at, at + size);
    spans.set([at, at + size], index * 2);
    at += size + 1;
  });
  const positions = Float64Array.from(sizes, (_, index) => 1_000 + (spans[index * 2] ?? 0));
  return { firstOrdinal, positions, qualities: undefined, bytes, spans, exact: [] };
}

const copied = ({ positions, spans, bytes }: Pick<Part, 'positions' | 'spans' | 'bytes'>) => ({
  positions: [...positions],
  spans: [...spans],
  bytes: Buffer.from(bytes).toString('hex'),
});

describe('a ring', () => {
  it('gives back what was laid down, in order, however often it goes around', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 60_000 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(fc.array(sizes, { minLength: 30, maxLength: 60 }), fc.nat({ max: 8 }), (all, behind) => {
        const ring = new Ring();
        const engine = new Ring(ring.memory);
        const waiting: { readonly placed: Placed; readonly part: Part }[] = [];
        const use = (): void => {
          const next = waiting.shift();
          if (!next) throw new Error('There is no room in an empty ring');
          expect(copied(engine.read(next.placed))).toEqual(copied(next.part));
          engine.free(next.placed);
        };
        for (const one of all) {
          const part = partOf(one);
          expect(fitsRing(part)).toBe(true);
          let placed = ring.place(part);
          for (; !placed; placed = ring.place(part)) use();
          waiting.push({ placed, part });
          if (waiting.length > behind) use();
        }
        while (waiting.length > 0) use();
      }),
      { numRuns: 20 },
    );
  });

  it('takes nothing while what lies in it is in use', () => {
    const ring = new Ring();
    const part = partOf([ringPartBytes - 1_000]);
    const placed = [0, 1, 2, 3].map(() => ring.place(part));
    expect(placed.every((one) => one !== undefined)).toBe(true);
    expect(ring.place(part)).toBeUndefined();
    const [first] = placed;
    if (first) ring.free(first);
    expect(ring.place(part)).toMatchObject({ at: 0 });
    expect(ring.place(part)).toBeUndefined();
  });
});

describe('pieces of a part', () => {
  it('hold its records in order, each piece small enough or a single record', () => {
    const sizes = fc.array(fc.oneof(fc.nat({ max: 90 }), fc.constant(700)), { maxLength: 60 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 50, max: 2_000 }), fc.nat({ max: 1_000 }), (all, most, first) => {
        const whole = partOf(all, first);
        const exact = all.map((_, index) => ({ ordinal: first + index, bytes: Uint8Array.of(index) }));
        const qualities = Uint8Array.from(all, (_, index) => index % 3);
        const found = [...pieces({ ...whole, exact, qualities }, most, bytesPerRecord)];
        const records = found.flatMap((piece) => {
          const count = piece.positions.length;
          if (count > 1) expect(piece.bytes.length + count * bytesPerRecord).toBeLessThanOrEqual(most);
          return Array.from({ length: count }, (_, index) => ({
            ordinal: piece.firstOrdinal + index,
            position: piece.positions[index],
            quality: piece.qualities?.[index],
            text: Buffer.from(piece.bytes.subarray(piece.spans[index * 2], piece.spans[index * 2 + 1])),
            exact: piece.exact.find(({ ordinal }) => ordinal === piece.firstOrdinal + index)?.bytes,
          }));
        });
        expect(records).toEqual(
          all.map((size, index) => ({
            ordinal: first + index,
            position: whole.positions[index],
            quality: index % 3,
            text: Buffer.alloc(size, (first + index) % 251),
            exact: Uint8Array.of(index),
          })),
        );
        expect(found.flatMap(({ exact: kept }) => kept)).toHaveLength(all.length);
      }),
    );
  });
});
