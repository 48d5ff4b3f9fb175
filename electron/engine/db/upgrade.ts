import type { DuckDBConnection } from '@duckdb/node-api';
import { readFrom, text, textOrNull } from './rows.ts';
import { schemaVersion } from './schema.ts';
import { setMeta, transact } from './transact.ts';

/**
 * What makes the tables of a former version those of this one, by that version. Views for people stood in the file before
 * they were made at every opening.
 */
const steps: Readonly<Record<number, readonly string[]>> = {
  3: [
    ...['events', 'insights', 'network_activity', 'aggregated_counts'].map(
      (view) => `DROP VIEW IF EXISTS trail.main.${view}`,
    ),
    `ALTER TABLE trail.main.files ADD COLUMN content_sha256 VARCHAR`,
    `ALTER TABLE trail.main.files ADD COLUMN gzip_members BIGINT[]`,
    `ALTER TABLE trail.main.duplicate_records ADD COLUMN likeness VARCHAR`,
  ],
};

/** The key in `meta` under which stands from which file on columns follow the rules of a former version. */
export const deriveFromKey = 'derive-from';

/** True for a version whose tables can be made those of this one. */
export const isUpgradable = (version: number): boolean => steps[version] !== undefined;

/**
 * Makes the tables of a former version those of this one, all or nothing. What its columns hold follows that version's
 * rules until `deriveAgain` has run, which continues from the file that `meta` names.
 */
export async function upgradeTables(connection: DuckDBConnection, from: number): Promise<void> {
  await transact(connection, async () => {
    for (const statement of steps[from] ?? []) await connection.run(statement);
    await setMeta(connection, deriveFromKey, '0');
    await setMeta(connection, 'schema', String(schemaVersion));
  });
}

/** The file from which on columns follow a former version's rules; undefined when none do. */
export async function outdatedFrom(connection: DuckDBConnection): Promise<number | undefined> {
  const rows = await readFrom(
    connection,
    `SELECT key, value FROM trail.main.meta WHERE key IN ('schema', $1)`,
    { key: text, value: textOrNull },
    [deriveFromKey],
  );
  const facts = new Map(rows.map(({ key, value }) => [key, value]));
  if (facts.get('schema') !== String(schemaVersion)) return 0;
  const from = facts.get(deriveFromKey);
  return from === undefined ? undefined : Number(from);
}
