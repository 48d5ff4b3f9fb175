import { savedContract } from '../../../../shared/contract/saved.ts';
import type { Area } from '../../area.ts';

/** Saved queries and views of the open workspace. */
export const savedArea: Area<typeof savedContract> = {
  contract: savedContract,
  answers: {},
  calls: {
    'saved.list': (_params, { investigation }) => [...investigation.folder.saved.list()],
    'saved.add': ({ item }, { investigation }) => investigation.folder.saved.add(item),
    'saved.update': ({ item }, { investigation }) => investigation.folder.saved.update(item),
    'saved.remove': async ({ id }, { investigation }) => {
      await investigation.folder.saved.remove(id);
      return {};
    },
    'saved.restore': ({ id }, { investigation }) => investigation.folder.saved.restore(id),
    'saved.export': ({ ids }, { investigation }) => investigation.folder.saved.export(ids),
    'saved.import': ({ text }, { investigation }) => investigation.folder.saved.import(text),
  },
};
