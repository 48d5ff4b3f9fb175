import type { Cell } from '../../../shared/table/cell.ts';
import { isIdentityField, valueName } from './value-names.ts';

const longestName = 400;
const kept = new WeakMap<readonly Cell[], Map<string, readonly string[]>>();

/** True for a field whose values are names that begin alike, such as those of buckets and roles. */
export const isCutAmong = (field: string): boolean => field === 'target.name' || isIdentityField(field);

/** The names of a field’s values in rows that were fetched together, each once; the same list for the same rows. */
export function namesTogether(field: string, cells: readonly Cell[]): readonly string[] {
  const fields = kept.get(cells) ?? new Map<string, readonly string[]>();
  kept.set(cells, fields);
  const known = fields.get(field);
  if (known) return known;
  const values = new Set(
    cells.flatMap((cell) => (cell === null ? [] : [String(cell).slice(0, longestName)])),
  );
  const names = [...new Set(Array.from(values, (value) => valueName(field, value).text))];
  fields.set(field, names);
  return names;
}
