import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clients } from '../../../electron/engine/ask/clients.ts';
import { attachInMemory, schemaStatements } from '../../../electron/engine/db/schema.ts';
import { createDerived } from '../../../electron/engine/db/derived-shape.ts';
import { shapeOf } from '../../../electron/engine/derive/derived-table.ts';
import type { Question } from '../../../shared/contract/common.ts';
import { clientOfAgent } from '../../../shared/cloudtrail/user-client.ts';
import { subjectOf } from '../../../shared/cloudtrail/subject.ts';
import { predicateOf } from '../../../shared/filter/evaluate.ts';
import { parseFilter } from '../../../shared/filter/parse.ts';
import { all, testEngine, type TestEngine } from '../../support/engine.ts';
import { logFile, record } from '../../support/records.ts';
import { tempFolder, writeFiles } from '../../support/temp.ts';

describe('the client that an agent names', () => {
  it.each<[string | undefined, string]>([
    [
      'AWS CLI 2.2.16 · macOS · s3 sync',
      'aws-cli/2.2.16 Python/3.8.8 Darwin/22.5.0 exe/x86_64 prompt/off command/s3.sync',
    ],
    ['AWS CLI 2.9.1 · Kali Linux', 'aws-cli/2.9.1 Python/3.11 Linux/6.1.0-kali5-amd64'],
    [
      'AWS CLI 2.22.1 · Linux · sts get-caller-identity',
      'aws-cli/2.22.1 md/awscrt#0.22 os/linux#6.1 md/command#sts.get-caller-identity',
    ],
    [
      'Terraform 1.1',
      '[APN/1.0 HashiCorp/1.0 Terraform/1.1.2 (+https://www.terraform.io) aws-sdk-go/1.44.157 (go1.19.3; linux; amd64)]',
    ],
    ['boto3 1.26 · Linux', '[Boto3/1.26.165 Python/3.10.6 Linux/5.19.0-46-generic Botocore/1.29.165]'],
    ['SDK Go 1.41.4', 'aws-sdk-go/1.41.4 (go1.18.3; linux; amd64) amazon-ssm-agent/'],
    ['console', 'console.amazonaws.com'],
    ['console', '[S3Console/0.4, aws-internal/3 aws-sdk-java/1.12.488]'],
    ['browser', 'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:102.0) Gecko/20100101 Firefox/102.0'],
    ['AWS internal', 'AWS Internal'],
    ['secretsmanager', 'secretsmanager.amazonaws.com'],
    ['curl 8.5.0', 'curl/8.5.0'],
    [
      'stratus-red-team_11a6ef34-e130-4579-a1d3-79c915cee6ec',
      'stratus-red-team_11a6ef34-e130-4579-a1d3-79c915cee6ec',
    ],
    ['evil gnp.exe', 'evil\u202e\u0000 gnp.exe'],
    [`${'ж'.repeat(59)}…`, 'ж'.repeat(5_000)],
    [undefined, '\u0000\u200b \n'],
    [undefined, '.amazonaws.com'],
  ])('is %j', (expected, agent) => {
    expect(clientOfAgent(agent)).toBe(expected);
  });

  it('is short and without what cannot be seen, whatever the agent', () => {
    const any = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 100 }),
      fc
        .string({ unit: 'grapheme', maxLength: 100 })
        .map((text) => `aws-cli/${text} command/${text}.${text}`),
    );
    fc.assert(
      fc.property(any, (agent) => {
        const client = clientOfAgent(agent);
        if (client === undefined) return;
        expect(Array.from(client).length).toBeLessThanOrEqual(60);
        expect(client).not.toMatch(/\p{C}/u);
      }),
    );
  });
});

const agents = [
  'aws-cli/2.2.16 Python/3.8.8 Darwin/22.5.0 command/s3.sync',
  'aws-cli/2.2.16 Python/3.8.9 Darwin/22.5.0 command/s3.sync',
  'Boto3/1.26.165 Linux/5 Botocore/1.29',
  'secretsmanager.amazonaws.com',
  'x\u0000\u202ey',
  `Мой/${'я'.repeat(3_000)}`,
  `Мой/${'я'.repeat(3_001)}`,
  '\u200b',
  '',
  undefined,
];
const records = Array.from({ length: 60 }, (_, n) =>
  record(n, {
    userAgent: agents[n % agents.length],
    errorCode: n % 4 === 0 ? 'AccessDenied' : undefined,
  }),
);
const expected = records.map((one) => subjectOf(JSON.parse(JSON.stringify(one))).column('client') ?? null);

function counts(values: readonly unknown[]): Map<unknown, number> {
  const found = new Map<unknown, number>();
  for (const value of values) found.set(value, (found.get(value) ?? 0) + 1);
  return found;
}

async function imported(): Promise<TestEngine> {
  const engine = testEngine();
  const files = {
    '1.json.gz': logFile(records.slice(0, 20)),
    '2.json.gz': logFile(records.slice(20, 40)),
    '3.json.gz': logFile(records.slice(40)),
  };
  await engine.importAll(writeFiles(tempFolder(), files));
  return engine;
}

