import type { DuckDBConnection } from '@duckdb/node-api';
import { beforeAll, describe, expect, it } from 'vitest';
import { compileFilter } from '../../../../electron/engine/ask/local-sql.ts';
import { asPatternError, patternProbe } from '../../../../electron/engine/ask/pattern-error.ts';
import { sql, sqlText } from '../../../../electron/engine/db/sql.ts';
import type { Filter, Test } from '../../../../shared/filter/filter.ts';
import { idsWhere, openRows, paths } from '../compile/compile-filter-rows.ts';
import { expected, on, testsFor } from '../compile/filters.ts';

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await openRows();
});

const found = (filter: Filter): Promise<readonly number[]> => idsWhere(connection, compileFilter(filter));

async function failure(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => expect.unreachable('it should have failed'),
    (error: unknown) => error,
  );
}

describe('paths into JSON', () => {
  it.each([
    '"',
    "'",
    '\\',
    ']',
    '$',
    '*',
    '.',
    '"].x',
    '\u0000',
    'é',
    '😀',
    "'); DROP TABLE x; --",
    ' ',
    '#-1',
    '..',
  ])('key %j stays a key', async (key) => {
    const field = `requestParameters['${key.replace(/['\\]/g, '\\$&')}']`;
    const text = JSON.stringify({ requestParameters: { [key]: 'here', x: 'not here' } });
    const column = JSON.stringify({ [key]: 'here', x: 'not here' });
    const condition = compileFilter(on(field, { op: 'equals', value: 'here', caseSensitive: true }));
    const statement = sql`SELECT count(*) FROM (SELECT ${text} AS raw, ${column} AS "requestParameters") WHERE ${condition}`;
    const result = await connection.runAndReadAll(sqlText(statement), [...statement.values]);
    expect(Number(result.getRows()[0]?.[0])).toBe(1);
  });

  it('leaves a record that no JSON parser of the database reads out of paths only', async () => {
    const other = await openRows();
    await other.run(
      `INSERT INTO trail.main.event_columns (position, "eventName", "requestParameters", raw) VALUES (1000, 'Odd', '{"a":"\\ud800"}', '{"eventName":"Odd","requestParameters":{"a":"\\ud800"}'), (1001, 'Bad', '{bad', '{bad')`,
    );
    const ids = async (filter: Filter): Promise<readonly number[]> =>
      (await idsWhere(other, compileFilter(filter))).filter((id) => id >= 1000);
    expect(await ids(on('eventName', { op: 'equals', value: 'odd', caseSensitive: false }))).toEqual([1000]);
    for (const field of paths) {
      expect(await ids(on(field, { op: 'exists' }))).toEqual([]);
      expect(await ids(on(field, { op: 'absent' }))).toEqual([1000, 1001]);
    }
    expect(await ids({ kind: 'text', text: 'bad' })).toEqual([1001]);
  });
});

describe('a bad regular expression', () => {
  it.each([
    '(a',
    'a)',
    '*',
    '[z-a]',
    '[a',
    '(?=a)',
    'a{1001}',
    '((a{100}){100}){100}',
    'a\\',
    '\\1',
    '(?P<n',
    '\\8',
  ])('pattern %s', async (pattern) => {
    const error = asPatternError(
      await failure(found(on('eventName', { op: 'regex', pattern, caseSensitive: true }))),
    );
    expect(error?.code).toBe('bad-pattern');
    const probe = patternProbe(pattern);
    const probed = asPatternError(await failure(connection.runAndReadAll(sqlText(probe), [...probe.values])));
    expect(probed?.message).toBe(error?.message);
  });

  it('takes no other failure for a bad pattern', async () => {
    const errors = [
      await failure(connection.run('SELECT nothing_here')),
      await failure(connection.run(`SELECT 'x'::INTEGER`)),
      new Error('x'),
      'missing )',
    ];
    expect(errors.map((error) => asPatternError(error)).filter((error) => error !== undefined)).toEqual([]);
  });
});

