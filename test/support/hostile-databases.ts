import { DuckDBInstance } from '@duckdb/node-api';
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { tempFolder } from './temp.ts';

/** What a stranger did to the database of a workspace that was sound, and how the refusal names it. */
export interface HostileDatabase {
  readonly name: string;
  /** Changes the database at the path; `canary` is a folder outside with `secret.txt`, which must stay alone and unread. */
  readonly spoil: (database: string, canary: string) => Promise<void> | void;
  readonly says: RegExp;
}

async function withStatements(
  database: string,
  statements: readonly string[],
  options: { readonly leavesWal?: boolean } = {},
): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  if (options.leavesWal) {
    await connection.run('PRAGMA disable_checkpoint_on_shutdown');
    await connection.run(`SET GLOBAL checkpoint_threshold = '100GB'`);
  }
  await connection.run(`ATTACH '${database}' AS events (STORAGE_VERSION 'latest')`);
  await connection.run('USE events');
  for (const statement of statements) await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
}

const altered = (
  name: string,
  says: RegExp,
  statements: (canary: string) => readonly string[],
  options: { readonly leavesWal?: boolean } = {},
): HostileDatabase => ({
  name,
  says,
  spoil: (database, canary) => withStatements(database, statements(canary), options),
});

/** Another database in place of ours. */
const replaced = (name: string, says: RegExp, statements: readonly string[]): HostileDatabase => ({
  name,
  says,
  spoil: async (database) => {
    for (const path of [database, `${database}.wal`]) rmSync(path, { force: true });
    await withStatements(database, statements);
  },
});

const cut = (name: string, says: RegExp, left: (size: number) => number): HostileDatabase => ({
  name,
  says,
  spoil: (database) => truncateSync(database, left(statSync(database).size)),
});

const overwritten = (name: string, says: RegExp, from: number, bytes: number): HostileDatabase => ({
  name,
  says,
  spoil: (database) => {
    const file = openSync(database, 'r+');
    writeSync(file, randomBytes(bytes), 0, bytes, from);
    closeSync(file);
  },
});

const metaAs = (select: string): readonly string[] => ['DROP TABLE meta', `CREATE VIEW meta AS ${select}`];