const asked = (text: string): Question => ({ ...all, filter: parseFilter(text).filter! });

const questions = [
  'client:"AWS CLI 2.2.16 · macOS · s3 sync"',
  'client:"aws cli*"',
  'NOT client:"aws cli*"',
  'client:*',
  'NOT client:*',
  'client:(secretsmanager, xy)',
  'client:/^boto3/',
  'client>b',
  'client=@userAgent',
  'client:"boto*" OR errorCode:AccessDenied',
];

describe('the client of events', () => {
  it('is a field like any other, and the same as in TypeScript', async () => {
    const { call } = await imported();
    const rows = await call('events.window', {
      question: all,
      sort: [],
      offset: 0,
      limit: 100,
      columns: ['client'],
    });
    expect(rows.columns[0]).toEqual(expected);

    const [facet] = await call('facets.list', {
      question: all,
      facets: [{ field: 'client', limit: 100, order: 'most', search: '' }],
    });
    expect(new Map(facet?.values.map(({ value, count }) => [value, count]))).toEqual(counts(expected));
    const [searched] = await call('facets.list', {
      question: asked('errorCode:AccessDenied'),
      facets: [{ field: 'client', limit: 100, order: 'rarest', search: 'CLI' }],
    });
    expect(searched).toMatchObject({ found: 1 });

    const sorted = await call('events.window', {
      question: all,
      sort: [{ field: 'client', descending: true }],
      offset: 0,
      limit: 100,
      columns: ['client'],
    });
    const present = expected.filter((one) => one !== null);
    const known = sorted.columns[0]?.slice(0, present.length) as string[];
    expect(known.map((one) => Buffer.from(one))).toEqual(
      present.map((one) => Buffer.from(one as string)).toSorted((a, b) => Buffer.compare(b, a)),
    );
    expect(sorted.columns[0]?.slice(present.length)).toEqual(expected.filter((one) => one === null));

    const groups = await call('groups.window', {
      question: all,
      fields: ['client', 'result'],
      sort: [],
      offset: 0,
      limit: 100,
    });
    expect(groups.groups.reduce((sum, { events }) => sum + events, 0)).toBe(records.length);
    expect(new Set(groups.groups.map(({ values }) => values[0]))).toEqual(new Set(expected));

    const statistics = await call('columns.statistics', { question: all, field: 'client' });
    expect(statistics).toMatchObject({
      events: records.length,
      filled: present.length,
      distinct: new Set(present).size,
    });

    const { values } = await call('values.suggest', { field: 'client', typed: 'bot', limit: 10 });
    expect(values).toEqual([
      { value: 'boto3 1.26 · Linux', count: counts(expected).get('boto3 1.26 · Linux') },
    ]);

    const histogram = await call('timeline.histogram', {
      question: all,
      view: null,
      maxBins: 10,
      split: 'client',
    });
    const bySeries = histogram?.series.map(({ value, counts: bars }) => [
      value,
      bars.reduce((sum, one) => sum + one, 0),
    ]);
    expect(new Map(bySeries as [unknown, number][])).toEqual(counts(expected));

    const detail = await call('events.detail', { id: rows.ids[0]! });
    expect(detail.fields['client']).toBe(expected[0]);
  });

  it('is asked by every kind of test as TypeScript asks it', async () => {
    const { call } = await imported();
    for (const text of questions) {
      const question = asked(text);
      const holds = predicateOf(question.filter);
      const kept = records.filter((one) => holds(subjectOf(JSON.parse(JSON.stringify(one)))));
      expect((await call('events.count', { question })).total, text).toBe(kept.length);
    }
  });

  it('stands in a table that is the same grown by files and made anew, and loses what no event has', async () => {
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    for (const statement of [attachInMemory, ...schemaStatements]) await connection.run(statement);
    await connection.run(createDerived('trail', shapeOf(clients)));
    const into = 'trail.main.clients';
    const building = { connection, catalogue: 'trail', into };
    const rows = async (): Promise<unknown> =>
      (await connection.runAndReadAll(`SELECT hash(agent), client FROM ${into} ORDER BY ALL`)).getRows();
    for (const id of [1, 2, 3]) {
      await connection.run(
        `INSERT INTO trail.main.event_columns (file_id, ordinal, "userAgent")
         SELECT ${id}, n, CASE WHEN n % 3 > 0 THEN 'tool/' || (n * ${id}) || chr(0) || repeat('x', n) END FROM range(200) r(n)`,
      );
      await clients.build(building, { from: id, to: id });
    }
    const grown = await rows();
    await connection.run(`DELETE FROM ${into}`);
    await clients.build(building);
    expect(await rows()).toEqual(grown);
    await connection.run(`DELETE FROM trail.main.event_columns WHERE file_id = 2`);
    await clients.trim?.(building);
    const trimmed = await rows();
    await connection.run(`DELETE FROM ${into}`);
    await clients.build(building);
    expect(await rows()).toEqual(trimmed);
  });
});
