import type { ResultOf } from '../../shared/bridge/contract.ts';
import type { Question } from '../../shared/contract/common.ts';
import type { EngineContract } from '../../shared/contract/index.ts';
import { asksQuestion, readsOf, type AnswerName, type AnswerParams } from '../../shared/contract/reads.ts';
import { resource, type Resource } from './resource.svelte.ts';
import { useTrail, type Trail } from './trail.ts';

/** Where answers come from, and what makes them outdated. */
export type Asker = Pick<Trail, 'engine' | 'session' | 'explore' | 'notes'>;

/** The parameters of a call; a question that is left out is the one on screen. */
type Asked<Name extends AnswerName> =
  AnswerParams<Name> extends { readonly question: Question }
    ? Omit<AnswerParams<Name>, 'question'> & { readonly question?: Question }
    : AnswerParams<Name>;

type Answer<Name extends AnswerName> = ResultOf<EngineContract[Name]>;

/**
 * What tells the state of everything that answers to these calls are made from; another text whenever one of them may be
 * another now. Undefined while no workspace is open.
 */
export function versionOf(
  { session, notes }: Pick<Asker, 'session' | 'notes'>,
  names: readonly AnswerName[],
  params: unknown,
): string | undefined {
  const { info } = session;
  if (!info) return undefined;
  const reads = new Set(names.flatMap((name) => readsOf(name, params)));
  const { events, files } = info.versions;
  // Names follow the files that tell them.
  const versions = { events, files, annotations: notes.summary.version, names: files };
  return [info.id, ...[...reads].map((source) => versions[source])].join('.');
}

/**
 * Asks a call of the open workspace whenever its parameters or anything it reads changes. Undefined parameters: there is
 * nothing to ask. To be called while a component is being set up.
 */
export function askOf<Name extends AnswerName>(
  asker: Asker,
  name: Name,
  params: () => Asked<Name> | undefined,
): Resource<Answer<Name>> {
  const whole = (asked: Asked<Name>): AnswerParams<Name> =>
    'question' in asked || !asksQuestion(name) ? asked : { ...asked, question: asker.explore.question };
  return answerOf(
    asker,
    [name],
    () => {
      const asked = params();
      return asked && whole(asked);
    },
    (asked, signal) => asker.engine(name, asked, { signal }),
  );
}

/** The same for what is put together from several answers. `load` gets the key, and what tells its state from others. */
export function answerOf<Key, Data>(
  asker: Asker,
  names: readonly AnswerName[],
  key: () => Key | undefined,
  load: (key: Key, signal: AbortSignal, version: string) => Promise<Data>,
): Resource<Data> {
  return resource(
    () => {
      const asked = key();
      if (asked === undefined) return undefined;
      const version = versionOf(asker, names, asked);
      return version === undefined ? undefined : { asked, version };
    },
    ({ asked, version }, signal) => load(asked, signal, version),
  );
}

/** `askOf` for the application that the component belongs to. */
export const useAsk = <Name extends AnswerName>(
  name: Name,
  params: () => Asked<Name> | undefined,
): Resource<Answer<Name>> => askOf(useTrail(), name, params);

/** `answerOf` for the application that the component belongs to. */
export const useAnswer = <Key, Data>(
  names: readonly AnswerName[],
  key: () => Key | undefined,
  load: (key: Key, signal: AbortSignal, version: string) => Promise<Data>,
): Resource<Data> => answerOf(useTrail(), names, key, load);
