import {
  explain,
  idsWhere,
  openRows,
  paths,
  records,
  rows,
  sharedTexts,
  subjects,
} from './compile-filter-rows.ts';
import { predicateOf } from '../../../../shared/filter/evaluate.ts';
import type { DuckDBConnection } from '@duckdb/node-api';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { compileFilter } from '../../../../electron/engine/ask/compile/compile-filter.ts';
import { asPatternError, patternProbe } from '../../../../electron/engine/ask/pattern-error.ts';
import { sql, sqlText } from '../../../../electron/engine/db/sql.ts';
import { AppError } from '../../../../shared/bridge/errors.ts';
import { fieldNamed } from '../../../../shared/fields/catalogue.ts';
import { everything, type Filter, type Test } from '../../../../shared/filter/filter.ts';
import { normalise } from '../../../../shared/filter/normalise.ts';

const columns = [
  'eventTime',
  'eventName',
  'errorCode',
  'outcome',
  'principal',
  'readOnly',
  'sourceIPAddress',
  'userAgent',
  'userIdentity.arn',
  'requestParameters',
  'resources',
  'additionalEventData',
  'userIdentity.sessionContext.attributes.creationDate',
  'userIdentity.sessionContext.attributes.mfaAuthenticated',
  'globalService',
];
const fieldNames = [...columns, ...paths];
const on = (field: string, test: Test): Filter => ({ kind: 'field', field, test });
const isTime = (field: string): boolean => fieldNamed(field)?.type === 'time';
const times = ['2023-07-10', '2023-07-10T11:00:00Z', '2023-07-11T12:00:06Z'];

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await openRows();
});

const expected = (filter: Filter): readonly number[] => {
  const holds = predicateOf(filter);
  return rows.filter((_, at) => holds(subjects[at]!)).map((row) => row.id);
};
const found = (filter: Filter): Promise<readonly number[]> => idsWhere(connection, compileFilter(filter));

async function failure(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => expect.unreachable('it should have failed'),
    (error: unknown) => error,
  );
}

const testsFor = (field: string): readonly Test[] => {
  const [low, high] = isTime(field)
    ? (['2023-07-10T11:00:00Z', '2023-07-11'] as const)
    : (['10.1', 'axb'] as const);
  return [true, false].flatMap((caseSensitive): Test[] => [
    ...[
      'DeleteTrail',
      'TRUE',
      '5',
      'é/È',
      '',
      '2023-07-10T10:00:00Z',
      'AccessDenied',
      '10.1.2.3',
      '2001:db8:0::5',
      '10.1.2.3:8443',
    ].map((value) => ({
      op: 'equals' as const,
      value,
      caseSensitive,
    })),
    { op: 'equals', value: true, caseSensitive },
    { op: 'equals', value: 5, caseSensitive },
    { op: 'in', values: ['DeleteTrail', 'axb', 5, true, 'C:\\temp', 'Throttling'], caseSensitive },
    { op: 'in', values: ['11.0.0.1', '2001:DB8::5', 'AWS Internal'], caseSensitive },
    { op: 'in', values: [], caseSensitive },
    {
      op: 'in',
      values: Array.from({ length: 200 }, (_, n) => [n, `x${n}`, 'DeleteTrail', 'É/è'][n % 4] ?? n),
      caseSensitive,
    },
    ...['*', 'Delete*', '*trail', '*%*', 'a?b', 'a\\*b', '?', '*T*l', '*\\\\*', 'É*'].map((pattern) => ({
      op: 'wildcard' as const,
      pattern,
      caseSensitive,
    })),
    { op: 'regex', pattern: '^del|[0-9]{2}$', caseSensitive },
    { op: 'same-as', field: 'eventName', caseSensitive },
    { op: 'same-as', field: 'resources[*].ARN', caseSensitive },
    { op: 'same-as', field: 'requestParameters.bucketName', caseSensitive },
    ...(['<', '<=', '>', '>='] as const).map((than) => ({ op: 'compare' as const, than, value: low })),
    ...(isTime(field)
      ? []
      : [
          { op: 'compare' as const, than: '>' as const, value: 49.5 },
          { op: 'between' as const, from: 5, to: 50 },
          { op: 'between' as const, from: 5, to: 'x' },
        ]),
    { op: 'between', from: low, to: high },
    ...['10.0.0.0/8', '10.1.2.3/32', '0.0.0.0/0', '2001:db8::/32', '::/0', '2001:db8:0:1::/64'].map(
      (block) => ({ op: 'cidr' as const, block }),
    ),
    { op: 'exists' },
    { op: 'absent' },
    { op: 'null' },
  ]);
};

