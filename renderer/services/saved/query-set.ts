import { plural } from '../../kit/format.ts';
import type { Trail } from '../../state/trail.ts';
import { reportFailure } from '../../state/report-failure.ts';

/** Writes saved items to a query-set file of the person's choice and says what was written. */
export const exportSet = (
  trail: Pick<Trail, 'saved' | 'notify'>,
  ids: readonly string[] | null,
  suggestedName: string,
): Promise<boolean> =>
  reportFailure(trail, async () => {
    const done = await trail.saved.exportSet(ids, suggestedName);
    if (done) trail.notify(`Exported ${plural(done.items, 'item')} to ${done.path}`);
  });

/** Adds the queries and views of a query-set file and says what was new. */
export const importSet = (trail: Pick<Trail, 'saved' | 'notify'>): Promise<boolean> =>
  reportFailure(trail, async () => {
    const done = await trail.saved.importSet();
    if (!done) return;
    const same = done.unchanged > 0 ? `; ${plural(done.unchanged, 'item')} already here` : '';
    trail.notify(`Added ${plural(done.added, 'query or view', 'queries and views')}${same}`);
  });
