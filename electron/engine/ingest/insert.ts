import { fields, type Field } from '../../../shared/fields/catalogue.ts';
import { outcomeSql } from './outcome-sql.ts';
import { principalSql } from './principal-sql.ts';

/** A tree of record keys; leaves are the DuckDB types `from_json` gives them. */
type Structure = { [key: string]: string | Structure };

/**
 * Services that record in one Region whatever Region was worked in. STS is global only at its global endpoint.
 * Source: AWS CloudTrail User Guide, "Global service events"; IAM User Guide, "Logging IAM and STS API calls".
 */
const globalServices: readonly string[] = [
  'account.amazonaws.com',
  'billing.amazonaws.com',
  'budgets.amazonaws.com',
  'cloudfront.amazonaws.com',
  'globalaccelerator.amazonaws.com',
  'health.amazonaws.com',
  'iam.amazonaws.com',
  'networkmanager.amazonaws.com',
  'organizations.amazonaws.com',
  'route53.amazonaws.com',
  'route53domains.amazonaws.com',
  'shield.amazonaws.com',
  'support.amazonaws.com',
  'trustedadvisor.amazonaws.com',
  'waf.amazonaws.com',
];

function globalServiceSql(): string {
  const list = globalServices.map((service) => `'${service}'`).join(', ');
  const globalSts =
    `contains(s."additionalEventData"::VARCHAR, '"endpointType":"global"')` +
    ` OR s."tlsDetails"."clientProvidedHostHeader" = 'sts.amazonaws.com'`;
  return `CASE WHEN s."eventSource" = 'sts.amazonaws.com' THEN coalesce(${globalSts}, false)
    ELSE coalesce(s."eventSource" IN (${list}), false) END`;
}

const derivedFrom: Readonly<Record<string, string>> = {
  outcome: outcomeSql,
  principal: principalSql,
  globalService: globalServiceSql(),
  completeness: `CASE quality WHEN 0 THEN 'complete' WHEN 1 THEN 'truncated' ELSE 'partial' END`,
};

const recordFields = fields.filter((field) => !field.derived);

function structure(): Structure {
  const root: Structure = {};
  for (const field of recordFields) {
    const keys = field.name.split('.');
    const last = keys.pop() ?? field.name;
    let place = root;
    for (const key of keys) {
      const next = place[key];
      const nested: Structure = typeof next === 'object' ? next : {};
      place[key] = nested;
      place = nested;
    }
    place[last] = field.type === 'json' ? 'JSON' : 'VARCHAR';
  }
  // Read for `outcome` alone; it has no column.
  root['serviceEventDetails'] = 'JSON';
  return root;
}

const member = (name: string): string =>
  `s.${name
    .split('.')
    .map((key) => `"${key}"`)
    .join('.')}`;

/**
 * A time in UTC. DuckDB drops the offset of a text that it casts to TIMESTAMP, reads `infinity` and knows the year 290000;
 * one such record would take the end from every timeline, and microseconds of far years are no exact JavaScript numbers.
 */
function timeSql(value: string): string {
  const time = `CASE WHEN suffix(${value}, 'Z') THEN TRY_CAST(${value} AS TIMESTAMP)
    ELSE TRY_CAST(${value} AS TIMESTAMPTZ) AT TIME ZONE 'UTC' END`;
  return `CASE WHEN ${time} BETWEEN TIMESTAMP '1700-01-01' AND TIMESTAMP '2250-01-01' THEN ${time} END`;
}

function projection(field: Field): string {
  const derived = derivedFrom[field.name];
  if (derived) return derived;
  const value = member(field.name);
  switch (field.type) {
    case 'time':
      return timeSql(value);
    case 'boolean':
      return `TRY_CAST(${value} AS BOOLEAN)`;
    case 'number':
      return `TRY_CAST(${value} AS DOUBLE)`;
    case 'json':
      return `nullif(${value}::VARCHAR, 'null')`;
    default:
      // An empty text is no value: facets count it as missing.
      return `nullif(${value}, '')`;
  }
}

/** Columns that `event_columns` takes from one parsed record `s`, in the table's order. */
const projections = fields.map(projection).join(',\n    ');

const parsed = (text: string): string => `TRY(from_json(${text}, '${JSON.stringify(structure())}'))`;

/** Loads what a record source's table function delivers. A record that does not parse becomes a row without values, for `repair`. */
export const insertRecords = (
  tableFunction: string,
): string => `INSERT INTO trail.main.event_columns SELECT file_id, ordinal, position,
    ${projections}, raw
  FROM (SELECT *, ${parsed('raw')} AS s FROM ${tableFunction}())`;

/**
 * Loads records whose text DuckDB's JSON reader refuses, from a list of `{f, o, p, quality, raw, clean}` as JSON in $1: `clean`
 * is parsed, `raw` is kept.
 */
export const insertRepaired = `INSERT INTO trail.main.event_columns SELECT f, o, p,
    ${projections}, raw
  FROM (SELECT *, ${parsed('clean')} AS s FROM (
    SELECT unnest(from_json($1::VARCHAR, '[{"f":"INTEGER","o":"INTEGER","p":"BIGINT","quality":"INTEGER","raw":"VARCHAR","clean":"VARCHAR"}]'), recursive := true)))`;

/** Loads records again from a query that gives `file_id, ordinal, position, raw, completeness`, as `duplicate_records` keeps them. */
export const insertAgain = (
  query: string,
): string => `INSERT INTO trail.main.event_columns SELECT file_id, ordinal, position,
    ${projections}, raw
  FROM (SELECT * EXCLUDE (completeness), ${parsed('raw')} AS s,
      CASE completeness WHEN 'complete' THEN 0 WHEN 'truncated' THEN 1 ELSE 2 END AS quality
    FROM (${query}))`;

/**
 * True for rows that are a CloudTrail record by the test of a record: what happened, and when or in which format. Of
 * records that a container kept in part, one of the two is enough. Notifications of S3 and Kinesis look alike but name their
 * source "aws:s3".
 */
export const isRecordSql = `(("eventSource" IS NOT NULL AND "eventName" IS NOT NULL
    AND ("eventTime" IS NOT NULL OR "eventVersion" IS NOT NULL))
  OR "eventType" IN ('AwsCloudTrailInsight', 'AwsAggregatedEvent')
  OR "eventCategory" IN ('Insight', 'Aggregated')
  OR (completeness <> 'complete' AND ("eventName" IS NOT NULL OR "eventSource" IS NOT NULL)))
  AND NOT coalesce(starts_with("eventSource", 'aws:'), false)`;
