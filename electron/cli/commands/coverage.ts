import { recordedNames } from '../../../shared/cloudtrail/recorded.ts';
import { allEvents, type Range } from '../../../shared/contract/common.ts';
import type { Coverage, Recorded, WhatWasRecorded } from '../../../shared/contract/coverage.ts';
import { spanOfBar } from '../../../shared/time/bars.ts';
import { plural } from '../../../shared/words/counted.ts';
import { timeText } from '../../../shared/words/time-text.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { Run } from '../run.ts';
import { rangeOf, type TimeFlags } from '../time-range.ts';
import { safeJson } from '../visible-text.ts';

/** What `coverage` was asked. */
export interface CoverageRequest {
  readonly workspace: string;
  readonly times: TimeFlags;
  readonly json: boolean;
}

const mostBars = 200;
const secondMicros = 1_000_000;

const words = {
  events: 'events',
  'none-here': 'none here',
  'cannot-be-told': 'none here; cannot be told',
} as const;

/** Tells what is here of each kind of events that a trail can be told to record, and for which time log files are missing. */
export async function showCoverage(run: Run, request: CoverageRequest): Promise<ExitCode> {
  const { session, terminal, signal } = run;
  const range = rangeOf(request.times);
  const info = await session.engine.openWorkspaceAt({ path: request.workspace, lock: 'read-only' });
  const { firstEventMicros, lastEventMicros } = info;
  const extent =
    firstEventMicros === null || lastEventMicros === null
      ? null
      : { fromMicros: firstEventMicros, toMicros: lastEventMicros + secondMicros };
  const view = extent && within(extent, range);
  const params = { question: allEvents, view, maxBins: mostBars };
  const [recorded, files] = view
    ? await Promise.all([
        session.call('coverage.read', params, { signal }),
        session.call('coverage.logFiles', { ...params, by: null }, { signal }),
      ])
    : [null, null];
  if (!recorded || !files) {
    terminal.note('No event with a time lies there, so there is nothing to tell.');
    return exitCodes.ok;
  }
  terminal.result(request.json ? `${safeJson(inJson(recorded, files))}\n` : inText(recorded, files));
  return exitCodes.ok;
}

/** The part of all there is that was asked for; null where that is none. */
function within(extent: Range, range: Range | null): Range | null {
  const fromMicros = Math.max(extent.fromMicros, range?.fromMicros ?? extent.fromMicros);
  const toMicros = Math.min(extent.toMicros, range?.toMicros ?? extent.toMicros);
  return fromMicros < toMicros ? { fromMicros, toMicros } : null;
}

const inTimes = ({ fromMicros, toMicros }: Range) => ({ from: timeText(fromMicros), to: timeText(toMicros) });

/** The time of bars, the last one exclusive. */
const timeOf = (recorded: WhatWasRecorded, fromBar: number, toBar: number): Range => ({
  fromMicros: spanOfBar(recorded, fromBar).fromMicros,
  toMicros: spanOfBar(recorded, toBar - 1).toMicros,
});

function inJson(recorded: WhatWasRecorded, { logFiles, otherFiles, missing }: Coverage): unknown {
  return {
    ...inTimes(recorded),
    barSeconds: recorded.binMicros / secondMicros,
    ...{ logFiles, otherFiles },
    withoutLogFiles: {
      stretches: missing.stretches,
      seconds: missing.micros / secondMicros,
      longest: missing.longest.map(inTimes),
    },
    categories: recorded.categories.map(({ category, events, word, counts, stretches }) => ({
      ...{ category, events, word },
      stretches: stretches.map(({ state, fromBar, toBar }) => ({
        ...{ state, ...inTimes(timeOf(recorded, fromBar, toBar)) },
        events: counts.slice(fromBar, toBar).reduce((sum, count) => sum + count, 0),
      })),
    })),
    unstated: recorded.unstated,
    aggregated: recorded.aggregated,
  };
}

/** From the first bar with an event of the kind to the last. */
function spanOf(recorded: WhatWasRecorded, { counts }: Recorded): string {
  const first = counts.findIndex((count) => count > 0);
  if (first < 0) return '';
  const { from, to } = inTimes(timeOf(recorded, first, counts.findLastIndex((count) => count > 0) + 1));
  return `${from} to ${to}`;
}

function inText(recorded: WhatWasRecorded, { logFiles, otherFiles, missing }: Coverage): string {
  const { from, to } = inTimes(recorded);
  const count = (value: number): string => value.toLocaleString('en-US');
  const kinds = recorded.categories.map((one) =>
    [
      recordedNames[one.category].padEnd(19),
      count(one.events).padStart(13),
      `  ${words[one.word].padEnd(25)}`,
      spanOf(recorded, one),
    ]
      .join(' ')
      .trimEnd(),
  );
  const hours = missing.micros / secondMicros / 3_600;
  return [
    `Time       ${from} to ${to}`,
    `Files      ${plural(logFiles, 'log file')} by delivery, ${plural(otherFiles, 'other file')} with events`,
    ...(missing.stretches > 0
      ? [
          `No file    ${plural(missing.stretches, 'stretch', 'stretches')}, ${hours.toFixed(1)} h in all; the longest:`,
          ...missing.longest.map(inTimes).map((one) => `           ${one.from} to ${one.to}`),
        ]
      : []),
    '',
    ...kinds,
    ...(recorded.unstated > 0 ? ['', `${plural(recorded.unstated, 'event')} of a kind not stated`] : []),
    ...(recorded.aggregated > 0
      ? ['', `Apart: ${plural(recorded.aggregated, 'counter')} of data events, which are no events`]
      : []),
    '',
    'None here: no event of the kind is in this archive for the time; what the trails were told to record is not known from that.',
    '',
  ].join('\n');
}
