import { realpath, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { AppError } from '../../../shared/bridge/errors.ts';
import { workspaceLayout } from '../workspace/layout.ts';
import { entryProblems, needOf } from '../workspace/entries.ts';
import { checkDatabase, unopened } from './check-database.ts';
import { checkFolder, checkJournal, checkNotes, checkSavedWork } from './check-files.ts';
import { checkSources } from './check-sources.ts';
import { unchecked, type Finding } from './finding.ts';

/** What to check, and who hears of it. */
export interface CheckOptions {
  /** The workspace's folder, or the workspace.json in it. */
  readonly path: string;
  /** Hashes the evidence again, which takes as long as reading it. */
  readonly withSources: boolean;
  readonly signal: AbortSignal;
  /** Told what is looked at now. */
  readonly onPhase: (words: string) => void;
}

/**
 * Checks all of a workspace without changing anything in it, however damaged it is: what one part lacks does not keep
 * the others from being looked at. Errors: `not-a-workspace` where no folder is, `cancelled`.
 */
export async function checkWorkspace(options: CheckOptions): Promise<readonly Finding[]> {
  const { withSources, signal, onPhase } = options;
  const layout = workspaceLayout(await folderOf(options.path));
  const problems = await entryProblems(layout);
  const folder = await checkFolder(layout, problems);
  onPhase('reading the database');
  const isOdd = problems.some(({ key, isReadable }) => needOf(key) === 'database' && !isReadable);
  const database = isOdd ? unopened : await checkDatabase(layout, signal);
  onPhase('reading the journal, notes and saved work');
  const work = [
    await checkJournal(layout, (database.files?.length ?? 0) > 0),
    await checkNotes(layout),
    ...(await checkSavedWork(layout)),
  ];
  const found = [...folder, ...database.findings, ...work];
  if (!withSources) return found;
  if (!database.files) {
    return [
      ...found,
      unchecked('sources', 'The hashes of the evidence stand in the database.', 'Mend the database first.'),
    ];
  }
  const total = database.files.length;
  const onFile = (done: number): void => onPhase(`hashing the evidence: ${done} of ${total} files`);
  return [...found, ...(await checkSources(database.files, signal, onFile))];
}

async function folderOf(path: string): Promise<string> {
  const real = await realpath(path).catch(() => null);
  if (real !== null && (await stat(real)).isDirectory()) return real;
  if (real !== null && basename(real) === 'workspace.json') return dirname(real);
  throw new AppError('not-a-workspace', `There is no workspace folder at ${path}. Check the path.`);
}
