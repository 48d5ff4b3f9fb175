import { recordedNames } from '../../shared/cloudtrail/recorded.ts';
import type {
  Recorded,
  RecordedState,
  RecordedStretch,
  WhatWasRecorded,
} from '../../shared/contract/coverage.ts';
import { formatCount, plural } from '../kit/format.ts';

/** The height of a line about what was recorded. */
export const recordedLinePx = 14;

/** A line under the bars: a kind with its strip, or several kinds in words. */
export type RecordedLine =
  | { readonly kind: 'strip'; readonly recorded: Recorded }
  | { readonly kind: 'words'; readonly parts: readonly RecordedPart[] };

/** Words of a line; a warning stands out. */
export interface RecordedPart {
  readonly text: string;
  readonly isWarning: boolean;
}

export const nameOf = ({ category }: Recorded): string => recordedNames[category];
const listed = (kinds: readonly Recorded[]): string => kinds.map(nameOf).join(', ');

/** The kinds without an event: those that are not here, those of which that cannot be told, and what is apart from all. */
function withoutEvents({ categories, unstated, aggregated }: WhatWasRecorded): RecordedPart[] {
  const none = categories.filter(({ word }) => word === 'none-here');
  const untold = categories.filter(({ word }) => word === 'cannot-be-told');
  return [
    ...(none.length > 0 ? [{ text: `none here: ${listed(none)}`, isWarning: true }] : []),
    ...(untold.length > 0 ? [{ text: `none, and cannot be told: ${listed(untold)}`, isWarning: true }] : []),
    ...(unstated > 0 ? [{ text: `${formatCount(unstated)} of a kind not stated`, isWarning: false }] : []),
    ...(aggregated > 0
      ? [{ text: `apart: ${plural(aggregated, 'counter')} of data events`, isWarning: false }]
      : []),
  ];
}

/** What stands under the bars: a strip a kind that has events and a line for all others, or one line for all. */
export function recordedLines(recorded: WhatWasRecorded, isShort: boolean): RecordedLine[] {
  const present = recorded.categories.filter(({ events }) => events > 0);
  const others = withoutEvents(recorded);
  if (!isShort) {
    const strips = present.map((one): RecordedLine => ({ kind: 'strip', recorded: one }));
    return others.length > 0 ? [...strips, { kind: 'words', parts: others }] : strips;
  }
  const here = present.map((one) => ({
    text: `${nameOf(one)} ${formatCount(one.events)}`,
    isWarning: false,
  }));
  return [{ kind: 'words', parts: [...here, ...others] }];
}

export const stateWords: Readonly<Record<RecordedState, string>> = {
  events: 'events',
  'no-event': 'no event of this kind, though log files are here',
  'no-file': 'no log file of this time is here',
  unknown: 'no event of this kind; what could be here cannot be told',
};

const stretchAt = ({ stretches }: Recorded, bar: number): RecordedStretch | undefined =>
  stretches.find(({ fromBar, toBar }) => fromBar <= bar && bar < toBar);

/** A place of a line in words; `span` is the bar's time. */
export function pointedWords(line: RecordedLine, bar: number, span: string): string {
  if (line.kind === 'words') return line.parts.map(({ text }) => text).join(' · ');
  const { recorded } = line;
  const state = stretchAt(recorded, bar)?.state ?? 'unknown';
  const what = state === 'events' ? plural(recorded.counts[bar] ?? 0, 'event') : stateWords[state];
  return [`recorded: ${nameOf(recorded)}`, span, what].join(' · ');
}

/** All that was recorded in a bar, in words. */
export function recordedInBar({ categories }: WhatWasRecorded, bar: number): string {
  const kindsIn = (...states: readonly RecordedState[]): readonly Recorded[] =>
    categories.filter((one) => states.includes(stretchAt(one, bar)?.state ?? 'unknown'));
  const here = kindsIn('events').map((one) => `${nameOf(one)} ${formatCount(one.counts[bar] ?? 0)}`);
  const none = kindsIn('no-event');
  const without = kindsIn('no-file');
  const untold = kindsIn('unknown');
  return [
    `recorded: ${here.length > 0 ? here.join(', ') : 'no event'}`,
    ...(none.length > 0 ? [`none in the log files: ${listed(none)}`] : []),
    ...(without.length > 0 ? [`no log file: ${listed(without)}`] : []),
    ...(untold.length > 0 ? [`cannot be told: ${listed(untold)}`] : []),
  ].join('; ');
}

/** What was recorded as a sentence. */
export function recordedSentence(recorded: WhatWasRecorded): string {
  const [line] = recordedLines(recorded, true);
  const parts = line?.kind === 'words' ? line.parts : [];
  return `Recorded, whatever the search: ${parts.map(({ text }) => text).join('; ')}.`;
}
