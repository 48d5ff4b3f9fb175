import * as v from 'valibot';
import type { Saved } from './saved.svelte.ts';
import type { StoredPart } from './stored-part.ts';

/** Which saved view the screen shows; the saved items themselves are the workspace's. */
export const storedView = (saved: Saved): StoredPart<string | null> => ({
  key: 'openedViewId',
  schema: v.nullable(v.string()),
  snapshot: () => saved.openedViewId,
  track: () => saved.openedViewId,
  restore: (id) => {
    saved.clear();
    saved.takeView(id);
  },
  load: () => saved.load(),
});
