import * as v from 'valibot';
import { nothingSchema } from './common.ts';

const common = {
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
  createdAt: v.string(),
  updatedAt: v.string(),
};

/** A query or a view that the person keeps. A view's `state` is the renderer's explore state. */
export const savedItemSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('query'), ...common, sql: v.pipe(v.string(), v.maxLength(1_000_000)) }),
  v.strictObject({ kind: v.literal('view'), ...common, state: v.record(v.string(), v.unknown()) }),
]);
/** A query or a view that the person keeps; times as ISO text. */
export type SavedItem = v.InferOutput<typeof savedItemSchema>;
/** A saved item with the text of an SQL query. */
export type SavedQuery = Extract<SavedItem, { readonly kind: 'query' }>;
/** A saved item with the state of a screen, which only the renderer can read. */
export type SavedView = Extract<SavedItem, { readonly kind: 'view' }>;

const newItemSchema = v.variant('kind', [
  v.strictObject({
    kind: v.literal('query'),
    name: common.name,
    sql: v.pipe(v.string(), v.maxLength(1_000_000)),
  }),
  v.strictObject({ kind: v.literal('view'), name: common.name, state: v.record(v.string(), v.unknown()) }),
]);

/** A query set: saved items alone, without any data. */
export const querySetSchema = v.strictObject({
  format: v.literal('trailglass-query-set'),
  version: v.literal(1),
  items: v.array(savedItemSchema),
});
/** The content of a query-set file. */
export type QuerySet = v.InferOutput<typeof querySetSchema>;

/** Saved queries and views of the workspace. */
export const savedContract = {
  'saved.list': { params: nothingSchema, result: v.array(savedItemSchema) },
  'saved.add': { params: v.strictObject({ item: newItemSchema }), result: savedItemSchema },
  /** Replaces name and content; the id stays. */
  'saved.update': { params: v.strictObject({ item: savedItemSchema }), result: savedItemSchema },
  'saved.remove': { params: v.strictObject({ id: common.id }), result: nothingSchema },
  /** The items as the text of a query-set file; all when `ids` is null. */
  'saved.export': {
    params: v.strictObject({ ids: v.nullable(v.array(common.id)) }),
    result: v.strictObject({ text: v.string(), items: v.number() }),
  },
  /** Adds the items of a query-set file; an item already here with the same content is left as it is. */
  'saved.import': {
    params: v.strictObject({ text: v.pipe(v.string(), v.maxLength(50_000_000)) }),
    result: v.strictObject({ added: v.number(), unchanged: v.number() }),
  },
} as const;
