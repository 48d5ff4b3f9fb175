import type { Handlers } from '../../../../shared/bridge/contract.ts';
import type { savedContract } from '../../../../shared/contract/saved.ts';
import type { Investigation } from '../../investigation.ts';

/** Saved queries and views of the open workspace. */
export const savedHandlers = (open: () => Investigation): Handlers<typeof savedContract> => ({
  'saved.list': () => [...open().folder.saved.list()],
  'saved.add': ({ item }) => open().folder.saved.add(item),
  'saved.update': ({ item }) => open().folder.saved.update(item),
  'saved.remove': async ({ id }) => {
    await open().folder.saved.remove(id);
    return {};
  },
  'saved.restore': ({ id }) => open().folder.saved.restore(id),
  'saved.export': ({ ids }) => open().folder.saved.export(ids),
  'saved.import': ({ text }) => open().folder.saved.import(text),
});
