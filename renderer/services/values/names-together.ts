import type { Cell } from '../../../shared/table/cell.ts';
import { isIdentityField, valueName } from './value-names.ts';

const longestName = 400;
/** A caller's name that is no longer than this is known by its beginning. */
const shortCaller = 24;
const kept = new WeakMap<readonly Cell[], Map<string, readonly string[]>>();

/** True for a field whose values are names that begin alike, such as those of buckets and roles. */
export const isCutAmong = (field: string): boolean => field === 'target.name' || isIdentityField(field);

/**
 * The names of a field’s values in rows that were fetched together, each once; the same list for the same rows. Without the
 * callers of short names, whose beginning stays.
 */
export function namesTogether(field: string, cells: readonly Cell[]): readonly string[] {
  const fields = kept.get(cells) ?? new Map<string, readonly string[]>();
  kept.set(cells, fields);
  const known = fields.get(field);
  if (known) return known;
  const values = new Set(
    cells.flatMap((cell) => (cell === null ? [] : [String(cell).slice(0, longestName)])),
  );
  const all = new Set(Array.from(values, (value) => valueName(field, value).text));
  const names = isIdentityField(field) ? [...all].filter(({ length }) => length > shortCaller) : [...all];
  fields.set(field, names);
  return names;
}
