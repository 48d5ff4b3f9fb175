import { hiddenName } from '../../../shared/cloudtrail/hidden-name.ts';
import {
  kindsByArn,
  lastPart,
  namesInArns,
  partsOfArn,
  unknownKind,
} from '../../../shared/cloudtrail/targets/arn.ts';
import { generalPlaces } from '../../../shared/cloudtrail/targets/general.ts';
import type { TargetPlace } from '../../../shared/cloudtrail/targets/place.ts';
import {
  actionPlaces,
  longestName,
  targetDocuments,
  targetPath,
} from '../../../shared/cloudtrail/targets/target-of.ts';
import { identifier, join, raw, sql, type Sql } from '../db/sql.ts';
import { jsonPath } from './dialects/duckdb/json-path.ts';
import { pathText } from './dialects/duckdb/json.ts';
import { sqlWithValues } from './dialects/duckdb/sql-literal.ts';

/** Every place once; a text that is found is handed on behind the number of its place. */
const places: readonly TargetPlace[] = [
  ...new Set([...actionPlaces.flatMap(({ places }) => places), ...generalPlaces]),
];
const numberLength = 4;
const numbers = new Map(places.map((place, at) => [place, String(at).padStart(numberLength, '0')]));

const pathsOf = ({ name, part, arn }: TargetPlace): readonly string[] =>
  [name, part, arn].filter((path) => path !== undefined);

/** The columns that targets are found in. */
export const targetColumns: readonly string[] = [
  ...new Set([
    ...['eventSource', 'eventName', ...targetDocuments],
    ...places.flatMap((place) => pathsOf(place).map((path) => targetPath(path).column)),
  ]),
];

const list = (pieces: readonly Sql[]): Sql => join(pieces, ', ');

/** The text at a path, NULL for other values and for texts that name nothing. */
function textAt(path: string): Sql {
  const { column, steps } = targetPath(path);
  const document = identifier(column);
  const text = targetDocuments.has(column)
    ? sql`CASE WHEN TRY(json_type(${document}, ${jsonPath(steps)})) = 'VARCHAR' THEN ${pathText(document, steps)} END`
    : document;
  return sql`nullif(nullif(${text}, ''), ${hiddenName})`;
}

const firstGroup = (text: Sql, pattern: string, group = 1): Sql =>
  sql`nullif(regexp_extract(${text}, ${pattern}, ${raw(String(group))}), '')`;

const isArn = (text: Sql): Sql => sql`starts_with(${text}, 'arn:')`;
const isShort = (text: Sql): Sql => sql`length(${text}) <= ${raw(String(longestName))}`;

const kindOfArn = (key: Sql): Sql =>
  sql`CASE ${key} ${join(
    Object.entries(kindsByArn).map(([one, kind]) => sql`WHEN ${one} THEN ${kind}`),
    ' ',
  )} END`;

const serviceOfArn = sql`regexp_extract(text, ${partsOfArn}, 1)`;
const typeOfArn = sql`regexp_extract(text, ${partsOfArn}, 2)`;

const kind = sql`coalesce(known_kind,
  CASE WHEN ${isArn(raw('text'))} THEN coalesce(${kindOfArn(sql`${serviceOfArn} || ':' || ${typeOfArn}`)}, ${kindOfArn(sql`${serviceOfArn} || ':'`)}) END,
  ${unknownKind})`;

const name = sql`CASE WHEN NOT (${isArn(raw('text'))} OR starts_with(text, 'https://')) THEN text
  ELSE coalesce(CASE kind ${join(
    namesInArns.map(
      ([one, patterns]) =>
        sql`WHEN ${one} THEN coalesce(NULL, ${list(patterns.map((pattern) => firstGroup(raw('text'), pattern)))})`,
    ),
    ' ',
  )} ELSE ${firstGroup(raw('text'), lastPart)} END, text) END`;

const part = sql`CASE WHEN NOT ${isShort(raw('part'))} THEN NULL
  WHEN ${isArn(raw('part'))} THEN coalesce(${firstGroup(raw('part'), lastPart)}, part) ELSE part END`;

const arn = sql`CASE WHEN ${isArn(raw('text'))} THEN text
  WHEN ${isArn(raw('arn'))} AND ${isShort(raw('arn'))} THEN arn
  WHEN resources IS NOT NULL THEN list_filter(TRY(json_extract_string(resources, '$[*].ARN')), lambda one: ${isArn(raw('one'))}
    AND ${isShort(raw('one'))} AND (ends_with(one, '/' || name) OR ends_with(one, ':' || name)
      OR (starts_with(name, '/') AND ends_with(one, name))))[1] END`;

