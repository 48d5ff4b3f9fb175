import { DuckDBTimestampValue, type DuckDBConnection } from '@duckdb/node-api';
import { fields, type Field } from '../../../../shared/fields/catalogue.ts';
import { dayOrderIn, readTimeValue, type DayOrder } from '../../../../shared/time/read-time.ts';
import { classColumns } from '../../ask/class-columns.ts';
import { absentTexts, castFields, doubtMark, parents, requiredFields, timeBounds } from './casts.ts';
import { count, number, readFrom, text } from '../../db/rows.ts';
import type { FileRange } from '../../derive/derived-table.ts';
import { fileRange } from './file-range.ts';
import { Flaws, type FlawKind } from '../record/flaws.ts';

/** A row whose values the common forms did not all cover. */
interface DoubtfulRow {
  readonly fileId: number;
  readonly ordinal: number;
  readonly positionBytes: number;
  readonly completeness: string;
  /** Undefined when its text is JSON to DuckDB alone. */
  readonly record: unknown;
}

const doubtful = ['complete', 'reduced', 'truncated', 'partial']
  .map((one) => `'${one}${doubtMark}'`)
  .join(', ');
const earliest = Date.parse(timeBounds.from) * 1_000;
const latest = Date.parse(timeBounds.to) * 1_000;

/**
 * Reads what the common forms left NULL although something is there, in the rows of these files: times in every form
 * `readTime` knows, truth values in other spellings. What no form covers is answered by file, as is which fields are missing
 * that every record has; completeness then tells such records from complete ones. Runs inside the transaction that
 * wrote the rows, after `repairRows`.
 */
export async function readWithCare(
  connection: DuckDBConnection,
  fromFileId: number,
  toFileId: number,
): Promise<ReadonlyMap<number, Flaws>> {
  const flaws = new FileFlaws();
  // Asked without the texts: a scan that may need them unpacks them all, and such rows are rare.
  const range = await fileRange(
    connection,
    `trail.main.event_columns WHERE file_id BETWEEN $1 AND $2 AND completeness IN (${doubtful})`,
    [fromFileId, toFileId],
  );
  if (range) await readDoubtful(connection, range, flaws);
  await addLacking(connection, fromFileId, toFileId, flaws);
  return flaws.byFile;
}

class FileFlaws {
  readonly byFile = new Map<number, Flaws>();

  of(fileId: number): Flaws {
    const flaws = this.byFile.get(fileId) ?? new Flaws();
    this.byFile.set(fileId, flaws);
    return flaws;
  }
}

async function readDoubtful(
  connection: DuckDBConnection,
  { from, to }: FileRange,
  flaws: FileFlaws,
): Promise<void> {
  const found = new CarefulRows(flaws);
  const rows = await connection.stream(
    `SELECT file_id, ordinal, position::DOUBLE, completeness, raw FROM trail.main.event_columns
     WHERE file_id BETWEEN ${from} AND ${to} AND completeness IN (${doubtful}) ORDER BY file_id, ordinal`,
  );
  for await (const page of rows.yieldRows()) {
    for (const row of page as [number, number, number, string, string][]) {
      const [fileId, ordinal, positionBytes, completeness, raw] = row;
      const known = completeness.slice(0, -doubtMark.length);
      found.add({ fileId, ordinal, positionBytes, completeness: known, record: parsed(raw) });
    }
  }
  found.endFile();
  await found.write(connection);
  const set = castFields.map(
    ({ name }) => `"${name}" = coalesce(event_columns."${name}", careful."${name}")`,
  );
  await connection.run(
    `UPDATE trail.main.event_columns SET completeness = careful.completeness, ${set.join(', ')} FROM temp.main.careful
     WHERE event_columns.file_id = careful.file_id AND event_columns.ordinal = careful.ordinal
       AND event_columns.file_id BETWEEN ${from} AND ${to}`,
  );
  // What classes follow from may be among what was read.
  const classes = Object.entries(classColumns()).map(([name, value]) => `"${name}" = ${value}`);
  await connection.run(
    `UPDATE trail.main.event_columns SET ${classes.join(', ')} WHERE file_id BETWEEN ${from} AND ${to}
       AND (file_id, ordinal) IN (SELECT (file_id, ordinal) FROM temp.main.careful)`,
  );
  await connection.run(`DROP TABLE temp.main.careful`);
}

