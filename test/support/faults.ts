import { AppError } from '../../shared/bridge/errors.ts';
import { injectFaults, type SystemCall } from '../../electron/engine/disk/calls.ts';

/** How the disk fails: the program dies, or calls are refused with a code of the system. */
export type FaultKind = 'kill' | 'ENOSPC' | 'EIO' | 'EACCES';

/** What a refused change has to be told as. */
export const codeOf: Readonly<Record<Exclude<FaultKind, 'kill'>, string>> = {
  ENOSPC: 'disk-full',
  EIO: 'disk-failed',
  EACCES: 'not-writable',
};

/** What a full disk refuses; names and space can still be given back on it. */
const needsRoom: ReadonlySet<SystemCall['name']> = new Set([
  'open',
  'write',
  'sync',
  'mkdir',
  'link',
  'rename',
]);

/** How a piece of work ended under a fault. */
export interface Faulted {
  /** False when the work makes fewer calls: every one of them has been tried. */
  readonly wasMet: boolean;
  readonly error: unknown;
  readonly calls: number;
}

/**
 * Does some work on a disk that fails at the n-th call that changes it, counted from 1. Of a write half the bytes arrive. A
 * full disk stays full, a dead program does nothing more, the other faults pass.
 */
export async function withFault(
  kind: FaultKind,
  nth: number,
  work: () => Promise<unknown>,
): Promise<Faulted> {
  let calls = 0;
  let isDead = false;
  injectFaults((call) => {
    if (call.isChange) calls += 1;
    const isMet =
      call.isChange && (calls === nth || (kind === 'ENOSPC' && calls > nth && needsRoom.has(call.name)));
    if (isMet && kind === 'kill') isDead = true;
    if (!isMet && !isDead) return undefined;
    if (kind === 'kill')
      return { error: new AppError('disconnected', 'dead'), bytes: calls === nth ? 10 : 0 };
    const error = Object.assign(new Error(`${kind}: planted, ${call.name} '${call.path}'`), { code: kind });
    return calls === nth ? { error, bytes: 10 } : { error };
  });
  try {
    await work();
    return { wasMet: calls >= nth, error: undefined, calls };
  } catch (error) {
    return { wasMet: calls >= nth, error, calls };
  } finally {
    injectFaults(undefined);
  }
}

/** What a test of faults counted: nothing that was confirmed may be lost. */
export interface FaultCount {
  injected: number;
  confirmed: number;
  lost: number;
}

/** The counts in one line. */
export const countInWords = ({ injected, confirmed, lost }: FaultCount): string =>
  `${injected} faults injected, ${confirmed} changes confirmed, ${lost} of them lost`;

/** Every n for kills and full disks; for the other faults every n in the long form, else one a change. */
export async function everyFault(one: (kind: FaultKind, nth: number) => Promise<Faulted>): Promise<number> {
  const isLong = process.env['TRAILGLASS_LONG'] === '1';
  let injected = 0;
  for (const kind of ['kill', 'ENOSPC'] as const) {
    for (let nth = 1; (await one(kind, nth)).wasMet; nth += 1) injected += 1;
  }
  const calls = injected / 2;
  for (const kind of ['EIO', 'EACCES'] as const) {
    const from = isLong ? 1 : Math.ceil(calls / 2);
    for (let nth = from; nth <= (isLong ? calls : from); nth += 1) {
      if ((await one(kind, nth)).wasMet) injected += 1;
    }
  }
  return injected;
}
