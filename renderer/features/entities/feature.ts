import type { Feature } from '../../services/feature.ts';
import { subjectsOf, subjectTitle } from '../../services/values/subject.ts';
import EntityPage from './EntityPage.svelte';

const inSentence = (title: string): string => title.charAt(0).toLowerCase() + title.slice(1);

/** A page for each identity, access key, address, client and resource. */
export const entities: Feature = {
  screen: { name: 'profile', Page: EntityPage },
  valuePages: ({ field, value }, screens) =>
    subjectsOf(field, value).map((subject) => ({
      label: `Open ${inSentence(subjectTitle(subject))} page`,
      onselect: () => screens.go('profile', { ...subject }),
    })),
};
