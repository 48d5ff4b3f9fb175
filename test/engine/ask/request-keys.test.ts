import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { DuckDBInstance, DuckDBListValue, type DuckDBConnection } from '@duckdb/node-api';
import { derivedTables } from '../../../electron/engine/all-derived-tables.ts';
import { mayHave } from '../../../electron/engine/ask/dialects/duckdb/json.ts';
import { sqlWithValues } from '../../../electron/engine/ask/dialects/duckdb/sql-literal.ts';
import { requestKeyValues } from '../../../electron/engine/ask/request-keys.ts';
import { createDerived } from '../../../electron/engine/db/derived-shape.ts';
import { attachInMemory, schemaStatements } from '../../../electron/engine/db/schema.ts';
import { raw } from '../../../electron/engine/db/sql.ts';
import { shapeOf } from '../../../electron/engine/derive/derived-table.ts';
import { requestKeys } from '../../../shared/fields/request-keys.ts';
import { parseFilter } from '../../../shared/filter/parse.ts';
import type { PathStep } from '../../../shared/filter/path.ts';
import { all, testEngine, type TestEngine } from '../../support/engine.ts';
import { logText, record } from '../../support/records.ts';
import { writeFiles } from '../../support/temp.ts';

/** JSON texts of values, many of which writers and readers of JSON spell in several ways. */
const value = fc.oneof(
  fc.constantFrom(
    ...[
      '"x"',
      '""',
      'null',
      'true',
      'false',
      '0',
      '-0.0',
      '5',
      '1.0',
      '1.50',
      '1e3',
      '1e-7',
      '1E400',
      '-2.5e+10',
      '.5',
    ],
    ...[
      '123456789012345678901234567890',
      '0.1',
      '9007199254740993',
      'NaN',
      '-Infinity',
      'inf',
      '"1.5"',
      '"10.1.2.3"',
    ],
    ...[
      '"null"',
      '"{\\"a\\":1}"',
      '"caf\\u00e9"',
      '"\\ud800"',
      '"x\\u0000y"',
      '"\\"q\\""',
      '{"a":1.50}',
      '[1, 2 ,null]',
    ],
    ...[
      '{}',
      '[]',
      '{"accessKeyId":"AKIA"}',
      '{"accessKeyId":1e-7}',
      '{"accessKeyId":null}',
      '{"accessKeyId":{"a": 1}}',
    ],
    ...['2024-01-01', '"2024-01-01.gz"', ' "sp" ', '"a"junk'],
  ),
  fc.json({ maxDepth: 2 }),
);
const key = fc.constantFrom(
  ...[
    '"bucketName"',
    '"userName"',
    '"key"',
    '"name"',
    '"KEY"',
    '"bucketName.x"',
    '"\\u0062ucketName"',
    '"other"',
  ],
  ...['"accessKey"', '"credentials"', '"ConsoleLogin"', '"accessKeyId"', '"credential\\u0073"', '"a\\"b"'],
);
const space = fc.constantFrom('', '', '', ' ', '\n');
const object = fc
  .array(fc.tuple(key, space, value), { maxLength: 5 })
  .map((members) => `{${members.map(([name, gap, text]) => `${name}${gap}:${gap}${text}`).join(',')}}`);
/** Documents as columns may hold them: objects, other values, texts that are no JSON, and none. */
const document = fc.oneof(
  { weight: 8, arbitrary: object },
  { weight: 1, arbitrary: value },
  { weight: 1, arbitrary: object.map((text) => `[${text}]`) },
  { weight: 1, arbitrary: object.map((text) => text.slice(0, -1)) },
  { weight: 1, arbitrary: fc.constant(null) },
);

let connection: DuckDBConnection;
const table = 'derived.main.request_keys';
const rowsOf = async (query: string): Promise<unknown[]> =>
  (await connection.runAndReadAll(query)).getRowObjectsJson();

