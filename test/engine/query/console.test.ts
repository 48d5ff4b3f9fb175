import { existsSync, mkdtempSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Cell } from '../../../shared/contract/common.ts';
import { openDatabase, type Database } from '../../../electron/engine/db/open.ts';
import { createConsole, type ConsoleReport } from '../../../electron/engine/query/console.ts';
import { refusedFunctions } from '../../../electron/engine/query/console-gate.ts';

let root: string;
let database: Database;
let exportDirectory: string;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'trailglass-console-'));
  exportDirectory = join(root, 'exports');
  mkdirSync(exportDirectory);
  writeFileSync(join(root, 'secret.csv'), 'a,b\n1,2\n');
  database = await openDatabase({
    path: join(root, 'events.duckdb'),
    tempDirectory: join(root, 'tmp'),
    exportDirectory,
  });
  const connection = await database.instance.connect();
  await connection.run(`INSERT INTO meta VALUES ('k', 'v')`);
  await connection.run(
    `CREATE TABLE numbers AS SELECT range AS a, hash(range)::VARCHAR AS b FROM range(2000000)`,
  );
  await connection.run('CREATE SEQUENCE counter');
  connection.closeSync();
}, 60_000);
afterAll(() => {
  database.close();
  rmSync(root, { recursive: true, force: true });
});

interface Run {
  readonly columns: readonly { name: string; type: string }[];
  readonly rows: readonly Cell[][];
  readonly reports: readonly ConsoleReport[];
  readonly isTruncated: boolean;
  readonly count: number;
}
async function run(sql: string, options: { limit?: number; signal?: AbortSignal } = {}): Promise<Run> {
  const reports: ConsoleReport[] = [];
  const result = await createConsole(database.instance).run({
    sql,
    limit: options.limit ?? 10_000,
    signal: options.signal ?? new AbortController().signal,
    report: (progress) => reports.push(progress),
  });
  const rows: Cell[][] = [];
  for (const report of reports) {
    if (report.kind !== 'rows') continue;
    for (let row = 0; row < (report.columns[0]?.length ?? 0); row++) {
      rows.push(report.columns.map((column) => column[row]!));
    }
  }
  const columns = reports.flatMap((report) => (report.kind === 'columns' ? report.columns : []));
  return { columns, rows, reports, isTruncated: result.isTruncated, count: result.rows };
}
const value = async (expression: string): Promise<Cell> => (await run(`SELECT ${expression}`)).rows[0]![0]!;

/** What must be the same before and after every refused statement. */
async function fingerprint(): Promise<unknown> {
  const connection = await database.instance.connect();
  const all = async (sql: string) => (await connection.runAndReadAll(sql)).getRowsJson();
  const state = [
    await all('SELECT count(*), sum(a) FROM numbers'),
    await all('SELECT * FROM meta ORDER BY ALL'),
    await all(
      `SELECT table_name FROM duckdb_tables() UNION ALL SELECT view_name FROM duckdb_views() ORDER BY 1`,
    ),
    await all('SELECT database_name FROM duckdb_databases() ORDER BY 1'),
    await all(`SELECT name, value FROM duckdb_settings() WHERE scope = 'GLOBAL' ORDER BY name`),
    await all(`SELECT last_value FROM duckdb_sequences()`),
    readdirSync(root),
    readdirSync(exportDirectory),
  ];
  connection.closeSync();
  return state;
}

