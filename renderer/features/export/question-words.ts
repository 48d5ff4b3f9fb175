import type { Question, Range, Scope } from '../../../shared/contract/common.ts';
import type { Sort } from '../../../shared/contract/events.ts';
import { fieldNamed } from '../../../shared/fields/catalogue.ts';
import { describeFilter } from '../../../shared/filter/describe.ts';
import { isEverything } from '../../../shared/filter/normalise.ts';
import { rangeText } from '../../services/range-presets.ts';
import { plural, visibleText } from '../../kit/format.ts';
import { shownZone } from '../../kit/zone.svelte.ts';

const listed = (noun: string, values: readonly string[] | null): readonly string[] =>
  values === null ? [] : [values.length === 1 ? `${noun} ${values[0] ?? ''}` : plural(values.length, noun)];

const scopeWords = ({
  accounts,
  regions,
  hideServiceCalls,
  hideServiceRoutine,
  onlyConsequence,
}: Scope): readonly string[] => [
  ...listed('account', accounts),
  ...listed('Region', regions),
  ...(hideServiceCalls ? ['without calls by AWS services'] : []),
  ...(hideServiceRoutine ? ['without calls by AWS services that have no consequence'] : []),
  ...(onlyConsequence ? ['only changes, credentials and secrets'] : []),
];

const sortWords = (sort: Sort): string =>
  sort.length === 0
    ? 'in the order of the evidence'
    : sort
        .map(({ field, descending }) => {
          if (field === 'eventTime') return descending ? 'newest first' : 'oldest first';
          const name = fieldNamed(field)?.label ?? visibleText(field);
          return `by ${name}${descending ? ', descending' : ''}`;
        })
        .join(', then ');

const allTime = (archive: Range | null): string =>
  archive ? `All time: ${rangeText(archive)} ${shownZone.name}` : 'All time';

/**
 * Which events an export holds, a line a fact: the range with its zone, the scope, the search, the order. `archive` is
 * the span of all events.
 */
export function questionWords(
  { scope, filter }: Question,
  sort: Sort,
  archive: Range | null,
): readonly { readonly name: string; readonly text: string }[] {
  const scopeText = scopeWords(scope).join(', ');
  return [
    { name: 'Range', text: scope.range ? `${rangeText(scope.range)} ${shownZone.name}` : allTime(archive) },
    ...(scopeText === '' ? [] : [{ name: 'Scope', text: visibleText(scopeText) }]),
    { name: 'Search', text: isEverything(filter) ? 'Every event' : visibleText(describeFilter(filter)) },
    { name: 'Order', text: sortWords(sort) },
    // Files are read by programs and beside other files: their times do not depend on who looks.
    { name: 'Times', text: 'In UTC, as the records have them' },
  ];
}
