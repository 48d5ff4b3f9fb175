import NotebookPen from '@lucide/svelte/icons/notebook-pen';
import type { Feature } from '../../services/feature.ts';
import EventNotes from './EventNotes.svelte';
import NoteCell from './NoteCell.svelte';
import NoteMenu from './NoteMenu.svelte';
import NotesHost from './NotesHost.svelte';
import NotesPage from './NotesPage.svelte';

/** Notes on events: what people star, tag, colour and comment. */
export const annotations: Feature = {
  screen: { name: 'notes', Page: NotesPage, entry: { title: 'Notes', icon: NotebookPen, keys: 'g n' } },
  Host: NotesHost,
  cells: {
    'note.star': NoteCell,
    'note.tag': NoteCell,
    'note.colour': NoteCell,
    'note.comment': NoteCell,
  },
  eventTool: { at: 'start', Tool: NoteMenu },
  EventSection: EventNotes,
};
