import type { Question } from '../../../shared/contract/common.ts';
import { conjuncts, withoutConjunct } from '../../../shared/filter/conjuncts.ts';
import { describeFilter } from '../../../shared/filter/describe.ts';
import { formatTime, plural, visibleText } from '../../kit/format.ts';

/** One thing that narrows the answer, and the question without it. */
export interface Narrowing {
  readonly label: string;
  readonly without: Question;
}

/** Everything that narrows a question, each with the question that lets it go. */
export function narrowings({ scope, filter }: Question): readonly Narrowing[] {
  const { range, accounts, regions, hideServiceCalls } = scope;
  const inScope = (label: string, change: Partial<Question['scope']>): Narrowing => ({
    label,
    without: { scope: { ...scope, ...change }, filter },
  });
  return [
    ...conjuncts(filter).map((conjunct) => ({
      label: visibleText(describeFilter(conjunct)),
      without: { scope, filter: withoutConjunct(filter, conjunct) },
    })),
    ...(range
      ? [inScope(`${formatTime(range.fromMicros)} to ${formatTime(range.toMicros)}`, { range: null })]
      : []),
    ...(accounts ? [inScope(`only ${plural(accounts.length, 'account')}`, { accounts: null })] : []),
    ...(regions ? [inScope(`only ${plural(regions.length, 'Region')}`, { regions: null })] : []),
    ...(hideServiceCalls ? [inScope('calls by AWS services hidden', { hideServiceCalls: false })] : []),
  ];
}
