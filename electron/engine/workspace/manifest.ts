import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { AppError } from '../../../shared/bridge/errors.ts';
import { readText, replaceText } from '../disk/text-file.ts';
import { readableJson } from './files.ts';
import { layoutEntries } from './layout.ts';

/** The format this version writes. A larger number in a file means a newer Trailglass wrote it. */
const manifestFormat = 1;

const { mostBytes } = layoutEntries.manifest;
const maxSources = 10_000;

const text = v.pipe(v.string(), v.maxLength(10_000));

const sourceSchema = v.looseObject({ path: text, addedAt: text });

const manifestSchema = v.looseObject({
  format: v.pipe(v.number(), v.integer(), v.minValue(1)),
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  title: text,
  createdAt: text,
  appVersion: v.optional(text, ''),
  duckdbVersion: v.optional(text, ''),
  sources: v.pipe(v.array(sourceSchema), v.maxLength(maxSources)),
  /** New files below the sources are imported while the workspace is open. */
  isWatching: v.optional(v.boolean(), false),
  /** The product made it, with the sample investigation in it. */
  isSample: v.optional(v.boolean(), false),
});

/** workspace.json. Keys this version does not know are kept and written back. Times are ISO 8601 text in UTC. */
export type Manifest = v.InferOutput<typeof manifestSchema>;

/** A manifest as found: `isNewer` means it may be shown but not changed by this version. */
export interface ReadManifest {
  readonly manifest: Manifest;
  readonly isNewer: boolean;
}

/** What a fresh manifest needs. */
export interface NewManifest {
  readonly title: string;
  readonly sources: readonly string[];
  readonly appVersion: string;
  readonly duckdbVersion: string;
  readonly isSample?: boolean;
  readonly now?: Date;
}

/** The manifest of a new workspace, with an id of its own. */
export function newManifest(options: NewManifest): Manifest {
  const at = (options.now ?? new Date()).toISOString();
  return {
    format: manifestFormat,
    id: randomUUID(),
    title: options.title,
    createdAt: at,
    appVersion: options.appVersion,
    duckdbVersion: options.duckdbVersion,
    sources: [...new Set(options.sources)].map((path) => ({ path, addedAt: at })),
    isWatching: false,
    isSample: options.isSample ?? false,
  };
}

/**
 * Reads workspace.json. Errors: `not-a-workspace` when there is none, `workspace-damaged` when it cannot be understood,
 * `workspace-newer` when a newer version changed it so much that not even its title can be read,
 * `workspace-unsafe` when it is no plain file.
 */
export async function readManifest(path: string): Promise<ReadManifest> {
  const content = await readText(path, mostBytes);
  if (content === null) {
    throw new AppError(
      'not-a-workspace',
      'This folder is not a Trailglass workspace: it has no workspace.json. Choose a folder whose name ends in .trailglass, or open the archive itself.',
    );
  }
  const json = parseJson(content);
  const parsed = v.safeParse(manifestSchema, json);
  const format = formatOf(json);
  if (!parsed.success) {
    if (format !== null && format > manifestFormat) throw newer(format);
    const issue = parsed.issues[0];
    throw damaged(`“${v.getDotPath(issue) ?? 'the document'}” does not fit: ${issue.message}`);
  }
  return { manifest: parsed.output, isNewer: parsed.output.format > manifestFormat };
}

/** Writes workspace.json in one step. A newer manifest is refused with `workspace-newer`, so nothing in it is lost; one with too
 * many sources with `bad-params`, because it could not be read again. */
export async function writeManifest(path: string, manifest: Manifest): Promise<void> {
  if (manifest.format > manifestFormat) throw newer(manifest.format);
  if (manifest.sources.length > maxSources) {
    throw new AppError(
      'bad-params',
      `A workspace names at most ${maxSources.toLocaleString('en-US')} sources, and this would be ${manifest.sources.length.toLocaleString('en-US')}. Name the folders instead of the files in them.`,
    );
  }
  await replaceText(path, readableJson(manifest), { what: 'workspace.json', mostBytes });
}

/** The same manifest with more sources; those already named keep their first date. */
export function withSources(manifest: Manifest, paths: readonly string[], now: Date = new Date()): Manifest {
  const known = new Set(manifest.sources.map((source) => source.path));
  const added = [...new Set(paths)].filter((path) => !known.has(path));
  return {
    ...manifest,
    sources: [...manifest.sources, ...added.map((path) => ({ path, addedAt: now.toISOString() }))],
  };
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    throw damaged(error instanceof Error ? error.message : String(error), error);
  }
}

function formatOf(json: unknown): number | null {
  const found = v.safeParse(v.looseObject({ format: v.number() }), json);
  return found.success ? found.output.format : null;
}

/** Why a newer workspace is not changed. */
export const newerReason =
  'A newer version of Trailglass made this workspace. It is open for reading; update Trailglass to change it.';

const newer = (format: number): AppError =>
  new AppError(
    'workspace-newer',
    `This workspace has format ${format}, made by a newer version of Trailglass; this version writes format ${manifestFormat}. Update Trailglass to work with it.`,
    { detail: { format, supported: manifestFormat } },
  );

const damaged = (what: string, cause?: unknown): AppError =>
  new AppError(
    'workspace-damaged',
    `workspace.json cannot be read (${what}). Restore it from a copy; or make a new workspace from the same archive and import saved.json there. The evidence is not affected.`,
    { cause },
  );
