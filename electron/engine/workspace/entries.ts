import { AppError } from '../../../shared/bridge/errors.ts';
import { megabytes } from '../disk/bounds.ts';
import { kindInWords, kindOf, lookIfAny } from '../disk/entry.ts';
import { entryKeys, layoutEntries, type EntryKey, type LayoutEntry, type WorkspaceLayout } from './layout.ts';

/** An entry of a workspace folder that is not what it has to be. */
export interface EntryProblem {
  readonly key: EntryKey;
  /** What it is, what that means and what to do. */
  readonly sentence: string;
  /** True when it can still be read: only changing it would reach beyond the folder. */
  readonly isReadable: boolean;
}

/**
 * Looks at every entry of a workspace folder without opening any. Links, pipes, sockets, devices, files beyond their limit
 * and files that another folder holds too are told.
 */
export async function entryProblems(layout: WorkspaceLayout): Promise<readonly EntryProblem[]> {
  const problems: EntryProblem[] = [];
  for (const key of entryKeys) {
    const problem = await problemOf(key, layout[key]);
    if (problem) problems.push(problem);
  }
  return problems;
}

/** Refuses the folder for the sake of one entry. Errors: `workspace-unsafe`; `workspace-damaged` for the database, which can be rebuilt. */
export function refuseWithout(problems: readonly EntryProblem[]): void {
  for (const { key, sentence, isReadable } of problems) {
    const need = needOf(key);
    if (isReadable || need === undefined) continue;
    throw need === 'always'
      ? new AppError('workspace-unsafe', `${sentence} The workspace was not opened.`)
      : new AppError(
          'workspace-damaged',
          `${sentence} Or rebuild the database from the evidence, which sets this entry aside.`,
        );
  }
}

/** Whether a workspace can be opened without an entry. */
export const needOf = (key: EntryKey): LayoutEntry['need'] => {
  const { need }: LayoutEntry = layoutEntries[key];
  return need;
};

async function problemOf(key: EntryKey, path: string): Promise<EntryProblem | null> {
  const { name, kind: wanted, holds, mostBytes }: LayoutEntry = layoutEntries[key];
  const found = await lookIfAny(path);
  if (found === null) return null;
  const kind = kindOf(found);
  const because =
    'a workspace may come from somebody else, so Trailglass takes nothing in it but plain files and folders';
  const without = (what: string): EntryProblem => ({
    key,
    sentence: `${name} ${what}; without it ${holds} cannot be shown or kept, and nothing in this workspace is changed. Put the right ${wanted} there or move this one away, then open the workspace again.`,
    isReadable: false,
  });
  if (kind !== wanted) return without(`is ${kindInWords[kind]} instead of a ${wanted}, and ${because}`);
  if (mostBytes !== undefined && found.size > BigInt(mostBytes)) {
    return without(
      `has ${megabytes(Number(found.size))}, and more than ${megabytes(mostBytes)} are not read`,
    );
  }
  // The lock has two names while it is being made.
  if (kind === 'file' && key !== 'lock' && found.nlink > 1n) {
    return {
      key,
      sentence: `${name} has a second name elsewhere (a hard link), so changing it here would change it there. Nothing in this workspace is changed; copy the workspace and work in the copy.`,
      isReadable: true,
    };
  }
  return null;
}
