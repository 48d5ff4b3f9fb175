import Earth from '@lucide/svelte/icons/earth';
import type { Feature } from '../../services/feature.ts';
import { isPlaceKind } from '../../services/values/subject.ts';
import PlacesPage from './PlacesPage.svelte';

/** Accounts and Regions, and how much happened in each. */
export const places: Feature = {
  screen: {
    name: 'places',
    Page: PlacesPage,
    entry: {
      title: 'Accounts & Regions',
      icon: Earth,
      keys: 'g a',
      holds: ({ current, params }) => current === 'profile' && isPlaceKind(params['kind']),
    },
  },
};
