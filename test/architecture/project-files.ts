import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A file of the project: its path below the top folder, with forward slashes, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

export const readText = (path: string): string => readFileSync(join(root, path), 'utf8');

function below(folder: string, ignored: ReadonlySet<string>): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (ignored.has(entry.name)) return [];
    return entry.isDirectory() ? below(path, ignored) : [path];
  });
}

function trackedByGit(): string[] | undefined {
  try {
    const listed = execFileSync('git', ['ls-files', '-z'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return listed
      .toString('utf8')
      .split('\0')
      .filter((path) => path !== '' && existsSync(join(root, path)));
  } catch {
    return undefined;
  }
}

/** The files under version control; without git or its folder, all files but those that are built or installed. */
export function projectFiles(): readonly string[] {
  const tracked = trackedByGit();
  if (tracked) return tracked;
  const ignored = readText('.gitignore')
    .split('\n')
    .filter((line) => line.endsWith('/'))
    .map((line) => line.slice(0, -1));
  return below('', new Set(['.git', ...ignored])).filter((path) => !path.endsWith('.log'));
}

const isSource = (path: string): boolean =>
  /\.(ts|svelte)$/.test(path) && !/(\.d|vite\.config)\.ts$/.test(path);

/** Every source file of the given top folders as it lies on disk, settings of tools left out. */
export function sourcesOf(...folders: readonly string[]): readonly SourceFile[] {
  const found = folders.flatMap((folder) => below(folder, new Set(['node_modules'])).filter(isSource));
  return found.map((path) => ({ path, text: readText(path) }));
}
