import type { DuckDBConnection } from '@duckdb/node-api';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { derivedTables } from '../../../../electron/engine/all-derived-tables.ts';
import { listFacets } from '../../../../electron/engine/areas/facets/facets.ts';
import { placesMatrix, scopeSummary } from '../../../../electron/engine/areas/places/places.ts';
import { histogram } from '../../../../electron/engine/areas/timeline/histogram.ts';
import { timelineLanes } from '../../../../electron/engine/areas/timeline/lanes.ts';
import { Counts } from '../../../../electron/engine/ask/counts.ts';
import type { Local } from '../../../../electron/engine/ask/local.ts';
import { unanswered, type AnsweredQuestion } from '../../../../electron/engine/ask/question.ts';
import { registerBesideFields } from '../../../../electron/engine/ask/beside-fields.ts';
import { clientField } from '../../../../electron/engine/ask/clients.ts';
import { rollUps } from '../../../../electron/engine/ask/roll-ups/tables.ts';
import { Cursors } from '../../../../electron/engine/ask/cursors.ts';
import { Folds } from '../../../../electron/engine/ask/folds.ts';
import { Stretches } from '../../../../electron/engine/ask/stretches.ts';
import { Pool, type Reader } from '../../../../electron/engine/db/pool.ts';
import { sqlText } from '../../../../electron/engine/db/sql.ts';
import { transact } from '../../../../electron/engine/db/transact.ts';
import { Versions } from '../../../../electron/engine/derive/versions.ts';
import type { Question } from '../../../../shared/contract/common.ts';
import { fields } from '../../../../shared/fields/catalogue.ts';
import { parseFilter } from '../../../../shared/filter/parse.ts';
import { all } from '../../../support/engine.ts';
import { opened, rows } from '../../../support/opened-tables.ts';
import { tempFolder } from '../../../support/temp.ts';

registerBesideFields(clientField);

const never = new AbortController().signal;
const start = Date.UTC(2025, 2, 29, 9, 30) * 1_000;
const minute = 60_000_000;

type Open = Awaited<ReturnType<typeof opened>>;

/** So many events of a file, of few values each, some of them missing; every ninth has no time. */
async function addFile({ connection, derived }: Open, id: number, events: number): Promise<void> {
  const pick = (seed: number, values: string): string =>
    `CASE WHEN hash(n, ${id}, ${seed}) % 7 = 0 THEN NULL ELSE [${values}][(hash(n, ${seed}, ${id}) % len([${values}])::UBIGINT + 1)::BIGINT] END`;
  await transact(connection, async () => {
    await connection.run(`INSERT INTO trail.main.files (id, path_account, path_region, status)
      VALUES (${id}, '111122223333', 'eu-west-${id % 3}', 'accepted')`);
    await connection.run(
      `INSERT INTO trail.main.event_columns (file_id, ordinal, raw, "eventTime", "eventSource", "eventName", "errorCode", outcome,
         "userIdentity.type", "userIdentity.invokedBy", principal, "sourceIPAddress", "awsRegion", "recipientAccountId", "eventCategory",
         "readOnly", "userAgent", "globalService", result, consequence)
       SELECT ${id}, n, '{}', CASE WHEN n % 9 <> 0 THEN TIMESTAMP '2025-03-29 09:30:00' + to_seconds((hash(n, ${id}) % 200000)::BIGINT) END,
         ${pick(1, `'s3.amazonaws.com', 'iam.amazonaws.com'`)}, ${pick(2, `'GetObject', 'PutObject', 'CreateUser'`)},
         ${pick(3, `'AccessDenied'`)}, ['success', 'error'][(hash(n, 4) % 2 + 1)::BIGINT], ${pick(5, `'AWSService', 'IAMUser', 'Root'`)},
         ${pick(6, `'ec2.amazonaws.com'`)}, ${pick(7, `'user/maya', 'user/noor', ''`)}, ${pick(8, `'198.51.100.7', '10.0.0.1'`)},
         ${pick(9, `'eu-west-1', 'us-east-1'`)}, ${pick(10, `'111122223333', '444455556666'`)}, ${pick(11, `'Management', 'Data'`)},
         ${pick(12, 'true, false')}, ${pick(13, `'aws-cli', 'console'`)}, coalesce(${pick(14, 'true, false')}, false),
         ${pick(15, `'done', 'refused', 'throttled'`)}, ${pick(16, `'change', 'secret', 'other'`)}
       FROM range(${events}) r(n)`,
    );
    await derived.grow(connection, { from: id, to: id });
  });
}

/** Every fifth event, by a number, becomes a copy of another. */
async function merge({ connection, derived }: Open, remainder: number): Promise<void> {
  const isMerged = `(file_id * 3 + ordinal) % 5 = ${remainder}`;
  await transact(connection, () =>
    derived.background.letLeave(
      connection,
      `(SELECT file_id, ordinal FROM trail.main.event_columns WHERE ${isMerged})`,
      () => connection.run(`DELETE FROM trail.main.event_columns WHERE ${isMerged}`),
    ),
  );
}

