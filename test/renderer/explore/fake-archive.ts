import type { EngineHandlers } from '../../../shared/contract/index.ts';
import type { Cell } from '../../../shared/table/cell.ts';
import { conjuncts } from '../../../shared/filter/conjuncts.ts';

const firstMicros = 1_627_486_080_000_000;
const spanMicros = 412_320_000_000;
const calls = [
  ['DescribeInstances', 'ec2', null],
  ['GetCallerIdentity', 'sts', null],
  ['ListBuckets', 's3', null],
  ['PutUserPolicy', 'iam', null],
  ['GetObject', 's3', 'AccessDenied'],
  ['AssumeRole', 'sts', null],
  ['CreateAccessKey', 'iam', null],
  ['DeleteTrail', 'cloudtrail', 'AccessDenied'],
  ['RunInstances', 'ec2', 'Client.UnauthorizedOperation'],
  ['GetSecretValue', 'secretsmanager', null],
] as const;
const people = [
  'arn:aws:iam::111122223333:user/ana',
  'arn:aws:iam::111122223333:role/platform/DeploymentPipelineRole',
  'arn:aws:iam::444455556666:user/build-agent',
  'cloudtrail.amazonaws.com',
];
const regions = ['eu-west-1', 'us-east-1', 'eu-central-1', 'ap-southeast-2'];
const accounts = ['111122223333', '444455556666'];

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;

/** The record of the n-th event of the made-up archive, oldest first. */
function recordOf(n: number, total: number): Record<string, unknown> {
  const [name, service, error] = pick(calls, n * 7 + (n >> 3));
  const arn = pick(people, n >> 2);
  const micros = firstMicros + Math.floor((n / total) * spanMicros);
  return {
    eventVersion: '1.08',
    userIdentity: {
      type: arn.includes(':user/') ? 'IAMUser' : arn.includes(':role/') ? 'AssumedRole' : 'AWSService',
      principalId: 'AIDAEXAMPLE7',
      arn,
      accountId: pick(accounts, n),
      accessKeyId: 'AKIAEXAMPLE000000001',
      ...(arn.startsWith('arn:') ? { userName: arn.split('/').at(-1) } : { invokedBy: arn }),
      sessionContext: { attributes: { creationDate: '2021-07-28T15:00:00Z', mfaAuthenticated: 'false' } },
    },
    eventTime: `${new Date(micros / 1000).toISOString().slice(0, 19)}Z`,
    eventSource: `${service}.amazonaws.com`,
    eventName: name,
    awsRegion: pick(regions, n >> 1),
    sourceIPAddress: `198.51.100.${n % 23}`,
    userAgent: 'aws-cli/2.15.30 Python/3.11.8 Linux/6.5 exe/x86_64.ubuntu.22',
    ...(error
      ? { errorCode: error, errorMessage: `User: ${arn} is not authorized to perform: ${service}:${name}` }
      : {}),
    requestParameters: {
      userName: 'mallory',
      bucketName: 'finance-reports',
      'odd key\u202e': '=1+1',
      ids: ['i-0aa', 'i-0bb'],
      exact: 'BIG',
    },
    responseElements: null,
    requestID: `req-${n}`,
    eventID: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    readOnly: /^(Get|List|Describe)/.test(name),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: pick(accounts, n),
    eventCategory: 'Management',
  };
}

