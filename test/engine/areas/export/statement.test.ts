import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { csvRows, exported, lines, namesIn, parquetRows, workspaceWithAll } from './exporting.ts';

const rowsOf = (sql: string, format: 'csv' | 'jsonl' | 'parquet', given: readonly object[] = []) =>
  ({ kind: 'sql', sql, arguments: given, format }) as never;

const awkward = `SELECT 9007199254740993::BIGINT AS big, 12345678901234567890123456789::HUGEINT AS huge,
  1.10::DECIMAL(9,2) AS price, '=1+1' AS text, -5 AS number, NULL AS nothing, true AS yes,
  {'a': [1, 2], 'b': NULL} AS nested, '\\xAA'::BLOB AS bytes, TIMESTAMP '2024-02-29 01:02:03.5' AS at, 1 AS twice, 2 AS twice`;

describe('the rows of a statement', () => {
  test('come in full, beyond what the screen shows', async () => {
    const engine = await workspaceWithAll();
    for (const format of ['csv', 'jsonl', 'parquet'] as const) {
      const path = join(engine.out, `many.${format}`);
      const job = await exported(
        engine,
        rowsOf('SELECT i FROM range(250000) t(i) ORDER BY i DESC', format),
        path,
      );
      expect(job, format).toMatchObject({ state: 'done', unit: 'rows' });
      expect(job.result).toMatch(/^250,000 rows written to /);
      const found =
        format === 'parquet'
          ? await parquetRows(path, 'i::INTEGER')
          : lines(path).slice(format === 'csv' ? 1 : 0);
      expect(found.length, format).toBe(250_000);
      expect(String(found[0]), format).toContain('249999');
    }
    expect(lines(join(engine.out, 'many.csv'))[1]).toBe('249999\r');
    expect(lines(join(engine.out, 'many.jsonl'))[0]).toBe('{"i":249999}');
  });

  test('as CSV keep every digit and run nowhere', async () => {
    const engine = await workspaceWithAll();
    const path = join(engine.out, 'a.csv');
    await exported(engine, rowsOf(awkward, 'csv'), path);
    expect(lines(path)).toEqual([
      'big,huge,price,text,number,nothing,yes,nested,bytes,at,twice,twice_1\r',
      `9007199254740993,12345678901234567890123456789,1.10,'=1+1,-5,,true,"{""a"": [1, 2], ""b"": null}",aa,2024-02-29 01:02:03.500000,1,2\r`,
    ]);
  });

  test('as JSON lines keep every digit, nest, and name each column once', async () => {
    const engine = await workspaceWithAll();
    const path = join(engine.out, 'a.jsonl');
    await exported(engine, rowsOf(awkward, 'jsonl'), path);
    expect(lines(path)).toEqual([
      '{"big":9007199254740993,"huge":12345678901234567890123456789,"price":1.10,"text":"=1+1","number":-5,"nothing":null,"yes":true,"nested":{"a": [1, 2], "b": null},"bytes":"aa","at":"2024-02-29 01:02:03.500000","twice":1,"twice_1":2}',
    ]);
  });

  test('as Parquet keep their types, and wide integers their digits', async () => {
    const engine = await workspaceWithAll();
    const path = join(engine.out, 'a.parquet');
    await exported(engine, rowsOf(awkward, 'parquet'), path);
    const [types] = await parquetRows(path, 'typeof(COLUMNS(*))');
    expect(types?.slice(0, 4)).toEqual(['BIGINT', 'DECIMAL(38,0)', 'DECIMAL(9,2)', 'VARCHAR']);
    expect((await parquetRows(path, 'huge::VARCHAR, "text", nested.a[2]::INTEGER'))[0]).toEqual([
      '12345678901234567890123456789',
      '=1+1',
      2,
    ]);
  });

  test('take the values of parameters', async () => {
    const engine = await workspaceWithAll();
    const given = [
      { name: 'name', type: 'text', value: `Pretty'); DROP TABLE files; --` },
      { name: 'other', type: 'text', value: 'Pretty' },
    ];
    const sql = 'SELECT eventName, $name AS asked FROM events WHERE eventName IN ($name, $other);';
    for (const format of ['csv', 'parquet'] as const) {
      const path = join(engine.out, `p.${format}`);
      expect((await exported(engine, rowsOf(sql, format, given), path)).state).toBe('done');
      const rows =
        format === 'csv' ? csvRows(path).map((row) => Object.values(row)) : await parquetRows(path);
      expect(rows, format).toEqual([['Pretty', given[0]?.value]]);
    }
  });

  test.each(['DESCRIBE events', 'SHOW TABLES', 'EXPLAIN SELECT 1', 'PRAGMA show_tables', 'FROM sources'])(
    'of %s are written too',
    async (sql) => {
      const engine = await workspaceWithAll();
      const path = join(engine.out, 'a.csv');
      expect((await exported(engine, rowsOf(sql, 'csv'), path)).state).toBe('done');
      expect(lines(path).length).toBeGreaterThan(1);
    },
  );

  test.each([
    ['DELETE FROM files', 'sql-not-allowed'],
    ['SELECT 1; SELECT 2', 'sql-not-allowed'],
    [`SELECT 1) TO '/tmp/never.csv' (FORMAT csv); --`, 'sql-syntax'],
    [`SELECT * FROM read_text('/etc/passwd')`, 'sql-not-allowed'],
    [`COPY files TO '/tmp/never.parquet'`, 'sql-not-allowed'],
    ['SELECT $missing', 'sql-syntax'],
    ['SELECT nonsense', 'sql-syntax'],
  ])('of %s are refused in every format', async (sql, code) => {
    const engine = await workspaceWithAll();
    for (const format of ['csv', 'jsonl', 'parquet'] as const) {
      const job = await exported(engine, rowsOf(sql, format), join(engine.out, `a.${format}`));
      expect(job, format).toMatchObject({ state: 'failed', error: { code } });
    }
    expect(namesIn(engine.out)).toEqual([]);
  });

  test.each(['EXPLAIN SELECT 1', 'PRAGMA show_tables', 'SELECT 1; -- and no more'])(
    'of %s are no Parquet, which is said',
    async (sql) => {
      const engine = await workspaceWithAll();
      const job = await exported(engine, rowsOf(sql, 'parquet'), join(engine.out, 'a.parquet'));
      expect(job).toMatchObject({ state: 'failed', error: { code: 'sql-not-allowed' } });
      expect(job.error?.message).toContain('CSV or JSON lines');
    },
  );

  test('Parquet goes through a folder made for the opening; exports of people are left alone', async () => {
    const engine = await workspaceWithAll();
    const { path = '' } = (await engine.call('workspace.current', {})) ?? {};
    writeFileSync(join(path, 'exports', 'mine.parquet'), 'whole');
    await exported(engine, rowsOf('SELECT 1', 'parquet'), join(engine.out, 'a.parquet'));
    expect(readdirSync(join(path, 'exports'))).toEqual(['mine.parquet']);
    const folders = readdirSync(join(path, 'tmp'));
    expect(folders.map((name) => name.replace(/-.*/, '')).sort()).toEqual(['spill', 'staging']);
    for (const folder of folders) expect(readdirSync(join(path, 'tmp', folder))).toEqual([]);
    await engine.call('workspace.close', {});
    expect(readdirSync(join(path, 'tmp'))).toEqual([]);
    expect(readFileSync(join(path, 'exports', 'mine.parquet'), 'utf8')).toBe('whole');
  });
});
