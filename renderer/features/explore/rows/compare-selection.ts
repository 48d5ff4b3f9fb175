import { countRows, type Spans } from '../../../grid/selection.ts';
import type { Explore } from '../../../state/explore.svelte.ts';
import type { EventRows } from './event-rows.svelte.ts';

/** More records beside each other nobody reads. */
export const mostCompared = 8;

/**
 * Lets rows that are selected in the grid be compared: a few of them become the chosen events, and are no longer when
 * the selection ends. Events chosen one by one in the detail stay as they are while the grid has no selection.
 */
export function selectForComparison(
  explore: Explore,
): (rows: Pick<EventRows, 'eventsOf'>, spans: Spans) => Promise<void> {
  let ours: readonly string[] = [];
  let latest: Spans = [];
  return async (rows, spans) => {
    latest = spans;
    const ids = await idsOf(rows, spans);
    if (latest !== spans) return;
    if (ids.length > 1) explore.selectIds(ids);
    else if (ours.length > 0 && explore.selectedIds === ours) explore.selectIds([]);
    ours = ids.length > 1 ? ids : [];
  };
}

async function idsOf(rows: Pick<EventRows, 'eventsOf'>, spans: Spans): Promise<readonly string[]> {
  if (spans.length === 0 || countRows(spans) > mostCompared) return [];
  const events = await rows.eventsOf(spans);
  if (countRows(events.spans) > mostCompared) return [];
  const { signal } = new AbortController();
  const blocks = await Promise.all(
    events.spans.map(async ({ from, to }) => events.source.load(from, to - from, signal)),
  );
  return blocks.flatMap((block) => block.ids ?? []);
}
