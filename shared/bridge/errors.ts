/** Every way a call can fail that a caller may want to tell apart. Codes are stable: screens and exit codes use them. */
export const errorCodes = [
  'bad-params',
  'unknown-call',
  'cancelled',
  'disconnected',
  'no-grant',
  'no-workspace',
  'not-a-workspace',
  'workspace-exists',
  'workspace-locked',
  'workspace-newer',
  'workspace-damaged',
  'workspace-unsafe',
  'workspace-inside-evidence',
  'not-writable',
  'evidence-unreadable',
  'busy',
  'filter-syntax',
  'bad-pattern',
  'sql-syntax',
  'sql-not-allowed',
  'sql-failed',
  'sql-stopped',
  'not-found',
  'bad-query-set',
  'file-unreadable',
  'file-unwritable',
  'file-exists',
  'data-changed',
  'cannot-answer',
  'disk-full',
  'disk-failed',
  'internal',
] as const;

/** A stable name for one kind of failure. */
export type ErrorCode = (typeof errorCodes)[number];

/** A failure as it crosses the bridge: no stack, nothing but JSON. */
export interface WireError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** An expected failure: what happened, what it means and what to do, in one or two plain sentences. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly detail: Readonly<Record<string, unknown>> | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: { readonly detail?: Readonly<Record<string, unknown>>; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.detail = options.detail;
  }
}

/** True for an error that is the answer to a cancel, whether ours or the platform's. */
export const isCancelled = (error: unknown): boolean =>
  (error instanceof AppError && error.code === 'cancelled') ||
  (error instanceof Error && error.name === 'AbortError');

/** Reduces any thrown value to what may cross the bridge. Unexpected errors become `internal` without their stack. */
export function toWireError(error: unknown): WireError {
  if (error instanceof AppError) {
    return { code: error.code, message: error.message, ...(error.detail ? { detail: error.detail } : {}) };
  }
  if (isCancelled(error)) return { code: 'cancelled', message: 'The work was cancelled.' };
  return {
    code: 'internal',
    message:
      'Something unexpected failed inside Trailglass. The log file has the details; your workspace is intact.',
  };
}

/** The error a caller sees for a failure that came over the bridge. */
export const fromWireError = (wire: WireError): AppError =>
  new AppError(wire.code, wire.message, wire.detail ? { detail: wire.detail } : {});
