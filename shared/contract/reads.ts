import type { CallSpec, ParamsOf, Source } from '../bridge/contract.ts';
import { readsAnnotations } from '../annotations/reads-annotations.ts';
import { engineContract, type EngineContract } from './index.ts';

/** Calls that answer from what is there and change nothing. */
export type AnswerName = {
  [Name in keyof EngineContract]: EngineContract[Name]['kind'] extends 'ask' | 'read' ? Name : never;
}[keyof EngineContract];

/** The parameters of a call that answers. */
export type AnswerParams<Name extends AnswerName> = ParamsOf<EngineContract[Name]>;

/** What the answer of a call is made from: what the call says of itself, and what lies beside the events as far as it is asked about. */
export function readsOf(name: AnswerName, params: unknown): readonly Source[] {
  const spec: CallSpec = engineContract[name];
  const own = spec.reads ?? [];
  return own.includes('annotations') || !readsAnnotations(params) ? own : [...own, 'annotations'];
}

/** True for a call about a question. */
export const asksQuestion = (name: AnswerName): boolean => engineContract[name].kind === 'ask';
