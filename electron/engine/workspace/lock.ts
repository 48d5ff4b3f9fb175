import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { basename } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as v from 'valibot';
import { AppError } from '../../../shared/bridge/errors.ts';
import { disk } from '../disk/calls.ts';
import { systemCode } from '../disk/disk-error.ts';
import { lookIfAny } from '../disk/entry.ts';
import { placeOnce, removeFile } from '../disk/folders.ts';
import { parseAs } from '../disk/json-text.ts';
import { readText, writeNewText } from '../disk/text-file.ts';
import { layoutEntries } from './layout.ts';
import { isProcessAlive, processStart } from './process-identity.ts';

const holderSchema = v.looseObject({
  token: v.string(),
  pid: v.pipe(v.number(), v.integer(), v.minValue(1)),
  host: v.string(),
  since: v.string(),
  processStart: v.nullable(v.string()),
  /** Name of the program; earlier versions did not write it. */
  program: v.optional(v.string(), 'Trailglass'),
});

/** Who holds a workspace. `since` is ISO 8601 text in UTC. */
export type LockHolder = v.InferOutput<typeof holderSchema>;

/** A held lock. */
export interface WorkspaceLock {
  readonly holder: LockHolder;
  /** True when another's lock was removed because the person asked for it. */
  readonly wasTakenOver: boolean;
  /** Removes the lock unless another process has taken it over. Safe to call twice. */
  release(): Promise<void>;
}

/** Tokens this process holds; a lock of our own process id with another token is left from an earlier process. */
const held = new Set<string>();

const lookAgainMs = 50;

/** A lock file without content is someone in the middle of making it, unless it is older than this. */
const unreadableGraceMs = 30_000;

/**
 * Takes the lock file. A lock whose process is gone from this computer is replaced silently; one held by a running
 * process or by another computer fails with `workspace-locked` and detail `{pid, host, since}`, unless `takeOver`. For
 * `patienceMs` it waits for the holder to go.
 */
export async function acquireLock(
  path: string,
  options: { readonly takeOver?: boolean; readonly patienceMs?: number } = {},
): Promise<WorkspaceLock> {
  const holder: LockHolder = {
    token: randomUUID(),
    pid: process.pid,
    host: hostname(),
    since: new Date().toISOString(),
    processStart: processStart(process.pid),
    program: basename(process.execPath),
  };
  let wasTakenOver = false;
  const patientUntil = Date.now() + (options.patienceMs ?? 0);
  for (let attempt = 0; attempt < 5; attempt++) {
    if (await place(path, holder)) {
      held.add(holder.token);
      return { holder, wasTakenOver, release: () => release(path, holder.token) };
    }
    const found = await readHolder(path);
    if (found === null) continue;
    const other = parseHolder(found);
    if (!(await isStale(path, other))) {
      if (!options.takeOver && Date.now() < patientUntil) {
        await setTimeout(lookAgainMs);
        attempt -= 1;
        continue;
      }
      if (!options.takeOver) throw lockedBy(other);
      wasTakenOver = true;
    }
    await removeExactly(path, found);
  }
  throw lockedBy(parseHolder((await readHolder(path)) ?? ''));
}

/** Creates the lock file with its whole content in one step; false when one is there. */
async function place(path: string, holder: LockHolder): Promise<boolean> {
  const text = `${JSON.stringify(holder)}\n`;
  const draft = `${path}.${holder.token}`;
  await writeNewText(draft, text);
  try {
    await placeOnce(draft, path);
    return true;
  } catch (error) {
    await removeFile(draft).catch(() => undefined);
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  }
}

const readHolder = (path: string): Promise<string | null> => readText(path, layoutEntries.lock.mostBytes);

const parseHolder = (text: string): LockHolder | null => parseAs(holderSchema, text);

async function isStale(path: string, holder: LockHolder | null): Promise<boolean> {
  if (!holder) return Date.now() - (await modifiedMs(path)) > unreadableGraceMs;
  if (holder.host !== hostname()) return false;
  if (holder.pid === process.pid) return !held.has(holder.token);
  return !isProcessAlive(holder.pid, holder.processStart);
}

async function modifiedMs(path: string): Promise<number> {
  return Number((await lookIfAny(path))?.mtimeMs ?? 0n);
}

/** Removes the lock only when it still has the content that was judged; a newer one of another process is put back. */
async function removeExactly(path: string, judged: string): Promise<void> {
  const moved = `${path}.${randomUUID()}`;
  try {
    await disk.rename(path, moved);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return;
    throw error;
  }
  if ((await readHolder(moved)) === judged) await removeFile(moved);
  else await disk.rename(moved, path);
}

async function release(path: string, token: string): Promise<void> {
  if (!held.delete(token)) return;
  const found = await readHolder(path);
  if (found === null || parseHolder(found)?.token !== token) return;
  await removeExactly(path, found);
}

function lockedBy(holder: LockHolder | null): AppError {
  if (!holder) {
    return new AppError(
      'workspace-locked',
      'Another program seems to have this workspace open: its lock file cannot be read. Close it there; if nothing has it open, take it over.',
      { detail: { pid: null, host: null, since: null } },
    );
  }
  const where = holder.host === hostname() ? 'this computer' : `the computer “${holder.host}”`;
  const { pid, host, since, program } = holder;
  return new AppError(
    'workspace-locked',
    `This workspace is open for changing in another Trailglass (${program}, process ${pid} on ${where}, since ${since}). Close it there; if it is no longer running, take it over.`,
    { detail: { pid, host, since, program } },
  );
}

/**
 * The refusal of DuckDB, whose database another process has open, with that process named: who holds the workspace's lock,
 * or else the process that DuckDB names, which reads.
 */
export async function namingHolder(refusal: AppError, path: string): Promise<AppError> {
  const found = await readHolder(path);
  const holder = found === null ? null : parseHolder(found);
  if (holder && !(await isStale(path, holder))) return lockedBy(holder);
  const cause = refusal.cause instanceof Error ? refusal.cause.message : '';
  const [, program, pid] = /held in (.*?) \(PID (\d+)\)/.exec(cause) ?? [];
  if (program === undefined || pid === undefined) return refusal;
  return new AppError(
    'workspace-locked',
    `The database of this workspace is open in ${basename(program)} (process ${pid} on this computer), which reads or exports it. Wait until that is done or close it there, then try again.`,
    {
      cause: refusal,
      detail: { pid: Number(pid), host: hostname(), since: null, program: basename(program) },
    },
  );
}
