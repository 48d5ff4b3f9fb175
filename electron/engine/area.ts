import type {
  CallContext,
  CallSpec,
  Contract,
  Handlers,
  ParamsOf,
  ProgressOf,
  ResultOf,
} from '../../shared/bridge/contract.ts';
import { askArchive, type AskName } from './archive/archive.ts';
import type { LocalAnswers } from './archive/local.ts';
import type { Reader } from './db/pool.ts';
import type { Investigation } from './investigation.ts';

type AskOf<C extends Contract> = Extract<keyof C, AskName>;

/** What a call about the open workspace gets besides its parameters. */
export interface WorkspaceCall<Progress> extends CallContext<Progress> {
  readonly investigation: Investigation;
  /** Reads as urgent as the call, and over with it. */
  readonly reader: Reader;
}

/** The calls of an area that ask nothing about a question. */
export type AreaCalls<C extends Contract> = {
  readonly [Name in Exclude<keyof C, AskName>]: (
    params: ParamsOf<C[Name]>,
    call: WorkspaceCall<ProgressOf<C[Name]>>,
  ) => Promise<ResultOf<C[Name]>> | ResultOf<C[Name]>;
};

/** Everything an area answers of the open workspace. */
export interface Area<C extends Contract> {
  readonly contract: C;
  /** Answers about a question, from the workspace's own database. */
  readonly answers: LocalAnswers<AskOf<C>>;
  readonly calls: AreaCalls<C>;
}

/** An area's handlers: what asks about a question goes to the archive, everything else to the area itself. */
export function handlersOf<C extends Contract>(
  open: () => Investigation,
  { contract, calls }: Area<C>,
): Handlers<C> {
  const own = calls as unknown as Readonly<
    Record<string, (params: unknown, call: WorkspaceCall<never>) => unknown>
  >;
  const handlers = Object.entries<CallSpec>(contract).map(([name, spec]) => {
    const handler = async (params: unknown, context: CallContext<never>): Promise<unknown> => {
      const investigation = open();
      const answer = async (): Promise<unknown> => {
        if (spec.kind === 'ask')
          return askArchive(investigation.archive, name as AskName, params as never, context as never);
        const reader = investigation.pool.reader(spec.priority ?? 'background', context.signal);
        return own[name]?.(params, { ...context, investigation, reader });
      };
      if (spec.kind === 'watch') return answer();
      await investigation.evidence.tablesMade(context.signal);
      await investigation.before(params, context.signal);
      return investigation.background.giveWayTo(answer);
    };
    return [name, handler] as const;
  });
  return Object.fromEntries(handlers) as unknown as Handlers<C>;
}