/** A place in the rules below: its number, its column by number, and in a document where, and its last key in quotes. */
interface Rule {
  readonly n: string | undefined;
  readonly c: number;
  readonly p: string | undefined;
  readonly k: string | undefined;
}

function rule(place: TargetPlace): Rule {
  const { column, steps } = targetPath(place.name);
  const key = steps.findLast((step) => step.kind === 'key');
  return {
    n: numbers.get(place),
    c: targetColumns.indexOf(column),
    p: targetDocuments.has(column) ? jsonPath(steps) : undefined,
    k: key && `"${key.key}"`,
  };
}

const ruleShape = { n: 'VARCHAR', c: 'INTEGER', p: 'VARCHAR', k: 'VARCHAR' };

/** A list of values as a table with the column `rule`. */
const fromJson = (values: readonly unknown[], shape: unknown): Sql =>
  sql`(SELECT unnest(from_json(${JSON.stringify(values)}, ${JSON.stringify([shape])})) AS rule)`;

const rulesOf = (isOfAction: boolean): Sql =>
  fromJson(
    actionPlaces.flatMap(({ service, action, places }) =>
      (action !== undefined) === isOfAction ? [{ s: service, a: action, own: places.map(rule) }] : [],
    ),
    { s: 'VARCHAR', a: 'VARCHAR', own: [ruleShape] },
  );

const ofActions = raw('derived.main.target_rules_of_actions');
const ofServices = raw('derived.main.target_rules_of_services');
const ofAll = raw('derived.main.target_rules_of_all');
const besideNames = raw('derived.main.target_rules_beside_names');

/** The column of a number, of those that are documents or of the others. */
function columnOf(number: Sql, isDocument: boolean): Sql {
  const cases = targetColumns.flatMap((column, at) =>
    targetDocuments.has(column) === isDocument
      ? [sql`WHEN ${raw(String(at))} THEN ${identifier(column)}`]
      : [],
  );
  return sql`CASE ${number} ${join(cases, ' ')} END`;
}

/** The text at a path in the column of a number. */
function textIn(column: Sql, path: Sql): Sql {
  const document = columnOf(column, true);
  return sql`CASE WHEN TRY(json_type(${document}, ${path})) = 'VARCHAR' THEN TRY(json_extract_string(${document}, ${path})) END`;
}

const namedIn = (text: Sql): Sql => sql`nullif(nullif(${text}, ''), ${hiddenName})`;

/** The text at the place of a rule behind the place's number. */
function found(one: Sql): Sql {
  const text = sql`CASE WHEN ${one}.p IS NULL THEN ${columnOf(sql`${one}.c`, false)} ELSE ${textIn(sql`${one}.c`, sql`${one}.p`)} END`;
  return sql`${one}.n || ${namedIn(text)}`;
}

/** What a place has besides its name: the word for it, and further paths by column and path, which all lead into documents. */
function furtherRules(): Sql {
  const along = (path: string | undefined): unknown =>
    path === undefined ? undefined : rule({ kind: undefined, name: path });
  return sql`SELECT rule.place AS known_place, rule.kind AS known_kind, rule.part.c AS part_column, rule.part.p AS part_path,
      rule.arn.c AS arn_column, rule.arn.p AS arn_path FROM ${fromJson(
        places.map(({ kind, part, arn }, place) => ({ place, kind, part: along(part), arn: along(arn) })),
        { place: 'INTEGER', kind: 'VARCHAR', part: ruleShape, arn: ruleShape },
      )}`;
}

const further = (column: Sql, path: Sql): Sql =>
  sql`CASE WHEN ${path} IS NOT NULL THEN ${namedIn(textIn(column, path))} END`;

/** The rules of a list that may give a text: a JSON text has a key as it is between quotes, or writes some of it with a backslash. */
const mayHave = (all: Sql): Sql =>
  sql`list_filter(${all}, lambda one: is_escaped OR one.k IS NULL OR contains(${columnOf(raw('one.c'), true)}, one.k))`;

const firstOfList = (all: Sql): Sql =>
  sql`list_filter(list_transform(${all}, lambda one: ${found(raw('one'))}), lambda one: one IS NOT NULL)[1]`;

