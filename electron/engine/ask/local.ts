import type { Reader } from '../db/pool.ts';
import type { DerivedTables } from '../derive/derived-tables.ts';
import type { Counts } from './counts.ts';
import type { Cursors } from './cursors.ts';

/** What an answer from the workspace's own database is worked out with. */
export interface Local {
  readonly reader: Reader;
  readonly cursors: Cursors;
  readonly counts: Counts;
  readonly derived: Pick<DerivedTables, 'covered'>;
}
