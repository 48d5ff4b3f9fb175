import { sql, type Sql } from '../../db/sql.ts';
import { columnsOf, sourceOf } from './filter-source.ts';

/** Any field or path as VARCHAR, NULL where the record has none; several values of a `[*]` path stand in one line. */
export function fieldText(name: string): Sql {
  const source = sourceOf(name, columnsOf(undefined));
  return source.kind === 'path' && source.isMany ? sql`array_to_string(${source.text}, ', ')` : source.text;
}
