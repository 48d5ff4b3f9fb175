import type { GenericSchema, InferOutput } from 'valibot';

/**
 * What a call is, which decides what may be done with it when its answer is lost:
 * - `read` answers from what is there and changes nothing, so it can be asked again;
 * - `ask` is a read about a question, whose costly parts are answered first;
 * - `change` does something, or shows something to the person, and is never repeated by itself;
 * - `watch` reports until it is cancelled, and is begun again;
 * - `job` starts work that goes on after its answer, and is never repeated by itself.
 */
export type CallKind = 'read' | 'ask' | 'change' | 'watch' | 'job';

/** One callable thing: what kind it is, what it takes, what it answers, what it reports on the way. */
export interface CallSpec {
  readonly kind: CallKind;
  readonly params: GenericSchema;
  readonly result: GenericSchema;
  readonly progress?: GenericSchema;
}

/** Calls by name, `area.verb`. */
export type Contract = Readonly<Record<string, CallSpec>>;

/** The parameters of a call. */
export type ParamsOf<Spec extends CallSpec> = InferOutput<Spec['params']>;
/** The answer of a call. */
export type ResultOf<Spec extends CallSpec> = InferOutput<Spec['result']>;
/** What a call reports while it runs. */
export type ProgressOf<Spec extends CallSpec> = Spec extends {
  readonly progress: infer P extends GenericSchema;
}
  ? InferOutput<P>
  : never;

/** What a handler gets besides its parameters. */
export interface CallContext<Progress> {
  readonly signal: AbortSignal;
  readonly report: (progress: Progress) => void;
}

/** An implementation of every call of a contract. */
export type Handlers<C extends Contract> = {
  readonly [Name in keyof C]: (
    params: ParamsOf<C[Name]>,
    context: CallContext<ProgressOf<C[Name]>>,
  ) => Promise<ResultOf<C[Name]>> | ResultOf<C[Name]>;
};

/** Options of one call. */
export interface CallOptions<Progress> {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** The caller's side of a contract. */
export type Client<C extends Contract> = <Name extends keyof C & string>(
  name: Name,
  params: ParamsOf<C[Name]>,
  options?: CallOptions<ProgressOf<C[Name]>>,
) => Promise<ResultOf<C[Name]>>;

/** Joins the areas of a contract; a name declared twice is a mistake in the program and throws. */
export function mergeContracts<const Parts extends readonly Contract[]>(
  ...parts: Parts
): UnionToIntersection<Parts[number]> {
  const all: Record<string, CallSpec> = Object.create(null) as Record<string, CallSpec>;
  for (const part of parts) {
    for (const [name, spec] of Object.entries(part)) {
      if (name in all) throw new Error(`Two calls are named ${name}`);
      all[name] = spec;
    }
  }
  return all as UnionToIntersection<Parts[number]>;
}

type UnionToIntersection<Union> = (Union extends unknown ? (value: Union) => void : never) extends (
  value: infer All,
) => void
  ? All
  : never;
