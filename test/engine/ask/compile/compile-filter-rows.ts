import type { FilterSubject } from '../../../../shared/filter/evaluate.ts';
import {
  DuckDBInstance,
  DuckDBTimestampValue,
  type DuckDBConnection,
  type DuckDBValue,
} from '@duckdb/node-api';
import { attachInMemory, schemaStatements } from '../../../../electron/engine/db/schema.ts';
import { createDerived } from '../../../../electron/engine/db/derived-shape.ts';
import { ipAddresses } from '../../../../electron/engine/ask/ip-addresses.ts';
import { requestKeyValues } from '../../../../electron/engine/ask/request-keys.ts';
import { shapeOf } from '../../../../electron/engine/derive/derived-table.ts';
import { sql, sqlText, type Sql } from '../../../../electron/engine/db/sql.ts';
import { fieldNamed, fields } from '../../../../shared/fields/catalogue.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type Record_ = { readonly [key: string]: Json };

/** How a writer of JSON may spell the same record. */
const writers: readonly ((record: Record_) => string)[] = [
  (record) => JSON.stringify(record),
  (record) => ascii(JSON.stringify(record)),
  (record) =>
    ascii(JSON.stringify(record)).replace(
      /\\u[0-9a-f]{4}/g,
      (escape) => `\\u${escape.slice(2).toUpperCase()}`,
    ),
  (record) => JSON.stringify(record).replaceAll('/', '\\/'),
  (record) => ascii(JSON.stringify(record)).replaceAll('/', '\\/'),
  (record) => JSON.stringify(record).replace(/[<>&=']/g, escaped),
  (record) => JSON.stringify(record, null, 2),
];

const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
const ascii = (text: string): string => text.replace(/[^\0-\x7f]/g, escaped);

const texts = [
  'DeleteTrail',
  'deletetrail',
  'Delete%Trail',
  'a_b',
  'a*b',
  'axb',
  'é/È',
  'É/è',
  'say "hi"',
  'C:\\temp',
  '5',
  '05',
  '1e3',
  'true',
  'True',
  '10.1.2.3',
  '10.200.0.1',
  '2001:db8::5',
  '2001:DB8:0:1::',
  '::1',
  '10.1.2.3.4',
  '10.1.2',
  '',
  'line\nbreak',
  "<b>&'=",
  '2023-07-10',
  '😀 x',
  'nan',
  'x\u0000y',
  '$1',
  '--',
  "';",
  '1_000',
  ' 5',
  '\u00a05',
  '1688986800000',
  '::ffff:10.1.2.3',
  '010.1.2.3',
  '10.1.2.3\n',
] as const;

/**
 * Letters whose lower case depends on who asks. Only fields have them: a search for words does not find every letter that
 * differs in case alone where a record escapes it.
 */
const oddCases = ['ΑΣ', 'ας', 'ασ', 'İx', 'ix', 'ſ'] as const;

/** The paths that tests use. */
export const paths: readonly string[] = [
  'requestParameters.bucketName',
  'requestParameters.maxResults',
  'requestParameters.userName',
  'responseElements.accessKey.accessKeyId',
  "requestParameters['a b']",
  "requestParameters['q\"x\\\\y\\'z.[0]']",
  'requestParameters.policy',
  'requestParameters.items.id',
  'requestParameters.items[0].id',
  'requestParameters.items[*].id',
  'requestParameters.items[*]',
  'requestParameters.items[*].tags[*].key',
  'resources[*].ARN',
  'resources[*].n',
  'resources.ARN',
  'resources[1].ARN',
  'userIdentity.unknownKey',
  'eventContext.tag',
  'eventContext',
  'eventName.deeper',
  'nowhere.at.all',
];

/** Values that records and filters share, so that generated filters hit something. */
export const sharedTexts: readonly string[] = texts;

/** Values that fields have, for tests put to them. */
export const fieldTexts: readonly string[] = [...texts, ...oddCases];

const pick = <T>(list: readonly T[], seed: number): T => list[seed % list.length] as T;

const address = (n: number): Json =>
  pick(
    [
      '10.1.2.3',
      '10.200.0.1',
      '11.0.0.1',
      '2001:db8::5',
      '2001:DB8:0:0::5',
      '2001:db9::1',
      '[2001:db8::5]:443',
      '10.1.2.3:8443',
      '11.0.0.1, 10.1.2.3',
      'AWS Internal',
      's3.amazonaws.com',
    ],
    n,
  );

/** Records that have every field in some, and in others have it missing, null, of the wrong type or in an array. */
export const records: readonly Record_[] = Array.from({ length: 64 }, (_, n): Record_ => {
  const own = (key: string, every: number, value: Json): Record_ =>
    n % every === 0 ? {} : n % every === 1 ? { [key]: null } : { [key]: value };
  const items: Json =
    n % 7 === 0
      ? { id: 'axb' }
      : Array.from({ length: n % 4 }, (_, i): Json =>
          i === 2
            ? null
            : {
                ...own('id', 5 + i, pick<Json>([...texts, ...oddCases, 5, 100, 1.5, true, false], n * 3 + i)),
                tags: [{ key: pick(texts, n + i) }, { key: n + i }],
              },
        );
  return {
    eventTime: `2023-07-${String(10 + (n % 3)).padStart(2, '0')}T1${n % 4}:00:0${n % 10}Z`,
    eventSource: 's3.amazonaws.com',
    eventName: pick(texts, n),
    ...own('errorCode', 3, pick(['AccessDenied', 'accessdenied', 'Throttling'], n)),
    ...own('readOnly', 5, pick<Json>([true, false, 'true', 'banana'], n >> 1)),
    ...own('sourceIPAddress', 9, address(n)),
    ...own('userAgent', 11, pick<Json>([...texts, ...oddCases, 17], n * 5)),
    userIdentity: {
      type: 'AssumedRole',
      ...own('arn', 4, `arn:aws:sts::123456789012:assumed-role/Admin/${n % 5}`),
      ...own('unknownKey', 6, pick(texts, n * 11)),
      sessionContext: {
        attributes: {
          creationDate: `2023-07-1${n % 3}T10:00:00Z`,
          mfaAuthenticated: n % 2 ? 'true' : 'false',
        },
      },
    },
    ...own('requestParameters', 8, {
      bucketName: pick(texts, n * 7),
      maxResults: pick<Json>([5, 50, 500, '50', 'x', 1.5], n),
      ...own(
        'userName',
        7,
        pick<Json>([...texts, 5, 1.5, false, ['axb', null], { a: 'axb' }, '{"a":1}'], n * 3),
      ),
      'a b': n % 3 === 0 ? pick(texts, n).toUpperCase() : pick(texts, n),
      'q"x\\y\'z.[0]': n,
      policy: { Statement: [{ Effect: 'Allow', n }] },
      items,
    }),
    ...own('responseElements', 6, {
      accessKey: pick<Json>([{ accessKeyId: pick(texts, n) }, 'axb', { accessKeyId: null }, {}], n),
    }),
    ...own(
      'resources',
      10,
      n % 6 === 0 ? [] : [{ ARN: pick(texts, n) }, { ARN: 'arn:x', n: null }, { other: 1 }],
    ),
    ...own('eventContext', 2, { tag: pick<Json>([...texts, 7, null], n) }),
    ...(n % 12 === 0 ? { additionalEventData: pick<Json>(['axb', 5, true], n / 12) } : {}),
  };
});

/** One row as the table holds it: the exact text, and each column as importing would fill it. */
export interface Row {
  readonly id: number;
  readonly record: Record_;
  readonly raw: string;
  readonly columns: ReadonlyMap<string, Json>;
}

const isObject = (value: Json | undefined): value is Record_ =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const inRecord = (record: Record_, name: string): Json | undefined =>
  name
    .split('.')
    .reduce<Json | undefined>(
      (value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined),
      record,
    );

function columnValue(record: Record_, name: string, type: string): Json {
  const value = inRecord(record, name);
  if (name === 'outcome') return typeof record['errorCode'] === 'string' ? 'error' : 'success';
  if (value === undefined || value === null) return null;
  if (type === 'json') return JSON.stringify(value);
  if (type === 'boolean')
    return value === true || value === 'true' ? true : value === false || value === 'false' ? false : null;
  return typeof value === 'string' ? value : null;
}

export const rows: readonly Row[] = records.map((record, id) => ({
  id,
  record,
  raw: pick(writers, id)(record),
  columns: new Map(fields.map(({ name, type }) => [name, columnValue(record, name, type)])),
}));

/** The rows as filters are put to them without a database. */
export const subjects: readonly FilterSubject[] = rows.map(({ record, raw, columns }) => ({
  record,
  raw,
  column: (name) => {
    const value = columns.get(name) ?? null;
    return typeof value === 'string' && fieldNamed(name)?.type === 'json' ? JSON.parse(value) : value;
  },
}));

const bound = (value: Json, type: string): DuckDBValue => {
  if (value === null) return null;
  return type === 'time'
    ? new DuckDBTimestampValue(BigInt(Date.parse(JSON.stringify(value).slice(1, -1))) * 1000n)
    : (value as DuckDBValue);
};

/** The number of the last file. */
export const lastFile = 4;
const fileOf = (id: number): number => 1 + (id % lastFile);

/** A database in memory with the workspace's tables and the rows above. */
export async function openRows(): Promise<DuckDBConnection> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const derived = [
    `ATTACH ':memory:' AS derived`,
    ...[ipAddresses, requestKeyValues].map((table) => createDerived('derived', shapeOf(table))),
  ];
  for (const statement of [attachInMemory, ...schemaStatements, ...derived])
    await connection.run(statement.replaceAll('USING COMPRESSION zstd', ''));
  const names = ['file_id', 'ordinal', 'position', ...fields.map(({ name }) => name), 'raw'];
  const insert = `INSERT INTO trail.main.event_columns (${names.map((name) => `"${name}"`).join(', ')}) VALUES (${names.map((_, at) => `$${at + 1}`).join(', ')})`;
  for (const row of rows) {
    await connection.run(insert, [
      fileOf(row.id),
      row.id,
      row.id,
      ...fields.map(({ name, type }) => bound(row.columns.get(name) ?? null, type)),
      row.raw,
    ]);
  }
  for (const table of [ipAddresses, requestKeyValues])
    await table.build(
      { connection, catalogue: 'derived', into: `derived.main.${table.name}` },
      { from: 1, to: lastFile },
    );
  return connection;
}

const run = async (connection: DuckDBConnection, statement: Sql): Promise<readonly DuckDBValue[][]> =>
  (await connection.runAndReadAll(sqlText(statement), [...statement.values])).getRows();

/** The ids of the rows that a condition keeps. */
export const idsWhere = async (connection: DuckDBConnection, condition: Sql): Promise<readonly number[]> =>
  (
    await run(
      connection,
      sql`SELECT position FROM trail.main.event_columns WHERE ${condition} ORDER BY position`,
    )
  ).map(([id]) => Number(id));
