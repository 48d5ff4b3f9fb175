import { monitorEventLoopDelay } from 'node:perf_hooks';
import { DuckDBInstance } from '@duckdb/node-api';
import { dirname, join } from 'node:path';
import type { Question } from '../../shared/contract/common.ts';
import { parseFilter } from '../../shared/filter/parse.ts';
import type { EngineClient } from '../../shared/contract/index.ts';
import { openEngine } from './engine.ts';
import { median, printTable, type Line } from './table.ts';

const repeats = 7;

function asked(text: string): Question {
  const { filter } = parseFilter(text);
  if (!filter) throw new Error(`Not a filter: ${text}`);
  return { filter, scope: { range: null, accounts: null, regions: null, hideServiceCalls: false } };
}

const facetNames = [
  'eventSource',
  'eventName',
  'errorCode',
  'userIdentity.type',
  'principal',
  'sourceIPAddress',
  'awsRegion',
  'recipientAccountId',
  'eventCategory',
  'readOnly',
  'userAgent',
];
const newest = [{ field: 'eventTime', descending: true }];
const columns = [
  'eventTime',
  'eventName',
  'eventSource',
  'principal',
  'sourceIPAddress',
  'awsRegion',
  'recipientAccountId',
  'errorCode',
];

async function times(
  work: () => Promise<unknown>,
  count = repeats,
): Promise<{ readonly first: number; readonly again: number }> {
  const taken: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const startedMs = performance.now();
    await work();
    taken.push(performance.now() - startedMs);
  }
  return { first: taken[0] ?? 0, again: median(taken.slice(1)) };
}

const window = (call: EngineClient, question: Question, offset: number, sort = newest) =>
  call('events.window', { question, sort, offset, limit: 200, columns });

/** Times what a person waits for, through the bridge, on the workspace that was just imported. */
export async function measureQueries(workspace: string): Promise<void> {
  const { engine, call } = openEngine();
  const openedAt = performance.now();
  const info = await engine.openWorkspaceAt({ path: workspace, lock: 'respect' });
  const all = asked('');
  await window(call, all, 0);
  const reopenMs = performance.now() - openedAt;
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  let turn = 0;
  const facets = (question: Question) => () =>
    call('facets.list', {
      question,
      facets: facetNames.map((field) => ({ field, limit: 10, order: 'most', search: '' })),
    });
  const histogram = (question: Question) => () =>
    call('timeline.histogram', { question, view: null, maxBins: 120, split: 'outcome' });
  const errors = asked('exists(errorCode)');
  const middle = Math.floor(info.events / 2);
  const { ids } = await window(call, all, middle);
  const id = ids[0] ?? '';
  const list: readonly (readonly [string, () => Promise<unknown>, string])[] = [
    ['histogram, 120 bars, split by outcome', histogram(all), ''],
    ['histogram of errors', histogram(errors), ''],
    [`${facetNames.length} facets`, facets(all), ''],
    [`${facetNames.length} facets of errors`, facets(errors), ''],
    ['first 200 rows', () => window(call, all, 0), ''],
    [
      '200 rows in the middle',
      () => window(call, all, middle + (turn += 200)),
      'first: the sorted answer is built once',
    ],
    [
      '200 rows in the middle, sorted by event name',
      () => window(call, all, middle + (turn += 200), [{ field: 'eventName', descending: false }]),
      'first: built once',
    ],
    ['one event with its exact text', () => call('events.detail', { id }), ''],
    ['its place in the sorted answer', () => call('events.locate', { question: all, sort: newest, id }), ''],
    [
      'count of eventName:Delete*',
      () => counted(call, `eventName:Delete* and not eventName=x${(turn += 1)}`),
      '',
    ],
    [
      'count of a CIDR block',
      () => counted(call, `sourceIPAddress:10.0.0.0/8 and not eventName=x${(turn += 1)}`),
      '',
    ],
    [
      'count of requestParameters.bucketName',
      () => counted(call, `requestParameters.bucketName:*log* and not eventName=x${(turn += 1)}`),
      '',
    ],
    ['count of a plain word in all raw text', () => counted(call, `nowhere${(turn += 1)}`), ''],
    ['accounts × Regions with strips', () => call('places.matrix', { question: all, stripBins: 48 }), ''],
    ['scope bar', () => call('places.scope', { question: all }), ''],
    [
      'completion of a value',
      () => call('values.suggest', { field: 'eventName', typed: 'del', limit: 20 }),
      '',
    ],
    [
      'SQL: select eventName, userIdentity.arn from events where errorCode is not null (1,000 rows)',
      () =>
        call('sql.run', {
          sql: 'select eventName, userIdentity.arn from events where errorCode is not null',
          limit: 1_000,
        }),
      '',
    ],
  ];
  const lines: Line[] = [['reopen the workspace, first 200 rows', '', `${reopenMs.toFixed(0)} ms`, '']];
  for (const [name, work, remark] of list) {
    const { first, again } = await times(work);
    lines.push([name, `${first.toFixed(0)} ms`, `${again.toFixed(1)} ms`, remark]);
  }
  lines.push([
    'cancel of a running search',
    '',
    `${(await cancelMs(call)).toFixed(0)} ms`,
    'until the next answer',
  ]);
  delay.disable();
  lines.push(['longest pause of the engine’s thread', '', `${(delay.max / 1e6).toFixed(0)} ms`, '']);
  printTable(
    `Queries over ${info.events.toLocaleString('en-US')} events, through the bridge`,
    ['what', 'first', 'again', ''],
    lines,
  );
  await engine.close();
  await compareNesting(workspace);
}

