import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it, onTestFinished } from 'vitest';
import {
  bigint,
  bigintOrNull,
  cell,
  count,
  flag,
  lengthOf,
  number,
  numberOrNull,
  oneOf,
  readFrom,
  readOne,
  readRows,
  text,
  textOrNull,
  texts,
} from '../../../electron/engine/db/rows.ts';

it('gives rows under the names of their columns, whatever their order', () => {
  const shape = { name: text, events: count, first: numberOrNull, region: textOrNull, failed: flag };
  const names = ['events', 'region', 'name', 'failed', 'first'];
  expect(
    readRows(
      names,
      [
        [3, 'eu-west-1', 'a', true, 7],
        [null, null, 'b', null, null],
      ],
      shape,
    ),
  ).toEqual([
    { name: 'a', events: 3, first: 7, region: 'eu-west-1', failed: true },
    { name: 'b', events: 0, first: null, region: null, failed: false },
  ]);
});

it.each([
  ['a column that is not there', { missing: text }, /no column “missing”/],
  ['a text where a number was asked for', { name: number }, /string where a number/],
  ['NULL where a text was asked for', { empty: text }, /NULL where a text/],
  ['NULL where a number was asked for', { empty: number }, /NULL where a number/],
  ['a text where true or false was asked for', { name: flag }, /string where true or false/],
  ['a text where a whole number was asked for', { name: bigintOrNull }, /string where a whole number/],
  ['NULL where a whole number was asked for', { empty: bigint }, /NULL where a whole number/],
  ['a text that is none of those asked for', { name: oneOf(['b', 'c']) }, /string where one of b, c/],
  ['a text where a list was asked for', { name: texts }, /string where a list of texts/],
  ['NULL where one of some texts was asked for', { empty: oneOf(['b']) }, /NULL where one of b/],
])('refuses %s', (_what, shape, words) => {
  expect(() => readRows(['name', 'empty'], [['a', null]], shape)).toThrow(words);
});

async function connected() {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  onTestFinished(() => {
    connection.closeSync();
    instance.closeSync();
  });
  return connection;
}

it('reads from a connection what DuckDB answers', async () => {
  const rows = await readFrom(
    await connected(),
    `SELECT n::DOUBLE AS n, 2::BIGINT ** 62 AS power, n::BIGINT AS whole, NULL::BIGINT AS none, $1 AS kind,
       n > 1 AS later, ['a', NULL] AS names, NULL AS "noNames", 'x' AS "aCell", NULL AS "noCell" FROM range(1, 3) t(n) ORDER BY n`,
    {
      n: number,
      power: number,
      whole: bigint,
      none: bigintOrNull,
      kind: oneOf(['zip', 'gzip']),
      later: cell,
      names: texts,
      noNames: texts,
      aCell: cell,
      noCell: cell,
    },
    ['zip'],
  );
  const both = {
    power: 2 ** 62,
    none: null,
    kind: 'zip',
    names: ['a', null],
    noNames: [],
    aCell: 'x',
    noCell: null,
  };
  expect(rows).toEqual([
    { n: 1, whole: 1n, later: false, ...both },
    { n: 2, whole: 2n, later: true, ...both },
  ]);
});

it('refuses what SQL did not make a number, and what JSON does not have', async () => {
  const connection = await connected();
  const one = { n: count };
  await expect(readFrom(connection, 'SELECT count(*) AS n', one)).rejects.toThrow(/bigint where a number/);
  await expect(readFrom(connection, `SELECT 'x'::BLOB AS n`, { n: cell })).rejects.toThrow(
    /object where a text/,
  );
});

it('counts the rows behind FROM', async () => {
  const connection = await connected();
  expect(await lengthOf(connection, 'range(5) t(i) WHERE i > $1', [1])).toBe(3);
  await expect(readFrom(connection, 'SELECT [1] AS n', { n: texts })).rejects.toThrow(/number where a text/);
});

it('gives the row of a query that has exactly one', async () => {
  const connection = await connected();
  const rows = (length: number): string => `SELECT i::DOUBLE AS i FROM range(${length}) t(i)`;
  await expect(readOne(connection, rows(1), { i: number })).resolves.toEqual({ i: 0 });
  await expect(readOne(connection, rows(0), { i: number })).rejects.toThrow('0 rows instead of one');
  await expect(readOne(connection, rows(2), { i: number })).rejects.toThrow('2 rows instead of one');
});
