import type { Range } from '../../shared/contract/common.ts';
import type { CoverageSpan } from '../../shared/contract/timeline.ts';
import { formatDuration, plural } from '../kit/format.ts';
import { binSpan, type HistogramModel } from './histogram-model.ts';
import { spanText } from './time-axis.ts';

/** What is known of the logs of a bar; undefined where nobody said. */
type BarState = 'logs' | CoverageSpan['state'];

/** A stretch of time as bars, `to` exclusive. */
export interface Bars {
  readonly from: number;
  readonly to: number;
}

/** What is known of the logs of each bar. */
export function barStates(model: HistogramModel, spans: readonly CoverageSpan[]): BarState[] {
  return model.totals.map((_, bin) => {
    const { fromMicros, toMicros } = binSpan(model, bin);
    const around = spans.find((span) => span.fromMicros <= fromMicros && span.toMicros >= toMicros);
    return around?.state ?? 'logs';
  });
}

/** Stretches without any log file. A bar with events has logs, whatever the files' names say. */
export function gapsOf(states: readonly BarState[], counts: readonly number[]): Bars[] {
  const gaps: { from: number; to: number }[] = [];
  states.forEach((state, bin) => {
    if (state !== 'none' || (counts[bin] ?? 0) > 0) return;
    const last = gaps.at(-1);
    if (last?.to === bin) last.to = bin + 1;
    else gaps.push({ from: bin, to: bin + 1 });
  });
  return gaps;
}

/** The time between two bar edges. */
const barsSpan = (model: HistogramModel, bars: Bars): Range => ({
  fromMicros: binSpan(model, bars.from).fromMicros,
  toMicros: binSpan(model, bars.to - 1).toMicros,
});

/** Why a bar is empty, as far as it is known. */
export const emptyWords = (state: BarState | undefined): string =>
  state === 'none'
    ? 'no logs here'
    : state === 'logs'
      ? 'no events, though there are logs'
      : state === 'unknown'
        ? 'no events; whether logs are missing is not known'
        : 'no events';

/** How long the stretches without logs are together, in words. */
export function gapLength(model: HistogramModel, gaps: readonly Bars[]): string {
  const micros = gaps.reduce((sum, gap) => {
    const { fromMicros, toMicros } = barsSpan(model, gap);
    return sum + toMicros - fromMicros;
  }, 0);
  return formatDuration(micros / 1_000);
}

const mostNamed = 5;

/** The stretches without logs as a sentence; empty when there are none. */
export function gapsSentence(model: HistogramModel, gaps: readonly Bars[]): string {
  if (gaps.length === 0) return '';
  const named = gaps.slice(0, mostNamed).map((gap) => spanText(barsSpan(model, gap)));
  const rest = gaps.length > mostNamed ? ` and ${gaps.length - mostNamed} more` : '';
  return ` No log files for ${plural(gaps.length, 'stretch', 'stretches')}, ${gapLength(model, gaps)} in all: ${named.join('; ')}${rest}.`;
}
