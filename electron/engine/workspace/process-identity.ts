import { readFileSync } from 'node:fs';
import { systemCode } from '../disk/disk-error.ts';

/**
 * When a process started, as text that no other process with the same id shares: on Linux the boot's id and field 22 of
 * /proc/<pid>/stat (proc(5)); null where the system does not tell.
 */
export function processStart(pid: number): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in field 2 may hold spaces and brackets, so fields are counted from its last bracket.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return ticks === undefined ? null : `${boot}:${ticks}`;
  } catch {
    return null;
  }
}

/** Whether the process that wrote `pid` and `start` still runs on this computer; an unknown start counts as the same. */
export function isProcessAlive(pid: number, start: string | null): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (systemCode(error) === 'ESRCH') return false;
  }
  const now = processStart(pid);
  return start === null || now === null || now === start;
}
