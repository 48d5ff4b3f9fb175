import type { NoteMark } from '../../../../shared/contract/annotations.ts';
import type { LoggingChanges, Mark } from '../../../../shared/contract/timeline.ts';
import type { ChartMark } from '../../../charts/chart-marks.ts';
import { formatCount, plural, visibleText } from '../../../kit/format.ts';
import { callerName } from '../../../services/values/caller-names.ts';

/** A change of logging or an Insight as a mark over the bars, in words. */
export function chartMark(mark: Mark): ChartMark {
  const { kind, id, atMicros, name, account, region, principal, result, errorCode } = mark;
  const by = kind === 'insight' || principal === null ? '' : ` by ${callerName(principal).name}`;
  const place = [account, region].filter((part) => part !== null).join(' ');
  const failure = result === 'done' ? undefined : result === 'refused' ? 'refused' : 'failed';
  const why = failure ? `, ${failure}${errorCode === null ? '' : `: ${errorCode}`}` : '';
  const title = visibleText(`${name}${by}${place && ` in ${place}`}${why}`);
  return { kind, id, atMicros, title, failure };
}

/** A noted event as a mark over the bars: what it is, and what was noted. */
export function noteOnChart(
  note: NoteMark & { readonly timeMicros: number; readonly eventName: string | null },
): ChartMark {
  const { id, timeMicros, eventName, isStarred, colour, tags, comment, comments } = note;
  const said = [
    ...(isStarred ? ['starred'] : []),
    ...(tags.length > 0 ? [`tagged ${tags.join(', ')}`] : []),
    ...(colour === null ? [] : [colour]),
    ...(comment === null ? [] : [`“${comment}”${comments > 1 ? ` and ${comments - 1} more` : ''}`]),
  ];
  const title = `${eventName ?? 'Event'}: ${said.join(', ')}`;
  return { kind: 'note', id, atMicros: timeMicros, title: visibleText(title) };
}

/** How many marks of each sort there are, given or not. */
export interface MarkCounts {
  readonly changes: LoggingChanges;
  readonly insights: number;
  readonly notes: number;
}

/** `19 logging changes, 7 failed`, or `7 refused` where all of those were. */
function changesWords({ total, failed, refused }: LoggingChanges): string {
  const words = plural(total, 'logging change');
  if (failed === 0) return words;
  return `${words}, ${formatCount(failed)} ${refused === failed ? 'refused' : 'failed'}`;
}

/** All marks in words: `19 logging changes, 7 failed · 2 Insights · 3 notes`. */
export function marksWords({ changes, insights, notes }: MarkCounts): string {
  return [
    ...(changes.total > 0 ? [changesWords(changes)] : []),
    ...(insights > 0 ? [plural(insights, 'Insight')] : []),
    ...(notes > 0 ? [plural(notes, 'note')] : []),
  ].join(' · ');
}
