import * as v from 'valibot';
import type { ExploreState } from '../../state/explore-state.ts';
import { exploreStateSchema } from '../../state/stored-explore.ts';

/** The screen as a view keeps it: everything but which row is selected. */
export const viewState = (state: ExploreState): Record<string, unknown> => ({ ...state, selectedId: null });

/** The screen a view keeps, or undefined when it cannot be read: views may come from another person or version. */
export function readView(stored: Readonly<Record<string, unknown>>): ExploreState | undefined {
  const read = v.safeParse(exploreStateSchema, stored);
  return read.success ? { ...read.output, selectedId: null } : undefined;
}

/** True when the screen, as the JSON text of its `viewState`, shows something else than the view keeps. */
export function differsFrom(screen: string, stored: Readonly<Record<string, unknown>>): boolean {
  const state = JSON.parse(screen) as Record<string, unknown>;
  // Both go through the schema: it puts properties into one order.
  return JSON.stringify(readView(state)) !== JSON.stringify(readView(stored));
}
