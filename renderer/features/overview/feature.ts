import LayoutDashboard from '@lucide/svelte/icons/layout-dashboard';
import type { Feature } from '../../services/feature.ts';
import OverviewPage from './OverviewPage.svelte';

/** What is here, and what stands out: where a new workspace opens. */
export const overview: Feature = {
  screen: {
    name: 'overview',
    Page: OverviewPage,
    isUnscoped: true,
    entry: { title: 'Overview', icon: LayoutDashboard, keys: 'g o' },
  },
  panelKeys: [
    {
      panel: 'In the list of what stands out',
      keys: [
        { keys: 'Up Down', title: 'Line before, next line' },
        { keys: 'Home End', title: 'First and last line' },
        { keys: 'Enter', title: 'Show exactly its events in Explore' },
        { keys: 'Space', title: 'Show what goes with it and what is not known, or fold it' },
        { keys: 'Escape', title: 'Fold it' },
      ],
    },
  ],
};
