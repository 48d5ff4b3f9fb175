import * as v from 'valibot';
import type { Client, Handlers } from '../bridge/contract.ts';
import { microsSchema } from '../time/micros.ts';
import { fileTextSchema, grantSchema, nothingSchema } from './common.ts';
import { eventExportFormats } from './export.ts';

/** A path the person chose: `label` is for showing, `grant` for asking the engine to open it. */
const grantedSchema = v.strictObject({ grant: grantSchema, label: v.string() });
/** A chosen path as the page knows it: a name to ask with and a label to show. */
export type Granted = v.InferOutput<typeof grantedSchema>;

/** What the person asked for outside the window: at the command line, by a file association, or through a menu. */
export const commandSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('open-archive'), granted: v.array(grantedSchema) }),
  v.strictObject({ kind: v.literal('open-workspace'), granted: grantedSchema }),
  v.strictObject({ kind: v.literal('open-sample') }),
  v.strictObject({
    kind: v.literal('menu'),
    /** The name of a command of the page. */
    command: v.picklist([
      'open-archive',
      'add-evidence',
      'open-workspace',
      'close-workspace',
      'save-view',
      'export',
      'undo',
      'redo',
      'focus-search',
      'shortcuts',
      'about',
    ]),
  }),
]);
/** Something the person asked for outside the page. */
export type HostCommand = v.InferOutput<typeof commandSchema>;

/** The engine's health as its supervisor sees it. */
const engineStateSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('running'), restarts: v.number() }),
  /** It runs, and is started again as soon as the work that runs has written what it read. */
  v.strictObject({ kind: v.literal('restart-due'), restarts: v.number(), reason: v.string() }),
  v.strictObject({
    kind: v.literal('restarting'),
    reason: v.string(),
    logPath: v.string(),
    /** It did not crash: a statement that could not be stopped was ended with it. */
    isIntended: v.boolean(),
  }),
  v.strictObject({ kind: v.literal('stopped'), reason: v.string(), logPath: v.string() }),
]);
/** Whether the engine runs, and where its log lies when it does not. */
export type EngineState = v.InferOutput<typeof engineStateSchema>;

/** The person's choice of colours; `system` follows the desktop. */
export const themeSchema = v.picklist(['system', 'dark', 'light']);
/** The person's choice of colours; `system` follows the desktop. */
export type Theme = v.InferOutput<typeof themeSchema>;

/** `local` follows the computer; other zones go by their names. */
export const zoneChoiceSchema = v.pipe(v.string(), v.maxLength(100));

/** The most bars of activity that are remembered of a workspace. */
export const mostActivityBars = 60;

const countSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** What a workspace held when it was last looked at, small enough to be kept beside its name. */
export const workspaceSummarySchema = v.strictObject({
  events: countSchema,
  /** Null when no event has a time. */
  firstEventMicros: v.nullable(microsSchema),
  lastEventMicros: v.nullable(microsSchema),
  accounts: countSchema,
  regions: countSchema,
  /** Events by bars of equal width between the first and the last event. */
  activity: v.pipe(v.array(countSchema), v.maxLength(mostActivityBars)),
});
/** What a workspace held when it was last looked at: its size, span, places, and activity over time. */
export type WorkspaceSummary = v.InferOutput<typeof workspaceSummarySchema>;

/** Events a second. */
export const importRateSchema = v.pipe(v.number(), v.minValue(1), v.maxValue(100_000_000));