describe('what the console refuses changes nothing', () => {
  const secret = () => join(root, 'secret.csv').replaceAll("'", "''");
  const target = (name: string) => join(exportDirectory, name);
  const attempts: [string, () => string][] = [
    ...[
      'DELETE FROM numbers',
      'UPDATE numbers SET a = 0',
      'INSERT INTO meta VALUES (1, 2)',
      'DROP TABLE numbers',
      'ALTER TABLE numbers ADD COLUMN c INT',
      'TRUNCATE numbers',
      'CREATE TABLE x (a INT)',
      'CREATE TEMP TABLE x AS SELECT 1',
      'CREATE TABLE cursors.main.x AS SELECT 1',
      'CREATE OR REPLACE VIEW events AS SELECT 1',
      'CREATE MACRO m() AS 1',
      'CREATE SECRET s (TYPE s3)',
      "SELECT nextval('counter')",
      'EXPLAIN DELETE FROM numbers',
      'EXPLAIN ANALYZE DELETE FROM numbers',
      'EXPLAIN ANALYZE COMMIT',
      'EXPLAIN ANALYZE CREATE TEMP TABLE x AS SELECT 1',
      'EXPLAIN (ANALYZE) DELETE FROM numbers',
      'EXPLAIN CHECKPOINT',
      'EXPLAIN SET threads = 1',
      'EXPLAIN PREPARE x AS SELECT 1',
      'EXPLAIN EXPLAIN SELECT 1',
      'EXPLAIN /* /* */ SELECT 1; -- */ ANALYZE COMMIT',
      'EXPLAIN ANALYZE SELECT * FROM enable_logging()',
      'COMMIT',
      'ROLLBACK',
      'BEGIN',
      "ATTACH ':memory:' AS m",
      'DETACH cursors',
      'USE cursors',
      'PREPARE p AS SELECT 1',
      'EXECUTE p',
      'DEALLOCATE p',
      'CHECKPOINT',
      'FORCE CHECKPOINT',
      'VACUUM',
      'ANALYZE',
      'SET threads = 1',
      'SET VARIABLE x = 1',
      'RESET threads',
      'PRAGMA threads = 1',
      'PRAGMA enable_progress_bar',
      'PRAGMA disable_checkpoint_on_shutdown',
      'PRAGMA enable_logging',
      'PRAGMA user_agent',
      'INSTALL httpfs',
      'LOAD json',
      "LOAD '/tmp/x.duckdb_extension'",
      'UPDATE EXTENSIONS',
      'CALL pragma_version()',
      'CALL enable_logging()',
      'FROM enable_logging()',
      'FROM "Enable_Logging"()',
      'FROM system.main.enable_logging()',
      "SELECT * FROM query('FROM enable_logging()')",
      "FROM (DESCRIBE (FROM query('FROM enable_logging()')))",
      "FROM json_execute_serialized_sql(json_serialize_sql('FROM enable_logging()'))",
      'FROM truncate_duckdb_logs()',
      'FROM checkpoint()',
      'FROM force_checkpoint()',
      'FROM enable_profiling()',
      "SELECT write_log('x')",
      "WITH x AS (SELECT write_log('x')) FROM x",
      "SELECT 1 ORDER BY (SELECT write_log('x'))",
      "SELECT a FROM numbers WHERE EXISTS (SELECT write_log('x'))",
      'WITH x AS (DELETE FROM numbers RETURNING *) SELECT * FROM x',
      "SELECT * FROM query('DELETE FROM numbers')",
      'SELECT 1; DELETE FROM numbers',
      'SELECT 1; SELECT 2',
      "FROM read_text('/etc/passwd')",
      "FROM read_blob('/etc/passwd')",
      "FROM read_csv('/etc/passwd')",
      "FROM '/etc/passwd'",
      "FROM glob('/*')",
      "FROM sniff_csv('/etc/passwd')",
      "FROM parquet_metadata('/etc/passwd')",
      "FROM read_text('http://localhost/')",
      "COPY numbers TO '/tmp/trailglass-should-not-exist.csv'",
      "EXPORT DATABASE '/tmp/trailglass-should-not-exist'",
      "IMPORT DATABASE '/tmp'",
      "ATTACH '/tmp/trailglass-should-not-exist.duckdb' AS x",
    ].map((sql): [string, () => string] => [sql, () => sql]),
    ['reading a file beside the database', () => `FROM read_csv('${secret()}')`],
    ['a file by its bare path', () => `FROM '${secret()}'`],
    ['a way out of the export folder', () => `FROM read_csv('${exportDirectory}/../secret.csv')`],
    ['COPY into the export folder', () => `COPY numbers TO '${target('x.csv')}'`],
    [
      'EXPLAIN ANALYZE COPY into the export folder',
      () => `EXPLAIN ANALYZE COPY meta TO '${target('x.csv')}'`,
    ],
    [
      'logging into the export folder',
      () => `FROM enable_logging('QueryLog', storage_path = '${target('log')}')`,
    ],
    ['attaching in the export folder', () => `ATTACH '${target('x.duckdb')}' AS x`],
  ];

  test.each(attempts)('%s', async (_name, sql) => {
    const before = await fingerprint();
    await expect(run(sql())).rejects.toMatchObject({
      code: expect.stringMatching(/^sql-(not-allowed|syntax|failed)$/) as string,
    });
    expect(await fingerprint()).toEqual(before);
    expect(existsSync('/tmp/trailglass-should-not-exist.csv')).toBe(false);
    expect((await run('SELECT count(*)::INTEGER FROM numbers')).rows).toEqual([[2_000_000]]);
  });

  test('every function of DuckDB that sounds like doing something was looked at', async () => {
    const harmless = new Set([
      'duckdb_log_contexts',
      'duckdb_logs',
      'duckdb_logs_parsed',
      'duckdb_settings',
      'duckdb_profiling_settings',
      'current_setting',
      'pragma_last_profiling_output',
      'parse_duckdb_log_message',
      'log',
      'log2',
      'log10',
      'ln',
      'lgamma',
      'query_table',
      'current_query',
      'map_extract',
      'setseed',
      'getvariable',
      'in_search_path',
      'set_bit',
      'current_query_id',
      'add_months',
      'date_add',
      'list_append',
      'array_append',
      'array_push_back',
      'array_push_front',
      'json_serialize_sql',
      'json_serialize_plan',
      'json_deserialize_sql',
      'offset',
      'jaro_similarity',
    ]);
    const { rows } = await run(
      `SELECT DISTINCT function_name FROM duckdb_functions()
       WHERE function_type IN ('scalar', 'table', 'table_macro')
         AND regexp_matches(function_name, 'enable|disable|checkpoint|log|truncate|write|^set|force|execute|query|import|export|copy|attach|install|load|^nextval|scan$')`,
    );
    const unknown = rows
      .map(([name]) => String(name))
      .filter((name) => !refusedFunctions.has(name) && !harmless.has(name));
    expect(unknown.filter((name) => !/_scan$|^year|^log/.test(name))).toEqual([]);
  });

  test('parameters are refused with advice', async () => {
    await expect(run('SELECT $1')).rejects.toMatchObject({ code: 'sql-syntax', message: /write the values/ });
  });

  test('reasons are plain', async () => {
    await expect(run('DELETE FROM numbers')).rejects.toMatchObject({
      code: 'sql-not-allowed',
      message: /one SELECT, or EXPLAIN of one.*a DELETE statement/,
    });
    await expect(run('PIVOT numbers ON a USING count(*)')).rejects.toMatchObject({
      code: 'sql-not-allowed',
      message: /PIVOT … ON column IN/,
    });
    await expect(run('SELECT 1; SELECT 2')).rejects.toMatchObject({
      code: 'sql-not-allowed',
      message: /one at a time/,
    });
    await expect(run("FROM read_text('/etc/passwd')")).rejects.toMatchObject({
      code: 'sql-not-allowed',
      message: /files/,
    });
  });
});

