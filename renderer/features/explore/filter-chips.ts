import { conjuncts, fromConjuncts } from '../../../shared/filter/conjuncts.ts';
import { describeFilter } from '../../../shared/filter/describe.ts';
import type { Filter } from '../../../shared/filter/filter.ts';
import { isEverything, normalise } from '../../../shared/filter/normalise.ts';
import { printFilter } from '../../../shared/filter/print.ts';

/** One chip: a conjunct, its sentence, and where it stands in the search text. */
export interface Chip {
  readonly filter: Filter;
  readonly says: string;
  readonly isNegated: boolean;
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** The chips of a filter, one each conjunct, in the order of the search text. */
export function chipsOf(filter: Filter): readonly Chip[] {
  const normal = normalise(filter);
  if (isEverything(normal)) return [];
  const list = conjuncts(normal);
  const whole = printFilter(normal);
  let at = 0;
  return list.map((conjunct) => {
    const bare = printFilter(conjunct);
    const text = list.length > 1 && conjunct.kind === 'or' ? `(${bare})` : bare;
    const from = Math.max(at, whole.indexOf(text, at));
    at = from + text.length;
    return {
      filter: conjunct,
      says: describeFilter(conjunct),
      isNegated: conjunct.kind === 'not',
      text,
      from,
      to: at,
    };
  });
}

/** The filter without its chip at `index`. */
export const withoutChip = (filter: Filter, index: number): Filter =>
  fromConjuncts(conjuncts(normalise(filter)).filter((_, at) => at !== index));

/** The filter with its chip at `index` turned into its opposite. */
export const withChipNegated = (filter: Filter, index: number): Filter =>
  normalise(
    fromConjuncts(
      conjuncts(normalise(filter)).map((conjunct, at) =>
        at === index ? normalise({ kind: 'not', of: conjunct }) : conjunct,
      ),
    ),
  );
