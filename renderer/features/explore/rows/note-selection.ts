import { countRows, type Spans } from '../../../grid/selection.ts';
import type { Trail } from '../../../state/trail.ts';
import type { EventRows } from './event-rows.svelte.ts';

/** Tells the notes which rows are chosen: what is noted next is noted on their events. */
export function selectForNotes(
  { notes, explore, session }: Pick<Trail, 'notes' | 'explore' | 'session'>,
  rows: EventRows,
  spans: Spans,
): void {
  const { question } = explore;
  const { sort } = explore.state;
  const dataVersion = session.info?.dataVersion ?? 0;
  notes.selection =
    spans.length === 0
      ? null
      : {
          rows: countRows(spans),
          target: async () => {
            const events = await rows.eventsOf(spans);
            return {
              kind: 'rows',
              dataVersion,
              question,
              sort: [...sort],
              isFolded: rows.isFolded,
              spans: events.spans.map((span) => ({ ...span })),
            };
          },
        };
}