test.each([
  'SELECT 1',
  ' -- a remark\n/* another */ SELECT 1;',
  'FROM numbers LIMIT 1',
  'TABLE meta',
  'VALUES (1)',
  'DESCRIBE numbers',
  'DESCRIBE SELECT * FROM events',
  'SUMMARIZE meta',
  'SHOW TABLES',
  'SHOW ALL TABLES',
  'PRAGMA show_tables',
  "PRAGMA table_info('numbers')",
  'EXPLAIN SELECT * FROM numbers',
  '/* x */ explain (analyze, format json) SELECT count(*) FROM numbers WHERE a > 3',
  'EXPLAIN ANALYZE SELECT count(*) FROM numbers',
  'EXPLAIN (FORMAT html) FROM numbers',
  'PIVOT meta ON key IN (1, 2) USING count(*)',
  "SELECT 'it''s; DELETE' || $$x;y$$",
  'SELECT list_transform([1], lambda x: x + 1)',
])('%s is allowed', async (sql) => {
  await expect(run(sql)).resolves.toMatchObject({ isTruncated: false });
});

test('values arrive as the contract says', async () => {
  expect(await value('NULL')).toBeNull();
  expect(await value('true')).toBe(true);
  expect(await value('42')).toBe(42);
  expect(await value('1.5::DOUBLE')).toBe(1.5);
  expect(await value("'nan'::DOUBLE")).toBe('NaN');
  expect(await value('9007199254740993::BIGINT')).toBe('9007199254740993');
  expect(await value('170141183460469231731687303715884105727::HUGEINT')).toBe(
    '170141183460469231731687303715884105727',
  );
  expect(await value('12345678901234567.89::DECIMAL(20,2)')).toBe('12345678901234567.89');
  expect(await value("'6f1d8bfc-9f2b-4f6e-8c1a-0123456789ab'::UUID")).toBe(
    '6f1d8bfc-9f2b-4f6e-8c1a-0123456789ab',
  );
  expect(await value("TIMESTAMP '2026-01-02 03:04:05'")).toBe('2026-01-02 03:04:05');
  expect(await value("TIMESTAMP '2026-01-02 03:04:05.12'")).toBe('2026-01-02 03:04:05.120000');
  expect(await value("TIMESTAMPTZ '2026-01-02 03:04:05+02'")).toBe('2026-01-02 01:04:05+00');
  expect(await value("DATE '2026-01-02'")).toBe('2026-01-02');
  expect(await value("'a\\x00\\xFF'::BLOB")).toBe('6100ff');
  expect(await value("repeat('a', 10000)::BLOB")).toMatch(/^(61){4096}… \(10000 bytes\)$/);
  expect(await value('[1::BIGINT, NULL]')).toBe('[1, null]');
  expect(await value("{'a': 9007199254740993, 'b\"': ['x\"', NULL], 'c': TIMESTAMP '2026-01-02'}")).toBe(
    '{"a": 9007199254740993, "b\\"": ["x\\"", null], "c": "2026-01-02 00:00:00"}',
  );
  expect(await value("MAP {'k': 1.50::DECIMAL(5,2)}")).toBe('{"k": 1.50}');
  expect(await value("repeat('x', 1000005)")).toMatch(/^x{1000000}… \(1000005 characters\)$/);
  const { columns } = await run(`SELECT 1::BIGINT AS n, 'x' AS "a b", [1] AS n`);
  expect(columns).toEqual([
    { name: 'n', type: 'BIGINT' },
    { name: 'a b', type: 'VARCHAR' },
    { name: 'n', type: 'INTEGER[]' },
  ]);
});

