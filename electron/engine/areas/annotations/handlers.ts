import type { Handlers } from '../../../../shared/bridge/contract.ts';
import type { notesContract } from '../../../../shared/contract/annotations.ts';
import type { Investigation } from '../../investigation.ts';

/** Stars, tags, colours and comments on events. */
export const notesHandlers = (open: () => Investigation): Handlers<typeof notesContract> => ({
  'notes.change': async ({ target, change }, { signal }) => {
    const { notes, search } = open();
    if (target.kind === 'events') return notes.change(target, change, signal);
    const { question, release } = await search.answer(target.question, signal);
    try {
      return await notes.change(target, change, signal, { ...target, question });
    } finally {
      release();
    }
  },
  'notes.undo': ({ id, isRedo }) => open().notes.undo(id, isRedo),
  'notes.editComment': async ({ id, text }) => {
    await open().notes.editComment(id, text);
    return {};
  },
  'notes.of': ({ ids }, { signal }) => open().notes.of(ids, signal),
  'notes.read': ({ ids }, { signal }) => open().notes.read(ids, signal),
  'notes.marks': (params, { signal }) => open().notes.marks(params, signal),
  'notes.history': ({ limit }) => open().notes.history(limit),
  'notes.watch': async (_params, { signal, report }) => {
    await open().notes.watch(report, signal);
    return {};
  },
});