/** Ways in which a database can be at fault, each on its own. */
export const hostileDatabases: readonly HostileDatabase[] = [
  altered('meta is a view that reads a file', /another view meta|a view meta/, (canary) =>
    metaAs(`SELECT 'schema' AS key, content AS value FROM read_text('${canary}/secret.txt')`),
  ),
  altered('meta is a view that writes through the log', /view meta/, (canary) =>
    metaAs(
      `SELECT 'schema' AS key, write_log('x')::VARCHAR AS value FROM enable_logging(storage := 'file', storage_path := '${canary}/log')`,
    ),
  ),
  altered('views that ask each other without end', /view a/, () => [
    'CREATE VIEW a AS SELECT * FROM meta',
    'CREATE VIEW b AS SELECT * FROM a',
    'CREATE OR REPLACE VIEW a AS SELECT * FROM b',
  ]),
  altered('meta is a recursion without end', /view meta/, () =>
    metaAs(
      `WITH RECURSIVE t(key, value) AS (SELECT 'schema', '0' UNION ALL SELECT key, value || '0' FROM t) SELECT * FROM t`,
    ),
  ),
  altered('an older view with another text', /another view events|view events/, () => [
    `CREATE VIEW events AS SELECT 1 AS "eventTime"`,
  ]),
  altered('a macro that switches the gate of the console off', /macro main\.json_serialize_sql/, () => [
    `CREATE MACRO json_serialize_sql(sql) AS '{"error":false,"statements":[]}'`,
  ]),
  altered('macros under the names of functions', /macro main\.(lower|epoch_us)/, () => [
    `CREATE MACRO lower(x) AS 'x'`,
    `CREATE MACRO epoch_us(x) AS 0`,
  ]),
  altered('a table macro', /macro main\.files/, () => [`CREATE MACRO files() AS TABLE SELECT 1 AS id`]),
  altered('a type', /type mood/, () => [`CREATE TYPE mood AS ENUM ('a', 'b')`]),
  altered('an index on an expression', /index odd/, () => [`CREATE INDEX odd ON sources ((lower(path)))`]),
  altered('a unique index', /index odd/, () => [`CREATE UNIQUE INDEX odd ON sources (id)`]),
  altered('a sequence', /sequence odd/, () => [`CREATE SEQUENCE odd`]),
  altered('another schema', /schema odd/, () => [`CREATE SCHEMA odd`, `CREATE TABLE odd.meta (a INTEGER)`]),
  altered('another table', /table more/, () => [`CREATE TABLE more (a INTEGER)`]),
  altered('a table less', /no table exact_bytes/, () => [`DROP TABLE exact_bytes`]),
  altered('another column', /another table sources/, () => [`ALTER TABLE sources ADD COLUMN more INTEGER`]),
  altered('another type of a column', /another table sources/, () => [
    `ALTER TABLE sources ALTER COLUMN id TYPE VARCHAR`,
  ]),
  altered('a default', /another table sources/, () => [
    `ALTER TABLE sources ALTER COLUMN path SET DEFAULT repeat('x', 1000000000)`,
  ]),
  altered('a column that may not be empty', /another table sources/, () => [
    `ALTER TABLE sources ALTER COLUMN path SET NOT NULL`,
  ]),
  altered('a generated column', /another table sources/, () => [
    `DROP TABLE sources`,
    `CREATE TABLE sources (id INTEGER, path VARCHAR AS (repeat('x', 1000000)), added_at TIMESTAMP)`,
  ]),
  altered('a check', /another table sources/, () => [
    `DROP TABLE sources`,
    `CREATE TABLE sources (id INTEGER, path VARCHAR, added_at TIMESTAMP, CHECK (length(path) < 3))`,
  ]),
  altered('a primary key', /another table sources/, () => [
    `DROP TABLE sources`,
    `CREATE TABLE sources (id INTEGER PRIMARY KEY, path VARCHAR, added_at TIMESTAMP)`,
  ]),
  altered('a comment on a table', /another table sources/, () => [`COMMENT ON TABLE sources IS 'odd'`]),
  altered('a comment on a column', /another column sources\.path/, () => [
    `COMMENT ON COLUMN sources.path IS 'odd'`,
  ]),
  altered('a table named like one of ours in capitals', /table/, () => [
    `DROP TABLE sources`,
    `CREATE TABLE "SOURCES" (id INTEGER, path VARCHAR, added_at TIMESTAMP)`,
  ]),
  altered('another version', /format 999/, () => [`UPDATE meta SET value = '999' WHERE key = 'schema'`]),
  altered('a version as long as a book', /format 9{20} /, () => [
    `UPDATE meta SET value = repeat('9', 50000000) WHERE key = 'schema'`,
  ]),
  altered('thousands of tables', /thousands/, () => [
    'BEGIN',
    ...Array.from({ length: 1_500 }, (_, n) => `CREATE TABLE t${n} (a INTEGER)`),
    'COMMIT',
  ]),
  altered('thousands of columns', /table wide/, () => [
    `CREATE TABLE wide (${Array.from({ length: 3_000 }, (_, n) => `c${n} INTEGER`).join(', ')})`,
  ]),
  altered(
    'views and macros that wait in the log of writes',
    /macro main\.lower|view late/,
    () => [`CREATE VIEW late AS SELECT 1 AS a`, `CREATE MACRO lower(x) AS 'x'`],
    { leavesWal: true },
  ),
  replaced('a database of something else', /none that Trailglass made|no table/, [
    'CREATE TABLE people (a INTEGER)',
  ]),
  {
    name: 'the log of writes of another database',
    says: /cannot be read|none that Trailglass made/,
    spoil: async (database) => {
      const other = join(tempFolder(), 'other.duckdb');
      await withStatements(
        other,
        ['CREATE TABLE more (a INTEGER)', 'CHECKPOINT', 'CREATE VIEW late AS SELECT 1 AS a'],
        {
          leavesWal: true,
        },
      );
      copyFileSync(`${other}.wal`, `${database}.wal`);
    },
  },
  {
    name: 'junk for a log of writes',
    says: /log of the last changes .* is damaged/,
    spoil: (database) => writeFileSync(`${database}.wal`, 'junk '.repeat(1_000)),
  },
  {
    name: 'nothing but zeros for a log of writes',
    says: /log of the last changes .* is damaged/,
    spoil: (database) => writeFileSync(`${database}.wal`, Buffer.alloc(4_096)),
  },
  {
    name: 'a database that says it is locked with a key',
    says: /cannot be read/,
    spoil: (database) => {
      const bytes = readFileSync(database);
      bytes[20] = 1;
      writeFileSync(database, bytes);
    },
  },
  {
    name: 'a database of a later storage version',
    says: /cannot be read/,
    spoil: (database) => {
      const bytes = readFileSync(database);
      bytes.writeBigUInt64LE(9_999n, 12);
      writeFileSync(database, bytes);
    },
  },
  {
    name: 'text instead of a database',
    says: /none of DuckDB/,
    spoil: (database) => writeFileSync(database, 'events '.repeat(5_000)),
  },
  cut('no bytes at all', /lost nearly all of itself/, () => 0),
  cut('a byte short', /lost its end/, (size) => size - 1),
  cut('a block short', /lost its end|cannot be read/, (size) => size - 262_144),
  cut('half of it', /lost its end/, (size) => Math.floor(size / 2)),
  overwritten('both headers overwritten', /cannot be read|lost its end|none of DuckDB/, 4_096, 8_192),
  overwritten('the first block overwritten', /cannot be read|none that Trailglass made/, 12_288, 262_144),
];

/** The hostile database with this name. */
export function hostileDatabase(name: string): HostileDatabase {
  const found = hostileDatabases.find((one) => one.name === name);
  if (!found) throw new Error(`No hostile database is called ${name}.`);
  return found;
}
