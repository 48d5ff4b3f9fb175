import type { Filter } from '../../../../shared/filter/filter.ts';
import { parseFilter, type Problem } from '../../../../shared/filter/parse.ts';
import { tokenise } from '../../../../shared/filter/tokens.ts';
import type { Suggest, SuggestPaths } from '../../../editor/filter-completion.ts';
import type { CheckFilter } from '../../../editor/filter-language.ts';
import type { Trail } from '../../../state/trail.ts';

const mostSuggestions = 30;

/** What a search box asks the engine for. */
export interface SearchHelp {
  readonly suggest: Suggest;
  readonly suggestPaths: SuggestPaths;
  readonly check: CheckFilter;
}

function hasPattern(filter: Filter): boolean {
  if (filter.kind === 'field') return filter.test.op === 'regex';
  if (filter.kind === 'text') return false;
  return filter.kind === 'not' ? hasPattern(filter.of) : filter.of.some(hasPattern);
}

/** Where a regular expression stands in the text; the whole text when it is not found. */
function placeOf(text: string, pattern: string): { readonly from: number; readonly to: number } {
  const token = tokenise(text).find((one) => {
    if (one.kind !== 'regex') return false;
    const written = text.slice(one.from + 1, text.lastIndexOf('/', one.to - 1));
    return written === pattern || written.replaceAll('\\/', '/') === pattern;
  });
  return token ?? { from: 0, to: text.length };
}

/** The engine as a search box sees it. */
export const searchHelp = ({ engine }: Pick<Trail, 'engine'>): SearchHelp => ({
  suggest: (field, typed, signal) =>
    engine('values.suggest', { field, typed, limit: mostSuggestions }, { signal }),
  suggestPaths: async (typed, signal) =>
    (await engine('search.paths', { typed, limit: mostSuggestions }, { signal })).paths,
  check: async (text): Promise<readonly Problem[]> => {
    const { filter } = parseFilter(text);
    if (!filter || !hasPattern(filter)) return [];
    const problems = await engine('search.check', { filter });
    return problems.map(({ pattern, message }) => ({ ...placeOf(text, pattern), message }));
  },
});

/** A search text read as far as the page alone can; regular expressions still have to be checked by the engine. */
export interface ReadSearch {
  readonly filter: Filter | undefined;
  readonly problems: readonly Problem[];
  readonly needsCheck: boolean;
}

/** Reads a search text. */
export function readSearch(text: string): ReadSearch {
  const { filter, problems } = parseFilter(text);
  return {
    filter,
    problems,
    needsCheck: problems.length === 0 && filter !== undefined && hasPattern(filter),
  };
}
