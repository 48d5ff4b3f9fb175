import type { CallContext, ParamsOf, ProgressOf, ResultOf } from '../../../shared/bridge/contract.ts';
import { AppError } from '../../../shared/bridge/errors.ts';
import type { Cell } from '../../../shared/table/cell.ts';
import type { consoleContract } from '../../../shared/contract/console.ts';

type Run = (typeof consoleContract)['sql.run'];
type Context = CallContext<ProgressOf<Run>>;

const rowsPerReport = 1_000;

/** A console that answers by what the query says, as the engine would: chunks of rows, then the end. */
export async function stubRun(
  { sql, limit, mode }: ParamsOf<Run>,
  { signal, report }: Context,
): Promise<ResultOf<Run>> {
  if (sql.includes('eventNam ')) {
    throw new AppError('sql-syntax', 'Referenced column "eventNam" not found. Candidates: eventName.', {
      detail: { kind: 'Binder Error', offset: sql.indexOf('eventNam ') },
    });
  }
  if (sql.startsWith('delete')) throw new AppError('sql-not-allowed', 'The console only reads.');
  if (mode !== undefined && mode !== 'rows') {
    const columns = ['explain_key', 'explain_value'].map((name) => ({ name, type: 'VARCHAR' }));
    report({ kind: 'columns', columns });
    report({ kind: 'rows', columns: [['plan'], [mode === 'plan' ? plan : measuredPlan]] });
    return { rows: 1, isTruncated: false, durationMs: 5 };
  }
  const wanted = Number(/\/\* (\d+) rows \*\//.exec(sql)?.[1] ?? 3);
  const rows = Math.min(wanted, limit);
  report({
    kind: 'columns',
    columns: [
      { name: 'eventName', type: 'VARCHAR' },
      { name: 'calls', type: 'BIGINT' },
      { name: 'arn', type: 'VARCHAR' },
    ],
  });
  report({ kind: 'percent', percent: 40 });
  for (let from = 0; from < rows; from += rowsPerReport) {
    const to = Math.min(rows, from + rowsPerReport);
    const each = (value: (row: number) => Cell): Cell[] =>
      Array.from({ length: to - from }, (_, at) => value(from + at));
    report({
      kind: 'rows',
      columns: [
        each((row) => ['DeleteTrail', 'StopLogging', 'PutUserPolicy'][row % 3] ?? ''),
        each((row) => String(rows - row)),
        each((row) => (row % 4 === 3 ? null : `arn:aws:iam::123456789012:user/u\u202E${row}`)),
      ],
    });
    if (sql.includes('slow')) await untilAborted(signal);
  }
  return { rows, isTruncated: wanted > limit, durationMs: 38 };
}

const plan = JSON.stringify([
  {
    name: 'PROJECTION',
    extra_info: { Projections: ['a', 'b'], 'Estimated Cardinality': '7' },
    children: [
      {
        name: 'SEQ_SCAN ',
        extra_info: { Filters: 'a>\u202E5', 'Estimated Cardinality': '20000' },
        children: [],
      },
    ],
  },
]);
const measuredPlan = JSON.stringify({
  latency: 0.02,
  children: [
    {
      operator_name: 'EXPLAIN_ANALYZE',
      children: [
        {
          operator_name: 'SEQ_SCAN',
          operator_timing: 0.0125,
          operator_cardinality: 1_234,
          extra_info: { 'Estimated Cardinality': '20000' },
          children: [],
        },
      ],
    },
  ],
});

const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new AppError('cancelled', 'The work was cancelled.')));
  });

export const stubSchema: ResultOf<(typeof consoleContract)['sql.schema']> = [
  {
    table: 'events',
    help: 'One row an event, under AWS’s own nested names. Duplicates are left out.',
    columns: [
      { name: 'eventTime', type: 'TIMESTAMP', help: 'When the request completed, UTC, to the second' },
      { name: 'eventName', type: 'VARCHAR', help: 'The API action or event' },
      { name: 'errorCode', type: 'VARCHAR', help: 'Why the request failed; present only on failure' },
      {
        name: 'userIdentity',
        type: 'STRUCT("type" VARCHAR, arn VARCHAR, sessionContext STRUCT(sessionIssuer STRUCT(arn VARCHAR)))',
        help: 'Who made the request',
      },
    ],
  },
  {
    table: 'event_columns',
    help: 'The same events with one flat column a field.',
    columns: [{ name: 'userIdentity.arn', type: 'VARCHAR', help: 'ARN of the caller' }],
  },
  {
    table: 'files',
    help: 'One row a file of the evidence, whatever became of it.',
    columns: [{ name: 'path', type: 'VARCHAR', help: 'Where it is' }],
  },
];

export const stubFunctions: ResultOf<(typeof consoleContract)['sql.functions']> = [
  { name: 'count', kind: 'aggregate', calls: ['count(arg)'], help: 'How many.' },
  {
    name: 'regexp_extract',
    kind: 'scalar',
    calls: ['regexp_extract(string, regex)', 'regexp_extract(string, regex, group)'],
    help: 'What the pattern finds.',
  },
];
