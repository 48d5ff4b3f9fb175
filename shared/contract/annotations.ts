import * as v from 'valibot';
import { commentSchema, noteChangeSchema } from '../annotations/change.ts';
import { colourSchema } from '../annotations/colours.ts';
import { changeIdSchema, eventNotesSchema, signedSchema } from '../annotations/event-notes.ts';
import { maxIdsPerCall } from '../annotations/limits.ts';
import { eventIdSchema, nothingSchema, offsetSchema, questionSchema, rangeSchema, upTo } from './common.ts';
import { microsSchema } from '../time/micros.ts';
import { sortSchema } from './events.ts';

/** Which events are noted: named ones, rows of a sorted answer, or all that a question matches. */
const targetSchema = v.variant('kind', [
  v.strictObject({
    kind: v.literal('events'),
    ids: v.pipe(v.array(eventIdSchema), v.minLength(1), v.maxLength(maxIdsPerCall)),
  }),
  /** Rows by their place in the sorted answer, `to` exclusive. */
  v.strictObject({
    kind: v.literal('rows'),
    /**
     * Those of `WorkspaceInfo` and of `NotesSummary` when the rows were chosen: an import in between moves rows, a change of
     * notes moves those of an answer about notes.
     */
    versions: v.strictObject({ events: v.number(), annotations: v.number() }),
    question: questionSchema,
    sort: sortSchema,
    /** Rows are counted with bursts folded, see `folds.window`; the sort then is one of time. */
    isFolded: v.optional(v.boolean()),
    spans: v.pipe(
      v.array(v.strictObject({ from: offsetSchema, to: offsetSchema })),
      v.minLength(1),
      v.maxLength(10_000),
    ),
  }),
  v.strictObject({ kind: v.literal('question'), question: questionSchema }),
]);
/** Which events are noted. */
export type NoteTarget = v.InferOutput<typeof targetSchema>;

/** The notes of one event in short, as grids and timelines show them. */
const noteMarkSchema = v.strictObject({
  id: v.string(),
  isStarred: v.boolean(),
  colour: v.nullable(colourSchema),
  tags: v.array(v.string()),
  comments: v.number(),
  /** The beginning of the newest comment, up to 200 characters; null without one. */
  comment: v.nullable(v.string()),
});
/** The notes of one event in short. */
export type NoteMark = v.InferOutput<typeof noteMarkSchema>;

/** How the notes of the workspace stand. `version` counts up with every change of them. */
const notesSummarySchema = v.strictObject({
  version: v.number(),
  /** Events of the evidence with any note. */
  events: v.number(),
  starred: v.number(),
  /** Noted events that the evidence does not have at the moment; their notes are kept. */
  missing: v.number(),
  tags: v.array(v.strictObject({ tag: v.string(), events: v.number() })),
});
/** How the notes of the workspace stand. */
export type NotesSummary = v.InferOutput<typeof notesSummarySchema>;

/** One change of notes, as the list of changes shows it. */
const noteRecordSchema = v.strictObject({
  id: changeIdSchema,
  ...signedSchema,
  change: noteChangeSchema,
  events: v.number(),
  isUndone: v.boolean(),
});
/** One change of notes: what was done to how many events, by whom and when. */
export type NoteRecord = v.InferOutput<typeof noteRecordSchema>;

const changedSchema = v.strictObject({
  /** Names the change for undoing; null when there was nothing to change. */
  id: v.nullable(changeIdSchema),
  /** Events that were changed; those that were so already are not among them. */
  events: v.number(),
});
/** What a change did. */
export type NotesChanged = v.InferOutput<typeof changedSchema>;

/** Stars, tags, colours and comments on events. */
export const notesContract = {
  /** Notes something about events. Errors: `data-changed` for rows chosen before the last import, `bad-params` for more events than one change may note, `workspace-locked`, `cancelled`. */
  'notes.change': {
    kind: 'change',
    params: v.strictObject({ target: targetSchema, change: noteChangeSchema }),
    result: changedSchema,
  },
  /** Takes a change back as a whole, or does it again. Errors: `not-found`. */
  'notes.undo': {
    kind: 'change',
    params: v.strictObject({ id: changeIdSchema, isRedo: v.boolean() }),
    result: v.strictObject({ events: v.number() }),
  },
  /** Gives a comment another text. Errors: `not-found`. */
  'notes.editComment': {
    kind: 'change',
    params: v.strictObject({ id: changeIdSchema, text: commentSchema }),
    result: nothingSchema,
  },
  /** The notes in short of those of these events that have any. */
  'notes.of': {
    kind: 'read',
    reads: ['events', 'annotations'],
    priority: 'window',
    params: v.strictObject({ ids: v.pipe(v.array(eventIdSchema), v.maxLength(maxIdsPerCall)) }),
    result: v.array(noteMarkSchema),
  },
  /** Everything noted about these events, in the order asked; empty for those without notes. */
  'notes.read': {
    kind: 'read',
    reads: ['events', 'annotations'],
    priority: 'window',
    params: v.strictObject({ ids: v.pipe(v.array(eventIdSchema), v.maxLength(2_000)) }),
    result: v.array(eventNotesSchema),
  },
  /**
   * Noted events of a question with their times, in order of time, for markers on a timeline. The question's own range is
   * replaced by `view` when one is given. Beyond `limit` those with a comment, then with a star, come first; `total` says
   * how many there are.
   */
  'notes.marks': {
    kind: 'ask',
    asks: 'scope',
    reads: ['events', 'annotations'],
    priority: 'histogram',
    params: v.strictObject({
      question: questionSchema,
      view: v.nullable(rangeSchema),
      limit: upTo(2_000),
    }),
    result: v.strictObject({
      total: v.number(),
      marks: v.array(
        v.strictObject({
          ...noteMarkSchema.entries,
          timeMicros: microsSchema,
          eventName: v.nullable(v.string()),
        }),
      ),
    }),
  },
  /** The newest changes first. */
  'notes.history': {
    kind: 'read',
    reads: ['annotations'],
    params: v.strictObject({ limit: upTo(1_000) }),
    result: v.array(noteRecordSchema),
  },
  /** Reports how the notes stand, now and after every change, until cancelled. */
  'notes.watch': {
    kind: 'watch',
    params: nothingSchema,
    progress: notesSummarySchema,
    result: nothingSchema,
  },
} as const;
