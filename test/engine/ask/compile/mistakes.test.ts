import { describe, expect, it } from 'vitest';
import { raw, sql } from '../../../../electron/engine/db/sql.ts';
import type { Dialect } from '../../../../electron/engine/ask/dialects/dialect.ts';
import { duckdb } from '../../../../electron/engine/ask/dialects/duckdb.ts';
import type { Covered } from '../../../../electron/engine/derive/background-tables.ts';
import type { Filter } from '../../../../shared/filter/filter.ts';
import { paths } from './compile-filter-rows.ts';
import { matchingInDuckdb } from './dialects.ts';
import { expected, on, testsFor } from './filters.ts';

interface Mistake {
  readonly it: string;
  /** The field whose tests are to see it; undefined for words anywhere. */
  readonly seenIn: string | undefined;
  /** How far the table of request keys is asked; by default not at all. */
  readonly covered?: Covered;
  readonly members: Partial<Dialect>;
}

const elements = 'requestParameters.items[*].id';
const nothing = raw('false');

const mistakes: readonly Mistake[] = [
  {
    it: 'reads another column',
    seenIn: 'userAgent',
    members: { column: () => duckdb.column('eventName', undefined) },
  },
  {
    it: 'leaves out what is unknown where it negates',
    seenIn: 'userAgent',
    members: { not: (condition) => sql`(NOT (${condition}))` },
  },
  {
    it: 'asks the first element alone',
    seenIn: elements,
    members: { anyElement: (list, holds) => duckdb.anyElement(sql`${list}[1:1]`, holds) },
  },
  {
    it: 'rounds numbers',
    seenIn: 'requestParameters.maxResults',
    members: { numberIn: (text, values) => duckdb.numberIn(text, values.map(Math.ceil)) },
  },
  {
    it: 'takes 1_000 for a number',
    seenIn: 'userIdentity.unknownKey',
    members: {
      numberIn: (text, values) => sql`TRY_CAST(${text} AS DOUBLE) = ${duckdb.number(values[0] ?? 0)}`,
    },
  },
  {
    it: 'takes microseconds for milliseconds',
    seenIn: 'eventTime',
    members: { moment: (micros) => duckdb.moment(micros / 1000) },
  },
  {
    it: 'writes times as the database does',
    seenIn: 'eventTime',
    members: { columnText: (column) => sql`${column}::VARCHAR` },
  },
  {
    it: 'leaves the quotes of JSON texts',
    seenIn: 'requestParameters.bucketName',
    members: {
      pathText: (document) => sql`TRY(json_extract(${document}, '$.bucketName')::VARCHAR)`,
    },
  },
  {
    it: 'takes null for nothing',
    seenIn: 'userIdentity.unknownKey',
    members: {
      isAbsent: (document, steps) =>
        sql`(${duckdb.isAbsent(document, steps)} OR ${duckdb.isNull(document, steps)})`,
    },
  },
  {
    it: 'looks for keys as no record writes them',
    seenIn: paths.find((path) => path.includes('q"x')),
    members: { mayHave: (document) => sql`contains(${document}, ${'"q"x"'})` },
  },
  {
    it: 'takes a kept null for nothing',
    seenIn: 'requestParameters.userName',
    covered: 'all',
    members: {
      keptHolds: (path, holds, column) =>
        duckdb.keptHolds(path, ({ text }) => holds({ text, isNull: nothing }), column),
    },
  },
  {
    it: 'reads another document where request keys are not kept',
    seenIn: 'requestParameters.userName',
    covered: 1,
    members: {
      keptHolds: (path, holds, column) =>
        duckdb.keptHolds({ ...path, document: 'responseElements' }, holds, column),
    },
  },
  { it: 'sees no null', seenIn: 'userIdentity.unknownKey', members: { isNull: () => nothing } },
  {
    it: 'compares texts by case',
    seenIn: 'userAgent',
    members: {
      textIn: (text, values, rules) => duckdb.textIn(text, values, { ...rules, caseSensitive: true }),
    },
  },
  {
    it: 'ignores case in patterns that have one',
    seenIn: 'userAgent',
    members: { textLike: (text, pattern) => duckdb.textLike(text, pattern, false) },
  },
  {
    it: 'takes ? for any run of characters',
    seenIn: 'userAgent',
    members: {
      textLike: (text, pattern, isExact) => duckdb.textLike(text, pattern.replaceAll('?', '*'), isExact),
    },
  },
  {
    it: 'finds nothing in JSON columns',
    seenIn: 'requestParameters',
    members: { jsonLike: () => nothing },
  },
  {
    it: 'wants expressions to match the whole text',
    seenIn: 'eventName',
    members: { textMatches: (text, pattern) => sql`regexp_full_match(${text}, ${pattern})` },
  },
  {
    it: 'compares texts as numbers',
    seenIn: 'userAgent',
    members: {
      textCompares: (text, than, bound) => duckdb.numberCompares(text, than, Number(bound) || 0),
    },
  },
  {
    it: 'compares numbers as texts',
    seenIn: 'requestParameters.maxResults',
    members: {
      numberCompares: (text, than, bound) => duckdb.textCompares(text, than, String(bound)),
    },
  },
  {
    it: 'takes nan for a number',
    seenIn: 'eventName',
    members: {
      numberCompares: (text, than, bound) =>
        sql`TRY_CAST(${text} AS DOUBLE) ${raw(than)} ${duckdb.number(bound)}`,
    },
  },
  {
    it: 'compares fields by case',
    seenIn: "requestParameters['a b']",
    members: { sameText: (one, other) => duckdb.sameText(one, other, true) },
  },
  { it: 'knows no addresses in texts', seenIn: 'userAgent', members: { textWithin: () => nothing } },
  {
    it: 'fails on numbers that are too large for an address',
    seenIn: elements,
    members: {
      textWithin: (text, range) =>
        sql`(TRY_CAST(split_part(${text}, '.', 1) AS BIGINT) * 16777216 IS NULL OR ${duckdb.textWithin(text, range)})`,
    },
  },
  {
    it: 'finds addresses in one spelling',
    seenIn: 'sourceIPAddress',
    members: { sourceAddressIn: (column) => sql`${column} IN ('10.1.2.3', '11.0.0.1', '2001:db8::5')` },
  },
  {
    it: 'leaves the end of a block out',
    seenIn: 'sourceIPAddress',
    members: {
      sourceAddressWithin: (column, ranges) =>
        duckdb.sourceAddressWithin(
          column,
          ranges.map((range) => ({ ...range, last: range.last - 1n })),
        ),
    },
  },
  {
    it: 'searches records by case',
    seenIn: undefined,
    members: { recordContains: (record, text) => sql`contains(${record}, ${text})` },
  },
];

