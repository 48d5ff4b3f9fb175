import * as v from 'valibot';

/** The colours a person may give an event, each with the letter that stands for it where colour alone would not do. */
export const noteColours = ['red', 'orange', 'yellow', 'green', 'blue', 'purple'] as const;
/** The name of a colour of notes. */
export type NoteColour = (typeof noteColours)[number];

/** The name of a colour, from outside. */
export const colourSchema = v.picklist(noteColours);

/** True for the name of a colour. */
export const isNoteColour = (text: string): text is NoteColour =>
  noteColours.some((colour) => colour === text);

/** A colour's letter, for eyes that do not tell colours apart and for forced colours. */
export const colourLetter = (colour: NoteColour): string => colour.slice(0, 1).toUpperCase();
