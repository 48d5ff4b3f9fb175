import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The built command line; the test project builds it first. */
export const cliPath = fileURLToPath(new URL('../../out/electron/cli.js', import.meta.url));

/** What a finished run left. */
export interface CliRun {
  readonly code: number | null;
  /** What ended it, when it did not end itself. */
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
  readonly outBytes: Buffer;
}

/** Runs the command line as its own process; `onStart` may send it signals. */
export async function cli(
  args: readonly string[],
  onStart?: (child: ChildProcess) => void,
  env: Readonly<Record<string, string>> = {},
): Promise<CliRun> {
  const child = spawn(process.execPath, [cliPath, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  onStart?.(child);
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
    child.once('close', (...end) => resolve(end)),
  );
  const outBytes = Buffer.concat(out);
  return {
    code,
    signal,
    out: outBytes.toString('utf8'),
    err: Buffer.concat(err).toString('utf8'),
    outBytes,
  };
}
