import type { Handlers } from '../../../../shared/bridge/contract.ts';
import type { searchContract } from '../../../../shared/contract/search.ts';
import type { Investigation } from '../../investigation.ts';
import { listHits } from './list-hits.ts';
import { nearestEvents } from './nearest.ts';
import { patternProblems } from '../../ask/pattern-error.ts';
import { questionSql } from './question-sql.ts';

/** Everything around the search itself. */
export const searchHandlers = (open: () => Investigation): Handlers<typeof searchContract> => ({
  'search.scan': async ({ question }, { signal, report }) => {
    const startedMs = performance.now();
    const read = await open().search.follow(question, report, signal);
    return { read, durationMs: performance.now() - startedMs };
  },
  'search.check': ({ filter }, { signal }) => patternProblems(open().pool, filter, signal),
  'search.sql': ({ question, sort, columns }) => ({ sql: questionSql(question, sort, columns) }),
  'search.nearest': ({ question }, { signal }) => nearestEvents(open().pool, question, signal),
  'search.paths': ({ typed, limit }) => open().paths.suggest(typed, limit),
  'search.listHits': (params, { signal }) => listHits(open().pool, params, signal),
});
