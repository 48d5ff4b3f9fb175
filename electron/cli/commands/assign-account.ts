import { resolve, sep } from 'node:path';
import { AppError } from '../../../shared/bridge/errors.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { Run } from '../run.ts';
import { visible } from '../visible-text.ts';
import { follow } from './import.ts';

/** What `assign-account` was asked. */
export interface AssignRequest {
  readonly workspace: string;
  /** Twelve digits, or `none` to take an assignment back. */
  readonly account: string;
  /** Files of the ledger, or folders and archives for all files in them; none for all files. */
  readonly paths: readonly string[];
}

const pageRows = 2_000;

/** Assigns an account to files, for their records that name none, or takes it back. */
export async function assignAccount(
  run: Run,
  { workspace, account, paths }: AssignRequest,
): Promise<ExitCode> {
  const { session, terminal } = run;
  if (account !== 'none' && !/^\d{12}$/.test(account)) {
    throw new AppError(
      'bad-params',
      `“${account}” is no account ID: twelve digits, or none to take it back.`,
    );
  }
  await session.engine.openWorkspaceAt({ path: workspace, lock: 'respect' });
  const ids = await chosenFiles(run, paths);
  const { jobId } = await session.call('ledger.assignAccount', {
    files: { kind: 'files', ids },
    account: account === 'none' ? null : account,
  });
  const job = await follow(run, jobId);
  terminal.endProgress();
  if (job.state === 'failed' && job.error) throw new AppError(job.error.code, job.error.message);
  terminal.result(`${visible(job.result ?? '')}\n`);
  return job.state === 'cancelled' ? exitCodes.interrupted : exitCodes.ok;
}

async function chosenFiles({ session, signal }: Run, paths: readonly string[]): Promise<number[]> {
  const wanted = paths.map((path) => ({ path: path.includes('!/') ? path : resolve(path), isFound: false }));
  const ids: number[] = [];
  for (let offset = 0; ; offset += pageRows) {
    const { rows } = await session.call('ledger.list', { status: null, offset, limit: pageRows }, { signal });
    for (const { id, path } of rows) {
      const holders = wanted.filter((one) => isIn(path, one.path));
      for (const one of holders) one.isFound = true;
      if (holders.length > 0 || wanted.length === 0) ids.push(id);
    }
    if (rows.length < pageRows) break;
  }
  const missing = wanted.find(({ isFound }) => !isFound);
  if (!missing && ids.length > 0) return ids;
  throw new AppError(
    'not-found',
    `The ledger has no file ${missing ? `at ${missing.path}` : 'yet'}. It lists its paths: trailglass ledger <workspace>`,
  );
}

const isIn = (path: string, holder: string): boolean =>
  path === holder ||
  path.startsWith(holder.endsWith(sep) ? holder : holder + sep) ||
  path.startsWith(`${holder}!/`);
