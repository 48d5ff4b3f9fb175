import { AppError, isCancelled, toWireError } from '../../shared/bridge/errors.ts';
import { exitCodeOf, exitCodes, type ExitCode } from './exit-codes.ts';
import { startSession, type Build, type Session } from './session.ts';
import { processTerminal, type Terminal } from './terminal.ts';

/** What a command works with. */
export interface Run {
  readonly session: Session;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
}

/** A command: does its work and answers the exit code. */
export type Work = (run: Run) => Promise<ExitCode>;

/**
 * Runs a command with an engine of its own, stops it on Ctrl+C and when nobody reads its output any more, and turns
 * failures into words and an exit code. A second Ctrl+C ends the process at once.
 */
export async function runCommand(
  build: Build,
  options: { readonly isQuiet: boolean },
  work: Work,
): Promise<ExitCode> {
  const terminal = processTerminal(options);
  const controller = new AbortController();
  const stopped = { byPerson: false, byReader: false };
  const interrupt = (): void => {
    if (stopped.byPerson) endBySignal('SIGINT', session);
    stopped.byPerson = true;
    controller.abort();
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') terminal.note(`The output cannot be written: ${error.message}`);
    else stopped.byReader = true;
    controller.abort();
  });
  process.stderr.on('error', () => undefined);

  let unexpected: unknown;
  const session = startSession(build, {
    onFailure: (error) => {
      unexpected = error;
    },
    onNotice: (notice) => terminal.note(`trailglass: ${notice}`),
    onStuck: (reason) => {
      terminal.endProgress();
      terminal.note(`trailglass: ${reason} The program ends itself.`);
      endBySignal(stopped.byPerson ? 'SIGINT' : 'SIGTERM', session);
    },
  });
  try {
    return await work({ session, terminal, signal: controller.signal });
  } catch (error) {
    terminal.endProgress();
    if (stopped.byReader) return exitCodes.ok;
    if (stopped.byPerson && isCancelled(error)) {
      terminal.note('Stopped.');
      return exitCodes.interrupted;
    }
    return tell(terminal, error, unexpected);
  } finally {
    terminal.endProgress();
    await session.close();
  }
}

/**
 * Ends the process as the signal does by default. `process.exit` would wait for the calls of DuckDB that run, and some
 * cannot be stopped.
 */
function endBySignal(signal: 'SIGINT' | 'SIGTERM', session: Session): void {
  session.leave();
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

function tell(terminal: Terminal, error: unknown, unexpected: unknown): ExitCode {
  const { code, message } = toWireError(error);
  if (code !== 'internal') {
    terminal.note(`trailglass: ${message}`);
    return error instanceof AppError && code === 'cancelled' ? exitCodes.failed : exitCodeOf(code);
  }
  const cause = unexpected ?? error;
  terminal.note(
    `trailglass: something unexpected failed. ${cause instanceof Error ? (cause.stack ?? '') : String(cause)}`,
  );
  return exitCodes.failed;
}
