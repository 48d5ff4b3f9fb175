import type { ResultOf } from '../../../../shared/bridge/contract.ts';
import type { Scope } from '../../../../shared/contract/common.ts';
import type { EngineContract } from '../../../../shared/contract/index.ts';
import { hasFacetValue, type FacetSelection } from '../../../../shared/filter/facet-selection.ts';
import type { FacetQuestion } from './facet-views.svelte.ts';

/** One facet's values as the engine counted them. */
export type FacetAnswer = ResultOf<EngineContract['facets.list']>[number];

/** One line of a facet card. */
export interface FacetRow {
  readonly value: string | null;
  /** null: selected, but not among the values listed, so its count is not known here. */
  readonly count: number | null;
  readonly state: 'included' | 'excluded' | 'plain';
  /** Chosen in the scope bar. */
  readonly isInScope: boolean;
}

/** Counts of selected values that stand beyond the end of a list. */
export type BeyondList = (field: string, value: string) => number | undefined;

/** The values of a field that the scope bar leaves; null when it leaves all. */
export function scopeValues(field: string, { accounts, regions }: Scope): readonly string[] | null {
  if (field === 'recipientAccountId') return accounts;
  return field === 'awsRegion' ? regions : null;
}

/** The listed values, with selected ones that the list lacks added at its end. */
export function facetRows(
  field: string,
  answer: FacetAnswer | undefined,
  selection: FacetSelection,
  inScope: readonly string[] | null,
  isWhole: boolean,
  beyondList: BeyondList,
): FacetRow[] {
  const stateOf = (value: string | null): FacetRow['state'] => {
    if (hasFacetValue(field, selection.included, value)) return 'included';
    return hasFacetValue(field, selection.excluded, value) ? 'excluded' : 'plain';
  };
  const isInScope = (value: string | null): boolean => value !== null && (inScope?.includes(value) ?? false);
  const rows = (answer?.values ?? []).map((entry): FacetRow => ({
    ...entry,
    state: stateOf(entry.value),
    isInScope: isInScope(entry.value),
  }));
  const none = isComplete(answer, isWhole) ? 0 : null;
  const absent = absentValues(field, answer, selection, inScope).map((value): FacetRow => ({
    value,
    count: none ?? (value === null ? null : (beyondList(field, value) ?? null)),
    state: stateOf(value),
    isInScope: isInScope(value),
  }));
  return [...rows, ...absent];
}

/** What to ask the engine so that selected values beyond the end of a list have a count too. */
export function beyondQuestions(
  answer: FacetAnswer | undefined,
  selection: FacetSelection,
  inScope: readonly string[] | null,
  isWhole: boolean,
): FacetQuestion[] {
  if (!answer || isComplete(answer, isWhole)) return [];
  const { field } = answer;
  return absentValues(field, answer, selection, inScope).flatMap((value) =>
    value === null || value === ''
      ? []
      : [{ field, limit: beyondLimit, offset: 0, order: 'most' as const, search: value }],
  );
}

/** The counts in the answers to such questions, asked and answered in the same order. */
export function readBeyond(questions: readonly FacetQuestion[], answers: readonly FacetAnswer[]): BeyondList {
  const counts = new Map<string, number>();
  for (const [index, { field, search }] of questions.entries()) {
    const values = answers[index]?.values;
    const found = values?.find((entry) => entry.value === search)?.count;
    const known = found ?? (values && values.length < beyondLimit ? 0 : undefined);
    if (known !== undefined) counts.set(keyOf(field, search), known);
  }
  return (field, value) => counts.get(keyOf(field, value));
}

const beyondLimit = 20;

const keyOf = (field: string, value: string): string => JSON.stringify([field, value]);

/** `isWhole`: the list begins at the beginning and nothing is searched in it. */
const isComplete = (answer: FacetAnswer | undefined, isWhole: boolean): boolean =>
  answer !== undefined && isWhole && answer.values.length >= answer.distinct;

function absentValues(
  field: string,
  answer: FacetAnswer | undefined,
  selection: FacetSelection,
  inScope: readonly string[] | null,
): (string | null)[] {
  const listed = (answer?.values ?? []).map((entry) => entry.value);
  const chosen = [...selection.included, ...selection.excluded, ...(inScope ?? [])];
  const selected = chosen
    .filter((value) => !hasFacetValue(field, listed, value))
    .map((value) => (value === null ? null : String(value)));
  // A filter may ask for a value and leave it out at once; it still has one line.
  return [...new Set(selected)].slice(0, mostAbsent);
}

/** A pasted list can be thousands of values; its chip tells about them. */
const mostAbsent = 20;
