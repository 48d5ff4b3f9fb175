import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { sqlWithValues } from '../../../electron/engine/ask/dialects/duckdb/sql-literal.ts';
import { targetColumns, targetRules, targetsOf } from '../../../electron/engine/ask/targets-sql.ts';
import { raw } from '../../../electron/engine/db/sql.ts';
import { actionPlaces, targetDocuments, targetOf } from '../../../shared/cloudtrail/targets/target-of.ts';
import { generalPlaces } from '../../../shared/cloudtrail/targets/general.ts';
import { subjectOf } from '../../../shared/cloudtrail/subject.ts';
import { parseFilter } from '../../../shared/filter/parse.ts';
import { parsePath } from '../../../shared/filter/path.ts';
import { predicateOf } from '../../../shared/filter/evaluate.ts';
import { all, testEngine, type TestEngine } from '../../support/engine.ts';
import { logText, record } from '../../support/records.ts';
import { everything } from '../areas/export/exporting.ts';
import { writeFiles } from '../../support/temp.ts';

type Columns = Readonly<Record<string, unknown>>;

const everywhere = [...actionPlaces.flatMap(({ places }) => places), ...generalPlaces];
const somePath = fc.constantFrom(
  ...new Set(everywhere.flatMap(({ name, part, arn }) => [name, part ?? name, arn ?? name])),
);

const text = fc.oneof(
  fc.constantFrom(
    ...[
      'ledger',
      'a/b.csv',
      '/app/db',
      'alias/aws/ssm',
      '',
      'null',
      '5',
      '{"a":1}',
      'x\u0000y',
      'é 😀',
      '\ud800',
    ],
    ...[
      'HIDDEN_DUE_TO_SECURITY_REASONS',
      'x'.repeat(2048),
      '😀'.repeat(2048),
      'x'.repeat(2049),
      'x'.repeat(100_000),
    ],
    ...[
      'arn:',
      'arn:aws:s3:::ledger/a/b.csv',
      'arn:aws:iam::1:role/ci/Deployer',
      'arn:aws:iam::aws:policy/Admin',
    ],
    ...['arn:aws:secretsmanager:r:1:secret:prod/db-AbC12f', 'arn:aws:secretsmanager:r:1:secret:my-secret'],
    ...[
      'arn:aws:ssm:r:1:parameter/app/db',
      'arn:aws:ssm:r:1:parameter/flat',
      'arn:aws:kms:r:1:alias/aws/ssm',
    ],
    ...[
      'arn:aws:logs:r:1:log-group:/aws/x:*',
      'arn:aws:lambda:r:1:function:f:live',
      'arn:x:nothing:1:2:odd/thing',
    ],
    ...[
      'https://sqs.eu-west-1.amazonaws.com/1/jobs',
      'https://',
      'arn:aws:iam::1:role/line\nbreak',
      'arn:aws:ec2:r:1:',
    ],
  ),
  fc.string({ maxLength: 12, unit: 'binary' }),
);
const value = fc.oneof(
  { weight: 8, arbitrary: text },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(null, 5, 1.5, true, [], {}, ['a'], { a: 'b' }, [['a']]) },
);

/** Puts a value where a path leads, with what it passes on the way; keys may stand in each other's way. */
function put(columns: Record<string, unknown>, path: string, given: unknown): void {
  const steps = parsePath(path) ?? [];
  const [first] = steps;
  if (first?.kind !== 'key') return;
  if (!targetDocuments.has(first.key)) {
    columns[path] = typeof given === 'string' && given !== '' ? given : null;
    return;
  }
  let at: Record<string | number, unknown> = columns;
  for (const [depth, step] of steps.entries()) {
    const key = step.kind === 'index' ? step.index : step.kind === 'key' ? step.key : 0;
    const next = steps[depth + 1];
    const held = at[key];
    if (!next) at[key] = given;
    else if (typeof held !== 'object' || held === null) at[key] = next.kind === 'index' ? [] : {};
    at = at[key] as Record<string | number, unknown>;
  }
}

