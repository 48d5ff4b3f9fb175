import { formatCount, plural } from '../../../shared/words/counted.ts';
import { throwIfAborted } from '../db/pool.ts';
import { evidenceFile, readingProblem, sha256Of } from '../ingest/bytes/read-file.ts';
import type { LedgerFile } from './check-database.ts';
import { sound, wrong, type Finding } from './finding.ts';

/** So many files are named; the others are counted. */
const mostNamed = 20;

/**
 * Hashes every file of the ledger again and compares. Evidence is only read. `onFile` hears how many are done. Errors:
 * `cancelled`.
 */
export async function checkSources(
  files: readonly LedgerFile[],
  signal: AbortSignal,
  onFile: (done: number) => void,
): Promise<readonly Finding[]> {
  const [changed, gone]: [string[], string[]] = [[], []];
  for (const [index, { path, sha256 }] of files.entries()) {
    throwIfAborted(signal);
    try {
      if ((await sha256Of(evidenceFile(path))) !== sha256) changed.push(path);
    } catch (error) {
      gone.push(`${path} (${readingProblem(error)})`);
    }
    onFile(index + 1);
  }
  const alike = files.length - changed.length - gone.length;
  return [
    ...(changed.length > 0
      ? [
          wrong(
            'sources',
            `${plural(changed.length, 'file')} of the evidence ${changed.length === 1 ? 'has' : 'have'} other content than when it was imported: ${named(changed)}`,
            'Compare with the copy that was handed over. The workspace keeps what was read then.',
          ),
        ]
      : []),
    ...(gone.length > 0
      ? [
          wrong(
            'sources',
            `${plural(gone.length, 'file')} of the evidence cannot be read: ${named(gone)}`,
            'Put the evidence back in its place. Until then the database cannot be rebuilt from it.',
          ),
        ]
      : []),
    ...(alike > 0 || files.length === 0
      ? [
          sound(
            'sources',
            `${plural(alike, 'file')} of the evidence ${alike === 1 ? 'has' : 'have'} the content that was imported.`,
          ),
        ]
      : []),
  ];
}

function named(paths: readonly string[]): string {
  const more = paths.length - mostNamed;
  return paths.slice(0, mostNamed).join(', ') + (more > 0 ? `, and ${formatCount(more)} more` : '');
}
