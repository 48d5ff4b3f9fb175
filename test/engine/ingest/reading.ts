import { slices } from '../../../electron/engine/ingest/bytes/chunks.ts';
import type { Outcome } from '../../../electron/engine/ingest/record/found.ts';
import type { Part } from '../../../electron/engine/ingest/record/parts.ts';
import { readDocument } from '../../../electron/engine/ingest/read/read-document.ts';
import { JsonReader } from '../../../electron/engine/ingest/read/read-json.ts';

/** A record as a reader hands it on. */
export interface ReadRecord {
  readonly position: number;
  readonly bytes: Buffer;
  readonly quality: number;
  readonly exact: Buffer | undefined;
}

/** All that reading one document gave. */
export interface Reading {
  readonly records: readonly ReadRecord[];
  readonly outcome: Outcome;
}

/** Takes what a reader emits, copied. */
export function collector(): { readonly emit: (part: Part) => void; readonly records: ReadRecord[] } {
  const records: ReadRecord[] = [];
  const emit = (part: Part): void => {
    if (part.firstOrdinal !== records.length) throw new Error('Ordinals have a gap');
    const exact = new Map(part.exact.map(({ ordinal, bytes }) => [ordinal, Buffer.from(bytes)]));
    part.positions.forEach((position, index) =>
      records.push({
        position,
        bytes: Buffer.from(part.bytes.subarray(part.spans[index * 2], part.spans[index * 2 + 1])),
        quality: part.qualities?.[index] ?? 0,
        exact: exact.get(part.firstOrdinal + index),
      }),
    );
  };
  return { emit, records };
}

/** Reads JSON in pieces that end at the given offsets. Every piece is overwritten afterwards, as if given away. */
export function readPieces(content: Buffer, ends: readonly number[]): Reading {
  const { emit, records } = collector();
  const reader = new JsonReader(emit, 0);
  let from = 0;
  for (const end of [...ends, content.length].sort((a, b) => a - b)) {
    if (end <= from) continue;
    const piece = Buffer.from(content.subarray(from, end));
    reader.push(piece);
    piece.fill(0x21);
    from = end;
  }
  return { records, outcome: reader.finish() };
}

/** Reads a document of any kind, whole or as a stream. */
export async function readAny(content: Buffer, kind: 'whole' | 'stream'): Promise<Reading> {
  const { emit, records } = collector();
  const bytes = Buffer.from(content);
  const outcome = await readDocument(
    kind === 'whole' ? { kind, bytes } : { kind, chunks: slices(bytes, 1_000) },
    emit,
  );
  return { records, outcome };
}
