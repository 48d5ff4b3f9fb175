import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The built command line; the test project builds it first. */
export const cliPath = fileURLToPath(new URL('../../out/electron/cli.js', import.meta.url));

/** What a finished run left. */
export interface CliRun {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  readonly outBytes: Buffer;
}

/** Runs the command line as its own process; `onStart` may send it signals. */
export async function cli(args: readonly string[], onStart?: (child: ChildProcess) => void): Promise<CliRun> {
  const child = spawn(process.execPath, [cliPath, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  onStart?.(child);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const outBytes = Buffer.concat(out);
  return { code, out: outBytes.toString('utf8'), err: Buffer.concat(err).toString('utf8'), outBytes };
}
