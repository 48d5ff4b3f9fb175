import type { ErrorCode } from '../../shared/bridge/errors.ts';

/** What the command line answers to the shell. Stable: scripts depend on them. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  locked: 3,
  nothingImported: 4,
  unchecked: 5,
  interrupted: 130,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The exit codes as the help shows them. */
export const exitCodeHelp = `
Exit codes:
  0    done; an import with some unreadable files says so on standard error
  1    failed; the check found something wrong, or a source was missing for the rebuild
  2    wrong use: an unknown option, or a mistake in a filter or statement
  3    the workspace is open in another program
  4    the import accepted no file
  5    the check found nothing wrong, but could not look at everything
  130  stopped by Ctrl+C; what was imported until then is kept whole
  143  a statement passed its time limit and could not be stopped, so the program ended itself
`;

const usageCodes: ReadonlySet<ErrorCode> = new Set([
  'bad-params',
  'filter-syntax',
  'bad-pattern',
  'sql-syntax',
  'sql-not-allowed',
]);

/** The exit code for a failure with a stable code. */
export function exitCodeOf(code: ErrorCode): ExitCode {
  if (code === 'workspace-locked') return exitCodes.locked;
  if (code === 'cancelled') return exitCodes.interrupted;
  return usageCodes.has(code) ? exitCodes.usage : exitCodes.failed;
}
