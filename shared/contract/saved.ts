import * as v from 'valibot';
import {
  maxParameters,
  parameterNameSchema,
  parameterTextSchema,
  parameterTypeSchema,
} from '../sql/parameters.ts';
import { fileTextSchema, nothingSchema } from './common.ts';
import { sqlSchema } from './console.ts';

/** What every saved item has. `folder` is its folder's name, with `/` between levels; empty for none. */
const common = {
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
  createdAt: v.string(),
  updatedAt: v.string(),
  folder: v.pipe(v.string(), v.trim(), v.maxLength(200)),
  isStarred: v.boolean(),
  note: v.pipe(v.string(), v.maxLength(20_000)),
};

/** A parameter of a saved query: `$name` in its text, what it may be, and what it is unless the person says otherwise. */
const parameterSchema = v.strictObject({
  name: parameterNameSchema,
  type: parameterTypeSchema,
  default: parameterTextSchema,
});
/** A parameter of a saved query. */
export type QueryParameter = v.InferOutput<typeof parameterSchema>;

const query = {
  sql: sqlSchema,
  parameters: v.pipe(v.array(parameterSchema), v.maxLength(maxParameters)),
};
const view = { state: v.record(v.string(), v.unknown()) };

/** A query or a view that the person keeps. A view's `state` is the renderer's explore state. */
export const savedItemSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('query'), ...common, ...query }),
  v.strictObject({ kind: v.literal('view'), ...common, ...view }),
]);
/** A query or a view that the person keeps; times as ISO text. */
export type SavedItem = v.InferOutput<typeof savedItemSchema>;
/** A saved item with the text of an SQL query. */
export type SavedQuery = Extract<SavedItem, { readonly kind: 'query' }>;
/** A saved item with the state of a screen, which only the renderer can read. */
export type SavedView = Extract<SavedItem, { readonly kind: 'view' }>;

const newCommon = {
  name: common.name,
  folder: v.optional(common.folder),
  isStarred: v.optional(common.isStarred),
  note: v.optional(common.note),
};

const newItemSchema = v.variant('kind', [
  v.strictObject({
    kind: v.literal('query'),
    ...newCommon,
    sql: query.sql,
    parameters: v.optional(query.parameters),
  }),
  v.strictObject({ kind: v.literal('view'), ...newCommon, ...view }),
]);
/** An item without what the store adds; what is left out is empty. */
export type NewSavedItem = v.InferOutput<typeof newItemSchema>;

/** A query set: saved items alone, without any data. */
export const querySetSchema = v.strictObject({
  format: v.literal('trailglass-query-set'),
  /** 1 had neither folders, stars, notes nor parameters. */
  version: v.literal(2),
  items: v.array(savedItemSchema),
});
/** The content of a query-set file as this version writes it. */
export type QuerySet = v.InferOutput<typeof querySetSchema>;

/** Saved queries and views of the workspace. */
export const savedContract = {
  'saved.list': { kind: 'read', params: nothingSchema, result: v.array(savedItemSchema) },
  'saved.add': { kind: 'change', params: v.strictObject({ item: newItemSchema }), result: savedItemSchema },
  /** Replaces name and content; the id stays. */
  'saved.update': {
    kind: 'change',
    params: v.strictObject({ item: savedItemSchema }),
    result: savedItemSchema,
  },
  'saved.remove': { kind: 'change', params: v.strictObject({ id: common.id }), result: nothingSchema },
  /** Puts an item back that was removed since the workspace was opened: whole, under its id, where it stood. */
  'saved.restore': { kind: 'change', params: v.strictObject({ id: common.id }), result: savedItemSchema },
  /** The items as the text of a query-set file; all when `ids` is null. */
  'saved.export': {
    kind: 'read',
    params: v.strictObject({ ids: v.nullable(v.array(common.id)) }),
    result: v.strictObject({ text: v.string(), items: v.number() }),
  },
  /** Adds the items of a query-set file; an item already here with the same content is left as it is. */
  'saved.import': {
    kind: 'change',
    params: v.strictObject({ text: fileTextSchema }),
    result: v.strictObject({ added: v.number(), unchanged: v.number() }),
  },
} as const;