describe('every test on every kind of field', () => {
  it.each(fieldNames)('%s binds and finds what the reference finds', async (field) => {
    for (const test of testsFor(field)) {
      const filter = on(field, test);
      await explain(connection, compileFilter(filter));
      expect(await found(filter), JSON.stringify(filter)).toEqual(expected(filter));
      expect(await found({ kind: 'not', of: filter }), `not ${JSON.stringify(filter)}`).toEqual(
        expected({ kind: 'not', of: filter }),
      );
    }
  });

  it('finds something and not everything with each kind of test', () => {
    const hits = new Map<string, number>();
    for (const field of fieldNames) {
      for (const test of testsFor(field)) {
        const count = expected(on(field, test)).length;
        if (count > 0 && count < rows.length) hits.set(test.op, (hits.get(test.op) ?? 0) + 1);
      }
    }
    expect(hits.size).toBe(11);
  });
});

const anyText = fc.constantFrom(...sharedTexts);
const anyScalar = fc.oneof(anyText, fc.constantFrom(5, 100, 1.5, true, false));
const anyTest = (field: string): fc.Arbitrary<Test> => {
  const bound = isTime(field) ? fc.constantFrom(...times) : fc.oneof(anyText, fc.constantFrom(5, 50, 99.5));
  const caseSensitive = fc.boolean();
  return fc.oneof(
    fc.record({ op: fc.constant('equals' as const), value: anyScalar, caseSensitive }),
    fc.record({
      op: fc.constant('in' as const),
      values: fc.array(anyScalar, { maxLength: 5 }),
      caseSensitive,
    }),
    fc.record({
      op: fc.constant('wildcard' as const),
      pattern: fc
        .array(fc.constantFrom('*', '?', '\\', '\\*', 'a', 'É', '%', '_', 'Trail', '5'), { maxLength: 4 })
        .map((parts) => parts.join('')),
      caseSensitive,
    }),
    fc.record({
      op: fc.constant('regex' as const),
      pattern: fc.constantFrom('^a', 'Trail$', '[0-9]+', '(a|é)', '^$', '\\.'),
      caseSensitive,
    }),
    fc.record({
      op: fc.constant('compare' as const),
      than: fc.constantFrom('<' as const, '<=' as const, '>' as const, '>=' as const),
      value: bound,
    }),
    fc.record({ op: fc.constant('between' as const), from: bound, to: bound }),
    fc.record({
      op: fc.constant('cidr' as const),
      block: fc.constantFrom('10.0.0.0/8', '10.1.0.0/15', '2001:db8::/31', '::/1', '10.1.2.3/32'),
    }),
    fc.record({ op: fc.constantFrom('exists' as const, 'absent' as const, 'null' as const) }),
    fc.record({
      op: fc.constant('same-as' as const),
      field: fc.constantFrom(...fieldNames.filter((name) => !isTime(name))),
      caseSensitive,
    }),
  );
};
const anyLeaf: fc.Arbitrary<Filter> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(...fieldNames).chain((field) => anyTest(field).map((test) => on(field, test))),
  },
  { weight: 1, arbitrary: anyText.map((text): Filter => ({ kind: 'text', text })) },
);
const anyFilter = fc.letrec<{ tree: Filter }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    anyLeaf,
    fc.array(tie('tree'), { maxLength: 3 }).map((of): Filter => ({ kind: 'and', of })),
    fc.array(tie('tree'), { maxLength: 3 }).map((of): Filter => ({ kind: 'or', of })),
    tie('tree').map((of): Filter => ({ kind: 'not', of })),
  ),
})).tree;

describe('generated filters', () => {
  it('find the rows that the reference finds', async () => {
    await fc.assert(
      fc.asyncProperty(anyFilter, async (filter) => {
        expect(await found(filter)).toEqual(expected(filter));
      }),
      { numRuns: 600 },
    );
  });

  it('find the same rows after normalising', async () => {
    await fc.assert(
      fc.asyncProperty(anyFilter, async (filter) => {
        expect(await found(normalise(filter))).toEqual(await found(filter));
      }),
      { numRuns: 300 },
    );
  });
});

describe('regular expressions', () => {
  it.each([
    'a.b',
    '(?i)TRAIL',
    '(?s)line.break',
    'line.break',
    '[[:alpha:]]+[[:digit:]]*$',
    '[^[:punct:]]{2,}',
    '\\Qa*b\\E',
    '\\Q$1',
    '\\pL%',
    '\\p{Greek}|\\p{^L}',
    '\\AD',
    'l\\z',
    '[]a]x',
    '[^]a]_',
    '[\\s\\-]',
    '\\S\\s\\S',
    '(?P<first>a)(?:_|x)',
    'C:\\\\',
    '\\-\\-',
    '\\x41|\\x{e9}',
    'x{,2}|{|}',
    'o{2}|1e3',
    '^$',
    '\\bhi\\b',
  ])('%s finds what it finds in SQL', async (pattern) => {
    for (const field of ['eventName', 'requestParameters.bucketName', 'userAgent'])
      for (const caseSensitive of [true, false]) {
        const filter = on(field, { op: 'regex', pattern, caseSensitive });
        expect(await found(filter), `${field} ${caseSensitive}`).toEqual(expected(filter));
      }
  });
});