const counted = (call: EngineClient, text: string) => call('events.count', { question: asked(text) });

async function cancelMs(call: EngineClient): Promise<number> {
  const stop = new AbortController();
  const running = call(
    'events.count',
    { question: asked('no such words anywhere') },
    { signal: stop.signal },
  ).catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 30));
  const startedMs = performance.now();
  stop.abort();
  await running;
  await call('events.count', { question: asked('eventName=none') });
  return performance.now() - startedMs;
}

/** `events` under AWS's nested names: a view over flat columns, or a table with STRUCT columns? */
async function compareNesting(workspace: string): Promise<void> {
  const instance = await DuckDBInstance.create(join(workspace, 'events.duckdb'), {
    access_mode: 'READ_ONLY',
  });
  const connection = await instance.connect();
  // In a file of the same format, so that both are read from compressed blocks.
  const file = join(dirname(workspace), 'struct.duckdb');
  await connection.run(`ATTACH '${file}' AS nested (READ_WRITE, STORAGE_VERSION 'latest')`);
  await connection.run(
    `CREATE TABLE nested.struct_events AS SELECT * EXCLUDE (raw, requestParameters, responseElements, resources, additionalEventData) FROM events`,
  );
  await connection.run('CHECKPOINT nested');
  const queries: readonly (readonly [string, string])[] = [
    [
      'two fields of failed events',
      `SELECT count(eventName), max(userIdentity.arn) FROM X WHERE errorCode IS NOT NULL`,
    ],
    [
      'count by userIdentity.arn',
      `SELECT userIdentity.arn, count(*) FROM X GROUP BY 1 ORDER BY 2 DESC LIMIT 20`,
    ],
    ['one access key', `SELECT count(*) FROM X WHERE userIdentity.accessKeyId = 'AKIANOTTHERE'`],
    ['newest 200', `SELECT eventTime, eventName, userIdentity.arn FROM X ORDER BY eventTime DESC LIMIT 200`],
  ];
  const lines: Line[] = [];
  for (const [name, query] of queries) {
    const view = await times(() => connection.runAndReadAll(query.replace('X', 'events')));
    const struct = await times(() => connection.runAndReadAll(query.replace('X', 'nested.struct_events')));
    lines.push([
      name,
      `${view.again.toFixed(1)} ms`,
      `${struct.again.toFixed(1)} ms`,
      (view.again / struct.again).toFixed(2),
    ]);
  }
  connection.closeSync();
  instance.closeSync();
  printTable(
    'Nested names: view over flat columns against a table of STRUCT columns',
    ['what', 'view', 'STRUCT', 'view ÷ STRUCT'],
    lines,
  );
}
