import type { DuckDBConnection } from '@duckdb/node-api';
import { number, readFrom, text, textOrNull } from '../../db/rows.ts';

/** What a workspace has already: the next free number, the content that was read, and the lines of the ledger. */
export interface Known {
  readonly nextFileId: number;
  readonly hashes: readonly string[];
  /** Ledger lines by path, the newest of each. */
  readonly byPath: ReadonlyMap<
    string,
    { readonly id: number; readonly sha256: string | null; readonly isRead: boolean }
  >;
}

/** Reads what the ledger says. */
export async function readKnown(connection: DuckDBConnection): Promise<Known> {
  const lines = await readFrom(
    connection,
    `SELECT id, path, sha256, status, content_sha256 AS content FROM trail.main.files ORDER BY id`,
    { id: number, path: text, sha256: textOrNull, status: text, content: textOrNull },
  );
  // A twin may be committed before its original: only lines of files that were read themselves say that content is here.
  const hasRecords = (status: string): boolean => status === 'accepted' || status === 'partial';
  const isRead = (status: string): boolean => hasRecords(status) || status === 'same-content';
  return {
    nextFileId: (lines.at(-1)?.id ?? 0) + 1,
    hashes: lines.flatMap(({ sha256, status, content }) =>
      hasRecords(status) ? [sha256, content].filter((hash) => hash !== null) : [],
    ),
    byPath: new Map(
      lines.map(({ id, path, sha256, status }) => [path, { id, sha256, isRead: isRead(status) }]),
    ),
  };
}