test('rows come in reports of at most 1,000, in order, up to the limit', async () => {
  const all = await run('SELECT range::INTEGER FROM range(2500)', { limit: 2_500 });
  expect(all).toMatchObject({ count: 2_500, isTruncated: false });
  expect(
    all.reports.flatMap((report) => (report.kind === 'rows' ? [report.columns[0]!.length] : [])),
  ).toEqual([1_000, 1_000, 500]);
  expect(all.rows.map(([cell]) => cell)).toEqual(Array.from({ length: 2_500 }, (_, n) => n));
  const some = await run('SELECT range::INTEGER FROM range(2500)', { limit: 2_499 });
  expect(some).toMatchObject({ count: 2_499, isTruncated: true });
  const none = await run('SELECT 1 AS a WHERE false');
  expect(none).toMatchObject({ count: 0, isTruncated: false, columns: [{ name: 'a', type: 'INTEGER' }] });
});

test('the limit ends an endless answer at once and leaves no transaction open', async () => {
  const result = await run('SELECT * FROM range(1000000000000)', { limit: 10 });
  expect(result).toMatchObject({ count: 10, isTruncated: true });
  const connection = await database.instance.connect();
  await connection.run('FORCE CHECKPOINT');
  connection.closeSync();
});

test('wide rows make smaller reports', async () => {
  const { reports, count } = await run("SELECT repeat('x', 100000) FROM range(300)");
  const sizes = reports.flatMap((report) => (report.kind === 'rows' ? [report.columns[0]!.length] : []));
  expect(count).toBe(300);
  expect(Math.max(...sizes)).toBeLessThan(50);
});

const slow = 'SELECT count(*) FROM numbers x, numbers y WHERE x.a * y.a % 7 = 3';
test.each([
  ['an aggregation', slow],
  ['a stream', 'SELECT * FROM numbers x, numbers y WHERE x.a * y.a = -1'],
  ['sleeping', 'SELECT pg_sleep(30)'],
  ['explaining', `EXPLAIN ANALYZE ${slow}`],
])('cancel ends %s, which would run far beyond this test’s time', async (_name, sql) => {
  const controller = new AbortController();
  const running = run(sql, { signal: controller.signal });
  const outcome = expect(running).rejects.toMatchObject({ code: 'cancelled' });
  await new Promise((resolve) => setTimeout(resolve, 400));
  controller.abort();
  await outcome;
  expect((await run('SELECT 1')).rows).toEqual([[1]]);
});