beforeAll(async () => {
  connection = await (await DuckDBInstance.create(':memory:')).connect();
  for (const statement of [
    attachInMemory,
    ...schemaStatements,
    `ATTACH ':memory:' AS derived`,
    createDerived('derived', shapeOf(requestKeyValues)),
  ])
    await connection.run(statement.replaceAll('USING COMPRESSION zstd', ''));
});

/** Where the table says otherwise than the JSON itself, a row a difference. */
const differences = requestKeys
  .map(({ path }) => {
    const [name = '', ...names] = path.split('.');
    const place = `'$.${names.map((one) => `"${one}"`).join('.')}'`;
    return `SELECT '${path}' AS path, ordinal, "${name}" AS document, kept."${path}" AS kept, null_paths
      FROM trail.main.event_columns LEFT JOIN ${table} kept USING (file_id, ordinal)
      WHERE kept."${path}" IS DISTINCT FROM TRY(json_extract_string("${name}", ${place}))
        OR coalesce(list_contains(null_paths, '${path}'), false) IS DISTINCT FROM coalesce(TRY(json_type("${name}", ${place})) = 'NULL', false)`;
  })
  .join(' UNION ALL ');

describe('the table of request keys', () => {
  it('has what the path into the record has, whatever stands there', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(document, document), { minLength: 1, maxLength: 60 }),
        async (events) => {
          await connection.run('DELETE FROM trail.main.event_columns');
          await connection.run(`DELETE FROM ${table}`);
          for (const [ordinal, [request, response]] of events.entries())
            await connection.run(
              `INSERT INTO trail.main.event_columns (file_id, ordinal, "requestParameters", "responseElements") VALUES (1, ${ordinal}, $1, $2)`,
              [request, response],
            );
          const building = { connection, catalogue: 'derived', into: table };
          await requestKeyValues.build(building, { from: 1, to: 1 });
          expect(await rowsOf(differences)).toEqual([]);
        },
      ),
      { numRuns: 60, seed: 7 },
    );
  });

  it('is looked up only where the document may have the key', async () => {
    const steps = fc
      .array(
        fc.oneof(
          fc.constantFrom('bucketName', 'other', 'a"b', 'accessKeyId', 'é', '*', '0'),
          fc.constantFrom(0, 1),
        ),
        { minLength: 1, maxLength: 3 },
      )
      .map((all) =>
        all.map((one): PathStep =>
          typeof one === 'number' ? { kind: 'index', index: one } : { kind: 'key', key: one },
        ),
      );
    await fc.assert(
      fc.asyncProperty(
        fc.array(document, { minLength: 1, maxLength: 40 }),
        steps,
        async (documents, place) => {
          const texts = documents.filter((one) => one !== null);
          const may = texts.length > 0 && mayHave(raw('document'), place);
          if (!may || place.some((step) => step.kind === 'key' && step.key === '*')) return;
          const path = `$${place.map((step) => (step.kind === 'key' ? `."${step.key.replaceAll('"', '\\"')}"` : step.kind === 'index' ? `[${step.index}]` : '')).join('')}`;
          const missed = await connection.runAndReadAll(
            `SELECT document FROM (SELECT unnest($1::VARCHAR[]) AS document)
           WHERE TRY(json_type(document, $2)) IS NOT NULL AND (${sqlWithValues(may)}) IS NOT TRUE`,
            [new DuckDBListValue(texts), path],
          );
          expect(missed.getRows()).toEqual([]);
        },
      ),
      { numRuns: 300, seed: 8 },
    );
  });
});

/** An engine that keeps request keys, and one that does not. */
const bothEngines = (): readonly [keeping: TestEngine, plain: TestEngine] => [
  testEngine(),
  testEngine(undefined, { derived: derivedTables.filter((one) => one !== requestKeyValues) }),
];

const requests: readonly unknown[] = [
  { bucketName: 'ledger', key: 'a.csv' },
  { bucketName: 'ledger' },
  { bucketName: 'Payroll', maxKeys: 5 },
  { bucketName: null },
  { bucketName: { name: 'ledger' } },
  { bucketName: 5 },
  { userName: 'mira' },
  {},
  null,
];
const events = requests.map((requestParameters, n) =>
  record(n, { requestParameters, ...(n % 2 ? { errorCode: 'AccessDenied' } : {}) }),
);

