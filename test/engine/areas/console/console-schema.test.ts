import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fields } from '../../../../shared/fields/catalogue.ts';
import { derivedTables } from '../../../../electron/engine/all-derived-tables.ts';
import {
  describeSchema,
  internalTables,
  statementsOf,
  tableHelp,
} from '../../../../electron/engine/areas/console/console-schema.ts';

let instance: DuckDBInstance;
let connection: DuckDBConnection;
beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:');
  connection = await instance.connect();
  for (const statement of statementsOf(derivedTables)) await connection.run(statement);
});
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

test('every table is described or named as internal, and nothing else is', async () => {
  const reader = await connection.runAndReadAll(
    `SELECT if(database_name IN ('names', 'notes'), database_name || '.', '') || table_name FROM duckdb_tables() WHERE database_name <> 'trail'
     UNION ALL SELECT if(database_name IN ('names', 'notes'), database_name || '.', '') || view_name FROM duckdb_views() WHERE NOT internal`,
  );
  const real = reader.getRows().map(([name]) => String(name));
  expect([...tableHelp(derivedTables).map(({ table }) => table), ...internalTables].sort()).toEqual(
    real.sort(),
  );
});

test('every column is described, and no other, with the type DuckDB has', async () => {
  const described = await describeSchema(derivedTables);
  for (const { table, columns } of described) {
    const reader = await connection.runAndReadAll(`DESCRIBE ${table}`);
    expect(columns.map(({ name, type }) => [name, type])).toEqual(
      reader.getRows().map((row) => [String(row[0]), String(row[1])]),
    );
    const documented = tableHelp(derivedTables).find((help) => help.table === table)!;
    expect(Object.keys(documented.columns).sort()).toEqual(columns.map(({ name }) => name).sort());
    for (const column of columns) expect(column.help, `${table}.${column.name}`).not.toBe('');
    expect(documented.help).not.toBe('');
  }
});

test('event columns carry the catalogue’s help', async () => {
  const flat = (await describeSchema(derivedTables)).find(({ table }) => table === 'event_columns')!;
  for (const field of fields) {
    expect(flat.columns.find(({ name }) => name === field.name)?.help).toBe(field.help);
  }
});
