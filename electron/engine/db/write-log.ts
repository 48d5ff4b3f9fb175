import { closeSync, constants, openSync, readSync } from 'node:fs';

/** Field 100, the kind of the entry, is 98: the version of the log. Source: DuckDB's storage format, `WALType::WAL_VERSION`. */
const firstEntry = Buffer.from([0x64, 0x00, 0x62]);

/**
 * Why the log of writes beside a database is none, null when it may be one or is not there. DuckDB leaves out without a word
 * whatever does not begin as its log does, and with it changes that were confirmed.
 */
export function writeLogProblem(database: string): string | null {
  let file: number;
  try {
    file = openSync(`${database}.wal`, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  } catch {
    return null;
  }
  try {
    const begin = Buffer.alloc(firstEntry.length);
    const isWhole = readSync(file, begin, 0, begin.length, 0) === begin.length;
    return isWhole && !begin.equals(firstEntry)
      ? 'The log of the last changes (events.duckdb.wal) is damaged, and what it held is lost'
      : null;
  } finally {
    closeSync(file);
  }
}