const resources = fc.option(
  fc.array(
    fc.oneof(
      text.map((ARN) => ({ ARN })),
      value,
    ),
    { maxLength: 3 },
  ),
  { nil: undefined, freq: 2 },
);
const action = fc.constantFrom(...actionPlaces).chain(({ service, action, places }) =>
  fc.record({
    source: fc.constantFrom(
      service,
      `${service}.amazonaws.com`,
      `${service}.amazonaws.com.cn`,
      'odd.example',
    ),
    name: fc.constantFrom(action ?? 'Other', `${action ?? 'Other'}20150331v2`, 'Other', '', '20150331'),
    paths: fc.array(
      fc.oneof(
        places.length === 0
          ? somePath
          : fc.constantFrom(...places.flatMap(({ name, part, arn }) => [name, part ?? name, arn ?? name])),
        somePath,
      ),
      { maxLength: 5 },
    ),
  }),
);
const event = fc
  .tuple(action, fc.array(value, { minLength: 5, maxLength: 5 }), resources)
  .map(([{ source, name, paths }, values, resources]): Columns => {
    const columns: Record<string, unknown> = { resources, eventSource: source, eventName: name };
    for (const [at, path] of paths.entries()) put(columns, path, values[at]);
    return columns;
  });

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await (await DuckDBInstance.create(':memory:')).connect();
  const columns = targetColumns.map((column) => `"${column}" VARCHAR`).join(', ');
  await connection.run(`ATTACH ':memory:' AS derived`);
  for (const statement of targetRules) await connection.run(statement);
  await connection.run(`CREATE TABLE events (ordinal INTEGER, ${columns})`);
});

/** As a column holds it: half a surrogate pair is U+FFFD there. */
const stored = (column: string, given: unknown): string | null => {
  if (given === undefined || given === null) return null;
  const text = typeof given === 'string' && !targetDocuments.has(column) ? given : JSON.stringify(given);
  return text.replace(/\\ud[89a-f][0-9a-f]{2}|\p{Surrogate}/gu, '\ufffd');
};

async function inSql(events: readonly Columns[]): Promise<unknown[]> {
  await connection.run('DELETE FROM events');
  const appender = await connection.createAppender('events');
  for (const [ordinal, columns] of events.entries()) {
    appender.appendInteger(ordinal);
    for (const column of targetColumns) {
      const text = stored(column, columns[column]);
      if (text === null) appender.appendNull();
      else appender.appendVarchar(text);
    }
    appender.endRow();
  }
  appender.closeSync();
  const rows = (
    await connection.runAndReadAll(sqlWithValues(targetsOf(raw('events'), raw('ordinal, '))))
  ).getRowObjects();
  const found = new Map(rows.map(({ ordinal, ...target }) => [Number(ordinal), target]));
  return events.map((_, ordinal) => found.get(ordinal) ?? null);
}

const inTypeScript = (events: readonly Columns[]): unknown[] =>
  events.map((columns) => {
    const target = targetOf((column) => columns[column]);
    return target ? { ...target, part: target.part ?? null, arn: target.arn ?? null } : null;
  });

describe('targets', () => {
  it('are the same in SQL and in TypeScript, whatever stands at their places', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 150, maxLength: 250 }), async (events) => {
        expect(await inSql(events)).toEqual(inTypeScript(events));
      }),
      { numRuns: 25, seed: 11 },
    );
  });

  const sample = fileURLToPath(
    new URL('../../../../shared/samples/invictus-attack-2023/CloudTrail', import.meta.url),
  );
  it.skipIf(!existsSync(sample))(
    'are found for nine of ten events of consequence of a real archive',
    async () => {
      const records = readdirSync(sample).flatMap(
        (name) => (JSON.parse(readFileSync(join(sample, name), 'utf8')) as { Records: Columns[] }).Records,
      );
      const events = records.map((one): Columns => {
        const { column } = subjectOf(one);
        return Object.fromEntries(targetColumns.map((name) => [name, column(name)]));
      });
      const targets = inTypeScript(events);
      expect(await inSql(events)).toEqual(targets);
      const gives = /^(?:AssumeRole|GetSecretValue|GetParameter|Decrypt|GetPasswordData)/;
      const ofConsequence = targets.filter(
        (_, at) => records[at]?.['readOnly'] === false || gives.test(String(records[at]?.['eventName'])),
      );
      expect(ofConsequence.length).toBeGreaterThan(800);
      expect(ofConsequence.filter((one) => one !== null).length).toBeGreaterThan(ofConsequence.length * 0.9);
    },
  );
});

