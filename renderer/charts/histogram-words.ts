import type { Range } from '../../shared/contract/common.ts';
import type { MissingLogs, WhatWasRecorded } from '../../shared/contract/coverage.ts';
import type { Comparison } from '../../shared/contract/timeline.ts';
import { formatCount, formatDuration, plural } from '../kit/format.ts';
import { markLine, type ChartMark } from './chart-marks.ts';
import { missingSentence } from './histogram-gaps.ts';
import { layerName, summaryOf, type HistogramModel } from './histogram-model.ts';
import type { LaneSet } from './lanes.ts';
import { recordedSentence } from './recorded.ts';

/** Events by what they are counted over; null where it is not known. */
export interface Totals {
  /** Within the chosen range; null without one. */
  readonly chosen: number | null;
  readonly inView: number;
  /** At any time; null while everything there is is in view, or nobody has counted yet. */
  readonly inAll: number | null;
}

/** `267 of 1,204 events in view, 2,433 in all`. */
export function countWords({ chosen, inView, inAll }: Totals): string {
  const of = chosen === null ? '' : `${formatCount(chosen)} of `;
  const events = `${of}${plural(inView, 'event')}`;
  return inAll === null ? events : `${events} in view, ${formatCount(inAll)} in all`;
}

const percent = new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 0 });

/** `2 h before: 450 events, 38 fewer now (−8 %)`. */
export function comparisonWords({ before, eventsBefore, eventsNow }: Comparison): string {
  const length = formatDuration((before.toMicros - before.fromMicros) / 1_000);
  const then = `${length} before: ${plural(eventsBefore, 'event')}`;
  const change = eventsNow - eventsBefore;
  if (change === 0) return `${then}, as many as now`;
  const share =
    eventsBefore === 0
      ? ''
      : ` (${change > 0 ? '+' : '−'}${percent.format(Math.abs(change) / eventsBefore)})`;
  return `${then}, ${formatCount(Math.abs(change))} ${change > 0 ? 'more' : 'fewer'} now${share}`;
}

const mostListed = 6;

function listed(lines: readonly string[]): string {
  const rest = lines.length - mostListed;
  return [...lines.slice(0, mostListed), ...(rest > 0 ? [`and ${formatCount(rest)} more`] : [])].join('; ');
}

function lanesSentence(set: LaneSet, nameOf: (value: string | null) => string): string {
  const lanes = set.lanes.map((lane) => `${nameOf(lane.value)} ${formatCount(lane.events)}`);
  return ` Lanes by ${set.title}, ${formatCount(set.values)} in all: ${listed(lanes)}.`;
}

/** The whole chart in sentences, for those who do not see it. */
export function chartSummary(
  model: HistogramModel,
  parts: {
    readonly brush: Range | null;
    readonly valueLabel: (value: string | null) => string;
    readonly missing: MissingLogs | null;
    readonly comparison: Comparison | null;
    readonly lanes: LaneSet | null;
    readonly laneLabel: (value: string | null) => string;
    readonly marks: readonly ChartMark[];
    readonly recorded: WhatWasRecorded | null;
  },
): string {
  const { brush, valueLabel, missing, comparison, lanes, laneLabel, marks, recorded } = parts;
  const inView = marks
    .filter(({ atMicros }) => atMicros >= model.span.fromMicros && atMicros < model.span.toMicros)
    .toSorted((one, other) => one.atMicros - other.atMicros);
  return [
    summaryOf(model, brush, valueLabel),
    missing ? missingSentence(missing) : '',
    comparison ? ` ${comparisonWords(comparison)}.` : '',
    lanes ? lanesSentence(lanes, laneLabel) : '',
    recorded ? ` ${recordedSentence(recorded)}` : '',
    inView.length > 0 ? ` ${plural(inView.length, 'mark')}: ${listed(inView.map(markLine))}.` : '',
  ].join('');
}

/** A bar's series in words, when there is more than one, and what failed in it. */
export function layersInBar(
  model: HistogramModel,
  bin: number,
  valueLabel: (value: string | null) => string,
): string[] {
  const layers = model.layers.length > 1 ? model.layers.filter((layer) => layer.counts[bin]) : [];
  const failed = model.failures?.counts[bin] ?? 0;
  return [
    ...layers.map((layer) => `${layerName(layer, valueLabel)} ${formatCount(layer.counts[bin] ?? 0)}`),
    ...(failed > 0 ? [`${formatCount(failed)} failed`] : []),
  ];
}