async function makeAll({ connection, derived }: Open): Promise<void> {
  await derived.background.readCovered(connection);
  while (await derived.background.makePiece(connection, never));
}

/** What an answer is worked out with, with and without roll-ups, and the statements that the first way asked. */
function bothWays({ database, derived }: Open) {
  const pool = new Pool(database.instance);
  const versions = new Versions(() => 1);
  const cursors = new Cursors(database.instance, versions);
  const folds = new Folds(database.instance, versions);
  const stretches = new Stretches(database.instance, pool, versions);
  const asked: string[] = [];
  const localWith = (covering: Local['derived']): Local => {
    const plain = pool.reader('count');
    const reader: Reader = {
      ...plain,
      read: (query, shape) => {
        if (covering === derived) asked.push(sqlText(query));
        return plain.read(query, shape);
      },
      one: (query, shape) => {
        if (covering === derived) asked.push(sqlText(query));
        return plain.one(query, shape);
      },
    };
    const counts = new Counts(pool, covering, versions);
    return { reader, cursors, folds, stretches, derived: covering, counts };
  };
  onTestFinished(async () => {
    for (const each of [folds, stretches]) await each.close();
    await pool.close();
  });
  return { summed: localWith(derived), plain: localWith({ covered: () => 0 }), asked, pool };
}

const ranges = fc.oneof(
  fc.constant(null),
  fc
    .tuple(
      fc.integer({ min: -30, max: 3_400 }),
      fc.integer({ min: 1, max: 3_400 }),
      fc.integer({ min: 0, max: 3 }),
    )
    .map(([from, length, odd]) => {
      const fromMicros = start + from * minute + odd * 1_234_567;
      return { fromMicros, toMicros: fromMicros + length * minute + odd * 77 };
    }),
);
const filters = fc.constantFrom(
  '',
  'outcome:error',
  'errorCode:AccessDenied',
  'eventSource:s3.amazonaws.com',
  'eventSource:s3* AND NOT eventName:GetObject',
  'readOnly:true',
  'NOT readOnly:true',
  'principal:"user/maya"',
  'userIdentity.type:Root OR awsRegion:us-east-1',
  'sourceIPAddress:10.0.0.0/8',
  'userAgent:exists',
  'eventTime>2025-03-03T12:00:00Z',
  'globalService:true',
  'consequence:secret AND outcome:error',
  'NOT result:refused',
  'client:console',
  'NOT client:aws* AND outcome:error',
);
const questions: fc.Arbitrary<Question> = fc.record({
  scope: fc.record({
    range: ranges,
    accounts: fc.constantFrom(null, ['111122223333'], []),
    regions: fc.constantFrom(null, ['eu-west-1'], ['eu-west-1', 'us-east-1']),
    hideServiceCalls: fc.boolean(),
    onlyConsequence: fc.constantFrom(undefined, false, true),
  }),
  filter: filters.map((text) => {
    const { filter, problems } = parseFilter(text);
    if (!filter || problems.length > 0) throw new Error(`${text}: ${problems[0]?.message ?? 'no filter'}`);
    return filter;
  }),
});
const facetFields = [
  ...fields.filter(({ facet }) => facet).map(({ name }) => name),
  'outcome',
  'result',
  'consequence',
  'client',
  'userIdentity.invokedBy',
  'globalService',
];
const splits = [null, ...facetFields];
const timing = fc.record({
  view: ranges,
  maxBins: fc.constantFrom(5, 60, 500),
  binMicros: fc.constantFrom(null, 60 * minute, 30 * minute, 24 * 60 * minute),
  zone: fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'Australia/Lord_Howe'),
});

interface Seed {
  readonly timing: {
    view: Question['scope']['range'];
    maxBins: number;
    binMicros: number | null;
    zone: string;
  };
  readonly split: string | null;
}

const answers: Readonly<
  Record<string, (local: Local, question: AnsweredQuestion, seed: Seed) => Promise<unknown>>
> = {
  facets: (local, question) =>
    listFacets(
      local,
      question,
      facetFields.map((field, at) => ({
        field,
        limit: 50,
        order: at % 2 === 0 ? 'most' : 'rarest',
        search: at === 3 ? 'e' : '',
      })),
    ),
  histogram: (local, question, { timing: how, split }) => histogram(local, { question, ...how, split }),
  classes: (local, question, { timing: how }) =>
    histogram(local, { question, ...how, split: 'consequence', withFailed: true }),
  lanes: (local, question, { timing: how, split }) =>
    timelineLanes(local, { question, ...how, field: split ?? 'awsRegion', offset: 1, limit: 2 }),
  matrix: async (local, question, { timing: how }) => {
    const { cells, ...matrix } = await placesMatrix(local, question, how.maxBins);
    return { ...matrix, cells: cells.map((cell) => JSON.stringify(cell)).toSorted() };
  },
  scope: (local, question) => scopeSummary(local, question),
  count: (local, question) => local.counts.total(question, undefined),
};