const request = (
  n: number,
  eventSource: string,
  eventName: string,
  requestParameters: unknown,
  rest = {},
): unknown =>
  record(n, { eventSource: `${eventSource}.amazonaws.com`, eventName, requestParameters, ...rest });

const first: readonly unknown[] = [
  request(0, 's3', 'GetObject', { bucketName: 'ledger', key: 'a.csv' }),
  request(1, 's3', 'PutBucketPolicy', { bucketName: 'ledger' }),
  request(2, 's3', 'DeleteBucket', { bucketName: 'Archive' }),
  request(3, 'iam', 'AttachRolePolicy', { roleName: 'ci', policyArn: 'arn:aws:iam::aws:policy/Admin' }),
  request(4, 'ec2', 'DescribeVpcs', {}),
];
const second: readonly unknown[] = [
  request(5, 's3', 'PutObject', { bucketName: 'ledger', key: 'b.csv' }),
  request(6, 'secretsmanager', 'GetSecretValue', {
    secretId: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/db-AbC12f',
  }),
  request(7, 'sts', 'GetCallerIdentity', null),
  request(8, 'iam', 'CreateUser', null, {
    errorCode: 'AccessDenied',
    errorMessage: 'Nobody may call it on resource: arn:aws:iam::111122223333:user/mira because',
  }),
];

const filters = [
  'target.name:ledger',
  'target.name:"LEDGER"',
  'target.name:*r*',
  'not target.name:ledger',
  'target.name:*',
  'absent(target.name)',
  'null(target.name)',
  'target.kind:(bucket, role)',
  'target.part:/csv$/',
  'target.arn:arn*',
  'target.name>ci',
  'target.name:ledger target.part:* or target.kind:user',
] as const;

const sorted = (fields: readonly string[], descending: boolean) =>
  fields.map((field) => ({ field, descending }));
const columns = ['eventName', 'target.kind', 'target.name', 'target.part', 'target.arn'];

/** The filters with which all calls are asked, not their counts alone. */
const asksAll: readonly string[] = ['', 'not target.name:ledger'];
/** One of each way in which a table half made could answer wrongly; all filters are asked in one of the states. */
const few = ['target.name:ledger', 'absent(target.name)'] as const;

/** What is asked of an engine in whatever state its table is: the counts of some searches, and everything of two. */
async function answersOf(
  { call }: TestEngine,
  counted: readonly string[],
): Promise<Readonly<Record<string, unknown>>> {
  const answers: Record<string, unknown> = {};
  for (const text of [...asksAll, ...counted]) {
    const { filter, problems } = parseFilter(text);
    expect(problems, text).toEqual([]);
    const question = { ...all, filter: filter! };
    const facets = ['target.name', 'target.kind', 'target.part', 'eventName'].map((field) => ({
      ...{ field, order: 'most' as const, search: '', limit: 10 },
    }));
    answers[text] = await call('events.count', { question });
    if (!asksAll.includes(text)) continue;
    answers[`all ${text}`] = {
      facets: await call('facets.list', { question, facets }),
      rarest: await call('facets.list', {
        question,
        facets: [{ field: 'target.name', order: 'rarest', search: 'l', limit: 10 }],
      }),
      groups: await call('groups.window', {
        ...{ question, fields: ['target.kind', 'target.name'], offset: 0, limit: 50 },
        sort: sorted(['target.kind', 'target.name'], false),
      }),
      statistics: await call('columns.statistics', { question, field: 'target.name' }),
      fill: await call('columns.fill', { question, fields: columns }),
    };
    for (const descending of [false, true])
      answers[`${text} ${String(descending)}`] = await call('events.window', {
        ...{ question, columns, offset: 0, limit: 50 },
        sort: [...sorted(['target.name'], descending), ...sorted(['eventTime'], false)],
      });
  }
  return answers;
}

