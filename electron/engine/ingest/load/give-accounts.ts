import type { DuckDBConnection } from '@duckdb/node-api';
import { fileRange } from './file-range.ts';
import { insertAgain } from './insert.ts';
import { readWithCare } from './read-with-care.ts';
import { repairRows } from './repair.ts';
import { flag, number, readFrom, text, texts } from '../../db/rows.ts';
import type { BackgroundTables } from '../../derive/background-tables.ts';
import { accountOf } from '../tables/cell-values.ts';

/** The key in `meta` under which stands the account that a person assigned to files with this SHA-256. */
export const assignedKey = (sha256: string): string => `account of ${sha256}`;

const assignedRemark = (account: string): string =>
  `Account ${account} was assigned to its records that name none.`;
const inferredRemark = (account: string): string =>
  `Account ${account} is inferred for its records that name none: every ARN in the file names it.`;

const arnAccount = `arn:aws[a-z-]*:[a-z0-9-]*:[a-z0-9-]*:([0-9]{12}):`;
const roundedCell = `[0-9][.,][0-9]+[eE][+]?[0-9]{1,2}`;
const lacksAccount = `coalesce("recipientAccountId", '') = ''`;

/**
 * Gives records without an account the one that a person assigned to their file, or else the one that every ARN of a file
 * names whose records lost it on their way: no other account stands in it, in its path, or rounded in a cell. The file's
 * line says so in `detail`; exact texts stay as they are. Where an assignment changed or ended, the file's records are read
 * again from their texts first. Runs before duplicates are merged, because the account is half of an event's identity. Answers
 * whether it touched any record.
 */
export async function giveAccounts(
  connection: DuckDBConnection,
  background: BackgroundTables,
): Promise<boolean> {
  const assignments = await readFrom(
    connection,
    `SELECT f.id, m.value AS account FROM trail.main.files f
     JOIN trail.main.meta m ON m.key = 'account of ' || f.sha256`,
    { id: number, account: text },
  );
  const assigned = new Map(assignments.map(({ id, account }) => [id, account]));
  const hasTakenBack = await takeBack(connection, background, assigned);
  const given = new Map(
    [...assigned].map(([id, account]) => [id, { account, remark: assignedRemark(account) }]),
  );
  for (const [id, account] of await inferred(connection)) {
    if (!assigned.has(id)) given.set(id, { account, remark: inferredRemark(account) });
  }
  if (given.size === 0) return hasTakenBack;
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE temp.main.given AS
     SELECT unnest(from_json($1::VARCHAR, '[{"file_id":"INTEGER","account":"VARCHAR","remark":"VARCHAR"}]'), recursive := true)`,
    [JSON.stringify([...given].map(([id, one]) => ({ file_id: id, ...one })))],
  );
  const touched = await fileRange(
    connection,
    `trail.main.event_columns WHERE file_id IN (SELECT file_id FROM temp.main.given) AND ${lacksAccount}`,
  );
  if (touched) await background.changed(connection, 'columns', touched.from);
  await connection.run(
    `UPDATE trail.main.event_columns SET "recipientAccountId" = g.account FROM temp.main.given g
     WHERE event_columns.file_id = g.file_id AND ${lacksAccount}`,
  );
  await connection.run(
    `UPDATE trail.main.files SET detail = g.remark FROM temp.main.given g WHERE files.id = g.file_id`,
  );
  await connection.run(`DROP TABLE temp.main.given`);
  return hasTakenBack || touched !== undefined;
}

/** Reads the records of files again whose given account is not the assigned one any more; answers whether there were any. */
async function takeBack(
  connection: DuckDBConnection,
  background: BackgroundTables,
  assigned: ReadonlyMap<number, string>,
): Promise<boolean> {
  const given = await readFrom(
    connection,
    `SELECT id, regexp_extract(detail, '^Account ([0-9]{12})', 1) AS account, contains(detail, 'is inferred') AS "isInferred"
     FROM trail.main.files WHERE starts_with(detail, 'Account ')`,
    { id: number, account: text, isInferred: flag },
  );
  const over = given.flatMap(({ id, account, isInferred }) => {
    const wanted = assigned.get(id);
    return wanted === account || (isInferred && wanted === undefined) ? [] : [id];
  });
  if (over.length === 0) return false;
  await background.changed(connection, 'events', Math.min(...over));
  const isOver = (column: string): string => `${column} IN (${over.join(', ')})`;
  const copies = `${isOver('file_id')} OR ${isOver('event_file_id')}`;
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE temp.main.again AS
     SELECT file_id, ordinal, position, raw, completeness FROM trail.main.event_columns WHERE ${isOver('file_id')}
     UNION ALL SELECT file_id, ordinal, position, raw, completeness FROM trail.main.duplicate_records WHERE ${copies}`,
  );
  await connection.run(`DELETE FROM trail.main.event_columns WHERE ${isOver('file_id')}`);
  await connection.run(`DELETE FROM trail.main.duplicate_records WHERE ${copies}`);
  await connection.run(insertAgain(`SELECT * FROM temp.main.again`));
  const range = await fileRange(connection, 'temp.main.again');
  await connection.run(`DROP TABLE temp.main.again`);
  await connection.run(`UPDATE trail.main.files SET detail = NULL WHERE ${isOver('id')}`);
  if (!range) return true;
  await repairRows(connection, range.from, range.to);
  await readWithCare(connection, range.from, range.to);
  return true;
}

/** Files with records that lost their account, and the one account that everything in them names. */
async function inferred(connection: DuckDBConnection): Promise<readonly (readonly [number, string])[]> {
  const lost = await readFrom(
    connection,
    `SELECT DISTINCT file_id AS id FROM trail.main.event_columns WHERE ${lacksAccount} AND completeness = 'partial'`,
    { id: number },
  );
  if (lost.length === 0) return [];
  const isLost = `file_id IN (${lost.map(({ id }) => id).join(', ')})`;
  const named = await readFrom(
    connection,
    `WITH accounts AS (
       SELECT file_id, unnest(regexp_extract_all(raw, '${arnAccount}', 1)) AS account FROM trail.main.event_columns WHERE ${isLost}
       UNION SELECT file_id, "recipientAccountId" FROM trail.main.event_columns WHERE ${isLost} AND NOT ${lacksAccount}
       UNION SELECT id, path_account FROM trail.main.files WHERE path_account IS NOT NULL AND ${isLost.replace('file_id', 'id')})
     SELECT a.file_id AS id, any_value(a.account) AS account, any_value(r.cells) AS cells FROM accounts a LEFT JOIN (
       SELECT file_id, flatten(list(DISTINCT regexp_extract_all(TRY(decode(bytes)), '${roundedCell}'))) AS cells
       FROM trail.main.exact_bytes WHERE ${isLost} GROUP BY file_id) r ON r.file_id = a.file_id
     GROUP BY a.file_id HAVING count(DISTINCT a.account) = 1`,
    { id: number, account: text, cells: texts },
  );
  return named.flatMap(({ id, account, cells }) => {
    const fits = cells.every(
      (cell) => accountOf(String(cell), `arn:aws:iam::${account}:root`).account === account,
    );
    return fits ? [[id, account] as const] : [];
  });
}
