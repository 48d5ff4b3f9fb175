import * as v from 'valibot';
import { microsSchema } from '../time/micros.ts';
import { colourSchema } from './colours.ts';

/** The name of a change of notes. */
export const changeIdSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(64));

/** Who noted something, and when. */
export const signedSchema = { author: v.string(), atMicros: microsSchema };

/** A comment; `events` says how many events of the evidence it stands at. */
const noteCommentSchema = v.strictObject({
  id: changeIdSchema,
  text: v.string(),
  ...signedSchema,
  edited: v.nullable(v.strictObject(signedSchema)),
  events: v.number(),
});
/** A comment on an event, with who wrote it and when. */
export type NoteComment = v.InferOutput<typeof noteCommentSchema>;

/** Everything noted about one event, with who noted it and when. */
export const eventNotesSchema = v.strictObject({
  id: v.string(),
  star: v.nullable(v.strictObject(signedSchema)),
  colour: v.nullable(v.strictObject({ colour: colourSchema, ...signedSchema })),
  tags: v.array(v.strictObject({ tag: v.string(), ...signedSchema })),
  comments: v.array(noteCommentSchema),
});
/** Everything noted about one event; times in microseconds UTC. */
export type EventNotes = v.InferOutput<typeof eventNotesSchema>;
