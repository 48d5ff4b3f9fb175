import type { DuckDBInstance } from '@duckdb/node-api';
import type { Cursors } from './ask/cursors.ts';
import type { Folds } from './ask/folds.ts';
import type { RecordSearch } from './ask/search/record-search.ts';
import type { Pool } from './db/pool.ts';
import type { StatementLimits, Stuck } from './db/statement-guard.ts';
import type { Versions } from './derive/versions.ts';
import type { WorkspaceFolder } from './workspace/session.ts';

/** What an area's part of an open workspace works with. */
export interface PartContext {
  readonly folder: WorkspaceFolder;
  readonly instance: DuckDBInstance;
  readonly pool: Pool;
  readonly cursors: Cursors;
  readonly folds: Folds;
  readonly search: RecordSearch;
  readonly versions: Versions;
  readonly onStuck: (stuck: Stuck) => void;
  /** By default as people need them. */
  readonly statementLimits: Partial<StatementLimits> | undefined;
}

/** What an area keeps of a workspace for as long as it is open. */
export interface PartState {
  /** Said once at opening: what was set aside, what cannot be read. */
  readonly notice?: string | null;
  /** Begins no more work by itself. */
  rest?(): Promise<void>;
  /** Makes what a call with these parameters asks for and is not there yet, before the call is answered. Errors: `cancelled`. */
  before?(params: unknown, signal: AbortSignal): Promise<void> | undefined;
  /** Takes up that the evidence changed, before anybody is told of it. */
  follow?(): Promise<void>;
  /** Gives everything back, before the database is closed. */
  close?(): Promise<void> | void;
}

/** A part of an open workspace that belongs to one area; `Investigation.part` answers its state. */
export interface Part<State extends PartState> {
  readonly name: string;
  readonly open: (context: PartContext) => Promise<State> | State;
}