const filters = [
  'requestParameters.bucketName:ledger',
  'requestParameters.bucketName=Ledger',
  'requestParameters.bucketName:*l*',
  'requestParameters.bucketName:(ledger, payroll)',
  'not requestParameters.bucketName:ledger',
  'requestParameters.bucketName:*',
  'absent(requestParameters.bucketName)',
  'null(requestParameters.bucketName)',
  'requestParameters.bucketName:5',
  'requestParameters.bucketName>4',
  'requestParameters.bucketName:/^led/ requestParameters.key:*.csv',
  'requestParameters.bucketName:ledger or requestParameters.userName:mira',
  'requestParameters.bucketName:ledger errorCode:*',
] as const;

const facet = (field: string, order: 'most' | 'rarest' = 'most', search = '') => ({
  ...{ field, order, search },
  limit: 10,
});

/** Everything that is asked, of one engine. */
async function answersOf({ call }: TestEngine): Promise<unknown> {
  const answers: unknown[] = [];
  for (const text of ['', ...filters]) {
    const { filter, problems } = parseFilter(text);
    expect(problems, text).toEqual([]);
    const question = { ...all, filter: filter! };
    const facets = [
      'requestParameters.bucketName',
      'requestParameters.key',
      'eventName',
      'requestParameters.maxKeys',
    ];
    answers.push([
      text,
      await call('events.count', { question }),
      await call('facets.list', { question, facets: facets.map((field) => facet(field)) }),
      await call('facets.list', { question, facets: [facet('requestParameters.bucketName', 'rarest', 'l')] }),
    ]);
  }
  return answers;
}

describe('questions about request keys', () => {
  it('are answered alike with and without the table, after imports, merging and removals', async () => {
    const engines = bothEngines();
    const [{ engine }] = engines;
    const folders = engines.map(({ folder }) => ({
      first: writeFiles(join(folder, 'first'), {
        'a.json': logText(events.slice(0, 5)),
        'b.json': logText(events.slice(5)),
      }),
      second: writeFiles(join(folder, 'second'), {
        'c.json': logText([...events.slice(0, 3), record(20, { requestParameters: { bucketName: 'new' } })]),
      }),
    }));
    const same = async (): Promise<void> => {
      const [kept, plain] = await Promise.all(engines.map(answersOf));
      expect(kept).toEqual(plain);
    };
    for (const [at, one] of engines.entries()) await one.importAll(folders[at]!.first);
    await same();
    await engine.whenCovered();
    await same();
    for (const [at, { call, grant, finished }] of engines.entries()) {
      const { jobId } = await call('ingest.start', { grants: [grant(folders[at]!.second)] });
      expect((await finished(jobId)).state).toBe('done');
    }
    await same();
    await engine.whenCovered();
    await same();
    for (const [at, { call, finished }] of engines.entries()) {
      const { jobId } = await call('ingest.removeSource', { path: folders[at]!.first });
      expect((await finished(jobId)).state).toBe('done');
    }
    await same();
    await engine.whenCovered();
    await same();
  });

  it('of a console statement are answered from the table', async () => {
    const keeping = testEngine();
    await keeping.importAll(writeFiles(join(keeping.folder, 'logs'), { 'a.json': logText(events) }));
    await keeping.engine.whenCovered();
    const rows: unknown[] = [];
    await keeping.call(
      'sql.run',
      {
        sql: `SELECT "requestParameters.bucketName", null_paths FROM request_keys ORDER BY ordinal`,
        limit: 100,
      },
      { onProgress: (told) => told.kind === 'rows' && rows.push(...told.columns) },
    );
    expect(rows).toEqual([
      ['ledger', 'ledger', 'Payroll', null, '{"name":"ledger"}', '5', null],
      [null, null, null, '["requestParameters.bucketName"]', null, null, null],
    ]);
  });
});
