import { countRows, type Spans } from '../../../grid/selection.ts';
import type { Trail } from '../../../state/trail.ts';
import type { EventRows } from './event-rows.svelte.ts';

/** Tells the notes which rows are chosen: what is noted next is noted on their events. */
export function selectForNotes({ notes }: Pick<Trail, 'notes'>, rows: EventRows, spans: Spans): void {
  const chosen = spans.length === 0 ? undefined : rows.choose(spans);
  notes.selection = chosen
    ? {
        rows: countRows(spans),
        target: async () => {
          const { spans: events } = await chosen.events();
          return { kind: 'rows', ...chosen.about, spans: events.map((span) => ({ ...span })) };
        },
      }
    : null;
}