const at = (record: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((now, key) => (now as Record<string, unknown> | undefined)?.[key], record);

function cellOf(record: Record<string, unknown>, field: string): Cell {
  if (field === 'eventTime') return Date.parse(String(record['eventTime'])) * 1000;
  if (field === 'principal') return String(at(record, 'userIdentity.arn'));
  if (field === 'outcome') return record['errorCode'] ? 'error' : 'success';
  const value = at(record, field);
  if (value === undefined || value === null) return null;
  return typeof value === 'object' ? JSON.stringify(value) : (value as Cell);
}

/** The n-th record's text; one number is longer than JavaScript's numbers are exact. */
export const rawOf = (n: number, total: number): string =>
  JSON.stringify(recordOf(n, total)).replace('"BIG"', '12345678901234567890');

const detailFields = [
  'eventTime',
  'eventSource',
  'eventName',
  'errorCode',
  'errorMessage',
  'outcome',
  'userIdentity.type',
  'principal',
  'sourceIPAddress',
  'awsRegion',
  'recipientAccountId',
  'eventCategory',
  'readOnly',
  'userAgent',
  'userIdentity.userName',
  'userIdentity.principalId',
  'userIdentity.arn',
  'userIdentity.accountId',
  'userIdentity.accessKeyId',
  'userIdentity.sessionContext.attributes.mfaAuthenticated',
  'managementEvent',
  'eventType',
  'eventVersion',
  'eventID',
  'requestID',
  'requestParameters',
];

/** Answers of an engine that holds `total` made-up events; a filter of several conjuncts matches nothing. */
export function fakeArchive(total: number): Partial<EngineHandlers> {
  const matching = (question: { readonly filter: Parameters<typeof conjuncts>[0] }): number =>
    [total, Math.floor(total / 10)][conjuncts(question.filter).length] ?? 0;
  const place = (position: number, isDescending: boolean, count: number): number =>
    isDescending ? count - 1 - position : position;
  return {
    'events.window': ({ question, sort, offset, limit, columns }) => {
      const count = matching(question);
      const isDescending = sort[0]?.descending ?? false;
      const rows = Array.from({ length: Math.max(0, Math.min(limit, count - offset)) }, (_, i) =>
        place(offset + i, isDescending, count),
      );
      const records = rows.map((n) => recordOf(n, total));
      return {
        total: count,
        offset,
        ids: rows.map((n) => `1.${n}`),
        columns: columns.map((field) => records.map((record) => cellOf(record, field))),
      };
    },
    'events.count': ({ question }) => ({ total: matching(question) }),
    'events.locate': ({ question, sort, id }) => {
      const n = Number(id.split('.')[1]);
      const count = matching(question);
      return { position: n < count ? place(n, sort[0]?.descending ?? false, count) : null };
    },
    'events.detail': ({ id }) => {
      const n = Number(id.split('.')[1]);
      const record = recordOf(n, total);
      const raw = rawOf(n, total);
      return {
        id,
        raw,
        exactBytes: null,
        fields: {
          ...Object.fromEntries(
            detailFields
              .map((field): [string, Cell] => [field, cellOf(record, field)])
              .filter(([, value]) => value !== null),
          ),
          requestParameters: raw.slice(
            raw.indexOf('{"userName":"mallory"'),
            raw.indexOf(',"responseElements"'),
          ),
        },
        occurrences: [
          {
            path: 'AWSLogs/111122223333/CloudTrail/eu-west-1/2021/07/28/111122223333_CloudTrail_eu-west-1_20210728T1530Z_Ab3.json.gz',
            sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
            ordinal: n,
            positionBytes: 12_345 * (n + 1),
            lengthBytes: raw.length,
            kind: 'CloudTrail log file',
            isRebuilt: false,
            isSameText: true,
          },
        ],
      };
    },
    'related.counts': ({ questions }) => ({
      counts: questions.map(({ scope, filter }) =>
        scope.range ? 40 : conjuncts(filter).some((one) => JSON.stringify(one).includes('req-')) ? 1 : 120,
      ),
    }),
    'related.near': ({ id, limit }) => {
      const n = Number(id.split('.')[1]);
      const from = Math.max(0, n - limit + 1);
      const to = Math.min(total - 1, n + limit);
      return {
        events: Array.from({ length: to - from + 1 }, (_, i) => {
          const record = recordOf(from + i, total);
          const text = (field: string): string | null => {
            const value = cellOf(record, field);
            return value === null ? null : String(value);
          };
          return {
            id: `1.${from + i}`,
            micros: Number(cellOf(record, 'eventTime')),
            eventName: text('eventName'),
            eventSource: text('eventSource'),
            hasFailed: text('errorCode') !== null,
            errorCode: text('errorCode'),
            principal: text('principal'),
            sourceIPAddress: text('sourceIPAddress'),
            awsRegion: text('awsRegion'),
            recipientAccountId: text('recipientAccountId'),
          };
        }),
        hasEarlier: from > 0,
        hasLater: to < total - 1,
      };
    },
    'timeline.histogram': ({ maxBins, question }) => {
      const bins = Math.min(maxBins, 96);
      const count = matching(question);
      const wave = (i: number): number => Math.max(0, Math.round((count / bins) * (1 + Math.sin(i / 5))));
      return {
        fromMicros: firstMicros,
        toMicros: firstMicros + spanMicros,
        binMicros: spanMicros / bins,
        total: count,
        series: [
          { value: 'success', counts: Array.from({ length: bins }, (_, i) => wave(i)) },
          { value: 'error', counts: Array.from({ length: bins }, (_, i) => Math.round(wave(i) / 6)) },
        ],
      };
    },
    'facets.list': ({ facets }) =>
      facets.map(({ field }) => {
        const seen = new Map<string, number>();
        for (let n = 0; n < 400; n += 1) {
          const value = cellOf(recordOf(n, total), field);
          if (value !== null) seen.set(String(value), (seen.get(String(value)) ?? 0) + 1);
        }
        const values = [...seen]
          .map(([value, count]) => ({ value, count }))
          .sort((a, b) => b.count - a.count);
        return { field, distinct: values.length, found: values.length, values: values.slice(0, 6) };
      }),
    'columns.fill': ({ fields }) => ({ events: total, filled: fields.map(() => Math.floor(total / 2)) }),
    'values.suggest': () => ({ values: [], isSampled: false }),
    'places.scope': () => ({
      total,
      accounts: [],
      regions: [],
      hides: { serviceCalls: 0, withoutConsequence: 0 },
      hiddenGlobalEvents: 0,
    }),
  };
}
