import { INTEGER, VARCHAR, type DuckDBConnection } from '@duckdb/node-api';
import { interruptible } from '../../db/interrupt.ts';
import type { Database } from '../../db/open.ts';
import { throwIfAborted } from '../../db/pool.ts';
import { count, flag, number, numberOrNull, readFrom, readOne, text } from '../../db/rows.ts';
import type { DerivedTables } from '../../derive/derived-tables.ts';
import { fileRange } from './file-range.ts';
import { insertAgain } from './insert.ts';
import { planRemoval, type RemovalLine, type RemovalPlan } from './removal-plan.ts';
import { readWithCare } from './read-with-care.ts';
import { repairRows } from './repair.ts';
import { setMeta, transact } from '../../db/transact.ts';
import { changedReason } from './load.ts';
import type { ImportReport } from './report.ts';
import { settle } from './settle.ts';

/** What a removal needs. */
export interface RemoveOptions {
  readonly database: Database;
  readonly derived: DerivedTables;
  /** The source to take out, as it was imported. */
  readonly path: string;
  /** The workspace's other sources: what lies below them as well stays. */
  readonly remaining: readonly string[];
  readonly signal: AbortSignal;
  readonly report: ImportReport;
}

/** What left the workspace. */
export interface RemovalSummary {
  readonly files: number;
  readonly records: number;
  readonly events: number;
}

/**
 * Takes everything a source brought out of the database: its ledger lines and every occurrence of its records. Events
 * that stand elsewhere too stay, shown from the best remaining copy; files with the same content that other sources hold
 * take over what was counted for the removed one. Afterwards the tables are as if the source had never been imported.
 * Rejects with `cancelled` before anything has changed.
 */
export async function removeSource(options: RemoveOptions): Promise<RemovalSummary> {
  const { database, derived, signal, report } = options;
  const connection = await database.instance.connect();
  try {
    report.phase('Taking out the source', 0, '');
    const before = await totals(connection);
    await transact(connection, () =>
      interruptible(connection, signal, async () => {
        const plan = planRemoval(await linesOf(connection, options.path), options.remaining);
        await setMeta(connection, 'settle-pending', '1');
        await apply(connection, plan, options);
        throwIfAborted(signal);
      }),
    );
    report.committed();
    await settle({ connection, derived, events: 'changed', report });
    report.committed();
    const after = await totals(connection);
    return {
      files: before.files - after.files,
      records: before.records - after.records,
      events: before.events - after.events,
    };
  } catch (error) {
    throwIfAborted(signal);
    throw error;
  } finally {
    connection.closeSync();
  }
}

const totals = (connection: DuckDBConnection): Promise<RemovalSummary> =>
  readOne(
    connection,
    `SELECT count(*)::DOUBLE AS files, sum(records)::DOUBLE AS records,
       (SELECT count(*) FROM trail.main.event_columns)::DOUBLE AS events FROM trail.main.files`,
    { files: count, records: count, events: count },
  );

/** The lines of the source, and all lines with the same content as one of them or with one of those inside. */
const linesOf = (connection: DuckDBConnection, path: string): Promise<readonly RemovalLine[]> =>
  readFrom(
    connection,
    `SELECT f.id, f.member_of AS "memberOf", f.same_as AS "sameAs", f.path, s.path AS source, s.path = $1 AS "isOfSource" FROM trail.main.files f
     LEFT JOIN trail.main.sources s ON s.id = f.source_id
     WHERE s.path = $1 OR f.same_as IN (SELECT f.id FROM trail.main.files f JOIN trail.main.sources s ON s.id = f.source_id WHERE s.path = $1)
     ORDER BY f.id`,
    {
      id: number,
      memberOf: numberOrNull,
      sameAs: numberOrNull,
      path: text,
      source: text,
      isOfSource: flag,
    },
    [path],
  );

const rowTables = [
  'trail.main.event_columns',
  'trail.main.duplicate_records',
  'trail.main.aggregated_records',
  'trail.main.exact_bytes',
  'trail.main.file_problems',
  'trail.main.companions',
] as const;

