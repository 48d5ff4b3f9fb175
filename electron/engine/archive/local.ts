import type { CallContext, ParamsOf, ProgressOf, ResultOf } from '../../../shared/bridge/contract.ts';
import type { Question } from '../../../shared/contract/common.ts';
import { engineContract, type EngineContract } from '../../../shared/contract/index.ts';
import type { Local } from '../ask/local.ts';
import type { Answered } from '../ask/question.ts';
import type { RecordSearch } from '../ask/search/record-search.ts';
import type { Pool } from '../db/pool.ts';
import type { Archive, AskName } from './archive.ts';
import type { KeptAnswers } from './kept-answers.ts';

/** Works out the answer of one call about a question whose costly parts have been looked up. */
export type LocalAnswer<Name extends AskName> = (
  params: Answered<ParamsOf<EngineContract[Name]>>,
  local: Local,
  report: CallContext<ProgressOf<EngineContract[Name]>>['report'],
) => Promise<ResultOf<EngineContract[Name]>>;

/** Works out the answers of calls. */
export type LocalAnswers<Name extends AskName = AskName> = { readonly [One in Name]: LocalAnswer<One> };

type Parts = Omit<Local, 'reader'> & {
  readonly pool: Pool;
  readonly search: RecordSearch;
  readonly kept: KeptAnswers;
};

/** The events of an open workspace, in its own database. */
export class LocalArchive implements Archive {
  readonly name = 'This workspace';
  readonly capabilities: ReadonlySet<AskName>;
  readonly #parts: Parts;
  readonly #answers: LocalAnswers;

  constructor(parts: Parts, answers: LocalAnswers) {
    this.#parts = parts;
    this.#answers = answers;
    this.capabilities = new Set(Object.keys(answers) as AskName[]);
  }

  /** First waits until the costly parts of the question have been looked up, so that all calls about it share that work. */
  answer<Name extends AskName>(
    name: Name,
    params: ParamsOf<EngineContract[Name]>,
    { signal, report }: CallContext<ProgressOf<EngineContract[Name]>>,
  ): Promise<ResultOf<EngineContract[Name]>> {
    const { asks, priority } = engineContract[name];
    const { pool, search, kept, ...local } = this.#parts;
    const answer: LocalAnswer<Name> = this.#answers[name];
    const { question } = params as { readonly question: Question };
    return kept.of(name, params, signal, (signal) =>
      search.answered(question, asks, signal, (answered) =>
        answer(
          { ...params, question: answered },
          { ...local, reader: pool.reader(priority, signal) },
          report,
        ),
      ),
    );
  }
}
