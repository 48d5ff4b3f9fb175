import * as v from 'valibot';
import { fieldNameSchema, grantSchema, questionSchema } from './common.ts';
import { argumentsSchema, sqlSchema } from './console.ts';
import { sortSchema } from './events.ts';

/**
 * What events are written as: CSV, exact record texts as JSON lines, exact record texts in one `{"Records":[…]}` under
 * gzip, Parquet, XLSX, and the CSV of the console's Event history.
 */
export const eventExportFormats = ['csv', 'jsonl', 'records', 'parquet', 'xlsx', 'event-history'] as const;
/** A format of events. */
export type EventExportFormat = (typeof eventExportFormats)[number];

/** What the rows of a statement are written as. */
export const resultExportFormats = ['csv', 'jsonl', 'parquet'] as const;
/** A format of a statement's rows. */
export type ResultExportFormat = (typeof resultExportFormats)[number];

/** Formats whose rows are the chosen columns; the others have a shape of their own. */
export const hasColumns = (format: EventExportFormat): boolean =>
  format === 'csv' || format === 'parquet' || format === 'xlsx';

/** The end of a file name in each format, without the dot. */
export const exportExtension: Readonly<Record<EventExportFormat, string>> = {
  csv: 'csv',
  jsonl: 'jsonl',
  records: 'json.gz',
  parquet: 'parquet',
  xlsx: 'xlsx',
  'event-history': 'csv',
};

const eventsSchema = v.strictObject({
  kind: v.literal('events'),
  question: questionSchema,
  sort: sortSchema,
  /** Fields or paths, in order; used by the formats that have columns. */
  columns: v.pipe(v.array(fieldNameSchema), v.minLength(1), v.maxLength(500)),
  format: v.picklist(eventExportFormats),
});

const resultSchema = v.strictObject({
  kind: v.literal('sql'),
  sql: sqlSchema,
  arguments: argumentsSchema,
  format: v.picklist(resultExportFormats),
});

/** What an export holds: all events of a question, or all rows of a statement. */
export const exportedSchema = v.variant('kind', [eventsSchema, resultSchema]);
/** What an export holds. */
export type Exported = v.InferOutput<typeof exportedSchema>;
/** An export of events. */
export type EventsExported = Extract<Exported, { readonly kind: 'events' }>;
/** An export of a statement's rows. */
export type ResultExported = Extract<Exported, { readonly kind: 'sql' }>;

/** Writing answers to files. */
export const exportContract = {
  /**
   * Starts an export to the granted path, with a sidecar `<name>.about.json` beside it, as a job. Errors: `file-exists`
   * unless `isReplacing`; `file-unwritable`, also for a place inside the evidence or the workspace.
   */
  'export.start': {
    kind: 'job',
    params: v.strictObject({ what: exportedSchema, grant: grantSchema, isReplacing: v.boolean() }),
    result: v.strictObject({ jobId: v.string() }),
  },
} as const;