test('cancelling at any moment gives cancelled or the whole answer', async () => {
  for (let delayMs = 0; delayMs < 40; delayMs += 2) {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), delayMs);
    const outcome = await run("SELECT count(*)::INTEGER FROM numbers WHERE b LIKE '%77%'", {
      signal: controller.signal,
    }).then(
      (done) => done.rows.length,
      (error: unknown) => (error as { code?: string }).code,
    );
    expect([1, 'cancelled']).toContain(outcome);
  }
  const controller = new AbortController();
  controller.abort();
  await expect(run('SELECT 1', { signal: controller.signal })).rejects.toMatchObject({ code: 'cancelled' });
});

test('progress rises while a long statement runs', async () => {
  const { reports } = await run(
    `SELECT count(*) FROM numbers WHERE regexp_matches(b || b || b || b, '(1.*2.*3.*4.*5.*6.*7.*8)+$')
       OR regexp_matches(b || b || b || b || b || b, '(9.*2.*3.*4.*5.*6.*7.*8.*1)+$')`,
  );
  const percents = reports.flatMap((report) => (report.kind === 'percent' ? [report.percent] : []));
  expect(percents.length).toBeGreaterThan(0);
  expect(percents).toEqual([...percents].sort((a, b) => a - b));
});

test.each([
  ['selec 1', 0],
  ['SELECT *\nFROM nope', 14],
  ['SELECT a, zz FROM numbers', 10],
  ["SELECT '日本語', zz FROM numbers", 14],
  ["SELECT '👩‍👩‍👧 é', zz FROM numbers", "SELECT '👩‍👩‍👧 é', ".length],
  ['SELECT\t\tzz FROM numbers', 8],
  ['SELECT 1,\r\n\r\n  zz FROM numbers', 15],
  [`SELECT ${'a, '.repeat(80)}zz, ${'a, '.repeat(80)}a FROM numbers`, 247],
  [`SELECT ${'"...", '.repeat(2)}zz FROM (SELECT 1 AS "...")`, 21],
  ['SELECT 1 FROM numbers WHERE  ', 27],
  ["SELECT 'abc", 7],
  ['EXPLAIN ANALYZE SELECT a, zz FROM numbers', 26],
  ['-- first\nEXPLAIN   SELECT a, zz FROM numbers', 29],
])('the mistake in %j is pointed at', async (sql, offset) => {
  await expect(run(sql)).rejects.toMatchObject({ code: 'sql-syntax', detail: { offset } });
});

test('a failure while running keeps its words and its place', async () => {
  await expect(run("SELECT 'x'::INTEGER")).rejects.toMatchObject({
    code: 'sql-failed',
    message: "Could not convert string 'x' to INT32.",
  });
  await expect(run("SELECT error('boom')")).rejects.toMatchObject({ code: 'sql-failed', message: 'boom.' });
});

test.each(['', '   ', '-- only a remark', '/* x */', ';', '/* open'])(
  '%j holds no statement',
  async (sql) => {
    await expect(run(sql)).rejects.toMatchObject({ code: 'sql-syntax' });
  },
);

test('several statements run side by side', async () => {
  const results = await Promise.all(
    Array.from({ length: 6 }, (_, n) => run(`SELECT ${n} FROM numbers LIMIT 1`)),
  );
  expect(results.map((result) => result.rows[0]![0])).toEqual([0, 1, 2, 3, 4, 5]);
});

test('closing the console stops what runs, waits for it, and starts nothing more', async () => {
  const console = createConsole(database.instance);
  const options = { limit: 1, signal: new AbortController().signal, report: () => undefined };
  let isSettled = false;
  const outcome = console.run({ ...options, sql: slow }).then(
    () => 'done',
    (error: unknown) => {
      isSettled = true;
      return (error as { code?: string }).code;
    },
  );
  await new Promise((resolve) => setTimeout(resolve, 200));
  await console.close();
  expect(isSettled).toBe(true);
  expect(await outcome).toBe('cancelled');
  await expect(console.run({ ...options, sql: 'SELECT 1' })).rejects.toMatchObject({ code: 'cancelled' });
});