async function apply(
  connection: DuckDBConnection,
  plan: RemovalPlan,
  { derived, path, remaining }: RemoveOptions,
): Promise<void> {
  await writePlan(connection, plan);
  for (const table of rowTables) {
    await connection.run(
      `UPDATE ${table} SET file_id = heirs.to_id FROM temp.main.heirs WHERE ${table}.file_id = heirs.from_id`,
    );
  }
  await connection.run(
    `UPDATE trail.main.duplicate_records SET event_file_id = heirs.to_id FROM temp.main.heirs WHERE event_file_id = heirs.from_id`,
  );
  const hasBrought = await bringBack(connection);
  if (hasBrought || plan.heirs.size > 0) await derived.background.changed(connection, 'events', 0);
  for (const table of rowTables) {
    await connection.run(`DELETE FROM ${table} WHERE file_id IN (SELECT id FROM temp.main.gone)`);
  }
  await settleLines(connection);
  if (remaining.length > 0) {
    await connection.run(
      `DELETE FROM trail.main.files WHERE status = 'skipped' AND kind IN ('folder', 'link')
       AND path IN (SELECT DISTINCT source FROM temp.main.moved WHERE path <> source)`,
    );
  }
  await connection.run(`DELETE FROM trail.main.sources WHERE path = $1`, [path]);
  await derived.background.filesLeft(connection);
  for (const table of ['gone', 'heirs', 'moved']) await connection.run(`DROP TABLE temp.main.${table}`);
}

async function writePlan(connection: DuckDBConnection, plan: RemovalPlan): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE temp.main.gone (id INTEGER)`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE temp.main.heirs (from_id INTEGER, to_id INTEGER)`);
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE temp.main.moved (id INTEGER, member_of INTEGER, path VARCHAR, source VARCHAR)`,
  );
  const gone = await connection.createAppender('gone', 'main', 'temp');
  for (const id of plan.gone) {
    gone.appendValue(id, INTEGER);
    gone.endRow();
  }
  gone.closeSync();
  const heirs = await connection.createAppender('heirs', 'main', 'temp');
  for (const [from, to] of plan.heirs) {
    heirs.appendValue(from, INTEGER);
    heirs.appendValue(to, INTEGER);
    heirs.endRow();
  }
  heirs.closeSync();
  const moved = await connection.createAppender('moved', 'main', 'temp');
  for (const line of plan.moved) {
    moved.appendValue(line.id, INTEGER);
    moved.appendValue(line.memberOf, INTEGER);
    moved.appendValue(line.path, VARCHAR);
    moved.appendValue(line.source, VARCHAR);
    moved.endRow();
  }
  moved.closeSync();
}

/**
 * Copies that stood behind a removed one become rows again, and so does everything around files that changed their
 * number: which copy is shown depends on it. The merge that follows decides anew. Answers whether there were any.
 */
async function bringBack(connection: DuckDBConnection): Promise<boolean> {
  const isBack = `file_id NOT IN (SELECT id FROM temp.main.gone) AND (file_id IN (SELECT to_id FROM temp.main.heirs)
    OR event_file_id IN (SELECT to_id FROM temp.main.heirs) OR event_file_id IN (SELECT id FROM temp.main.gone))`;
  const range = await fileRange(connection, `trail.main.duplicate_records WHERE ${isBack}`);
  if (!range) return false;
  await connection.run(
    insertAgain(
      `SELECT file_id, ordinal, position, raw, completeness FROM trail.main.duplicate_records WHERE ${isBack}`,
    ),
  );
  await connection.run(`DELETE FROM trail.main.duplicate_records WHERE ${isBack}`);
  await repairRows(connection, range.from, range.to);
  await readWithCare(connection, range.from, range.to);
  return true;
}

async function settleLines(connection: DuckDBConnection): Promise<void> {
  await connection.run(
    `UPDATE trail.main.files SET same_as = NULL, status = past.status, kind = past.kind,
       reason = nullif(trim(replace(past.reason, $1, '')), ''), position = past.position, records = past.records,
       refused_records = past.refused_records
     FROM (SELECT h.to_id, f.* FROM temp.main.heirs h JOIN trail.main.files f ON f.id = h.from_id) past WHERE files.id = past.to_id`,
    [changedReason],
  );
  await connection.run(
    `UPDATE trail.main.files SET same_as = heirs.to_id FROM temp.main.heirs WHERE files.same_as = heirs.from_id AND files.id <> heirs.to_id`,
  );
  await connection.run(
    `UPDATE trail.main.files SET path = moved.path, member_of = moved.member_of,
       source_id = (SELECT min(id) FROM trail.main.sources WHERE sources.path = moved.source)
     FROM temp.main.moved WHERE files.id = moved.id`,
  );
  await connection.run(`DELETE FROM trail.main.files WHERE id IN (SELECT id FROM temp.main.gone)`);
}
