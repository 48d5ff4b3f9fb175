import { asDiskError, isDiskError } from '../disk/disk-error.ts';
import { openJournal, type Journal, type JournalEntry } from './journal.ts';
import type { WorkspaceLayout } from './layout.ts';
import { acquireLock } from './lock.ts';

const patienceMs = 10_000;

/**
 * The journal of a workspace that is open for reading: others read beside it, so every entry takes the journal's own lock,
 * goes on from what the last writer left, and gives the lock back. Whoever holds the workspace for writing holds its
 * database too, which then nobody reads. In a place that cannot be written or is full
 * nothing is added and the entry is null. Errors: `workspace-locked` when the lock does not come free.
 */
export function sharedJournal(layout: WorkspaceLayout): Journal {
  return {
    notice: null,
    append: (what, detail) => appendInTurn(layout, what, detail),
    close: async () => undefined,
  };
}

async function appendInTurn(
  layout: WorkspaceLayout,
  ...entry: Parameters<Journal['append']>
): Promise<JournalEntry | null> {
  try {
    const lock = await acquireLock(layout.lock, { patienceMs });
    try {
      const journal = await openJournal(layout.journal, { isReadOnly: false });
      return await journal.append(...entry).finally(() => journal.close());
    } finally {
      await lock.release();
    }
  } catch (error) {
    if (isDiskError(asDiskError(error, 'the journal'))) return null;
    throw error;
  }
}
