import type { DuckDBConnection } from '@duckdb/node-api';
import { number, readFrom, text } from '../../db/rows.ts';
import { isObject } from '../containers/container.ts';
import { lookAlike } from '../record/look-alikes.ts';
import { problemLimit, sampleBytes, type Problem } from '../record/found.ts';
import { qualitySql } from './casts.ts';
import { fileRange } from './file-range.ts';
import { insertRepaired, isRecordSql } from './insert.ts';

/** Rows of a file that turned out to be no records and were taken out again. */
export interface BadRows {
  count: number;
  /** The first of them, with reasons. */
  readonly problems: Problem[];
  /** All of them are notifications of S3, SNS or SQS. */
  areNotifications: boolean;
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

const texts = /"(?:[^"\\]|\\[^])*"/g;

/** The text with control characters inside strings as escapes, as strict JSON wants them; programs that join lines leave them. */
const withoutControls = (text: string): string =>
  text.replace(texts, (one) =>
    one.replace(/\p{Cc}/gu, (control) =>
      control < ' ' ? `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}` : control,
    ),
  );

const controlsTold =
  'A record here has line breaks or other control characters in its texts, which is not strict JSON; it was read all the same.';

interface Row {
  readonly f: number;
  readonly o: number;
  readonly p: number;
  readonly quality: number;
  readonly raw: string;
}

function whyNotARecord({ o, raw }: Row): { readonly reason: string; readonly isNotification: boolean } {
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    return { reason: `Broken JSON in record ${o + 1}: ${why.slice(0, 120)}.`, isNotification: false };
  }
  const known = isObject(value) ? lookAlike(value) : undefined;
  if (known) return { reason: known.reason, isNotification: true };
  const keys = isObject(value) ? Object.keys(value) : [];
  if (keys.includes('s3') || keys.includes('Sns') || keys.includes('body')) {
    return { reason: 'S3, SNS or SQS notifications, not CloudTrail records.', isNotification: true };
  }
  return {
    reason: `Record ${o + 1} is not a CloudTrail record: it lacks eventSource, eventName, or both eventTime and eventVersion.`,
    isNotification: false,
  };
}

/**
 * Looks at the rows of these files that gave no record: texts only our own parser can read are loaded again from cleaned
 * text; the others leave the table and are answered by file. Runs inside the batch's transaction.
 */
export async function repairRows(
  connection: DuckDBConnection,
  fromFileId: number,
  toFileId: number,
): Promise<ReadonlyMap<number, BadRows>> {
  const bad = new Map<number, BadRows>();
  for (;;) {
    const rows = await nextBadRows(connection, fromFileId, toFileId);
    if (rows.length === 0) return bad;
    await drop(connection, rows);
    const cleaned = rows.map((row) => ({ ...row, clean: withoutControls(withoutLoneSurrogates(row.raw)) }));
    const changed = cleaned.filter((row) => row.clean !== row.raw);
    await reload(connection, changed);
    const unread = await stillUnread(connection, changed);
    await drop(connection, unread);
    for (const row of [...cleaned.filter((one) => one.clean === one.raw), ...unread]) note(bad, row);
    for (const row of changed)
      if (!unread.includes(row) && withoutControls(row.raw) !== row.raw) noteMended(bad, row);
  }
}

/** Which of these files have rows that are no records. */
export async function filesWithBadRows(
  connection: DuckDBConnection,
  fromFileId: number,
  toFileId: number,
): Promise<ReadonlySet<number>> {
  const found = await readFrom(
    connection,
    `SELECT DISTINCT file_id FROM trail.main.event_columns
     WHERE file_id BETWEEN $1 AND $2 AND NOT coalesce(${isRecordSql}, false)`,
    { file_id: number },
    [fromFileId, toFileId],
  );
  return new Set(found.map(({ file_id }) => file_id));
}

/** Looks without the texts first: a scan that may need them unpacks them all, and bad rows are rare. */
async function nextBadRows(
  connection: DuckDBConnection,
  fromFileId: number,
  toFileId: number,
): Promise<readonly Row[]> {
  const isBad = `file_id BETWEEN $1 AND $2 AND NOT coalesce(${isRecordSql}, false)`;
  const range = await fileRange(connection, `trail.main.event_columns WHERE ${isBad}`, [
    fromFileId,
    toFileId,
  ]);
  if (!range) return [];
  return readFrom(
    connection,
    `SELECT file_id AS f, ordinal AS o, position::DOUBLE AS p, raw, ${qualitySql} AS quality
     FROM trail.main.event_columns WHERE ${isBad} ORDER BY file_id, ordinal LIMIT ${pageRows}`,
    { f: number, o: number, p: number, raw: text, quality: number },
    [range.from, range.to],
  );
}

function note(bad: Map<number, BadRows>, row: Row): void {
  const { reason, isNotification } = whyNotARecord(row);
  const file = fileIn(bad, row);
  file.count += 1;
  file.areNotifications &&= isNotification;
  addProblem(file, row, reason);
}

function noteMended(bad: Map<number, BadRows>, row: Row): void {
  const file = fileIn(bad, row);
  file.areNotifications = false;
  addProblem(file, row, controlsTold);
}

function fileIn(bad: Map<number, BadRows>, { f }: Row): BadRows {
  const file = bad.get(f) ?? { count: 0, problems: [], areNotifications: true };
  bad.set(f, file);
  return file;
}

function addProblem({ problems }: BadRows, { p, raw }: Row, reason: string): void {
  if (problems.length < problemLimit)
    problems.push({ positionBytes: p, reason, sample: raw.slice(0, sampleBytes) });
}

const places = `(SELECT f, o FROM (SELECT unnest(from_json($1::VARCHAR, '[{"f":"INTEGER","o":"INTEGER"}]'), recursive := true)))`;
const listOf = (rows: readonly Row[]): string => JSON.stringify(rows.map(({ f, o }) => ({ f, o })));

async function drop(connection: DuckDBConnection, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  await connection.run(`DELETE FROM trail.main.event_columns WHERE (file_id, ordinal) IN ${places}`, [
    listOf(rows),
  ]);
}

async function reload(
  connection: DuckDBConnection,
  rows: readonly (Row & { readonly clean: string })[],
): Promise<void> {
  if (rows.length > 0) await connection.run(insertRepaired, [JSON.stringify(rows)]);
}

async function stillUnread(connection: DuckDBConnection, rows: readonly Row[]): Promise<readonly Row[]> {
  if (rows.length === 0) return [];
  const found = await readFrom(
    connection,
    `SELECT file_id AS f, ordinal AS o FROM trail.main.event_columns WHERE (file_id, ordinal) IN ${places} AND NOT coalesce(${isRecordSql}, false)`,
    { f: number, o: number },
    [listOf(rows)],
  );
  const keys = new Set(found.map(({ f, o }) => `${f}.${o}`));
  return rows.filter(({ f, o }) => keys.has(`${f}.${o}`));
}