const filtersOn = (field: string | undefined): readonly Filter[] =>
  field === undefined
    ? ['deletetrail', 'ROLE/admin'].map((text) => ({ kind: 'text', text }))
    : testsFor(field).map((test) => on(field, test));

/** Whether any filter, or its negation, fails or finds other rows than the reference. */
async function isSeen(dialect: Dialect, filters: readonly Filter[], covered?: Covered): Promise<boolean> {
  const matching = matchingInDuckdb(dialect, covered);
  for (const filter of filters.flatMap((of): Filter[] => [of, { kind: 'not', of }])) {
    const ids = await matching(filter).catch(() => undefined);
    if (JSON.stringify(ids) !== JSON.stringify(expected(filter))) return true;
  }
  return false;
}

describe('the tests see when a dialect', () => {
  it.each(mistakes)('$it', async ({ seenIn, members, covered }) => {
    expect(await isSeen({ ...duckdb, ...members }, filtersOn(seenIn), covered)).toBe(true);
  });

  it('is right', async () => {
    expect(await isSeen(duckdb, filtersOn(elements))).toBe(false);
  });
});

describe('the mistakes', () => {
  it('are about every member that prints part of these filters', () => {
    const planted = new Set(mistakes.flatMap(({ members }) => Object.keys(members)));
    const others = Object.keys(duckdb).filter((name) => !planted.has(name));
    expect(others.sort()).toEqual(['beside', 'isAmong', 'joinedList', 'number']);
  });
});