describe('free text', () => {
  const strings = [
    ...new Set(
      records.flatMap((record) => [
        ...(typeof record['eventName'] === 'string' ? [record['eventName']] : []),
        'assumed-role/Admin',
        "<b>&'=",
        'É/È',
        'é',
        '123456789012',
      ]),
    ),
  ].filter((text) => text !== '');

  it.each(strings)('finds %j however the record writes it', async (text) => {
    const filter: Filter = { kind: 'text', text };
    expect(await found(filter)).toEqual(expected(filter));
  });

  it('finds the JSON text itself', async () => {
    expect((await found({ kind: 'text', text: '"eventName":"deletetrail"' })).length).toBeGreaterThan(0);
  });

  it('finds every record with the empty text', async () => {
    expect(await found({ kind: 'text', text: '' })).toHaveLength(rows.length);
  });
});

describe('hostile input', () => {
  const hostile = [
    "'; DROP TABLE event_columns; --",
    '$1',
    '$2 OR true',
    '"',
    '\\',
    '%',
    '\u0000',
    'a\u0000b',
    '/* */',
    ')',
    '\ud800',
    '\u202e',
    '{}',
    '$$x$$',
    'x'.repeat(100_000),
  ];

  it.each(hostile)('%# is only ever a value', async (text) => {
    for (const field of ['eventName', 'requestParameters.bucketName', 'resources[*].ARN']) {
      for (const caseSensitive of [true, false]) {
        const all: readonly Test[] = [
          { op: 'equals', value: text, caseSensitive },
          { op: 'in', values: [text, 'nothing'], caseSensitive },
          { op: 'in', values: [text, ...Array.from({ length: 100 }, String)], caseSensitive },
          { op: 'wildcard', pattern: `${text.slice(0, 1_000)}*`, caseSensitive },
          { op: 'compare', than: '>=', value: text },
        ];
        for (const test of all)
          expect(await found(on(field, test)), JSON.stringify(test).slice(0, 200)).toEqual(
            expected(on(field, test)),
          );
      }
    }
    const inText: Filter = { kind: 'text', text };
    expect(await found(inText)).toEqual(expected(inText));
    expect(await idsWhere(connection, compileFilter(everything))).toHaveLength(rows.length);
  });

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

  it('refuses a field that is no path', () => {
    for (const field of ['', 'a b', '"', "x'; --", '[0]', '[*].a', 'a..b', "a['']"]) {
      expect(() => compileFilter(on(field, { op: 'exists' })), field).toThrow(AppError);
      expect(() => predicateOf(on(field, { op: 'exists' })), field).toThrow(AppError);
    }
  });

  it('finds rows through a list of 10,000 values', async () => {
    for (const field of [
      'eventName',
      'requestParameters.bucketName',
      'resources[*].ARN',
      'eventTime',
      'readOnly',
    ]) {
      for (const caseSensitive of [true, false]) {
        const values = [...Array.from({ length: 9_999 }, (_, n) => `value ${n}`), 'DeleteTrail'];
        const filter = on(field, { op: 'in', values, caseSensitive });
        expect(await found(filter)).toEqual(expected(filter));
      }
    }
  });

  it('finds rows through 5,000 alternatives and 190 negations', async () => {
    const wide: Filter = {
      kind: 'or',
      of: Array.from({ length: 5_000 }, (_, n) =>
        on('eventName', { op: 'equals', value: n === 7 ? 'axb' : `no ${n}`, caseSensitive: false }),
      ),
    };
    expect(await found(wide)).toEqual(expected(wide));
    let deep: Filter = on('eventName', { op: 'equals', value: 'axb', caseSensitive: true });
    for (let n = 0; n < 190; n++)
      deep =
        n % 2
          ? { kind: 'not', of: deep }
          : { kind: 'or', of: [deep, on('eventName', { op: 'equals', value: 'a_b', caseSensitive: true })] };
    expect(await found(deep)).toEqual(expected(deep));
    for (let n = 0; n < 20; n++) deep = { kind: 'not', of: deep };
    expect(() => compileFilter(deep)).toThrow(/nested/);
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

describe('what cannot work is an error a person can act on', () => {
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

  it.each(['(a', '[a', '(?=a)', '\\1', 'a\\', '(?P<n', '[[:nothing:]]'])(
    'pattern %s without a database, too',
    (pattern) => {
      const filter = on('eventName', { op: 'regex', pattern, caseSensitive: true });
      expect(() => predicateOf(filter)).toThrow(/regular expression cannot be used/);
    },
  );

  it.each(['10.0.0.0/33', 'x', '', '2001:db8::/129', '10.0.0.0/-1', '1.2.3.4/8; --'])('block %j', (block) => {
    for (const field of ['sourceIPAddress', 'userAgent', 'requestParameters.ip']) {
      const filter = on(field, { op: 'cidr', block });
      expect(() => compileFilter(filter)).toThrow(/not an address block/);
      expect(() => predicateOf(filter)).toThrow(/not an address block/);
    }
  });

  it('a time compared with something else', () => {
    const filter = on('eventTime', { op: 'compare', than: '>', value: 'yesterday' });
    expect(() => compileFilter(filter)).toThrow(/not a time/);
    expect(() => predicateOf(filter)).toThrow(/not a time/);
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
