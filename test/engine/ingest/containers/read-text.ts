import type { Outcome } from '../../../../electron/engine/ingest/record/found.ts';
import type { Part } from '../../../../electron/engine/ingest/record/parts.ts';
import { readDocument } from '../../../../electron/engine/ingest/read/read-document.ts';

/** A record as the reader handed it on. */
export interface ReadRecord {
  readonly json: string;
  readonly value: Record<string, unknown>;
  readonly quality: 'complete' | 'truncated' | 'partial';
  readonly exact: Buffer | undefined;
  readonly position: number;
}

const qualities = ['complete', 'truncated', 'partial'] as const;

function recordsOf(part: Part): ReadRecord[] {
  return [...part.positions].map((position, index) => {
    const [start, end] = [part.spans[index * 2]!, part.spans[index * 2 + 1]!];
    const json = Buffer.from(part.bytes.subarray(start, end)).toString('utf8');
    const exact = part.exact.find(({ ordinal }) => ordinal === part.firstOrdinal + index)?.bytes;
    return {
      json,
      value: JSON.parse(json) as Record<string, unknown>,
      quality: qualities[part.qualities?.[index] ?? 0]!,
      exact: exact && Buffer.from(exact),
      position,
    };
  });
}

/** Reads a document as an import does, from one piece or from a stream of small ones. */
export async function readText(
  content: string | Buffer,
  pieceBytes?: number,
): Promise<{ readonly outcome: Outcome; readonly records: readonly ReadRecord[] }> {
  const bytes = Buffer.from(content);
  const records: ReadRecord[] = [];
  const emit = (part: Part): void => void records.push(...recordsOf(part));
  async function* pieces(size: number): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const outcome = await readDocument(
    pieceBytes === undefined ? { kind: 'whole', bytes } : { kind: 'stream', chunks: pieces(pieceBytes) },
    emit,
  );
  return { outcome, records };
}

/** A cell as RFC 4180 quotes it. */
export const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
