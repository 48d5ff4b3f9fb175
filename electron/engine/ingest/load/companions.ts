import type { DuckDBConnection } from '@duckdb/node-api';
import { companionLimits } from '../../../../shared/cloudtrail/companions.ts';
import { count, readOne } from '../../db/rows.ts';
import type { FileEnd } from '../read/read-source.ts';

type Told = Pick<FileEnd, 'fileId' | 'sha256' | 'contentSha256' | 'companion'>;

/**
 * Keeps what files tell that hold no events, as long as there is room; answers how many were kept. What lies beyond stands in
 * the ledger all the same.
 */
export async function keepCompanions(connection: DuckDBConnection, ends: readonly Told[]): Promise<number> {
  const told = ends.filter((end) => end.companion !== undefined);
  if (told.length === 0) return 0;
  const room = await readOne(
    connection,
    `SELECT count(*)::DOUBLE AS number, coalesce(sum(length(content)), 0)::DOUBLE AS characters FROM trail.main.companions`,
    { number: count, characters: count },
  );
  let { number, characters } = room;
  const appender = await connection.createAppender('companions', 'main', 'trail');
  for (const { fileId, sha256, contentSha256, companion } of told) {
    const length = companion?.text.length ?? 0;
    const hash = contentSha256 ?? sha256;
    if (!companion || hash === null || number >= companionLimits.number) continue;
    if (characters + length > companionLimits.total) continue;
    number += 1;
    characters += length;
    appender.appendInteger(fileId);
    appender.appendVarchar(companion.kind);
    appender.appendVarchar(companion.text);
    appender.appendVarchar(hash);
    appender.endRow();
  }
  appender.closeSync();
  return number - room.number;
}