/** Questions that sums of every kind answer, whatever else is drawn. */
const plainQuestions = ['', 'outcome:error'].map((text): [Question, Seed] => [
  { ...all, filter: parseFilter(text).filter! },
  { timing: { view: null, maxBins: 5, binMicros: 60 * minute, zone: 'UTC' }, split: 'eventSource' },
]);

async function expectEqual(open: Open, runs: number): Promise<readonly string[]> {
  const { summed, plain, asked } = bothWays(open);
  await fc.assert(
    fc.asyncProperty(
      questions,
      fc.record({ timing, split: fc.constantFrom(...splits) }),
      async (question, seed) => {
        for (const [name, answer] of Object.entries(answers)) {
          const [found, wanted] = [
            await answer(summed, unanswered(question), seed),
            await answer(plain, unanswered(question), seed),
          ];
          expect({ name, answer: found }).toEqual({ name, answer: wanted });
        }
      },
    ),
    { numRuns: runs, examples: plainQuestions },
  );
  return asked;
}

test('answers from sums are those from the events, value by value', async () => {
  const open = await opened(tempFolder(), derivedTables, { pieceEvents: 400 });
  for (const id of [1, 2, 3, 4]) await addFile(open, id, 300);
  await makeAll(open);
  await merge(open, 2);
  await addFile(open, 5, 250);
  await makeAll(open);
  await merge(open, 1);
  const asked = await expectEqual(open, 16);
  for (const { table } of rollUps)
    expect(asked.some((statement) => statement.includes(`derived.main.${table.name} `))).toBe(true);
});

test('the timeline as it is first drawn reads no events but those of cut hours, in places and by kind too', async () => {
  const open = await opened(tempFolder(), derivedTables, { pieceEvents: 400 });
  for (const id of [1, 2]) await addFile(open, id, 300);
  await makeAll(open);
  const { summed, asked } = bothWays(open);
  const view = { fromMicros: start - 30 * minute, toMicros: start + 50 * 60 * minute - 30 * minute };
  const narrowed: readonly (readonly [Partial<Question['scope']>, string])[] = [
    [{}, ''],
    [{ accounts: ['111122223333'], regions: ['eu-west-1'], onlyConsequence: true }, ''],
    [{}, 'eventSource:s3.amazonaws.com'],
    [{ onlyConsequence: true }, 'readOnly:true'],
    [{ accounts: ['111122223333'] }, 'outcome:error'],
  ];
  for (const [scope, text] of narrowed) {
    const question: Question = { scope: { ...all.scope, ...scope }, filter: parseFilter(text).filter! };
    asked.length = 0;
    await histogram(summed, {
      ...{ question: unanswered(question), view, maxBins: 60, binMicros: 60 * minute, zone: 'UTC' },
      ...{ split: 'consequence', withFailed: true },
    });
    expect([text, asked.filter((statement) => statement.includes('event_columns'))]).toEqual([text, []]);
  }
});

test('answers while sums are half made, and where they were given up, are those from the events', async () => {
  const open = await opened(tempFolder(), derivedTables, { pieceEvents: 300 });
  for (const id of [1, 2]) await addFile(open, id, 300);
  await open.derived.background.makePiece(open.connection, never);
  await expectEqual(open, 3);
  await makeAll(open);
  for (const { table } of rollUps) {
    await open.connection.run(`DELETE FROM trail.main.${table.name}`);
    await open.connection.run(
      `INSERT INTO trail.main.${table.name} (${table.columns.map(({ name }) => `"${name}"`).join(', ')}) VALUES (${table.columns.map(() => 'NULL').join(', ')})`,
    );
  }
  await addFile(open, 3, 20);
  await makeAll(open);
  await merge(open, 3);
  await expectEqual(open, 3);
});

/** Every roll-up with equal rows put together. */
const sums = (connection: DuckDBConnection): Promise<unknown> =>
  Promise.all(
    rollUps.map(({ table }) =>
      rows(
        connection,
        `SELECT * EXCLUDE (events, is_loose), sum(events)::INTEGER FROM derived.main.${table.name}
         GROUP BY ALL HAVING sum(events) <> 0 ORDER BY ALL`,
      ),
    ),
  );

test('sums that grew are as if they had been made anew', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.oneof(
          fc.record({ add: fc.integer({ min: 0, max: 200 }) }),
          fc.record({ merge: fc.integer({ min: 0, max: 4 }) }),
          fc.constant('pieces'),
        ),
        {
          minLength: 3,
          maxLength: 9,
        },
      ),
      async (operations) => {
        const open = await opened(tempFolder(), derivedTables, { pieceEvents: 100 });
        let file = 0;
        for (const one of operations) {
          if (one === 'pieces') await open.derived.background.makePiece(open.connection, never);
          else if ('add' in one) await addFile(open, (file += 1), one.add);
          else await merge(open, one.merge);
        }
        await makeAll(open);
        const grown = await sums(open.connection);
        await transact(open.connection, () => open.derived.background.changed(open.connection, 'events', 0));
        await makeAll(open);
        expect(grown).toEqual(await sums(open.connection));
        open.close();
      },
    ),
    { numRuns: 4 },
  );
});
