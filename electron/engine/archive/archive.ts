import type { CallContext, ParamsOf, ProgressOf, ResultOf } from '../../../shared/bridge/contract.ts';
import { AppError } from '../../../shared/bridge/errors.ts';
import type { EngineContract } from '../../../shared/contract/index.ts';

/** Names of the calls that ask about a question. */
export type AskName = {
  [Name in keyof EngineContract]: EngineContract[Name]['kind'] extends 'ask' ? Name : never;
}[keyof EngineContract];

/** Events that can be asked about, wherever they are kept. */
export interface Archive {
  /** What it is, for a sentence: “this workspace”. */
  readonly name: string;
  /** What it can be asked. */
  readonly capabilities: ReadonlySet<AskName>;
  /** Answers a call that is among its capabilities. */
  answer<Name extends AskName>(
    name: Name,
    params: ParamsOf<EngineContract[Name]>,
    context: CallContext<ProgressOf<EngineContract[Name]>>,
  ): Promise<ResultOf<EngineContract[Name]>>;
}

/** Asks an archive. Errors: `cannot-answer` for what is not among its capabilities, those of the answer. */
export function askArchive<Name extends AskName>(
  archive: Archive,
  name: Name,
  params: ParamsOf<EngineContract[Name]>,
  context: CallContext<ProgressOf<EngineContract[Name]>>,
): Promise<ResultOf<EngineContract[Name]>> {
  if (archive.capabilities.has(name)) return archive.answer(name, params, context);
  throw new AppError(
    'cannot-answer',
    `${archive.name} cannot answer ${name}. Import the events to ask this.`,
  );
}
