import * as v from 'valibot';

/** What the main process tells the engine's process, apart from the calls of pages, which have ports of their own. */
export const toEngineSchema = v.variant('kind', [
  v.strictObject({
    kind: v.literal('init'),
    appVersion: v.string(),
    /** The engine's own folder; samples live in it. */
    dataDir: v.string(),
    documentsDir: v.string(),
    logFile: v.string(),
  }),
  /** Comes with one port, at whose other end a page sits. */
  v.strictObject({ kind: v.literal('port') }),
  v.strictObject({ kind: v.literal('grant'), id: v.string(), path: v.string() }),
  v.strictObject({ kind: v.literal('close') }),
]);
export type ToEngine = v.InferOutput<typeof toEngineSchema>;
/** How the engine's process is started. */
export type EngineInit = Extract<ToEngine, { readonly kind: 'init' }>;

/** What the engine's process answers; it says `failed` and ends when the engine cannot be made. */
export const fromEngineSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('ready') }),
  v.strictObject({ kind: v.literal('granted'), id: v.string() }),
  /** A statement keeps the process, which is to be ended and started again; not yet while `isWaiting` for other work. */
  v.strictObject({ kind: v.literal('stuck'), reason: v.string(), isWaiting: v.boolean() }),
  v.strictObject({ kind: v.literal('failed'), reason: v.string() }),
]);
export type FromEngine = v.InferOutput<typeof fromEngineSchema>;
