import * as v from 'valibot';
import { grantSchema, nothingSchema, versionsSchema } from './common.ts';
import { microsSchema } from '../time/micros.ts';

const grantsSchema = v.pipe(v.array(grantSchema), v.minLength(1), v.maxLength(1_000));

/** What an archive holds, found by looking at names and first bytes only; nothing is written. */
const inventorySchema = v.strictObject({
  paths: v.array(v.string()),
  files: v.number(),
  sizeBytes: v.number(),
  kinds: v.array(
    v.strictObject({
      kind: v.string(),
      label: v.string(),
      isReadable: v.boolean(),
      /** Such files hold records themselves, not only other files. */
      isLog: v.boolean(),
      files: v.number(),
      sizeBytes: v.number(),
    }),
  ),
  /** Files that are not read, by what they are and why, the most first; `paths` are some of them. */
  leftOut: v.array(
    v.strictObject({
      kind: v.string(),
      label: v.string(),
      reason: v.string(),
      files: v.number(),
      paths: v.array(v.string()),
    }),
  ),
  /** About how many events it has, after the beginnings of its files; null where those do not tell. */
  estimatedEvents: v.nullable(v.number()),
  accounts: v.array(v.strictObject({ value: v.string(), files: v.number() })),
  regions: v.array(v.strictObject({ value: v.string(), files: v.number() })),
  /** From the delivery stamps in file names; null where no name has one. */
  firstDeliveryMicros: v.nullable(microsSchema),
  lastDeliveryMicros: v.nullable(microsSchema),
  problems: v.array(v.strictObject({ path: v.string(), reason: v.string() })),
  /** Where the workspace would be made: beside the evidence, or in the person's documents when that cannot be written. */
  workspacePath: v.string(),
  workspaceExists: v.boolean(),
});
/** What an archive holds, told before anything is imported or written. */
export type Inventory = v.InferOutput<typeof inventorySchema>;

/** The open investigation. */
const workspaceInfoSchema = v.strictObject({
  id: v.string(),
  title: v.string(),
  path: v.string(),
  createdAt: v.string(),
  isReadOnly: v.boolean(),
  readOnlyReason: v.nullable(v.string()),
  versions: versionsSchema,
  events: v.number(),
  /** Lines of the ledger: everything that was looked at. */
  files: v.number(),
  /** Files of records, those with the same content as another included; archives around them are not counted. */
  logFiles: v.number(),
  refusedFiles: v.number(),
  firstEventMicros: v.nullable(microsSchema),
  lastEventMicros: v.nullable(microsSchema),
  sources: v.array(v.string()),
  /** An import was cut off; starting it again continues where the last commit ended. */
  isImportUnfinished: v.boolean(),
  /** New files below the sources are imported by themselves while the workspace is open. */
  isWatching: v.boolean(),
  /** Made by the product itself, with the sample investigation in it. */
  isSample: v.boolean(),
  /** Things the person should hear of once: files set aside, a truncated journal, a lock that was taken over. */
  notices: v.array(v.string()),
});
/** The open investigation: where it lies, what it holds, whether it may be changed. */
export type WorkspaceInfo = v.InferOutput<typeof workspaceInfoSchema>;

/** The user whom the intruder of the sample investigation leaves behind. */
export const sampleIntruder = 'svc-backup-sync';

/** Opening, making and closing an investigation. */
export const workspaceContract = {
  'workspace.preview': {
    kind: 'read',
    params: v.strictObject({ grants: grantsSchema }),
    progress: v.strictObject({ files: v.number(), sizeBytes: v.number() }),
    result: inventorySchema,
  },
  /** Makes the workspace for an archive and opens it; `at` names another folder to make it in. */
  'workspace.create': {
    kind: 'change',
    params: v.strictObject({ grants: grantsSchema, at: v.nullable(grantSchema) }),
    result: workspaceInfoSchema,
  },
  /** Makes a sample archive with our generator and a workspace for it, inside the application's own data folder. */
  'workspace.createSample': {
    kind: 'change',
    params: nothingSchema,
    progress: v.strictObject({ events: v.number(), totalEvents: v.number() }),
    result: workspaceInfoSchema,
  },
  'workspace.open': {
    kind: 'change',
    params: v.strictObject({
      grant: grantSchema,
      /** `take-over` opens although another process holds the lock; `read-only` never takes it. */
      lock: v.picklist(['respect', 'take-over', 'read-only']),
      /** Sets a damaged or outdated database aside and makes an empty one; the person's own work stays. */
      rebuild: v.boolean(),
    }),
    result: workspaceInfoSchema,
  },
  'workspace.current': { kind: 'read', params: nothingSchema, result: v.nullable(workspaceInfoSchema) },
  'workspace.close': { kind: 'change', params: nothingSchema, result: nothingSchema },
  /** Reports the workspace whenever its data changed, until cancelled. */
  'workspace.watch': {
    kind: 'watch',
    params: nothingSchema,
    progress: v.nullable(workspaceInfoSchema),
    result: nothingSchema,
  },
  /** What the person last had on screen, as the renderer wrote it. */
  'workspace.loadState': {
    kind: 'read',
    params: nothingSchema,
    result: v.nullable(v.record(v.string(), v.unknown())),
  },
  'workspace.saveState': {
    kind: 'change',
    params: v.strictObject({ state: v.record(v.string(), v.unknown()) }),
    result: nothingSchema,
  },
} as const;
