import type { Call } from './catalogue.ts';
import type { Principal } from './principals.ts';
import type { Prng } from './prng.ts';
import type { CallBody, JsonObject } from './types.ts';
import type { Account, World } from './world.ts';

/** Everything a builder of request and response may look at. `timeMs` is in milliseconds since 1970. */
export interface Scene {
  readonly world: World;
  readonly account: Account;
  readonly region: string;
  readonly timeMs: number;
  readonly principal: Principal;
  readonly identity: JsonObject;
  readonly call: Call;
  readonly rng: Prng;
}

/** Makes request, response and resources of one call. */
export type BodyBuilder = (scene: Scene) => CallBody;