/** What the desktop around the engine does for the page. */
export const hostContract = {
  'host.about': {
    kind: 'read',
    params: nothingSchema,
    result: v.strictObject({
      version: v.string(),
      electron: v.string(),
      logPath: v.string(),
      platform: v.string(),
    }),
  },
  'host.pickArchive': {
    kind: 'change',
    params: v.strictObject({ what: v.picklist(['folder', 'files']) }),
    result: v.nullable(v.array(grantedSchema)),
  },
  /** Lists of names and ranges; they are no evidence. */
  'host.pickReferences': {
    kind: 'change',
    params: nothingSchema,
    result: v.nullable(v.array(grantedSchema)),
  },
  'host.pickWorkspace': { kind: 'change', params: nothingSchema, result: v.nullable(grantedSchema) },
  /** A folder to make the workspace in. */
  'host.pickPlace': { kind: 'change', params: nothingSchema, result: v.nullable(grantedSchema) },
  'host.recent': {
    kind: 'read',
    params: nothingSchema,
    result: v.array(
      v.strictObject({
        granted: grantedSchema,
        title: v.string(),
        openedAt: v.string(),
        isThere: v.boolean(),
        /** Null when it is not known what it holds. */
        summary: v.nullable(workspaceSummarySchema),
      }),
    ),
  },
  /** Puts the open workspace at the head of the recent list. */
  'host.remember': {
    kind: 'change',
    params: v.strictObject({ path: v.string(), title: v.string() }),
    result: nothingSchema,
  },
  /** Keeps beside a workspace of the recent list what it holds; nothing happens for any other. */
  'host.summarise': {
    kind: 'change',
    params: v.strictObject({ path: v.string(), summary: workspaceSummarySchema }),
    result: nothingSchema,
  },
  'host.forget': { kind: 'change', params: v.strictObject({ grant: grantSchema }), result: nothingSchema },
  'host.saveText': {
    kind: 'change',
    params: v.strictObject({ suggestedName: v.pipe(v.string(), v.maxLength(200)), text: fileTextSchema }),
    result: v.nullable(v.strictObject({ path: v.string() })),
  },
  /**
   * A place for an exported file, which gets the format's ending when it has none; null when the person changed their
   * mind. `isReplacing` when they were asked about the file that is there, and agreed. Errors: `file-unwritable` in evidence.
   */
  'host.pickExport': {
    kind: 'change',
    params: v.strictObject({
      suggestedName: v.pipe(v.string(), v.maxLength(200)),
      format: v.picklist(eventExportFormats),
    }),
    result: v.nullable(v.strictObject({ granted: grantedSchema, isReplacing: v.boolean() })),
  },
  /** Shows a granted file in the desktop's file manager. Errors: `no-grant`, `not-found`. */
  'host.reveal': { kind: 'change', params: v.strictObject({ grant: grantSchema }), result: nothingSchema },
  'host.openText': {
    kind: 'change',
    params: nothingSchema,
    result: v.nullable(v.strictObject({ name: v.string(), text: v.string() })),
  },
  'host.settings': {
    kind: 'read',
    params: nothingSchema,
    result: v.strictObject({
      theme: themeSchema,
      /** Single letters and signs work as keys, outside of what is typed into. */
      hasLetterKeys: v.boolean(),
      /** The zone of all times on screen: `UTC`, `local`, or a name of the IANA database. */
      zone: v.string(),
      /** How fast the last import on this computer was; null before the first one large enough to tell. */
      importedPerSecond: v.nullable(v.number()),
    }),
  },
  /** Keeps the settings that are named; the others stay. */
  'host.saveSettings': {
    kind: 'change',
    params: v.strictObject({
      theme: v.optional(themeSchema),
      hasLetterKeys: v.optional(v.boolean()),
      zone: v.optional(zoneChoiceSchema),
      importedPerSecond: v.optional(importRateSchema),
    }),
    result: nothingSchema,
  },
  'host.setTitle': {
    kind: 'change',
    params: v.strictObject({ title: v.pipe(v.string(), v.maxLength(300)) }),
    result: nothingSchema,
  },
  /** Reports commands from outside the page until cancelled, beginning with what the application was started with. */
  'host.commands': { kind: 'watch', params: nothingSchema, progress: commandSchema, result: nothingSchema },
  /** Starts the engine again that waits for other work to be restarted. */
  'host.restartEngine': { kind: 'change', params: nothingSchema, result: nothingSchema },
  /** Reports the engine's health until cancelled. */
  'host.engine': { kind: 'watch', params: nothingSchema, progress: engineStateSchema, result: nothingSchema },
} as const;
/** The calls of the desktop around the engine, as a type. */
export type HostContract = typeof hostContract;
/** The page's side of the host. */
export type HostClient = Client<HostContract>;
/** The host's side. */
export type HostHandlers = Handlers<HostContract>;

/** What the preload script puts on `window.trail`: ports and the paths of dropped files, nothing else. */
export interface TrailPreload {
  /**
   * Asks for a fresh port to the named side. Ports cannot be returned across the context bridge, so it arrives as a
   * message event of the window, from the window itself: `{kind: 'trail-port', to, nonce}` with the one port. A port to
   * the engine must be asked for again after a restart; one to a stopped engine arrives closed.
   *
   * @param nonce any text of the page's choosing, up to 100 characters, by which it knows the answer to its request
   */
  readonly requestPort: (to: 'engine' | 'host', nonce: string) => void;
  /** Grants for files and folders dropped on the window, at most 1,000; those without a path on disk are left out. */
  readonly drop: (files: readonly unknown[]) => Promise<readonly Granted[]>;
}
