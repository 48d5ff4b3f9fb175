import type { DuckDBConnection } from '@duckdb/node-api';
import { insertRepaired, isRecordSql } from './insert.ts';

/** A file that turned out not to be what it seemed, with the record that shows it. */
export interface BadFile {
  readonly fileId: number;
  readonly positionBytes: number;
  readonly reason: string;
}

const pageRows = 500;
const escapes = /\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u([0-9a-fA-F]{4})|\\./g;

/**
 * The text with lone surrogate escapes as U+FFFD. JavaScript reads them, DuckDB's JSON reader does not, and attackers
 * choose names.
 */
const withoutLoneSurrogates = (text: string): string =>
  text.replace(escapes, (escape: string, unit: string | undefined) =>
    unit !== undefined && /^d[89a-f]/i.test(unit) ? '\\ufffd' : escape,
  );

const notARecord = (ordinal: number, raw: string): string => {
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    return `Broken JSON in record ${ordinal + 1}: ${why.slice(0, 120)}.`;
  }
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  if (keys.includes('s3') || keys.includes('Sns') || keys.includes('body')) {
    return 'S3, SNS or SQS notifications, not CloudTrail records.';
  }
  return `Record ${ordinal + 1} is not a CloudTrail record: it lacks eventSource, eventName, or both eventTime and eventVersion.`;
};

/**
 * Looks at the rows of these files that gave no record: texts only our own parser can read are loaded again from
 * cleaned text; the first other one condemns its file. Runs inside the batch's transaction.
 */
export async function repairRows(
  connection: DuckDBConnection,
  fromFileId: number,
  toFileId: number,
): Promise<readonly BadFile[]> {
  const bad = new Map<number, BadFile>();
  let after: readonly [number, number] = [fromFileId - 1, 0];
  for (;;) {
    const page = await connection.runAndReadAll(
      `SELECT file_id, ordinal, position::DOUBLE, raw FROM event_columns
       WHERE file_id BETWEEN $1 AND $2 AND (file_id, ordinal) > ($3, $4) AND NOT coalesce(${isRecordSql}, false)
       ORDER BY file_id, ordinal LIMIT ${pageRows}`,
      [fromFileId, toFileId, after[0], after[1]],
    );
    const rows = page.getRows() as [number, number, number, string][];
    const last = rows.at(-1);
    if (!last) return [...bad.values()];
    after = [last[0], last[1]];
    const repaired: { f: number; o: number; p: number; raw: string; clean: string }[] = [];
    for (const [f, o, p, raw] of rows) {
      if (bad.has(f)) continue;
      const clean = withoutLoneSurrogates(raw);
      if (clean === raw) bad.set(f, { fileId: f, positionBytes: p, reason: notARecord(o, raw) });
      else repaired.push({ f, o, p, raw, clean });
    }
    for (const stillBad of await reload(connection, repaired)) {
      if (!bad.has(stillBad.fileId)) bad.set(stillBad.fileId, stillBad);
    }
  }
}

type Repair = {
  readonly f: number;
  readonly o: number;
  readonly p: number;
  readonly raw: string;
  readonly clean: string;
};

async function reload(connection: DuckDBConnection, rows: readonly Repair[]): Promise<readonly BadFile[]> {
  if (rows.length === 0) return [];
  const list = JSON.stringify(rows);
  await connection.run(
    `DELETE FROM event_columns WHERE (file_id, ordinal) IN (
       SELECT (f, o) FROM (SELECT unnest(from_json($1::VARCHAR, '[{"f":"INTEGER","o":"INTEGER"}]'), recursive := true)))`,
    [list],
  );
  await connection.run(insertRepaired, [list]);
  const unread = await connection.runAndReadAll(
    `SELECT file_id, ordinal FROM event_columns
     WHERE (file_id, ordinal) IN (
       SELECT (f, o) FROM (SELECT unnest(from_json($1::VARCHAR, '[{"f":"INTEGER","o":"INTEGER"}]'), recursive := true)))
     AND NOT coalesce(${isRecordSql}, false)`,
    [list],
  );
  return (unread.getRows() as [number, number][]).map(([fileId, ordinal]) => {
    const row = rows.find((one) => one.f === fileId && one.o === ordinal);
    return { fileId, positionBytes: row?.p ?? 0, reason: notARecord(ordinal, row?.raw ?? '') };
  });
}
