import * as v from 'valibot';

/** A cell of a result: JSON only, times as ISO text or microseconds as each call says. */
export const cellSchema = v.union([v.string(), v.number(), v.boolean(), v.null()]);
/** A cell of a result as it crosses the bridge. */
export type Cell = v.InferOutput<typeof cellSchema>;
