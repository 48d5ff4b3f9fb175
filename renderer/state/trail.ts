import { getContext, setContext } from 'svelte';
import type { EngineClient } from '../../shared/contract/index.ts';
import type { HostClient } from '../../shared/contract/host.ts';
import type { Explore } from './explore.svelte.ts';
import type { Exports } from './exports.svelte.ts';
import type { Jobs } from './jobs.svelte.ts';
import type { Journey } from './journey.svelte.ts';
import type { Notes } from './annotations.svelte.ts';
import type { Saved } from './saved.svelte.ts';
import type { Screens } from './screens.svelte.ts';
import type { Session } from './session.svelte.ts';
import type { SqlConsole } from './sql-console.svelte.ts';
import type { ValueMenu } from './value-menu.svelte.ts';

/** Everything a feature may use: the two bridges and the state classes. */
export interface Trail {
  /** Always the living engine: after a restart calls go to the new one. */
  readonly engine: EngineClient;
  readonly host: HostClient;
  readonly session: Session;
  readonly explore: Explore;
  readonly jobs: Jobs;
  readonly exports: Exports;
  readonly saved: Saved;
  readonly notes: Notes;
  readonly screens: Screens;
  readonly journey: Journey;
  readonly sqlConsole: SqlConsole;
  readonly valueMenu: ValueMenu;
  /** Says something short to the person, and to screen readers. */
  readonly notify: (message: string, kind?: 'info' | 'error') => void;
}

/** The state that the session opens a workspace for. */
export type TrailParts = Omit<Trail, 'session'>;

const key = Symbol('trail');

/** Gives the application's state to all components below. */
export const provideTrail = (trail: Trail): Trail => setContext(key, trail);

/** The application's state, inside a component's setup. */
export const useTrail = (): Trail => getContext<Trail>(key);
