import type { DuckDBConnection } from '@duckdb/node-api';
import { interruptible } from '../../db/interrupt.ts';
import type { Database } from '../../db/open.ts';
import { throwIfAborted } from '../../db/pool.ts';
import { count, number, numberOrNull, readFrom, text, textOrNull } from '../../db/rows.ts';
import { setMeta, transact } from '../../db/transact.ts';
import { deriveFromKey, outdatedFrom } from '../../db/upgrade.ts';
import type { DerivedTables } from '../../derive/derived-tables.ts';
import type { Flaws } from '../record/flaws.ts';
import type { Outcome, Problem } from '../record/found.ts';
import { fileRange } from './file-range.ts';
import { insertAgain } from './insert.ts';
import { appendProblems } from './ledger.ts';
import { readWithCare } from './read-with-care.ts';
import { repairRows, type BadRows } from './repair.ts';
import type { ImportReport } from './report.ts';
import { settle } from './settle.ts';

/** Records of one commit. */
const commitRecords = 200_000;

/**
 * Reads every record's columns again from its stored text, by the rules of this version; the evidence is not touched. A commit
 * holds whole files and says where the next begins, so that a stop at any moment leaves a sound database and the next call
 * continues. Answers how many records were read. Rejects with `cancelled` after the committed part has been settled.
 */
export async function deriveAgain(options: {
  readonly database: Database;
  readonly derived: DerivedTables;
  readonly signal: AbortSignal;
  readonly report: ImportReport;
}): Promise<number> {
  const { database, derived, signal, report } = options;
  const connection = await database.instance.connect();
  try {
    const from = await outdatedFrom(connection);
    if (from === undefined) return 0;
    const chunks = await chunksFrom(connection, from);
    const total = chunks.reduce((sum, { records }) => sum + records, 0);
    report.phase('Reading columns by the rules of this version', total, 'records');
    let done = 0;
    try {
      for (const chunk of chunks) {
        throwIfAborted(signal);
        await transact(connection, () =>
          interruptible(connection, signal, () => deriveChunk(connection, derived, chunk)),
        );
        report.done((done += chunk.records));
        report.committed();
      }
    } finally {
      await settle({ connection, derived, events: 'changed', report });
      report.committed();
    }
    await connection.run(`DELETE FROM trail.main.meta WHERE key = $1`, [deriveFromKey]);
    return done;
  } catch (error) {
    throwIfAborted(signal);
    throw error;
  } finally {
    connection.closeSync();
  }
}

/** Neighbouring files, by their numbers. */
interface Chunk {
  readonly from: number;
  readonly to: number;
  readonly records: number;
}

async function chunksFrom(connection: DuckDBConnection, from: number): Promise<readonly Chunk[]> {
  const files = await readFrom(
    connection,
    `SELECT id, CASE WHEN same_as IS NULL THEN records END::DOUBLE AS records FROM trail.main.files
     WHERE id >= ${from} ORDER BY id`,
    { id: number, records: count },
  );
  const chunks: Chunk[] = [];
  for (const { id, records } of files) {
    const last = chunks.at(-1);
    if (last && last.records + records <= commitRecords)
      chunks[chunks.length - 1] = { ...last, to: id, records: last.records + records };
    else chunks.push({ from: id, to: id, records });
  }
  return chunks;
}

async function deriveChunk(
  connection: DuckDBConnection,
  derived: DerivedTables,
  { from, to }: Chunk,
): Promise<void> {
  const isOfChunk = `file_id BETWEEN ${from} AND ${to}`;
  const tables = ['trail.main.event_columns', 'trail.main.duplicate_records'];
  const rows = tables.map(
    (table) => `SELECT file_id, ordinal, position, raw, completeness FROM ${table} WHERE ${isOfChunk}`,
  );
  await setMeta(connection, 'settle-pending', '1');
  const copies = await fileRange(connection, `trail.main.duplicate_records WHERE ${isOfChunk}`);
  await derived.background.changed(connection, copies ? 'events' : 'columns', from);
  await connection.run(`CREATE OR REPLACE TEMP TABLE temp.main.again AS ${rows.join(' UNION ALL ')}`);
  for (const table of tables) await connection.run(`DELETE FROM ${table} WHERE ${isOfChunk}`);
  await connection.run(insertAgain(`SELECT * FROM temp.main.again`));
  await connection.run(`DROP TABLE temp.main.again`);
  const bad = await repairRows(connection, from, to);
  const flaws = await readWithCare(connection, from, to);
  if (bad.size > 0) await derived.background.eventsLeft(connection);
  await tellFiles(connection, bad, flaws);
  await setMeta(connection, deriveFromKey, String(to + 1));
}

/** Writes what the rules of this version say of the files besides what stands in their lines already. */
async function tellFiles(
  connection: DuckDBConnection,
  bad: ReadonlyMap<number, BadRows>,
  flaws: ReadonlyMap<number, Flaws>,
): Promise<void> {
  const ids = [...new Set([...bad.keys(), ...flaws.keys()])];
  if (ids.length === 0) return;
  const files = await readFrom(
    connection,
    `SELECT id, status, reason, position::DOUBLE AS position FROM trail.main.files WHERE id IN (SELECT unnest($1::INTEGER[]))`,
    { id: number, status: text, reason: textOrNull, position: numberOrNull },
    [`[${ids.join(',')}]`],
  );
  const problems: (readonly [fileId: number, problem: Problem])[] = [];
  const known = await problemsOf(connection, ids);
  for (const { id, status, reason, position } of files) {
    const dropped = bad.get(id);
    const line: Line = {
      status: dropped && status === 'accepted' ? 'partial' : status,
      reason: reason ?? dropped?.problems[0]?.reason ?? null,
      positionBytes: position ?? dropped?.problems[0]?.positionBytes ?? null,
      problems: dropped?.problems ?? [],
    };
    const told = flaws.get(id)?.told(line) ?? line;
    problems.push(...told.problems.map((problem) => [id, problem] as const));
    await connection.run(
      `UPDATE trail.main.files SET status = $2, reason = $3, position = $4, refused_records = refused_records + $5 WHERE id = $1`,
      [id, told.status, told.reason, told.positionBytes, dropped?.count ?? 0],
    );
  }
  await appendProblems(
    connection,
    problems.filter(([fileId, problem]) => !known.has(problemKey(fileId, problem))),
  );
}

const problemKey = (
  fileId: number,
  { positionBytes, reason }: Pick<Problem, 'positionBytes' | 'reason'>,
): string => JSON.stringify([fileId, positionBytes, reason]);

/** What an earlier reading wrote of the files already. */
async function problemsOf(
  connection: DuckDBConnection,
  ids: readonly number[],
): Promise<ReadonlySet<string>> {
  const rows = await readFrom(
    connection,
    `SELECT file_id, position::DOUBLE AS "positionBytes", reason FROM trail.main.file_problems
     WHERE file_id IN (SELECT unnest($1::INTEGER[]))`,
    { file_id: number, positionBytes: number, reason: text },
    [`[${ids.join(',')}]`],
  );
  return new Set(rows.map(({ file_id, ...problem }) => problemKey(file_id, problem)));
}

type Line = Pick<Outcome, 'reason' | 'positionBytes' | 'problems'> & { readonly status: string };
