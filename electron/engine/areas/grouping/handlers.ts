import type { Handlers } from '../../../../shared/bridge/contract.ts';
import type { groupingContract } from '../../../../shared/contract/grouping.ts';
import type { Investigation } from '../../investigation.ts';
import { columnFill, columnStatistics } from './column-stats.ts';
import { findNext } from './find-text.ts';
import { foldsWindow, locateInFolds } from '../../ask/folds.ts';
import { groupsWindow } from './groups.ts';
import { eventsOf } from '../events/handlers.ts';

/** Events grouped, folded, measured and searched for text. */
export const groupingHandlers = (open: () => Investigation): Handlers<typeof groupingContract> => ({
  'groups.window': (params, { signal }) => groupsWindow(eventsOf(open()), params, signal),
  'folds.window': (params, { signal }) => foldsWindow(eventsOf(open()), params, signal),
  'folds.locate': async (params, { signal }) => ({
    found: await locateInFolds(eventsOf(open()), params, signal),
  }),
  'columns.statistics': (params, { signal }) => columnStatistics(open().pool, params, signal),
  'columns.fill': (params, { signal }) => columnFill(open().pool, params, signal),
  'find.next': async (params, { signal }) => ({ found: await findNext(eventsOf(open()), params, signal) }),
});