describe('a value that only resembles', () => {
  const holdsFor = async (list: readonly string[], test: Test): Promise<boolean> => {
    const condition = compileFilter(on('requestParameters.list[*]', test));
    const statement = sql`SELECT ${condition} FROM (SELECT ${JSON.stringify({ list })} AS "requestParameters")`;
    const result = await connection.runAndReadAll(sqlText(statement), [...statement.values]);
    return result.getRows()[0]?.[0] === true;
  };

  it('an address does not end the question, however large its number', async () => {
    const within: Test = { op: 'cidr', block: '10.0.0.0/8' };
    const large = ['1688986800000', '9223372036854775807.1.2.3', '99999999999999999999'];
    expect(await holdsFor(large, within)).toBe(false);
    expect(await holdsFor([...large, '10.1.2.3'], within)).toBe(true);
  });

  it('a number is none', async () => {
    const isAbove: Test = { op: 'compare', than: '>', value: 0 };
    expect(await holdsFor(['2024_01', '2024_01_31', '1.5_0'], isAbove)).toBe(false);
    expect(await holdsFor(['2024_01', '1'], isAbove)).toBe(true);
    expect(await holdsFor(['2024_01'], { op: 'equals', value: 202_401, caseSensitive: true })).toBe(false);
    expect(await holdsFor(['202401'], { op: 'equals', value: 202_401, caseSensitive: true })).toBe(true);
  });
});

describe('the statement', () => {
  it('names the table when asked, also around the address table', async () => {
    const filter: Filter = {
      kind: 'and',
      of: [
        on('sourceIPAddress', { op: 'cidr', block: '10.0.0.0/8' }),
        on('requestParameters.bucketName', { op: 'exists' }),
        { kind: 'text', text: 'a' },
        on('errorCode', { op: 'absent' }),
      ],
    };
    const condition = compileFilter(filter, { table: 'e' });
    const statement = sql`SELECT e.position FROM trail.main.event_columns e, (SELECT 1 AS raw, 2 AS "sourceIPAddress", 3 AS "errorCode") other WHERE ${condition} ORDER BY 1`;
    const result = await connection.runAndReadAll(sqlText(statement), [...statement.values]);
    expect(result.getRows().map(([id]) => Number(id))).toEqual(expected(filter));
  });

  it('carries no value in its text', () => {
    const secret = 'S3cretValue';
    const filters: readonly Filter[] = [
      { kind: 'text', text: secret },
      ...testsFor('eventName').map((test) =>
        on(
          'eventName',
          'value' in test && typeof test.value === 'string' ? { ...test, value: secret } : test,
        ),
      ),
      on(`requestParameters.${secret}`, { op: 'in', values: [secret], caseSensitive: false }),
      on('eventName', { op: 'regex', pattern: secret, caseSensitive: false }),
    ];
    for (const filter of filters) expect(sqlText(compileFilter(filter))).not.toContain(secret);
  });

  it('keeps an address beyond the bounds of a block out', async () => {
    const text = (value: string) =>
      sql`SELECT ${compileFilter(on('requestParameters.ip', { op: 'cidr', block: '2001:db8::/33' }))} FROM (SELECT ${JSON.stringify({ ip: value })} AS "requestParameters")`;
    const answers: Record<string, unknown> = {};
    for (const value of [
      '2001:db8::',
      '2001:db8:7fff:ffff:ffff:ffff:ffff:ffff',
      '2001:db8:8000::',
      '2001:0DB8::1',
      '2001:db8:::1',
      '2001:db8::1::2',
      '2001:db8:1:2:3:4:5::6',
      '2001:db8',
      'x2001:db8::1',
      '2001:db8:1:2:3:4:5:6:7',
    ]) {
      const statement = text(value);
      answers[value] = (
        await connection.runAndReadAll(sqlText(statement), [...statement.values])
      ).getRows()[0]?.[0];
    }
    expect(
      Object.entries(answers)
        .filter(([, is]) => is === true)
        .map(([value]) => value),
    ).toEqual(['2001:db8::', '2001:db8:7fff:ffff:ffff:ffff:ffff:ffff', '2001:0DB8::1']);
  });
});