describe('questions about targets', () => {
  it('are answered alike before, while and after their table is made, and as single events say', async () => {
    const engine = testEngine();
    const { call, grant, finished, folder } = engine;
    const folders = [first, second].map((events, at) =>
      writeFiles(join(folder, `logs${at}`), {
        'a.json': logText(events.slice(0, 2)),
        'b.json': logText(events.slice(2)),
      }),
    );
    await engine.importAll(folders[0]!);
    const early = await answersOf(engine, few);
    await engine.engine.whenCovered();
    expect(await answersOf(engine, few)).toEqual(early);
    const { jobId } = await call('ingest.start', { grants: [grant(folders[1]!)] });
    expect((await finished(jobId)).state).toBe('done');
    const half = await answersOf(engine, filters);
    await engine.engine.whenCovered();
    expect(await answersOf(engine, filters)).toEqual(half);
    const events = [...first, ...second];
    for (const text of filters) {
      const holds = predicateOf(parseFilter(text).filter!);
      expect(half[text], text).toEqual({ total: events.filter((one) => holds(subjectOf(one))).length });
    }
    const removal = await call('ingest.removeSource', { path: folders[0]! });
    expect((await finished(removal.jobId)).state).toBe('done');
    const fewer = await answersOf(engine, few);
    await engine.engine.whenCovered();
    expect(await answersOf(engine, few)).toEqual(fewer);
  });

  it('give values with none among them, missing ones last whichever way they are sorted', async () => {
    const engine = testEngine();
    await engine.importAll(
      writeFiles(join(engine.folder, 'logs'), { 'a.json': logText([...first, ...second]) }),
    );
    const answers = await answersOf(engine, []);
    expect(answers['all ']).toMatchObject({
      facets: [
        {
          field: 'target.name',
          distinct: 6,
          values: [
            { value: 'ledger', count: 3 },
            { value: null, count: 2 },
            { value: 'Archive', count: 1 },
            { value: 'ci', count: 1 },
            { value: 'mira', count: 1 },
            { value: 'prod/db', count: 1 },
          ],
        },
        { field: 'target.kind' },
        { field: 'target.part' },
        { field: 'eventName' },
      ],
      groups: { total: 6, events: 9 },
      statistics: { events: 9, filled: 7, distinct: 5, min: 'Archive', max: 'prod/db' },
      fill: { events: 9, filled: [9, 7, 7, 3, 2] },
    });
    const names = (key: string): unknown => (answers[key] as { columns: unknown[][] }).columns[2];
    expect(names(' false')).toEqual([
      'Archive',
      'ci',
      'ledger',
      'ledger',
      'ledger',
      'mira',
      'prod/db',
      null,
      null,
    ]);
    expect(names(' true')).toEqual([
      'prod/db',
      'mira',
      'ledger',
      'ledger',
      'ledger',
      'ci',
      'Archive',
      null,
      null,
    ]);
  });

  it('are completed, folded, exported and asked in SQL', async () => {
    const engine = testEngine();
    const { call } = engine;
    await engine.importAll(
      writeFiles(join(engine.folder, 'logs'), { 'a.json': logText([...first, ...second]) }),
    );
    const seen = async (): Promise<unknown> => {
      const rows: unknown[] = [];
      await call(
        'sql.run',
        { sql: `SELECT kind, name, part FROM targets ORDER BY ordinal`, limit: 100 },
        { onProgress: (told) => told.kind === 'rows' && rows.push(...told.columns) },
      );
      const exported: string[] = [];
      await engine.engine.exportTo(
        { ...everything, columns: ['target.kind', 'target.name', 'target.part'] },
        (piece) => Promise.resolve(void exported.push(String(piece))),
        new AbortController().signal,
      );
      const folds = await call('folds.window', {
        ...{ question: all, of: 'events', offset: 0, limit: 20, descending: false },
        columns: ['target.name', 'eventName'],
      });
      return {
        rows,
        exported: exported.join(''),
        completed: (await call('values.suggest', { field: 'target.name', typed: 'le', limit: 5 })).values,
        folded: folds.columns,
      };
    };
    const before = await seen();
    await engine.engine.whenCovered();
    expect(await seen()).toEqual(before);
    expect(before).toMatchObject({
      rows: [
        ['bucket', 'bucket', 'bucket', 'role', 'bucket', 'secret', 'user'],
        ['ledger', 'ledger', 'Archive', 'ci', 'ledger', 'prod/db', 'mira'],
        ['a.csv', null, null, 'Admin', 'b.csv', null, null],
      ],
      completed: [{ value: 'ledger', count: 3 }],
    });
    expect((before as { exported: string }).exported).toContain('role,ci,Admin');
  });
});
