import type { ExpectedActor, OverviewLine, StandsOut } from '../../../shared/contract/overview.ts';
import type { StatementLine } from '../../charts/statement-lines.ts';
import { formatCount, plural } from '../../kit/format.ts';

/** Which lines are shown. */
export const views = ['all', 'done', 'refused', 'dismissed'] as const;
export type View = (typeof views)[number];

const isOf: Readonly<Record<View, (line: OverviewLine) => boolean>> = {
  all: ({ dismissed }) => dismissed === null,
  done: ({ dismissed, statement }) => dismissed === null && /^(done|mixed)$/.test(statement.outcome),
  refused: ({ dismissed, statement }) => dismissed === null && statement.outcome !== 'done',
  dismissed: ({ dismissed }) => dismissed !== null,
};

export const linesOf = (lines: readonly OverviewLine[], view: View): readonly OverviewLine[] =>
  lines.filter(isOf[view]);

const labels: Readonly<Record<View, string>> = {
  all: 'All',
  done: 'Done',
  refused: 'Refused or failed',
  dismissed: 'Dismissed',
};

export const tabsOf = (lines: readonly OverviewLine[]): { id: View; label: string }[] =>
  views.map((view) => ({ id: view, label: `${labels[view]} ${formatCount(linesOf(lines, view).length)}` }));

/** `11 of 13 lines · 2 dismissed`. */
export function countsInWords({ lines, more }: StandsOut): string {
  const dismissed = linesOf(lines, 'dismissed').length;
  const shown = lines.length - dismissed;
  return [
    dismissed === 0 ? plural(shown, 'line') : `${formatCount(shown)} of ${plural(lines.length, 'line')}`,
    ...(dismissed === 0 ? [] : [`${formatCount(dismissed)} dismissed`]),
    ...(more === 0 ? [] : [`${formatCount(more)} more are not listed`]),
  ].join(' · ');
}

export const toLine = ({ statement, dismissed, expected }: OverviewLine): StatementLine => ({
  statement,
  marks: expected.length > 0 ? ['expected'] : [],
  isAside: dismissed !== null,
});

/** What the list says where no line is shown. */
export function emptyWords(
  { lines, sources, isPartial }: StandsOut,
  view: View,
): { readonly title: string; readonly text: string } {
  if (view === 'dismissed')
    return {
      title: 'No line was dismissed',
      text: 'A line that a person puts aside stands here, with who, when and why.',
    };
  if (lines.length > 0)
    return { title: 'No line here', text: 'The other lines stand under All and under Dismissed.' };
  if (sources.length === 0)
    return {
      title: 'Nothing was looked for',
      text: 'No rule of this version looks through the archive, so nothing can be said about what stands out. Explore has every event.',
    };
  if (isPartial)
    return {
      title: 'Nothing so far',
      text: 'The archive is still being looked through. Lines appear as they are found.',
    };
  return {
    title: 'Nothing stands out',
    text: `Nothing here matches what was looked for: ${sources.join(', ')}. What was not recorded cannot stand out.`,
  };
}

export const kindWords: Readonly<Record<ExpectedActor['kind'], string>> = {
  scanner: 'scanner',
  pipeline: 'pipeline',
  'break-glass': 'break-glass',
  test: 'test window',
  other: 'other',
};

/** By what an expected actor is told, in words. */
export const toldBy = ({ principal, address, client }: ExpectedActor): string =>
  [principal, address, client].filter((one) => one !== null && one !== '').join(' · ');
