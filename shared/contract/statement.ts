import * as v from 'valibot';
import { severities, type Severity } from '../cloudtrail/stand-out/severity.ts';
import { filterSchema } from '../filter/schema.ts';
import { fieldNameSchema, rangeSchema } from './common.ts';

export { severities, type Severity };

/** What became of what a statement tells of. `refused` is for want of permission alone; attempted is not done. */
export const statementOutcomes = ['done', 'refused', 'failed', 'mixed'] as const;
/** What became of what a statement tells of. */
export type StatementOutcome = (typeof statementOutcomes)[number];

/**
 * How well a statement stands: the records cited say so, it is concluded from them and may have another explanation, or the
 * archive holds no record of it.
 */
export const grades = ['recorded', 'inferred', 'not-recorded'] as const;
/** How well a statement stands. */
export type Grade = (typeof grades)[number];

/** A piece of a sentence: words of ours, or a value out of the records, with its field where it has a page. */
const partSchema = v.union([
  v.strictObject({ text: v.string() }),
  v.strictObject({ value: v.string(), field: v.nullable(fieldNameSchema) }),
]);
/** A piece of a sentence: words of ours, or a value out of the records. */
export type StatementPart = v.InferOutput<typeof partSchema>;

/** A sentence in pieces, so that nothing a record holds is taken for words of ours. */
export const sentenceSchema = v.array(partSchema);
/** A sentence in pieces. */
export type Sentence = v.InferOutput<typeof sentenceSchema>;

/** Names one event across workspaces: the receiving account, nothing where there is none, a `/` and the event ID. */
const eventKeySchema = v.string();

/**
 * Something said about the evidence. Its evidence can be opened: `filter` finds exactly the events that it counts, or `events`
 * names them where no filter can.
 */
export const statementSchema = v.strictObject({
  /** Names this statement in this archive, the same after it is made again: the rule and what it is about. */
  id: v.string(),
  rule: v.string(),
  /** The version of the rule. */
  version: v.number(),
  severity: v.picklist(severities),
  outcome: v.picklist(statementOutcomes),
  grade: v.picklist(grades),
  /** What else could have led to the same records, for an inferred one. */
  otherExplanation: v.nullable(v.string()),
  /** One of a few words for the kind of deed: `Persistence`, `Exfiltration` … */
  subject: v.string(),
  /** Says who did what to what. */
  says: sentenceSchema,
  /** One line of what goes with it. */
  detail: sentenceSchema,
  /** Names that others have for it: finding types, techniques. */
  theirs: v.array(v.string()),
  /** How many events it rests on. */
  count: v.number(),
  evidence: v.union([
    v.strictObject({ filter: filterSchema }),
    v.strictObject({ events: v.array(eventKeySchema) }),
  ]),
  /** When, in order of time; touching ones joined. */
  spans: v.array(rangeSchema),
  /** What the archive cannot tell about it. */
  notKnown: v.array(v.string()),
});
/** Something said about the evidence, with its grade and the events it rests on. */
export type Statement = v.InferOutput<typeof statementSchema>;
