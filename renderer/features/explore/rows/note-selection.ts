import { countRows, type Spans } from '../../../grid/selection.ts';
import type { Trail } from '../../../state/trail.ts';
import type { EventRows } from './event-rows.svelte.ts';

/** Tells the notes which rows are chosen: what is noted next is noted on their events. */
export function selectForNotes(
  { notes, explore }: Pick<Trail, 'notes' | 'explore'>,
  rows: EventRows,
  spans: Spans,
): void {
  const { question } = explore;
  const { sort } = explore.state;
  notes.selection =
    spans.length === 0
      ? null
      : {
          rows: countRows(spans),
          target: async () => {
            const events = await rows.eventsOf(spans);
            return {
              kind: 'rows',
              question,
              sort: [...sort],
              isFolded: rows.isFolded,
              spans: events.spans.map((span) => ({ ...span })),
            };
          },
        };
}
