import { groupingContract } from '../../../../shared/contract/grouping.ts';
import type { Area } from '../../area.ts';
import { foldsWindow, locateInFolds, wholeFold } from './folds.ts';
import { columnFill, columnStatistics } from './column-stats.ts';
import { findNext, placeOfMatch } from './find-text.ts';
import { groupsWindow } from './groups.ts';

/** Events grouped, folded, measured and searched for text. */
export const groupingArea: Area<typeof groupingContract> = {
  contract: groupingContract,
  answers: {
    'groups.window': groupsWindow,
    'folds.window': foldsWindow,
    'folds.locate': async (params, local) => ({ found: await locateInFolds(params, local) }),
    'folds.whole': wholeFold,
    'columns.statistics': (params, { reader }) => columnStatistics(reader, params),
    'columns.fill': (params, { reader }) => columnFill(reader, params),
    'find.next': async (params, local) => ({ found: await findNext(params, local) }),
    'find.place': placeOfMatch,
  },
  calls: {},
};
