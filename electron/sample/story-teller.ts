import type { Failure } from './failures.ts';
import type { Prng } from './prng.ts';
import { assemble } from './record.ts';
import type { CallBody, JsonObject, TrailRecord } from './types.ts';
import type { Account } from './world.ts';

/** Chapters of the attack story, in the order in which they begin. */
export type StoryStep =
  | 'reconnaissance'
  | 'lateral-movement'
  | 'persistence'
  | 'console'
  | 'defence-evasion'
  | 'secrets'
  | 'exfiltration'
  | 'compute'
  | 'sharing'
  | 'response';

/** One identity on one machine: everything that repeats from call to call. */
export interface Actor {
  readonly account: Account;
  readonly identity: JsonObject;
  readonly sourceAddress: string;
  readonly userAgent: string;
  readonly fromConsole?: boolean;
}

/** The ARN an actor shows, empty when it has none. */
export function arnOf({ identity }: Actor): string {
  const arn = identity['arn'];
  return typeof arn === 'string' ? arn : '';
}

/** One call within the story. */
export interface Deed {
  readonly service: string;
  readonly name: string;
  readonly region: string;
  readonly readOnly: boolean;
  readonly isData?: boolean;
  readonly body?: CallBody;
  readonly failure?: Failure | undefined;
  readonly userAgent?: string;
  readonly sharedEventId?: string;
}

/** Collects the records of the story and moves its clock. */
export interface Teller {
  readonly rng: Prng;
  readonly records: TrailRecord[];
  readonly counts: Map<StoryStep, number>;
  /** The story's present, in milliseconds since 1970. */
  now(): number;
  wait(seconds: number): void;
  /** Adds one record now, then lets a few seconds pass. */
  tell(step: StoryStep, actor: Actor, deed: Deed): TrailRecord;
  /** Adds a record made elsewhere. */
  add(step: StoryStep, record: TrailRecord): void;
}

/** Starts a story at an instant given in milliseconds since 1970. */
export function createTeller(startMs: number, rng: Prng): Teller {
  let clockMs = startMs;
  const records: TrailRecord[] = [];
  const counts = new Map<StoryStep, number>();
  const add = (step: StoryStep, record: TrailRecord): void => {
    records.push(record);
    counts.set(step, (counts.get(step) ?? 0) + 1);
  };
  const wait = (seconds: number): void => {
    clockMs += seconds * 1000;
  };
  const tell = (step: StoryStep, actor: Actor, deed: Deed): TrailRecord => {
    const { body, userAgent, ...rest } = deed;
    const record = assemble(
      {
        ...rest,
        timeMs: clockMs,
        recipientAccountId: actor.account.id,
        identity: actor.identity,
        sourceAddress: actor.sourceAddress,
        userAgent: userAgent ?? actor.userAgent,
        body: body ?? { request: null },
        fromConsole: actor.fromConsole ?? false,
      },
      rng,
    );
    add(step, record);
    wait(rng.int(1, 9));
    return record;
  };
  return { rng, records, counts, now: () => clockMs, wait, tell, add };
}
