import type { CountedList, EntityList, EntityProfile } from '../../../shared/contract/entities.ts';
import type { EntityCredentials } from '../../../shared/contract/entity-sections.ts';
import { formatCount, formatDuration, formatTime, plural, timeOrDash } from '../../kit/format.ts';
import { shownZone } from '../../kit/zone.svelte.ts';
import { isPlaceKind, type SubjectKind } from '../../services/values/subject.ts';
import { listNouns, types } from './entity-lists.ts';

/** How far it reaches, in one line: `IAMUser · 1 access key · 3 source IPs · 16 services · 5 actions that write · 1 account`. */
export function extentInWords({ lists }: Pick<EntityProfile, 'lists'>): string {
  const found = (wanted: EntityList): CountedList | undefined =>
    lists.find(({ field, of }) => field === wanted.field && of === wanted.of);
  const kinds = found(types)?.values.slice(0, 3) ?? [];
  const counts = listNouns.flatMap(([wanted, one, many]) => {
    const distinct = found(wanted)?.distinct ?? 0;
    return distinct === 0 ? [] : [plural(distinct, one, many)];
  });
  return [...kinds.map(({ value }) => value), ...counts].join(' · ');
}

/** The totals of a page: how many events, what they did, and when. */
export function factsOf(
  kind: SubjectKind,
  profile: EntityProfile,
  credentials?: EntityCredentials,
): readonly { readonly name: string; readonly value: string }[] {
  const { events, writes, reads, unstated, failed, globalEvents, firstMicros, lastMicros } = profile;
  const share = events === 0 ? 0 : (failed / events) * 100;
  const isLong = firstMicros !== null && lastMicros !== null && lastMicros > firstMicros;
  return [
    { name: 'Events', value: formatCount(events) },
    { name: 'Writes', value: formatCount(writes) },
    { name: 'Reads', value: formatCount(reads) },
    ...(unstated > 0 ? [{ name: 'Say neither', value: formatCount(unstated) }] : []),
    { name: 'Failed', value: `${formatCount(failed)} (${share.toFixed(1)} %)` },
    ...(credentials ? [{ name: 'Of them refused', value: formatCount(credentials.refused) }] : []),
    ...(credentials ? [{ name: 'Credentials', value: formatCount(credentials.distinct) }] : []),
    ...(isPlaceKind(kind) ? [{ name: 'Of global services', value: formatCount(globalEvents) }] : []),
    { name: `First seen (${shownZone.name})`, value: timeOrDash(firstMicros) },
    { name: `Last seen (${shownZone.name})`, value: timeOrDash(lastMicros) },
    ...(isLong ? [{ name: 'Span', value: formatDuration((lastMicros - firstMicros) / 1_000) }] : []),
  ];
}

/** The totals that are there first. */
export const firstFactsOf = ({ events, failed, refused, distinct }: EntityCredentials) => [
  { name: 'Events', value: formatCount(events) },
  { name: 'Failed', value: formatCount(failed) },
  { name: 'Of them refused', value: formatCount(refused) },
  { name: 'Credentials', value: formatCount(distinct) },
];

/** Times of a page in its lists, without the year or the day that all of them have in common. */
export function timesBetween(
  firstMicros: number | null,
  lastMicros: number | null,
): (micros: number | null) => string {
  const [first, last] = [formatTime(firstMicros ?? 0), formatTime(lastMicros ?? 0)];
  const common = [11, 5].find((length) => first.slice(0, length) === last.slice(0, length)) ?? 0;
  return (micros) => (micros === null ? '–' : formatTime(micros).slice(common));
}
