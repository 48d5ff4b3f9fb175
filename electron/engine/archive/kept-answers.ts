import type { Source } from '../../../shared/bridge/contract.ts';
import type { Question } from '../../../shared/contract/common.ts';
import { besideOf } from '../ask/beside-fields.ts';
import { fieldColumn } from '../ask/local-sql.ts';
import { unanswered, whereOf } from '../ask/question.ts';
import { Kept } from '../derive/kept.ts';
import type { Versions } from '../derive/versions.ts';
import type { AskName } from './archive.ts';

/** Calls whose answers are small beside what they cost, and which screens ask again whenever they are shown. */
const worthKeeping: ReadonlySet<AskName> = new Set([
  'facets.list',
  'timeline.histogram',
  'timeline.lanes',
  'places.matrix',
  'places.scope',
  'coverage.read',
  'profile.read',
] as const);

/** Answers kept at a time; a long list of values takes up a few hundred kilobytes. */
const most = 60;

interface Asked {
  readonly question: Question;
}

/** Every text in the parameters of a call besides its question: the names of fields are among them. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** What an answer is made from besides the events. */
function readsOf({ question, ...others }: Asked): readonly Source[] {
  const beside = textsIn(others).filter((text) => besideOf(text) !== undefined);
  return [
    ...new Set([
      ...beside.flatMap((text) => fieldColumn(text).reads),
      ...whereOf(unanswered(question)).reads,
    ]),
  ];
}

/** Answers of calls about a question, kept while the events and whatever else they are made from stay as they are. */
export class KeptAnswers {
  readonly #kept: Kept<{ readonly ready: Promise<unknown>; readonly end: () => void }>;

  constructor(versions: Versions) {
    this.#kept = new Kept({ versions, most });
  }

  /** The kept answer of a call, or the one that is worked out now for all who ask the same meanwhile. */
  async of<Result>(
    name: AskName,
    params: unknown,
    signal: AbortSignal | undefined,
    answer: (signal: AbortSignal | undefined) => Promise<Result>,
  ): Promise<Result> {
    if (!worthKeeping.has(name)) return answer(signal);
    const reads = readsOf(params as Asked);
    const keeping = this.#kept.of(JSON.stringify([name, params]), reads, () => {
      const answering = new AbortController();
      return { ready: answer(answering.signal), end: () => answering.abort() };
    });
    return (await keeping.wait(signal)) as Result;
  }

  /** Ends what is worked out; to be called before the database is closed. */
  close(): Promise<void> {
    return this.#kept.close();
  }
}
