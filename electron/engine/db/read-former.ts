import type { DuckDBConnection } from '@duckdb/node-api';
import { createTable, tableNames } from './schema.ts';
import { columnsSince, tablesSince } from './upgrade.ts';

const quoted = (name: string): string => `"${name}"`;

/**
 * Puts views with the columns of this version in the place of the tables of a former one, in a database that is only read: its
 * file becomes the catalogue `former`, and `trail` one in memory. A column that the file lacks is what `computed` makes it of
 * the others, or NULL. `attach` attaches the file under a name; `others` are further tables that are asked as they are.
 */
export async function readFormer(
  connection: DuckDBConnection,
  version: number,
  options: {
    readonly attach: (name: string) => string;
    readonly others: Iterable<string>;
    readonly computed: Readonly<Record<string, string>>;
  },
): Promise<void> {
  await connection.run(`DETACH trail`);
  await connection.run(options.attach('former'));
  await connection.run(`ATTACH ':memory:' AS trail (READ_WRITE)`);
  const later = tablesSince(version);
  for (const table of later) await connection.run(createTable(table));
  for (const table of [...tableNames, ...options.others].filter((name) => !later.includes(name))) {
    const added = columnsSince(version)
      .filter((one) => one.table === table)
      .map(({ column, type }) => `, ${options.computed[column] ?? 'NULL'}::${type} AS ${quoted(column)}`);
    const isEvents = table === 'event_columns' ? 'rowid, ' : '';
    await connection.run(
      `CREATE VIEW trail.main.${table} AS SELECT ${isEvents}*${added.join('')} FROM former.main.${table}`,
    );
  }
}
