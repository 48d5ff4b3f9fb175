import ClipboardList from '@lucide/svelte/icons/clipboard-list';
import type { Feature } from '../../services/feature.ts';
import EvidencePage from './EvidencePage.svelte';

/** The files that were read, and what became of each. */
export const evidence: Feature = {
  screen: {
    name: 'evidence',
    Page: EvidencePage,
    isUnscoped: true,
    entry: { title: 'Evidence', icon: ClipboardList, keys: 'g v' },
  },
};
