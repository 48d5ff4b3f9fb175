import type { NoteMark } from '../../../../shared/contract/annotations.ts';
import type { Mark } from '../../../../shared/contract/timeline.ts';
import type { ChartMark } from '../../../charts/chart-marks.ts';
import { visibleText } from '../../../kit/format.ts';
import { callerName } from '../../../services/values/caller-names.ts';

/** A change of logging or an Insight as a mark over the bars, in words. */
export function chartMark(mark: Mark): ChartMark {
  const { kind, id, atMicros, name, account, region, principal, hasFailed, errorCode } = mark;
  const by = kind === 'insight' || principal === null ? '' : ` by ${callerName(principal).name}`;
  const place = [account, region].filter((part) => part !== null).join(' ');
  const refused = hasFailed ? `, failed${errorCode === null ? '' : `: ${errorCode}`}` : '';
  return { kind, id, atMicros, title: visibleText(`${name}${by}${place && ` in ${place}`}${refused}`) };
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
