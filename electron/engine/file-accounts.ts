import type { DuckDBConnection } from '@duckdb/node-api';
import { AppError } from '../../shared/bridge/errors.ts';
import type { FileChoice } from '../../shared/contract/evidence.ts';
import { plural } from '../../shared/words/counted.ts';
import type { Database } from './db/open.ts';
import { readFrom, text, textOrNull } from './db/rows.ts';
import { setMeta, transact } from './db/transact.ts';
import type { DerivedTables } from './derive/derived-tables.ts';
import { assignedKey } from './ingest/load/give-accounts.ts';
import type { ImportReport } from './ingest/load/report.ts';
import { settle } from './ingest/load/settle.ts';
import type { WorkspaceFolder } from './workspace/session.ts';

const kind = 'file-account';

/** Which files get which account; null takes an assignment back. */
export interface Assignment {
  readonly files: FileChoice;
  /** Twelve digits. */
  readonly account: string | null;
}

/** The workspace that assignments belong to. */
export interface Assigning {
  readonly folder: WorkspaceFolder;
  readonly database: Database;
  readonly derived: DerivedTables;
}

/**
 * Assigns an account to files, for their records that name none, and merges anew. The decision stands in work.jsonl by the
 * content of the file, so that it holds after a rebuild and for every copy. Answers what was done in words. Errors:
 * `not-found` when no such file was read, those of the work log.
 */
export async function assignAccount(
  { folder, database, derived, report }: Assigning & { readonly report: ImportReport },
  { files, account }: Assignment,
): Promise<string> {
  const connection = await database.instance.connect();
  try {
    const hashes = await hashesOf(connection, files);
    if (hashes.length === 0) {
      throw new AppError(
        'not-found',
        'None of these files holds records, so there is nothing to assign an account to. Choose files that were read.',
      );
    }
    await folder.work.add(kind, new Map(hashes.map((hash) => [hash, account])));
    await folder.journal.append('account.assigned', {
      account,
      files: hashes.length,
      sha256: hashes.slice(0, 100),
    });
    await follow(connection, folder);
    await settle({ connection, derived, events: 'changed', report });
    return account === null
      ? `The account of ${plural(hashes.length, 'file')} is what the records say again.`
      : `Account ${account} assigned to ${plural(hashes.length, 'file')}, for the records that name none.`;
  } finally {
    connection.closeSync();
  }
}

/**
 * Brings a database in line with the decisions in work.jsonl; answers whether it has to be settled for that. A database that
 * was made anew, or that comes from elsewhere, knows none or others.
 */
export async function followAssignments({ database, derived, folder }: Assigning): Promise<void> {
  const connection = await database.instance.connect();
  try {
    if (await follow(connection, folder)) await settle({ connection, derived, events: 'changed' });
  } finally {
    connection.closeSync();
  }
}

async function follow(connection: DuckDBConnection, folder: WorkspaceFolder): Promise<boolean> {
  const wanted = new Map(
    [...folder.work.latest(kind)].flatMap(([sha256, { value }]) =>
      typeof value === 'string' && /^\d{12}$/.test(value) ? [[assignedKey(sha256), value] as const] : [],
    ),
  );
  const rows = await readFrom(
    connection,
    `SELECT key, value FROM trail.main.meta WHERE starts_with(key, 'account of ')`,
    { key: text, value: textOrNull },
  );
  const known = new Map(rows.map(({ key, value }) => [key, value]));
  const over = [...known.keys()].filter((key) => !wanted.has(key));
  const changed = [...wanted].filter(([key, account]) => known.get(key) !== account);
  if (over.length + changed.length === 0) return false;
  await transact(connection, async () => {
    for (const key of over) await connection.run(`DELETE FROM trail.main.meta WHERE key = $1`, [key]);
    for (const [key, account] of changed) await setMeta(connection, key, account);
    await setMeta(connection, 'settle-pending', '1');
  });
  return true;
}

async function hashesOf(connection: DuckDBConnection, files: FileChoice): Promise<readonly string[]> {
  const [start, value] =
    files.kind === 'source'
      ? [`source_id IN (SELECT id FROM trail.main.sources WHERE path = $1)`, files.path]
      : [`id IN (SELECT unnest($1::INTEGER[]))`, `[${files.ids.join(',')}]`];
  const rows = await readFrom(
    connection,
    `WITH RECURSIVE chosen AS (
       SELECT id FROM trail.main.files WHERE ${start}
       UNION SELECT f.id FROM trail.main.files f JOIN chosen c ON f.member_of = c.id)
     SELECT DISTINCT sha256 FROM trail.main.files
     WHERE id IN (SELECT id FROM chosen) AND sha256 IS NOT NULL AND records > 0 ORDER BY 1`,
    { sha256: text },
    [value],
  );
  return rows.map(({ sha256 }) => sha256);
}
