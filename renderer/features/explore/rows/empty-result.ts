import type { ResultOf } from '../../../../shared/bridge/contract.ts';
import type { Question, Range } from '../../../../shared/contract/common.ts';
import type { EngineContract } from '../../../../shared/contract/index.ts';
import { conjuncts, withoutConjunct } from '../../../../shared/filter/conjuncts.ts';
import { describeFilter } from '../../../../shared/filter/describe.ts';
import { formatTime, plural, visibleText } from '../../../kit/format.ts';

/** One thing that narrows the answer, and the question without it. */
export interface Narrowing {
  readonly label: string;
  readonly without: Question;
}

/** Everything that narrows a question, each with the question that lets it go. */
export function narrowings({ scope, filter }: Question): readonly Narrowing[] {
  const { range, accounts, regions, hideServiceCalls, hideServiceRoutine = false, onlyConsequence } = scope;
  const hidesServices = hideServiceCalls || hideServiceRoutine;
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
    ...(hidesServices
      ? [inScope('calls by AWS services hidden', { hideServiceCalls: false, hideServiceRoutine: false })]
      : []),
    ...(onlyConsequence ? [inScope('only what has consequence', { onlyConsequence: false })] : []),
  ];
}

/** A place in time with events, and the range that shows it. */
export interface Neighbour {
  readonly label: string;
  readonly range: Range;
}

const second = 1_000_000;

/** The ranges, as long as the empty one, that end with the last event before it and begin with the first after it. */
export function neighboursOf(
  { fromMicros, toMicros }: Range,
  { beforeMicros, afterMicros }: ResultOf<EngineContract['search.nearest']>,
): readonly Neighbour[] {
  const length = Math.max(second, toMicros - fromMicros);
  const before =
    beforeMicros === null
      ? []
      : [
          {
            label: `Go back to the last event before, ${formatTime(beforeMicros)}`,
            range: { fromMicros: beforeMicros + second - length, toMicros: beforeMicros + second },
          },
        ];
  const after =
    afterMicros === null
      ? []
      : [
          {
            label: `Go on to the first event after, ${formatTime(afterMicros)}`,
            range: { fromMicros: afterMicros, toMicros: afterMicros + length },
          },
        ];
  return [...before, ...after];
}
