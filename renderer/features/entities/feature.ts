import type { Feature } from '../../services/feature.ts';
import { subjectsOf, subjectWord } from '../../services/values/subject.ts';
import EntityPage from './EntityPage.svelte';

/** A page for each identity, access key, address, client, resource, account and Region. */
export const entities: Feature = {
  screen: { name: 'profile', Page: EntityPage },
  panelKeys: [
    {
      panel: 'In the lists of a page about one value',
      keys: [
        { keys: 'Up Down', title: 'Value before, next value' },
        { keys: 'Home End', title: 'First and last value' },
        { keys: 'Enter', title: 'Menu of the value' },
      ],
    },
  ],
  valuePages: ({ field, value }, screens) =>
    subjectsOf(field, value).map((subject) => ({
      label: `Open ${subjectWord(subject)} page`,
      onselect: () => screens.go('profile', { ...subject }),
    })),
};
