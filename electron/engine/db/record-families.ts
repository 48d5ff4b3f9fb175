import { insightFields, insightNumbers } from '../../../shared/cloudtrail/insight-fields.ts';
import { isInsightSql } from './without-call-sql.ts';

/** A view over records of one family, with a sentence for each of its columns. */
export interface RecordFamily {
  readonly view: string;
  readonly help: string;
  /** The view's SELECT, with every table named in full. */
  readonly select: string;
  readonly columns: Readonly<Record<string, string>>;
}

interface Column {
  readonly name: string;
  readonly sql: string;
  readonly help: string;
}

const column = (name: string, sql: string, help: string): Column => ({ name, sql, help });

function family(options: {
  readonly view: string;
  readonly help: string;
  readonly columns: readonly Column[];
  readonly from: string;
}): RecordFamily {
  const { view, help, columns, from } = options;
  const selected = columns.map(({ name, sql }) => `${sql} AS "${name}"`).join(',\n    ');
  return {
    view,
    help,
    select: `SELECT ${selected}\n  FROM ${from}`,
    columns: Object.fromEntries(columns.map((one) => [one.name, one.help])),
  };
}

/** The first of several places of a JSON text that holds anything; text that DuckDB's JSON reader refuses gives NULL. */
const firstOf = (json: string, paths: readonly string[]): string =>
  `coalesce(${paths.map((path) => `TRY(json_extract_string(${json}, '$.${path}'))`).join(', ')})`;

const insight = (part: keyof typeof insightFields): string => firstOf('raw', insightFields[part]);
const insightNumber = (part: keyof typeof insightNumbers): string =>
  `TRY_CAST(${firstOf(insight('context'), insightNumbers[part])} AS DOUBLE)`;

const own = (name: string, help: string): Column => column(name, `"${name}"`, help);

const place: readonly Column[] = [
  own('file_id', 'The file it came from: files.id'),
  own('ordinal', 'Its place among the file’s records, from 0'),
  own('position', 'Where it begins in the file’s unpacked content, in bytes'),
];
const raw = own('raw', 'The record’s text, exactly as in the evidence');

const insights = family({
  view: 'insights',
  help: 'One row the start or end of unusual activity that CloudTrail Insights recorded.',
  columns: [
    own('eventTime', 'When the unusual activity began or ended, UTC'),
    column('state', insight('state'), 'Start or End'),
    column('insightType', insight('insightType'), 'ApiCallRateInsight or ApiErrorRateInsight'),
    column('eventSource', insight('eventSource'), 'The service whose calls were unusual'),
    column('eventName', insight('eventName'), 'The API action'),
    column('errorCode', insight('errorCode'), 'The error; of error-rate Insights only'),
    column('baselineAverage', insightNumber('baselineAverage'), 'Calls a minute before'),
    column('insightAverage', insightNumber('insightAverage'), 'Calls a minute while it was unusual'),
    column('insightMinutes', insightNumber('insightMinutes'), 'How long it was unusual; of ends only'),
    column('baselineMinutes', insightNumber('baselineMinutes'), 'How long was looked at before'),
    column(
      'attributions',
      firstOf(insight('context'), ['attributions']),
      'Who and what stood out, as JSON: identities, agents, error codes with their averages',
    ),
    own('awsRegion', 'The Region'),
    own('recipientAccountId', 'The account'),
    own('sharedEventID', 'The same for the start and the end of one period'),
    own('eventID', 'Unique per record and account'),
    raw,
    ...place,
  ],
  from: `trail.main.event_columns WHERE ${isInsightSql}`,
});

/** Source: AWS CloudTrail User Guide, "Logging network activity events". */
const networkActivity = family({
  view: 'network_activity',
  help: 'One row a request that passed a VPC endpoint, or that the endpoint’s policy denied.',
  columns: [
    own('eventTime', 'When, UTC'),
    own('eventSource', 'The service the request was made to'),
    own('eventName', 'The API action'),
    own('errorCode', 'VpceAccessDenied where the endpoint’s policy denied it'),
    own('errorMessage', 'The words about the denial'),
    own('vpcEndpointId', 'The endpoint'),
    own('vpcEndpointAccountId', 'Owner of the endpoint'),
    own('principal', 'The caller without its session'),
    own('sourceIPAddress', 'Where the request came from'),
    own('awsRegion', 'The Region'),
    own('recipientAccountId', 'The account that received the record'),
    own('eventID', 'Unique per record and account'),
    raw,
    ...place,
  ],
  from: `trail.main.event_columns WHERE "eventCategory" = 'NetworkActivity' OR "eventType" IN ('AwsVpceEvent', 'AwsVpceEvents')`,
});

const dimension = { dimension: 'VARCHAR', statistics: [{ name: 'VARCHAR', value: 'BIGINT' }] };
const aggregatedRecord = JSON.stringify({
  accountId: 'VARCHAR',
  awsRegion: 'VARCHAR',
  eventSource: 'VARCHAR',
  eventId: 'VARCHAR',
  timeWindow: { windowStart: 'VARCHAR', windowEnd: 'VARCHAR' },
  summary: { primaryDimension: dimension, details: [dimension] },
});

/** Source: AWS CloudTrail User Guide, "Aggregated events". Both time formats of its examples are read. */
const aggregatedCounts = family({
  view: 'aggregated_counts',
  help: 'One row a counter of aggregated data events. The record’s counters overlap: add up one dimension only.',
  columns: [
    column('windowStart', 'TRY_CAST(r.timeWindow.windowStart AS TIMESTAMP)', 'Begin of the window, UTC'),
    column(
      'windowEnd',
      'TRY_CAST(r.timeWindow.windowEnd AS TIMESTAMP)',
      'End of the window, not in it any more',
    ),
    column('eventSource', 'r.eventSource', 'The service'),
    column('dimension', 'counter.dimension', 'What was counted by: eventName, resourceARN, userIdentity …'),
    column('isPrimary', 'counter.isPrimary', 'Whether this is the record’s main dimension'),
    column('name', 'counter.name', 'The value that was counted'),
    column('value', 'counter.value', 'How many events had it'),
    column('accountId', 'r.accountId', 'The account'),
    column('awsRegion', 'r.awsRegion', 'The Region'),
    column('eventId', 'r.eventId', 'ID of the record'),
    ...place,
  ],
  from: `(SELECT *, unnest(flatten(list_transform(
      list_concat([{d: r.summary.primaryDimension, isPrimary: true}],
        list_transform(coalesce(r.summary.details, []), lambda d: {d: d, isPrimary: false})),
      lambda one: list_transform(coalesce(one.d.statistics, []), lambda s:
        {dimension: one.d.dimension, isPrimary: one.isPrimary, name: s.name, value: s.value})))) AS counter
    FROM (SELECT *, TRY(from_json(raw, '${aggregatedRecord}')) AS r FROM trail.main.aggregated_records))`,
});

/** Records that are not API calls or sign-ins, each in the shape of its family. */
export const recordFamilies: readonly RecordFamily[] = [insights, networkActivity, aggregatedCounts];
