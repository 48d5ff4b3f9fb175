import { searchContract } from '../../../../shared/contract/search.ts';
import type { Area } from '../../area.ts';
import { patternProblems } from '../../ask/pattern-error.ts';
import { listHits } from './list-hits.ts';
import { nearestEvents } from './nearest.ts';
import { questionSql } from './question-sql.ts';
import { recordPathsPart } from './record-paths.ts';

/** Everything around the search itself. */
export const searchArea: Area<typeof searchContract> = {
  contract: searchContract,
  answers: {
    'search.nearest': ({ question }, { reader }) => nearestEvents(reader, question),
    'search.listHits': (params, { reader }) => listHits(reader, params),
  },
  calls: {
    'search.scan': async ({ question }, { investigation, signal, report }) => {
      const startedMs = performance.now();
      const read = await investigation.search.follow(question, report, signal);
      return { read, durationMs: performance.now() - startedMs };
    },
    'search.check': ({ filter }, { reader }) => patternProblems(reader, filter),
    'search.sql': ({ question, sort, columns }) => ({ sql: questionSql(question, sort, columns) }),
    'search.paths': ({ typed, limit }, { investigation }) =>
      investigation.part(recordPathsPart).suggest(typed, limit),
  },
};
