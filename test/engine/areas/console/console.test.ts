import { existsSync, mkdtempSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Cell } from '../../../../shared/table/cell.ts';
import type { SqlArgument, SqlMode } from '../../../../shared/contract/console.ts';
import { parameterNames } from '../../../../shared/sql/parameters.ts';
import { openDatabase, type Database } from '../../../../electron/engine/db/open.ts';
import { createConsole, type ConsoleReport } from '../../../../electron/engine/areas/console/console.ts';
import { refusedFunctions } from '../../../../electron/engine/areas/console/console-gate.ts';
import { derivedShapes } from '../../../support/derived-shapes.ts';

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
    derived: derivedShapes,
  });
  const connection = await database.instance.connect();
  await connection.run(`INSERT INTO trail.main.meta VALUES ('k', 'v')`);
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
interface Asked {
  readonly limit?: number;
  readonly signal?: AbortSignal;
  readonly mode?: SqlMode;
  readonly arguments?: SqlArgument[];
}
async function run(sql: string, options: Asked = {}): Promise<Run> {
  const reports: ConsoleReport[] = [];
  const result = await createConsole(database.instance, () => undefined).run({
    sql,
    ...options,
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
      "FROM read_csv('https://localhost/x.csv')",
      "FROM read_parquet('s3://bucket/x.parquet')",
      "FROM 'https://localhost/x.csv'",
      "FROM read_json('/etc/passwd')",
      "FROM read_ndjson('/etc/passwd')",
      "FROM read_csv_auto('/etc/passwd')",
      "FROM read_parquet('/etc/passwd')",
      "FROM parquet_schema('/etc/passwd')",
      "FROM parquet_file_metadata('/etc/passwd')",
      "FROM parquet_kv_metadata('/etc/passwd')",
      "FROM read_text('/proc/self/environ')",
      "FROM read_text('/dev/stdin')",
      "FROM read_csv('/dev/stdin')",
      "FROM read_text(['/etc/passwd', '/etc/hosts'])",
      "FROM read_text('file:///etc/passwd')",
      "FROM read_text('../secret.csv')",
      "FROM read_blob('~/.ssh/id_rsa')",
      "FROM glob('~/*')",
      "FROM glob('../*')",
      "FROM query_table('/etc/passwd')",
      "FROM query_table(['meta', '/etc/passwd'])",
      "FROM query('SELECT 1')",
      "FROM query('SELECT ' || '1')",
      "SELECT getenv('HOME')",
      "SELECT getenv('PATH')",
      "SELECT (SELECT content FROM read_text('/etc/passwd'))",
      "WITH x AS (FROM read_text('/etc/passwd')) FROM x",
      "SELECT * FROM numbers WHERE EXISTS (FROM read_text('/etc/passwd'))",
      "SELECT * FROM numbers, LATERAL (FROM read_text('/etc/' || b))",
      "EXPLAIN ANALYZE FROM read_text('/etc/passwd')",
      "EXPLAIN (ANALYZE, FORMAT JSON) FROM read_text('/etc/passwd')",
      "DESCRIBE FROM read_csv('/etc/passwd')",
      "SUMMARIZE FROM read_csv('/etc/passwd')",
      "PIVOT (FROM read_csv('/etc/passwd')) ON a IN (1)",
      "SHOW TABLES FROM '/etc/passwd'",
      "COPY (SELECT 1) TO '/tmp/trailglass-should-not-exist.csv'",
      "COPY (SELECT 1) TO PROGRAM 'true'",
      "COPY numbers FROM '/etc/passwd'",
      "COPY (SELECT 1) TO '/tmp/trailglass-should-not-exist.parquet' (FORMAT parquet)",
      "EXPORT DATABASE '/tmp/trailglass-should-not-exist' (FORMAT csv)",
      "ATTACH 'https://localhost/x.duckdb'",
      "ATTACH '' AS x (TYPE sqlite)",
      "ATTACH IF NOT EXISTS ':memory:' AS m",
      'INSTALL json FROM community',
      "INSTALL '/tmp/x.duckdb_extension'",
      'FORCE INSTALL json',
      'SET GLOBAL enable_external_access = true',
      'SET SESSION lock_configuration = false',
      "SET allowed_directories = ['/']",
      "SET search_path = 'cursors'",
      "SET SCHEMA 'cursors.main'",
      "SET memory_limit = '1TB'",
      "SET temp_directory = '/tmp/trailglass-should-not-exist'",
      "SET custom_extension_repository = '/tmp'",
      "SET VARIABLE q = 'DELETE FROM numbers'",
      'RESET enable_external_access',
      'PRAGMA enable_external_access = true',
      "PRAGMA temp_directory = '/tmp'",
      "PRAGMA import_database('/tmp')",
      "PRAGMA copy_database('events', 'cursors')",
      'PRAGMA enable_profiling',
      "PRAGMA profiling_output = '/tmp/trailglass-should-not-exist'",
      'PRAGMA verify_parallelism',
      'PRAGMA force_checkpoint',
      'EXPLAIN PRAGMA enable_profiling',
      'COPY FROM DATABASE events TO cursors',
      "COMMENT ON TABLE numbers IS 'x'",
      'CREATE VIEW v AS SELECT 1',
      'CREATE SEQUENCE s',
      'CREATE TYPE t AS ENUM (1)',
      'CREATE SCHEMA s',
      'CREATE INDEX i ON numbers (a)',
      'CREATE TEMP MACRO t() AS TABLE FROM numbers',
      'DROP SECRET IF EXISTS s',
      'CREATE PERSISTENT SECRET s (TYPE http)',
      'INSERT OR REPLACE INTO meta VALUES (1, 2)',
      'MERGE INTO numbers USING meta ON false WHEN NOT MATCHED THEN INSERT VALUES (1, 2)',
      "WITH x AS (INSERT INTO meta VALUES ('a', 'b') RETURNING *) FROM x",
      "SELECT currval('counter') + nextval('counter')",
      "SELECT list_transform([1], lambda x: nextval('counter'))",
      "SELECT CASE WHEN true THEN nextval('counter') END",
      'SELECT 1;; DELETE FROM numbers',
      'SELECT 1; -- x\nDELETE FROM numbers',
      'SELECT 1; /* */ COMMIT',
      ';;COMMIT',
      'SELECT 1\u003bDELETE FROM numbers',
      'SELECT 1;\u00a0DELETE FROM numbers',
      'SELECT 1;\u2028DELETE FROM numbers',
      '\ufeffDELETE FROM numbers',
      '\u00a0DELETE FROM numbers',
      '\u200bDELETE FROM numbers',
      'ＤＥＬＥＴＥ FROM numbers',
      'DELETE\u2003FROM numbers',
      'dElEtE FROM numbers',
      '/* SELECT */ DELETE FROM numbers',
      '-- SELECT\nDELETE FROM numbers',
      '--\rDELETE FROM numbers',
      '/* /* */ */ DELETE FROM numbers',
      '(DELETE FROM numbers)',
      'SELECT 1 \u0000; DELETE FROM numbers',
      'EXPLAIN -- x\nDELETE FROM numbers',
      'EXPLAIN/**/ANALYZE/**/DELETE FROM numbers',
      'EXPLAIN\u00a0ANALYZE DELETE FROM numbers',
      'EXPLAIN (ANALYZE TRUE) DELETE FROM numbers',
      'EXPLAIN ANALYZE SELECT 1; COMMIT',
      'EXPLAIN ANALYZE EXECUTE p',
      "EXPLAIN ANALYZE SELECT write_log('x')",
      'FROM "enable_logging"()',
      'FROM main.enable_logging()',
      'FROM enable_profiling_x(), enable_logging()',
      'SELECT * FROM numbers UNION ALL FROM enable_logging()',
      'SELECT (FROM (SELECT 1 FROM enable_logging()) LIMIT 1)',
      "FROM json_execute_serialized_sql('{}')",
      "PRAGMA json_execute_serialized_sql('{}')",
      'SELECT 1 FROM disable_logging()',
      'FROM duckdb_secrets()',
      "FROM which_secret('s3://x', 's3')",
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

  test.each(['plan', 'measured-plan'] as const)(
    'a %s of a statement that does more than read',
    async (mode) => {
      const before = await fingerprint();
      for (const sql of [
        'DELETE FROM numbers',
        'COMMIT',
        'SELECT 1; COMMIT',
        'SELECT 1) DELETE FROM numbers',
        "FROM read_text('/etc/passwd')",
        'FROM enable_logging()',
        'CREATE TEMP TABLE x AS SELECT 1',
        "COPY meta TO '/tmp/trailglass-should-not-exist.csv'",
        'EXPLAIN ANALYZE COMMIT',
      ]) {
        await expect(run(sql, { mode }), sql).rejects.toMatchObject({
          code: expect.stringMatching(/^sql-(not-allowed|syntax|failed)$/) as string,
        });
      }
      expect(await fingerprint()).toEqual(before);
    },
  );

  test('a value is never read as SQL', async () => {
    const before = await fingerprint();
    const value = "'; DELETE FROM numbers; --";
    const given = (name: string): SqlArgument[] => [{ name, type: 'text', value }];
    expect((await run('SELECT $x', { arguments: given('x') })).rows).toEqual([[value]]);
    expect((await run('SELECT a FROM numbers WHERE b = $x', { arguments: given('x') })).rows).toEqual([]);
    for (const sql of ['FROM $x', 'FROM query($x)', 'FROM read_text($x)', 'FROM query_table($x)', '$x']) {
      await expect(run(sql, { arguments: given('x') }), sql).rejects.toMatchObject({
        code: expect.stringMatching(/^sql-(not-allowed|syntax|failed)$/) as string,
      });
    }
    expect(await fingerprint()).toEqual(before);
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

describe('parameters', () => {
  const asked = [
    { name: 'low', type: 'number', value: '3' },
    { name: 'text', type: 'text', value: 'x' },
    { name: 'when', type: 'time', value: '2024-03-01 15:28' },
    { name: 'flag', type: 'boolean', value: 'true' },
    { name: 'share', type: 'number', value: '0.5' },
  ] satisfies SqlArgument[];

  test('are bound as values of their type, whatever the case of their name', async () => {
    const { rows, columns } = await run(
      'SELECT $low AS a, $text AS b, $when AS c, $FLAG AS d, $share AS e, $low + 1 AS f',
      { arguments: asked },
    );
    expect(rows).toEqual([['3', 'x', '2024-03-01 15:28:00', true, 0.5, '4']]);
    expect(columns.map(({ type }) => type).slice(0, 5)).toEqual([
      'BIGINT',
      'VARCHAR',
      'TIMESTAMP',
      'BOOLEAN',
      'DOUBLE',
    ]);
    const few = await run('SELECT a FROM numbers WHERE a < $low ORDER BY a LIMIT $low', { arguments: asked });
    expect(few.rows).toEqual([['0'], ['1'], ['2']]);
  });

  test('work in EXPLAIN and in plans', async () => {
    const sql = 'SELECT * FROM numbers WHERE a = $low';
    expect((await run(`EXPLAIN ANALYZE ${sql}`, { arguments: asked })).count).toBe(1);
    for (const mode of ['plan', 'measured-plan'] as const) {
      expect((await run(sql, { arguments: asked, mode })).count).toBe(1);
    }
  });

  test.each([
    ['SELECT $1', /Give each one a name/],
    ['SELECT ?', /Give each one a name/],
    ['SELECT $gone', /\$gone cannot be used\. It has no value/],
    ['SELECT $bad', /\$bad cannot be used\. Write a number/],
  ])('%s is refused with advice', async (sql, message) => {
    const bad: SqlArgument = { name: 'bad', type: 'number', value: 'many' };
    await expect(run(sql, { arguments: [bad] })).rejects.toMatchObject({ code: 'sql-syntax', message });
  });

  test.each([
    "SELECT '$no', $yes, 'it''s $no'",
    'SELECT $yes AS "$no"',
    'SELECT $a, $A, $b -- $no',
    'SELECT /* $no /* $no */ $no */ $yes',
    'SELECT $$ $no $$, $tag$ $no $$ $no $tag$, $yes',
    "SELECT E'a\\'$no', $yes",
    'SELECT 1 AS a$b, $yes',
    'SELECT $größe',
    'SELECT $x::INT',
  ])('are found where DuckDB finds them: %s', async (sql) => {
    const connection = await database.instance.connect();
    try {
      const prepared = await (await connection.extractStatements(sql)).prepare(0);
      const names = Array.from({ length: prepared.parameterCount }, (_, at) =>
        prepared.parameterName(at + 1),
      );
      expect(parameterNames(sql)).toEqual(names);
    } finally {
      connection.closeSync();
    }
  });
});

test('a plan is DuckDB’s JSON, measured when asked; an EXPLAIN is taken as it is', async () => {
  const sql = 'SELECT count(*) FROM numbers WHERE a > 5;';
  const plan = JSON.parse(String((await run(sql, { mode: 'plan' })).rows[0]?.[1])) as unknown[];
  expect(JSON.stringify(plan)).toContain('SEQ_SCAN');
  const measured = JSON.parse(String((await run(sql, { mode: 'measured-plan' })).rows[0]?.[1])) as object;
  expect(JSON.stringify(measured)).toMatch(/"operator_cardinality": ?\d/);
  expect(String((await run(`EXPLAIN ${sql}`, { mode: 'measured-plan' })).rows[0]?.[1])).toContain('SEQ_SCAN');
});

test('rows are told while the next ones are looked for', async () => {
  const controller = new AbortController();
  const running = createConsole(database.instance, () => undefined).run({
    sql: 'SELECT x.a, y.b FROM numbers x, numbers y',
    limit: 1_000_000,
    signal: controller.signal,
    report: (progress) => {
      if (progress.kind === 'rows') controller.abort();
    },
  });
  await expect(running).rejects.toMatchObject({ code: 'cancelled' });
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
  const console = createConsole(database.instance, () => undefined);
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
