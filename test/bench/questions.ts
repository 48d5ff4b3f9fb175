import type { Question } from '../../shared/contract/common.ts';
import type { EngineClient } from '../../shared/contract/index.ts';
import type { Sort } from '../../shared/contract/events.ts';
import { parseFilter } from '../../shared/filter/parse.ts';

/** One thing a person waits for. */
export interface Timed {
  readonly name: string;
  readonly work: () => Promise<unknown>;
  readonly remark?: string;
}

/** A question over everything, from search text. */
export function asked(text: string): Question {
  const { filter } = parseFilter(text);
  if (!filter) throw new Error(`Not a filter: ${text}`);
  return { filter, scope: { range: null, accounts: null, regions: null, hideServiceCalls: false } };
}

export const facetNames = [
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
const newest: Sort = [{ field: 'eventTime', descending: true }];
const byName: Sort = [{ field: 'eventName', descending: false }];
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

/** The first rows of a question, as the grid asks for them. */
export const windowOf = (
  call: EngineClient,
  question: Question,
  offset: number,
  sort = newest,
  limit = 200,
) => call('events.window', { question, sort, offset, limit, columns });

const counted = (call: EngineClient, text: string) => call('events.count', { question: asked(text) });

/** What the screens ask, in the order a person meets it. No question is asked twice where an answer would be kept. */
export async function timedQuestions(call: EngineClient, events: number): Promise<readonly Timed[]> {
  const all = asked('');
  const errors = asked('exists(errorCode)');
  const middle = Math.floor(events / 2);
  const { ids, columns: cells } = await windowOf(call, all, middle);
  const id = ids[0] ?? '';
  const principal = String(cells[3]?.find((value) => value !== null) ?? '');
  const ofPrincipal = asked(`principal="${principal}"`);
  let turn = 0;
  const next = (): number => (turn += 1);
  const histogram = (question: Question, split: string | null) => () =>
    call('timeline.histogram', {
      ...{ question, view: null, maxBins: 120, split },
      ...(split === 'consequence' ? { withFailed: true } : {}),
    });
  const facets = (question: Question) => () =>
    call('facets.list', {
      question,
      facets: facetNames.map((field) => ({ field, limit: 10, offset: 0, order: 'most', search: '' })),
    });
  const unseen = (text: string): Question => asked(`${text} and not eventName=x${next()}`);
  return [
    { name: 'histogram, 120 bars, in classes', work: histogram(all, 'consequence') },
    { name: 'histogram, 120 bars, split by outcome', work: histogram(all, 'outcome') },
    { name: 'histogram, split by service', work: histogram(all, 'eventSource') },
    { name: 'histogram of errors', work: histogram(errors, 'outcome') },
    {
      name: 'lanes of the ten busiest identities',
      work: () =>
        call('timeline.lanes', {
          question: all,
          view: null,
          maxBins: 120,
          field: 'principal',
          offset: 0,
          limit: 10,
        }),
    },
    {
      name: 'where log files are missing',
      work: () =>
        call('coverage.logFiles', { question: all, view: null, maxBins: 120, by: 'recipientAccountId' }),
    },
    { name: `${facetNames.length} facets`, work: facets(all) },
    { name: `${facetNames.length} facets of errors`, work: facets(errors) },
    { name: 'first 200 rows', work: () => windowOf(call, all, 0) },
    {
      name: '200 rows in the middle',
      work: () => windowOf(call, all, middle + 200 * next()),
      remark: 'first: the sorted answer is built once',
    },
    {
      name: '200 rows in the middle, sorted by event name',
      work: () => windowOf(call, all, middle + 200 * next(), byName),
      remark: 'first: built once',
    },
    {
      name: '10,000 rows for the clipboard',
      work: async () => {
        for (let at = 0; at < 10_000; at += 2_000) await windowOf(call, all, middle + at, newest, 2_000);
      },
    },
    { name: 'one event with its exact text', work: () => call('events.detail', { id }) },
    {
      name: 'its place in the sorted answer',
      work: () => call('events.locate', { question: all, sort: newest, id }),
    },
    {
      name: 'group by event name and error code',
      work: () =>
        call('groups.window', {
          question: unseen('eventName:*'),
          fields: ['eventName', 'errorCode'],
          sort: [{ field: '#events', descending: true }],
          offset: 0,
          limit: 200,
        }),
    },
    {
      name: 'bursts folded, first 200 lines',
      work: () =>
        call('folds.window', {
          question: unseen('eventName:*'),
          descending: true,
          of: 'lines',
          offset: 0,
          limit: 200,
          columns,
        }),
    },
    {
      name: 'statistics of a column',
      work: () => call('columns.statistics', { question: unseen('eventName:*'), field: 'sourceIPAddress' }),
    },
    {
      name: 'page of an identity',
      work: () =>
        call('profile.read', {
          question: ofPrincipal,
          lists: facetNames.map((field) => ({ field, of: 'events' as const })),
          limit: 10,
          maxBins: 120,
        }),
    },
    { name: 'overview: what is here', work: () => call('overview.archive', {}) },
    { name: 'overview: what stands out', work: () => call('overview.standsOut', {}) },
    {
      name: 'what was recorded, by kind',
      work: () => call('coverage.read', { question: all, view: null, maxBins: 120 }),
    },
    {
      name: 'identity: credentials',
      work: () => call('entities.credentials', { question: ofPrincipal, limit: 12, pieces: 120 }),
    },
    { name: 'identity: role chain', work: () => call('entities.chain', { question: ofPrincipal }) },
    {
      name: 'identity: refused and later done',
      work: () => call('entities.failures', { question: ofPrincipal, limit: 60 }),
    },
    {
      name: 'identity: permissions used',
      work: () => call('entities.permissions', { question: ofPrincipal, limit: 5_000 }),
    },
    {
      name: 'identity: how long changes lasted',
      work: () => call('entities.lasting', { question: ofPrincipal, limit: 2_000 }),
    },
    {
      name: 'count of eventName:Delete*',
      work: () => counted(call, `eventName:Delete* and not eventName=x${next()}`),
    },
    {
      name: 'count of a CIDR block',
      work: () => counted(call, `sourceIPAddress:10.0.0.0/8 and not eventName=x${next()}`),
    },
    {
      name: 'count of requestParameters.bucketName',
      work: () => counted(call, `requestParameters.bucketName:*log${next()}*`),
    },
    { name: 'count of a plain word in all raw text', work: () => counted(call, `nowhere${next()}`) },
    {
      name: 'accounts × Regions with strips',
      work: () => call('places.matrix', { question: all, stripBins: 48 }),
    },
    { name: 'scope bar', work: () => call('places.scope', { question: all }) },
    {
      name: 'completion of a value',
      work: () => call('values.suggest', { field: 'eventName', typed: 'del', limit: 20 }),
    },
    {
      name: 'completion of a path into the record',
      work: () => call('search.paths', { typed: 'requestParameters.buck', limit: 20 }),
    },
    {
      name: 'SQL: select eventName, userIdentity.arn from events where errorCode is not null (1,000 rows)',
      work: () =>
        call('sql.run', {
          sql: 'select eventName, userIdentity.arn from events where errorCode is not null',
          limit: 1_000,
          arguments: [],
        }),
    },
  ];
}
