import { isAddressBlock } from '../../../../shared/filter/address.ts';
import type { ResultOf } from '../../../../shared/bridge/contract.ts';
import type { EngineContract } from '../../../../shared/contract/index.ts';
import type { FieldList } from '../../../../shared/filter/list-filter.ts';
import { kindName, type EntryKind, type PastedList } from '../../../../shared/filter/pasted-list.ts';
import { zonedText } from '../../../../shared/time/zone.ts';
import { formatCount, plural } from '../../../kit/format.ts';
import { shownZone } from '../../../kit/zone.svelte.ts';

/** What the engine found of a list. */
export type ListHits = ResultOf<EngineContract['search.listHits']>;

/** One entry of a list with what was found of it. */
export interface EntryRow {
  readonly entry: string;
  /** As people write it: an IPv6 address without the `/128` it is compared by. */
  readonly shown: string;
  readonly events: number;
  readonly firstMicros: number | null;
  readonly lastMicros: number | null;
  /** The field to ask for it in other places. */
  readonly field: string;
}

const shownEntry = (entry: string): string =>
  entry.endsWith('/128') && isAddressBlock(entry) ? entry.slice(0, -4) : entry;

/** All entries of some lists, most seen first, those never seen in the order of the list at the end. */
export function entryRows(lists: readonly FieldList[], hits: ListHits | undefined): readonly EntryRow[] {
  const found = new Map(hits?.hits.map((hit) => [hit.entry, hit]));
  return lists
    .flatMap(({ fields, entries }) =>
      entries.map((entry): EntryRow => {
        const hit = found.get(entry);
        return {
          entry,
          shown: shownEntry(entry),
          events: hit?.events ?? 0,
          firstMicros: hit?.firstMicros ?? null,
          lastMicros: hit?.lastMicros ?? null,
          field: fields[0] ?? '',
        };
      }),
    )
    .sort((one, other) => other.events - one.events);
}

const timeCell = (micros: number | null): string =>
  micros === null ? '' : zonedText(micros, shownZone.name);

// A spreadsheet takes these for the beginning of a formula.
const guarded = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

/** The rows as a table for the clipboard: tabs between cells, times with their offset. */
export const rowsAsText = (rows: readonly EntryRow[]): string =>
  [
    'entry\tevents\tfirst seen\tlast seen',
    ...rows.map(({ shown, events, firstMicros, lastMicros }) =>
      [guarded(shown), String(events), timeCell(firstMicros), timeCell(lastMicros)].join('\t'),
    ),
  ].join('\n');

/** `214 entries: 12 found, 202 not found`. */
export const foundInWords = (rows: readonly EntryRow[]): string => {
  const found = rows.filter((row) => row.events > 0).length;
  return `${plural(rows.length, 'entry', 'entries')}: ${formatCount(found)} found, ${formatCount(rows.length - found)} not found`;
};

/** What a text was recognised as, most of a kind first: `12 IP addresses, 3 ARNs`. */
export function kindsInWords({ entries, repeated }: PastedList): string {
  const kinds = new Map<EntryKind, number>();
  for (const { kind } of entries) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const parts = [...kinds]
    .sort((one, other) => other[1] - one[1])
    .map(([kind, many]) =>
      kind === 'other'
        ? `${formatCount(many)} not recognised`
        : `${formatCount(many)} ${kindName(kind, many)}`,
    );
  return [...parts, ...(repeated > 0 ? [`${formatCount(repeated)} repeated`] : [])].join(', ');
}
