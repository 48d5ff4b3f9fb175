import type { GenericSchema, InferOutput } from 'valibot';

/**
 * What a call is, which decides what may be done with it when its answer is lost:
 * - `read` answers from what is there and changes nothing, so it can be asked again;
 * - `ask` is a read about a question, whose costly parts are looked up in the records first;
 * - `change` does something, or shows something to the person, and is never repeated by itself;
 * - `watch` reports until it is cancelled, and is begun again;
 * - `job` starts work that goes on after its answer, and is never repeated by itself.
 */
export type CallKind = 'read' | 'ask' | 'change' | 'watch' | 'job';

/** What answers are made from. An answer holds for as long as every source it was made from stays as it is. */
export const sources = ['events', 'files', 'annotations', 'names'] as const;
/** Something that answers are made from. */
export type Source = (typeof sources)[number];

/** How urgent the reads of a call are, the most urgent first. */
export const priorities = ['window', 'count', 'histogram', 'facet', 'background'] as const;
/** How urgent the reads of a call are. */
export type Priority = (typeof priorities)[number];

interface CallShape {
  readonly kind: CallKind;
  readonly params: GenericSchema;
  readonly result: GenericSchema;
  readonly progress?: GenericSchema;
  /** What the answer is made from; nothing by default: such an answer never gets old. */
  readonly reads?: readonly Source[];
  /** By default `background`. */
  readonly priority?: Priority;
}

interface AskShape extends CallShape {
  readonly kind: 'ask';
  readonly params: GenericSchema<unknown, { readonly question: unknown }>;
  readonly reads: readonly Source[];
  readonly priority: Priority;
  /** The time within which the question's costly parts must be known: the range of its scope, or all of time. */
  readonly asks: 'scope' | 'all-time';
}

/** One callable thing and the facts about it: its kind, what it takes, answers and reports, what it reads and how urgently. */
export type CallSpec = AskShape | (CallShape & { readonly kind: Exclude<CallKind, 'ask'> });

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
