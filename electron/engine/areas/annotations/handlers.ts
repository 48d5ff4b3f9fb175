import { notesContract } from '../../../../shared/contract/annotations.ts';
import type { Area } from '../../area.ts';
import { notesPart } from './annotations.ts';
import { marksOf, timedMarks } from './read-annotations.ts';

/** Stars, tags, colours and comments on events. */
export const annotationsArea: Area<typeof notesContract> = {
  contract: notesContract,
  answers: { 'notes.marks': (params, { reader }) => timedMarks(reader, params) },
  calls: {
    'notes.change': ({ target, change }, { investigation, signal }) => {
      const notes = investigation.part(notesPart);
      if (target.kind === 'events') return notes.change(target, change, signal);
      return investigation.search.answered(target.question, 'scope', signal, (question) =>
        notes.change({ ...target, question }, change, signal),
      );
    },
    'notes.undo': ({ id, isRedo }, { investigation }) => investigation.part(notesPart).undo(id, isRedo),
    'notes.editComment': async ({ id, text }, { investigation }) => {
      await investigation.part(notesPart).editComment(id, text);
      return {};
    },
    'notes.of': ({ ids }, { reader }) => marksOf(reader, ids),
    'notes.read': ({ ids }, { investigation, reader }) => investigation.part(notesPart).read(ids, reader),
    'notes.history': ({ limit }, { investigation }) => investigation.part(notesPart).history(limit),
    'notes.watch': async (_params, { investigation, signal, report }) => {
      await investigation.part(notesPart).watch(report, signal);
      return {};
    },
  },
};