function parsed(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return undefined;
  }
}

/** A time that waits for the end of its file, where it may show which of day and month comes first. */
interface Waiting {
  readonly row: number;
  readonly field: string;
  readonly value: unknown;
  readonly positionBytes: number;
}

/** What careful reading gives, column by column because a commit may hold a million rows. */
class CarefulRows {
  readonly #flaws: FileFlaws;
  readonly #fileIds: number[] = [];
  readonly #ordinals: number[] = [];
  readonly #completeness: string[] = [];
  readonly #values = new Map(castFields.map(({ name }) => [name, new Map<number, number | boolean>()]));
  #file = -1;
  readonly #orders = new Map<string, Set<DayOrder>>();
  #waiting: Waiting[] = [];

  constructor(flaws: FileFlaws) {
    this.#flaws = flaws;
  }

  /** Rows come by file, and in the order they stand in it. */
  add({ fileId, ordinal, positionBytes, completeness, record }: DoubtfulRow): void {
    if (fileId !== this.#file) this.endFile();
    this.#file = fileId;
    const row = this.#fileIds.push(fileId) - 1;
    this.#ordinals.push(ordinal);
    this.#completeness.push(completeness);
    if (record === undefined) this.#leave(row, 'lost', 'record', positionBytes, '');
    else {
      for (const parent of parents) this.#readParent(row, parent, valueAt(record, parent), positionBytes);
      for (const field of castFields) this.#read(row, field, valueAt(record, field.name), positionBytes);
    }
  }

  /** Decides on dates that did not tell the order of day and month themselves. */
  endFile(): void {
    for (const { row, field, value, positionBytes } of this.#waiting) {
      const orders = [...(this.#orders.get(field) ?? [])];
      const time = orders.length === 1 ? readTimeValue(value, orders[0])?.micros : undefined;
      if (time === undefined) this.#leave(row, 'ambiguous', field, positionBytes, value);
      else {
        this.#values.get(field)?.set(row, time);
        this.#flaws.of(this.#file).add('ordered', field, positionBytes, shown(value));
      }
    }
    this.#waiting = [];
    this.#orders.clear();
  }

  async write(connection: DuckDBConnection): Promise<void> {
    const columns = castFields.map(({ name, type }) => `"${name}" ${type === 'time' ? 'TIMESTAMP' : type}`);
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE temp.main.careful (file_id INTEGER, ordinal INTEGER, completeness VARCHAR, ${columns.join(', ')})`,
    );
    const appender = await connection.createAppender('careful', 'main', 'temp');
    for (let row = 0; row < this.#fileIds.length; row += 1) {
      appender.appendInteger(this.#fileIds[row] ?? 0);
      appender.appendInteger(this.#ordinals[row] ?? 0);
      appender.appendVarchar(this.#completeness[row] ?? '');
      for (const { name } of castFields) {
        const value = this.#values.get(name)?.get(row);
        if (value === undefined) appender.appendNull();
        else if (typeof value === 'boolean') appender.appendBoolean(value);
        else appender.appendTimestamp(new DuckDBTimestampValue(BigInt(value)));
      }
      appender.endRow();
    }
    appender.closeSync();
  }

  #readParent(row: number, parent: string, value: unknown, positionBytes: number): void {
    const isObject = typeof value === 'object' && !Array.isArray(value);
    if (!isObject && !isAbsent(value)) this.#leave(row, 'shape', parent, positionBytes, value);
  }

  #read(row: number, { name, type }: Field, value: unknown, positionBytes: number): void {
    if (isAbsent(value)) {
      if (isRequired(name) && this.#completeness[row] === 'complete') this.#completeness[row] = 'reduced';
      return;
    }
    const read = type === 'time' ? this.#readTime(row, name, value, positionBytes) : truthOf(value);
    if (read === undefined) this.#leave(row, 'unread', name, positionBytes, value);
    else if (read !== 'waits') this.#values.get(name)?.set(row, read);
  }

  #readTime(row: number, field: string, value: unknown, positionBytes: number): number | 'waits' | undefined {
    const reading = readTimeValue(value);
    if (!reading) return undefined;
    if (reading.micros === undefined) {
      this.#waiting.push({ row, field, value, positionBytes });
      return 'waits';
    }
    const order = typeof value === 'string' ? dayOrderIn(value) : undefined;
    if (order) this.#orders.set(field, (this.#orders.get(field) ?? new Set()).add(order));
    return reading.micros >= earliest && reading.micros <= latest ? reading.micros : undefined;
  }

  #leave(row: number, kind: FlawKind, field: string, positionBytes: number, value: unknown): void {
    this.#flaws.of(this.#file).add(kind, field, positionBytes, shown(value));
    const known = this.#completeness[row];
    if (known === 'complete' || known === 'reduced') this.#completeness[row] = 'unread';
  }
}

const isRequired = (name: string): boolean => requiredFields.some((field) => field === name);

const isAbsent = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'string' && absentTexts.has(value.trim().toLowerCase()));

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function valueAt(record: unknown, path: string): unknown {
  let value = record;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    value = Object.hasOwn(value, key) ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
  }
  return value;
}

const truths: Readonly<Record<string, boolean>> = {
  ...{ true: true, t: true, yes: true, y: true, on: true, '1': true, '1.0': true },
  ...{ false: false, f: false, no: false, n: false, off: false, '0': false, '0.0': false },
};

/** A truth value in other spellings, also inside the marks that DynamoDB puts around it or as the only item of a list. */
function truthOf(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number' || typeof value === 'string')
    return truths[String(value).trim().toLowerCase()];
  if (typeof value !== 'object' || value === null) return undefined;
  const marked: unknown[] =
    Array.isArray(value) || 'BOOL' in value || 'S' in value ? Object.values(value) : [];
  const [only, ...more] = marked;
  return more.length === 0 && typeof only !== 'object' ? truthOf(only) : undefined;
}

/** Counts by SQL which of the required fields are missing: all records of a file may be without them. */
async function addLacking(
  connection: DuckDBConnection,
  fromFileId: number,
  toFileId: number,
  flaws: FileFlaws,
): Promise<void> {
  const counts = requiredFields.map((name, place) => {
    const columns = fields.flatMap((one) =>
      one.name === name || one.name.startsWith(`${name}.`) ? [`"${one.name}"::VARCHAR`] : [],
    );
    const isMissing = `coalesce(${columns.join(', ')}) IS NULL`;
    return `{place: ${place}, name: '${name}', records: count(*) FILTER (${isMissing}), position: min(position) FILTER (${isMissing})}`;
  });
  const found = await readFrom(
    connection,
    `SELECT file_id, one.name, one.records::DOUBLE AS records, one.position::DOUBLE AS position FROM (
       SELECT file_id, unnest([${counts.join(', ')}]) AS one FROM trail.main.event_columns
       WHERE file_id BETWEEN $1 AND $2 AND completeness = 'reduced' GROUP BY file_id)
     WHERE one.records > 0 ORDER BY file_id, one.place`,
    { file_id: number, name: text, records: count, position: count },
    [fromFileId, toFileId],
  );
  for (const { file_id, name, records, position } of found)
    flaws.of(file_id).add('lacking', name, position, '', records);
}
