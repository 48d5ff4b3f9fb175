import type { CoverageSpan, MissingLogs } from '../../shared/contract/coverage.ts';
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

/** Why a bar is empty, as far as it is known. */
export const emptyWords = (state: BarState | undefined): string =>
  state === 'none'
    ? 'no logs here'
    : state === 'logs'
      ? 'no events, though there are logs'
      : state === 'unknown'
        ? 'no events; whether logs are missing is not known'
        : 'no events';

/** How long the time without log files is in all, in words. */
export const missingLength = ({ micros }: MissingLogs): string => formatDuration(micros / 1_000);

/** The stretches without log files as a sentence; empty when there are none. */
export function missingSentence(missing: MissingLogs): string {
  const { stretches, longest } = missing;
  if (stretches === 0) return '';
  const named = longest.map((stretch) => spanText(stretch)).join('; ');
  const which = stretches > longest.length ? 'the longest ' : '';
  return ` No log files for ${plural(stretches, 'stretch', 'stretches')}, ${missingLength(missing)} in all: ${which}${named}.`;
}
