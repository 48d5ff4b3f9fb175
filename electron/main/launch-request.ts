import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import type { HostCommand } from '../../shared/contract/host.ts';
import type { Grants } from './grants.ts';

/** What a launch was given, as one running application tells another. */
export const launchSchema = v.object({ words: v.array(v.string()), cwd: v.string() });
export type Launch = v.InferOutput<typeof launchSchema>;

/** What a launch asks to open. */
export type LaunchRequest =
  | { readonly kind: 'archive'; readonly paths: readonly string[] }
  | { readonly kind: 'workspace'; readonly path: string }
  | { readonly kind: 'sample' };

/**
 * The words a person typed after the program's name. Switches other than `--sample` are Chromium's or ours elsewhere.
 *
 * @param isDefaultApp run from a checkout, where the first word is the application's folder
 */
export function personWords(argv: readonly string[], isDefaultApp: boolean): readonly string[] {
  const words = argv.slice(1).filter((word) => word !== '' && (word === '--sample' || !word.startsWith('-')));
  if (!isDefaultApp) return words;
  const appFolder = words.findIndex((word) => !word.startsWith('-'));
  return words.filter((_word, index) => index !== appFolder);
}

/** A folder that says it is a workspace, or is named like one. */
const looksLikeWorkspace = (path: string): boolean =>
  basename(path).toLowerCase().endsWith('.trailglass') || existsSync(join(path, 'workspace.json'));

/** Reads the words; relative paths are meant from where the launch happened. Paths need not exist: opening will tell. */
export function readLaunch({ words, cwd }: Launch): LaunchRequest | undefined {
  const paths = words
    .filter((word) => !word.startsWith('-'))
    .map((word) => resolve(cwd, withoutScheme(word)));
  const workspace = paths.find(looksLikeWorkspace);
  if (workspace !== undefined) return { kind: 'workspace', path: workspace };
  if (paths.length > 0) return { kind: 'archive', paths };
  return words.includes('--sample') ? { kind: 'sample' } : undefined;
}

/** Desktops hand files over as `file:` addresses. */
function withoutScheme(word: string): string {
  if (!word.startsWith('file://')) return word;
  try {
    return fileURLToPath(word);
  } catch {
    return word;
  }
}

/** The command a page gets for a request. */
export async function commandFor(request: LaunchRequest, grants: Grants): Promise<HostCommand> {
  switch (request.kind) {
    case 'sample':
      return { kind: 'open-sample' };
    case 'workspace':
      return { kind: 'open-workspace', granted: await grants.give(request.path) };
    case 'archive':
      return {
        kind: 'open-archive',
        granted: await Promise.all(request.paths.map((path) => grants.give(path, { isEvidence: true }))),
      };
  }
}
