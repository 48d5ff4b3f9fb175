import { identifier, raw, sql, type Sql } from '../../../db/sql.ts';
import type { ColumnNamed } from '../../beside-fields.ts';
import type { KeptPath, KeptValue } from '../dialect.ts';
import { isNull, pathText } from './json.ts';

/** The column of `request_keys` that names the paths where a record has null. */
export const nullPaths = 'null_paths';

/** `event_file_id, event_ordinal, value, is_null`: one row for every event whose record has anything at a path, and for others. */
export function keptValues({ path, document, steps, covered }: KeptPath): Sql {
  const kept = sql`SELECT kept.file_id AS event_file_id, kept.ordinal AS event_ordinal, kept.${identifier(path)} AS value,
      coalesce(list_contains(kept.${identifier(nullPaths)}, ${path}), false) AS is_null FROM derived.main.request_keys kept`;
  if (covered === 'all') return kept;
  const newer = sql`newer.${identifier(document)}`;
  return sql`${kept} WHERE kept.file_id <= ${covered} UNION ALL
    SELECT newer.file_id, newer.ordinal, ${pathText(newer, steps)}, (${isNull(newer, steps)}) IS TRUE
    FROM trail.main.event_columns newer WHERE newer.file_id > ${covered}`;
}

/** Holds for the events of which what is kept at a path passes. */
export const keptHolds = (path: KeptPath, holds: (kept: KeptValue) => Sql, column: ColumnNamed): Sql =>
  sql`((${column('file_id')}, ${column('ordinal')}) IN (
    SELECT at_path.event_file_id, at_path.event_ordinal FROM (${keptValues(path)}) at_path
    WHERE ${holds({ text: raw('at_path.value'), isNull: raw('at_path.is_null') })}))`;
