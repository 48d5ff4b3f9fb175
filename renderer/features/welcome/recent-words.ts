import type { WorkspaceSummary } from '../../../shared/contract/host.ts';
import { formatDay, formatTime, plural } from '../../kit/format.ts';

const dayMs = 86_400_000;
const unknown = '–';
const nowhere = { firstEventMicros: null, lastEventMicros: null };

/** `today 14:02`, `yesterday 09:10`, `2024-03-01`: when a workspace was last opened, in the zone on screen. */
export function openedWords(iso: string, nowMs: number): string {
  const ms = Date.parse(iso);
  if (Number.isNaN(ms)) return unknown;
  const [day = '', clock = ''] = formatTime(ms * 1_000).split(' ');
  const time = clock.slice(0, 5);
  if (day === formatDay(nowMs * 1_000)) return `today ${time}`;
  if (day === formatDay((nowMs - dayMs) * 1_000)) return `yesterday ${time}`;
  return day;
}

/** `14 accounts · 17 Regions`, without what no event names. */
export function placesWords(summary: WorkspaceSummary | null): string {
  if (!summary) return unknown;
  const { accounts, regions } = summary;
  const parts = [
    ...(accounts > 0 ? [plural(accounts, 'account')] : []),
    ...(regions > 0 ? [plural(regions, 'Region')] : []),
  ];
  return parts.join(' · ') || unknown;
}

/** The first and the last day of the events; one where they are the same, a dash where none is known. */
export function spanDays(summary: WorkspaceSummary | null): readonly string[] {
  const { firstEventMicros: first, lastEventMicros: last } = summary ?? nowhere;
  if (first === null || last === null) return [unknown];
  return [...new Set([formatDay(first), formatDay(last)])];
}

/** `9,812,404 events`. */
export const eventsWords = (summary: WorkspaceSummary | null): string =>
  summary ? plural(summary.events, 'event') : unknown;
