import type { CallContext } from '../../../shared/bridge/contract.ts';
import type { EngineHandlers } from '../../../shared/contract/index.ts';
import type { Question } from '../../../shared/contract/common.ts';
import type { Investigation } from '../investigation.ts';
import { inAllTime } from './search/record-search.ts';

type AnyHandler = (params: never, context: CallContext<never>) => unknown;

const hasQuestion = (params: object): params is { readonly question: Question } =>
  'question' in params && typeof params.question === 'object' && params.question !== null;

/** Calls that tell about a question instead of asking it. */
const exempt: ReadonlySet<string> = new Set(['search.scan', 'search.sql']);

/**
 * Handlers that first wait until the costly parts of their question are looked up in the records, so that all calls
 * about one question share that work. The rows found stay for as long as a call runs.
 */
export function withSearching(open: () => Investigation, handlers: EngineHandlers): EngineHandlers {
  const wrapped = Object.entries(handlers).map(([name, handler]): readonly [string, AnyHandler] => {
    const plain = handler as AnyHandler;
    if (exempt.has(name)) return [name, plain];
    const call: AnyHandler = async (params: object, context) => {
      if (!hasQuestion(params)) return plain(params as never, context);
      const { question } = params;
      // The timeline asks for all of time; what it needs is not judged by the range.
      const asked = name.startsWith('timeline.') ? inAllTime(question) : question;
      const answered = await open().search.answer(asked, context.signal);
      try {
        const { filter } = answered.question;
        return await plain({ ...params, question: { ...question, filter } } as never, context);
      } finally {
        answered.release();
      }
    };
    return [name, call];
  });
  return Object.fromEntries(wrapped) as unknown as EngineHandlers;
}
