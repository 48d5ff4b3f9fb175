import type { Reader } from '../db/pool.ts';
import type { DerivedTables } from '../derive/derived-tables.ts';
import type { Counts } from './counts.ts';
import type { Cursors } from './cursors.ts';
import type { Folds } from './folds.ts';
import type { Stretches } from './stretches.ts';

/** What an answer from the workspace's own database is worked out with. */
export interface Local {
  readonly reader: Reader;
  readonly cursors: Cursors;
  readonly folds: Folds;
  readonly stretches: Stretches;
  readonly counts: Counts;
  readonly derived: Pick<DerivedTables, 'covered'>;
}
