import Search from '@lucide/svelte/icons/search';
import { commandOf } from '../../services/commands.svelte.ts';
import type { Feature } from '../../services/feature.ts';
import { storedSteps } from '../../state/stored-explore.ts';
import { storedView } from '../../state/stored-saved.ts';
import ExplorePage from './ExplorePage.svelte';
import FilterBar from './filter/FilterBar.svelte';
import { panelKeys } from './panel-keys.ts';

/** Narrowing the events down, step by step. */
export const explore: Feature = {
  screen: {
    name: 'explore',
    Page: ExplorePage,
    ScopeTools: FilterBar,
    isKept: true,
    entry: { title: 'Explore', icon: Search, keys: 'g e' },
  },
  commands: (trail) => [
    commandOf('explore', trail, { name: 'focus-search', title: 'Search', keys: '/', alsoKeys: ['Ctrl+F'] }),
    commandOf('explore', trail, { name: 'save-view', title: 'Save view', keys: 'Ctrl+S' }),
    commandOf('explore', trail, { name: 'history', title: 'Steps so far', keys: 'Ctrl+H' }),
  ],
  panelKeys,
  stored: (trail) => [storedSteps(trail.explore), storedView(trail.saved)],
};
