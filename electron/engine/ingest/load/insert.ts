import { globalEndpoint, globalServices } from '../../../../shared/cloudtrail/global-services.ts';
import { classColumns } from '../../ask/class-columns.ts';
import { columnOrder } from '../../db/schema.ts';
import { isWithoutCallSql } from '../../db/without-call-sql.ts';
import { foreignSource } from '../record/look-alikes.ts';
import { fieldNamed, type Field } from '../../../../shared/fields/catalogue.ts';
import { castFields, castSql, completenessSql, member, qualitySql, structure } from './casts.ts';
import { outcomeSql } from './outcome-sql.ts';
import { principalSql } from './principal-sql.ts';

/** `isGlobal` of shared/cloudtrail/rules.ts over a parsed record `s`; a test holds both together. */
function globalServiceSql(): string {
  const list = globalServices.map((service) => `'${service}'`).join(', ');
  const globalSts =
    `contains(s."additionalEventData"::VARCHAR, '"endpointType":"global"')` +
    ` OR s."tlsDetails"."clientProvidedHostHeader" = '${globalEndpoint.host}'`;
  return `CASE WHEN s."eventSource" = '${globalEndpoint.eventSource}' THEN coalesce(${globalSts}, false)
    ELSE coalesce(s."eventSource" IN (${list}), false) END`;
}

const derivedFrom: Readonly<Record<string, string>> = {
  outcome: outcomeSql,
  principal: principalSql,
  globalService: globalServiceSql(),
  completeness: completenessSql,
};

function projection(field: Field): string {
  const derived = derivedFrom[field.name];
  if (derived) return derived;
  if (castFields.includes(field)) return `"${field.name}"`;
  const value = member(field.name);
  // An empty text is no value: facets count it as missing.
  return field.type === 'json' ? elementSql(`${value}::VARCHAR`) : `nullif(${value}, '')`;
}

/** An element's JSON. Text of JSON, as old records and exporters have it, counts as what it says: paths lead into it. */
function elementSql(json: string): string {
  const said = `json_extract_string(${json}, '$')`;
  return `CASE WHEN (starts_with(${json}, '"{') OR starts_with(${json}, '"[')) AND json_valid(${said})
    THEN ${said} ELSE nullif(${json}, 'null') END`;
}

const classes = classColumns((name) => {
  const field = fieldNamed(name);
  return field ? projection(field) : `"${name}"`;
});

const projected = (fields: readonly Field[]): string =>
  fields.map((field) => classes[field.name] ?? projection(field)).join(',\n    ');

/** Columns that `event_columns` takes from one parsed record `s` and its text, in the table's order. */
const projections = `${projected(columnOrder.beforeRaw)}, raw,
    ${projected(columnOrder.behindRaw)}`;

/** Rows of `query` with their record as `s`, parsed from the column `text`, and with columns that have a type of their own cast to it. */
const parsed = (text: string, query: string): string =>
  `(SELECT *, ${castFields.map((field) => `${castSql(field)} AS "${field.name}"`).join(', ')}
    FROM (SELECT *, TRY(from_json(${text}, '${JSON.stringify(structure)}')) AS s FROM ${query}))`;

/** Loads what a record source's table function delivers. A record that does not parse becomes a row without values, for `repair`. */
export const insertRecords = (
  tableFunction: string,
): string => `INSERT INTO trail.main.event_columns SELECT file_id, ordinal, position::BIGINT,
    ${projections}
  FROM ${parsed('raw', `${tableFunction}()`)}`;

/**
 * Loads records whose text DuckDB's JSON reader refuses, from a list of `{f, o, p, quality, raw, clean}` as JSON in $1: `clean`
 * is parsed, `raw` is kept.
 */
export const insertRepaired = `INSERT INTO trail.main.event_columns SELECT f, o, p,
    ${projections}
  FROM ${parsed('clean', `(SELECT unnest(from_json($1::VARCHAR, '[{"f":"INTEGER","o":"INTEGER","p":"BIGINT","quality":"INTEGER","raw":"VARCHAR","clean":"VARCHAR"}]'), recursive := true))`)}`;

/** Loads records again from a query that gives `file_id, ordinal, position, raw, completeness`, as `duplicate_records` keeps them. */
export const insertAgain = (
  query: string,
): string => `INSERT INTO trail.main.event_columns SELECT file_id, ordinal, position,
    ${projections}
  FROM ${parsed('raw', `(SELECT * EXCLUDE (completeness), ${qualitySql} AS quality FROM (${query}))`)}`;

/**
 * True for rows that are a CloudTrail record by the test of a record: what happened, and when or in which format. Of
 * records that a container kept in part, one of the two is enough. Notifications of S3 and Kinesis look alike but name their
 * source "aws:s3", and events of other clouds name theirs.
 */
export const isRecordSql = `(("eventSource" IS NOT NULL AND "eventName" IS NOT NULL
    AND ("eventTime" IS NOT NULL OR "eventVersion" IS NOT NULL))
  OR ${isWithoutCallSql()}
  OR (${qualitySql} > 0 AND ("eventName" IS NOT NULL OR "eventSource" IS NOT NULL)))
  AND ("eventSource" IS NULL OR suffix("eventSource", '.amazonaws.com')
    OR NOT regexp_matches("eventSource", '${foreignSource}', 'i'))`;
