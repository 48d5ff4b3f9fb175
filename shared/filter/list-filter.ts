import { normalise } from './normalise.ts';
import type { Filter } from './filter.ts';
import { kindName, readList, usualFields, type EntryKind, type ListEntry } from './pasted-list.ts';

/** Entries that are looked for in the same fields, in any of them. */
export interface FieldList {
  readonly fields: readonly string[];
  readonly entries: readonly string[];
}

const isBlock = (field: string, entry: string): boolean => field === 'sourceIPAddress' && entry.includes('/');

function inField(field: string, entries: readonly string[]): readonly Filter[] {
  const blocks = entries.filter((entry) => isBlock(field, entry));
  const values = entries.filter((entry) => !isBlock(field, entry));
  return [
    ...(values.length > 0
      ? [{ kind: 'field', field, test: { op: 'in', values, caseSensitive: false } } as const]
      : []),
    ...blocks.map((block) => ({ kind: 'field', field, test: { op: 'cidr', block } }) as const),
  ];
}

/** The filter for events that have any entry of any list in any of its fields. */
export const listFilter = (lists: readonly FieldList[]): Filter =>
  normalise({
    kind: 'or',
    of: lists.flatMap(({ fields, entries }) => fields.flatMap((field) => inField(field, entries))),
  });

/** The entries of a pasted list put into the fields where their kinds are looked for; `other` says where the unknown go. */
export function usualLists(entries: readonly ListEntry[], other: readonly string[] = []): FieldList[] {
  const byFields = new Map<string, FieldList & { readonly entries: string[] }>();
  for (const { kind, value } of entries) {
    const fields = kind === 'other' ? other : usualFields[kind];
    if (fields.length === 0) continue;
    const key = fields.join(' ');
    const list = byFields.get(key) ?? { fields, entries: [] };
    list.entries.push(value);
    byFields.set(key, list);
  }
  return [...byFields.values()];
}

function valuesOf(filter: Filter): readonly [string, readonly string[]] | undefined {
  if (filter.kind !== 'field') return undefined;
  const { field, test } = filter;
  if (test.op === 'cidr') return [field, [test.block]];
  if (test.op === 'equals' && !test.caseSensitive) return [field, [String(test.value)]];
  return test.op === 'in' && !test.caseSensitive ? [field, test.values.map(String)] : undefined;
}

/**
 * The lists that a filter of whole values stands for, whatever order they are written in: fields with the same entries
 * are one list. Undefined for any other filter.
 */
export function listsOf(filter: Filter): readonly FieldList[] | undefined {
  const members = filter.kind === 'or' ? filter.of : [filter];
  const byField = new Map<string, string[]>();
  for (const member of members) {
    const [field, values] = valuesOf(member) ?? [];
    if (field === undefined || !values) return undefined;
    const list = byField.get(field) ?? [];
    list.push(...values);
    byField.set(field, list);
  }
  const lists = new Map<string, { readonly fields: string[]; readonly entries: readonly string[] }>();
  for (const [field, entries] of byField) {
    const key = [...new Set(entries)].sort().join('\n');
    const list = lists.get(key) ?? { fields: [], entries: [...new Set(entries)] };
    list.fields.push(field);
    lists.set(key, list);
  }
  return lists.size === 0 ? undefined : [...lists.values()];
}

/** How many entries there are in all lists. */
export const entryCount = (lists: readonly FieldList[]): number =>
  lists.reduce((sum, list) => sum + list.entries.length, 0);

/** From this many entries on a list is told by its number, not by its first members. */
export const manyEntries = 10;

const count = new Intl.NumberFormat('en-US');

/** Entries in words: `214 IP addresses`, `12 access keys and 3 values`. */
export function entriesInWords(entries: readonly string[]): string {
  const kinds = new Map<EntryKind, number>();
  for (const entry of entries) {
    const kind = readList(`"${entry}"`).entries[0]?.kind ?? 'other';
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  return [...kinds]
    .sort((left, right) => right[1] - left[1])
    .map(([kind, many]) => `${count.format(many)} ${kindName(kind, many)}`)
    .join(' and ');
}