/** Calls of all kinds have `name` somewhere in their requests, so it is looked up by itself. */
const generalList = generalPlaces.filter(
  ({ name }) => targetPath(name).column === 'requestParameters' && name !== 'requestParameters.name',
);
const generalKeys = generalList.flatMap((place) => rule(place).k?.replaceAll('"', '') ?? []);

function foundAt(place: TargetPlace): Sql {
  const text = textAt(place.name);
  return sql`${numbers.get(place) ?? ''} || ${place.within === undefined ? text : firstGroup(text, place.within)}`;
}

const firstOfAll = sql`coalesce(${found(raw('own[1]'))}, ${found(raw('own[2]'))},
  CASE WHEN len(own) > 2 THEN ${firstOfList(raw('own[3:]'))} END,
  CASE WHEN is_escaped OR regexp_matches("requestParameters", ${`"(?:${generalKeys.join('|')})"`})
    THEN ${firstOfList(mayHave(raw('general')))} END,
  ${list(generalPlaces.filter((place) => !generalList.includes(place)).map(foundAt))})`;

const isEscaped = join(
  [...targetDocuments].map((column) => sql`coalesce(contains(${identifier(column)}, ${'\\'}), false)`),
  ' OR ',
);

/** The short name of a service, and an event's name without a date, as `serviceName` and `plainEventName` have them. */
const service = raw(`CASE WHEN ends_with("eventSource", '.amazonaws.com') THEN left("eventSource", -14)
  WHEN ends_with("eventSource", '.amazonaws.com.cn') THEN left("eventSource", -17) ELSE "eventSource" END`);
const action = raw(`CASE WHEN right("eventName", 1) BETWEEN '0' AND '9'
  THEN regexp_replace("eventName", '[0-9]{8}(v[0-9]+)?$', '') ELSE "eventName" END`);

const made = (table: Sql, query: Sql): string => sqlWithValues(sql`CREATE TABLE ${table} AS ${query}`);
const rulesAs = (rules: Sql): Sql =>
  sql`SELECT rule.s AS service, rule.a AS action, rule.own AS own FROM ${rules}`;

/** Makes the tables in memory that `targetsOf` reads its places from: as constants they would be read anew by every statement. */
export const targetRules: readonly string[] = [
  made(ofActions, rulesAs(rulesOf(true))),
  made(ofServices, rulesAs(rulesOf(false))),
  made(
    ofAll,
    sql`SELECT rule.own AS own FROM ${fromJson([{ own: generalList.map(rule) }], { own: [ruleShape] })}`,
  ),
  made(besideNames, furtherRules()),
];

/**
 * The targets of events as `kind, name, part, arn` behind the columns `kept`; `events` stands behind FROM and has `targetColumns`.
 * An event without a target has no row. It says in SQL what `targetOf` says in TypeScript. Nothing is asked with WHERE below the
 * join: DuckDB would work it out a second time, before everything else.
 */
export const targetsOf = (
  events: Sql,
  kept: Sql,
): Sql => sql`SELECT ${kept}kind, name, ${part} AS part, ${arn} AS arn FROM (
  SELECT *, ${name} AS name FROM (
    SELECT *, ${kind} AS kind, ${further(raw('part_column'), raw('part_path'))} AS part, ${further(raw('arn_column'), raw('arn_path'))} AS arn FROM (
      SELECT *, left(found, ${raw(String(numberLength))})::INTEGER AS place, substr(found, ${raw(String(numberLength + 1))}) AS text FROM (
        SELECT * REPLACE (CASE WHEN length(found) <= ${raw(String(longestName + numberLength))} THEN found END AS found) FROM (
          SELECT *, ${firstOfAll} AS found FROM (SELECT * REPLACE (${mayHave(raw('own'))} AS own) FROM (
            SELECT event.*, coalesce(by_action.own, by_service.own) AS own, general.own AS general
            FROM (SELECT *, ${service} AS service, ${action} AS action, ${isEscaped} AS is_escaped FROM ${events}) event
            LEFT JOIN ${ofActions} by_action ON by_action.service = event.service AND by_action.action = event.action
            LEFT JOIN ${ofServices} by_service ON by_service.service = event.service
            CROSS JOIN ${ofAll} general))))) placed
    JOIN ${besideNames} further ON placed.place = further.known_place))`;
