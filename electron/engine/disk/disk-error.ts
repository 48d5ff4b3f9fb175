import { AppError, type ErrorCode } from '../../../shared/bridge/errors.ts';

/** The system's name for a failure (`ENOENT`, `EROFS` …), or nothing for other errors. */
export const systemCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

interface DiskFailure {
  readonly code: Extract<ErrorCode, 'disk-full' | 'not-writable' | 'disk-failed'>;
  readonly systemCodes: readonly string[];
  /** How DuckDB tells of it (1.5.5): it hands on the system's words. */
  readonly words: RegExp;
}

const failures: readonly DiskFailure[] = [
  {
    code: 'disk-full',
    systemCodes: ['ENOSPC', 'EDQUOT'],
    words:
      /no space left on device|disk quota exceeded|max_temp_directory_size|not enough space on the disk/i,
  },
  {
    code: 'not-writable',
    systemCodes: ['EACCES', 'EPERM', 'EROFS'],
    words: /permission denied|read-only file system|operation not permitted/i,
  },
  { code: 'disk-failed', systemCodes: ['EIO'], words: /input\/output error/i },
];

const sentences: Readonly<Record<DiskFailure['code'], (what: string) => string>> = {
  'disk-full': (what) =>
    `There is no space left to write ${what}. What was confirmed before is kept. Free some space on that disk and try again.`,
  'not-writable': (what) =>
    `The folder refuses writing ${what}. Check its permissions, or copy the workspace to a place you may write to.`,
  'disk-failed': (what) =>
    `The disk failed while ${what} was written (input/output error). What was confirmed before is kept as far as the disk can be read: copy the workspace to another disk and go on there.`,
};

/**
 * A failure to write, the system's or DuckDB's, as `disk-full`, `not-writable` or `disk-failed` with what to do; any other
 * error as it is. `what` is what was being written, as in “the notes”.
 */
export function asDiskError(error: unknown, what: string): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error;
  const code = systemCode(error);
  const failure = failures.find(({ systemCodes, words }) =>
    code === undefined ? words.test(error.message) : systemCodes.includes(code),
  );
  if (!failure) return error;
  return new AppError(failure.code, sentences[failure.code](what), { cause: error });
}

/** True for the errors that `asDiskError` makes. */
export const isDiskError = (error: unknown): error is AppError =>
  error instanceof AppError && failures.some(({ code }) => code === error.code);
