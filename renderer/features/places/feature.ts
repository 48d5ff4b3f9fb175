import Earth from '@lucide/svelte/icons/earth';
import type { Feature } from '../../services/feature.ts';
import PlacesPage from './PlacesPage.svelte';

const accountFields = new Set([
  'recipientAccountId',
  'userIdentity.accountId',
  'userIdentity.sessionContext.sessionIssuer.accountId',
  'vpcEndpointAccountId',
]);

/** Accounts and Regions, and what happened in each. */
export const places: Feature = {
  screen: {
    name: 'places',
    Page: PlacesPage,
    entry: { title: 'Accounts & Regions', icon: Earth, keys: 'g a' },
  },
  valuePages: ({ field, value }, screens) => {
    if (typeof value !== 'string' || value === '') return [];
    if (field === 'awsRegion') {
      return [{ label: 'Open Region page', onselect: () => screens.go('places', { region: value }) }];
    }
    if (!accountFields.has(field)) return [];
    return [{ label: 'Open account page', onselect: () => screens.go('places', { account: value }) }];
  },
};
