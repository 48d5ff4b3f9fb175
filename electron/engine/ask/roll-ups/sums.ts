import type { DuckDBConnection } from '@duckdb/node-api';
import { count, readOne } from '../../db/rows.ts';
import type { Building, DerivedColumn, TableInBackground } from '../../derive/derived-table.ts';

/** A column by which events are summed up, and what it is in terms of `event_columns`. */
export interface Key extends DerivedColumn {
  readonly from: string;
}

interface SumsOptions {
  readonly name: string;
  readonly help: string;
  readonly keys: readonly Key[];
  /** Keys to sort by, which keeps what is asked together in one place. */
  readonly order: readonly string[];
  /** The rows it may have for so many events; where it needs more, it is given up, and the events are asked as ever. */
  readonly most: (events: number) => number;
  /** One row an event for each member, whose SQL stands for `keys` in its own way; by default the keys as they are. */
  readonly members?: readonly (readonly string[])[];
}

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

/** Sums are made quickly; what is the same for every piece would cost more than they do. */
const pieceEvents = 1_000_000;

/** Rows of pieces may be as many as half of those that were put together before, and a few. */
const looseRows = 5_000;

/**
 * A table of sums: how many events agree in some columns. Pieces add rows of their own, and are put together now and then, so
 * `events` has to be summed wherever it is asked. What was merged is taken off by rows that count below zero.
 */
export function sumsOf(options: SumsOptions): TableInBackground {
  const { name, help, keys } = options;
  const members: readonly (readonly string[])[] = options.members ?? [keys.map(({ from }) => from)];
  const names = quoted(keys.map((key) => key.name));
  const counted = (sign: '' | '-', condition: string): string =>
    members
      .map(
        (columns) =>
          `SELECT ${columns.join(', ')}, ${sign}count(*), true FROM trail.main.event_columns WHERE ${condition} GROUP BY ALL`,
      )
      .join(' UNION ALL ');
  return {
    name,
    when: 'in-background',
    follows: 'columns',
    pieceEvents,
    help,
    columns: [
      ...keys.map((key) => ({ name: key.name, type: key.type, help: key.help })),
      {
        name: 'events',
        type: 'BIGINT',
        help: 'How many events, to be summed; NULL in the only row of a table that was given up',
      },
      {
        name: 'is_loose',
        type: 'BOOLEAN',
        help: 'The row has not been put together with others of the same columns yet',
      },
    ],
    version: 3,
    from: [],
    build: async (building, { from, to }) => {
      const { connection, into } = building;
      if (await isGivenUp(connection, into)) return;
      await connection.run(`INSERT INTO ${into} ${counted('', `file_id BETWEEN ${from} AND ${to}`)}`);
      await putTogether(building, names, options);
    },
    subtract: async ({ connection, into }, leaving, covered) => {
      if (await isGivenUp(connection, into)) return;
      await connection.run(
        `INSERT INTO ${into} ${counted('-', `file_id <= ${covered} AND (file_id, ordinal) IN (SELECT (file_id, ordinal) FROM ${leaving})`)}`,
      );
    },
  };
}

const isGivenUp = async (connection: DuckDBConnection, table: string): Promise<boolean> =>
  (
    await readOne(connection, `SELECT count(*)::DOUBLE AS rows FROM ${table} WHERE events IS NULL`, {
      rows: count,
    })
  ).rows > 0;

async function putTogether(
  { connection, into }: Building,
  names: string,
  { keys, order, most }: SumsOptions,
): Promise<void> {
  const { rows, loose, events } = await sizeOf(connection, into);
  if (loose <= (rows - loose) / 2 + looseRows && rows <= most(events)) return;
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE temp.main.sums AS SELECT ${names}, sum(events)::BIGINT AS events, false AS is_loose FROM ${into}
     GROUP BY ALL HAVING sum(events) <> 0 ORDER BY ${quoted(order)}`,
  );
  await connection.run(`DELETE FROM ${into}`);
  await connection.run(`INSERT INTO ${into} FROM temp.main.sums`);
  await connection.run(`DROP TABLE temp.main.sums`);
  const together = await sizeOf(connection, into);
  if (together.rows <= most(events)) return;
  await connection.run(`DELETE FROM ${into}`);
  await connection.run(`INSERT INTO ${into} VALUES (${keys.map(() => 'NULL').join(', ')}, NULL, false)`);
}

const sizeOf = (
  connection: DuckDBConnection,
  table: string,
): Promise<{ rows: number; loose: number; events: number }> =>
  readOne(
    connection,
    `SELECT count(*)::DOUBLE AS rows, (count(*) FILTER (WHERE is_loose))::DOUBLE AS loose, sum(events)::DOUBLE AS events FROM ${table}`,
    { rows: count, loose: count, events: count },
  );
