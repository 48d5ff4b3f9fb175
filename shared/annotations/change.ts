import * as v from 'valibot';
import { colourSchema } from './colours.ts';
import { maxCommentLength, maxTagLength } from './limits.ts';

/** A tag as it may be asked for; `cleanTag` makes of it what is kept. */
const tagSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(maxTagLength));
/** The text of a comment. */
export const commentSchema = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(maxCommentLength));

/** What is noted about events, or taken back. */
export const noteChangeSchema = v.variant('do', [
  v.strictObject({ do: v.picklist(['star', 'unstar']) }),
  v.strictObject({ do: v.picklist(['tag', 'untag']), tag: tagSchema }),
  v.strictObject({ do: v.literal('colour'), colour: v.nullable(colourSchema) }),
  v.strictObject({ do: v.literal('comment'), text: commentSchema }),
]);
/** What is noted about events, or taken back; colour `null` takes the colour away. */
export type NoteChange = v.InferOutput<typeof noteChangeSchema>;
