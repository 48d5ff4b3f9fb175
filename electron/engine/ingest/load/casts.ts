import { isWithoutCallSql } from '../../db/without-call-sql.ts';
import { onlyWhere } from './only-where.ts';
import { fields, type Field } from '../../../../shared/fields/catalogue.ts';

/** A tree of record keys; leaves are the DuckDB types `from_json` gives them. */
type Structure = { [key: string]: string | Structure };

const recordFields = fields.filter((field) => !field.derived);

function structureOf(all: readonly Field[]): Structure {
  const root: Structure = {};
  for (const field of all) {
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
  return root;
}

/** What `from_json` takes from a record; `serviceEventDetails` is read for `outcome` alone and has no column. */
export const structure: Structure = { ...structureOf(recordFields), serviceEventDetails: 'JSON' };

/** A field of the parsed record `s`. */
export const member = (name: string): string =>
  `s.${name
    .split('.')
    .map((key) => `"${key}"`)
    .join('.')}`;

/** Fields whose column has a type that a text may fail to become. */
export const castFields: readonly Field[] = recordFields.filter(
  ({ type }) => type === 'time' || type === 'boolean' || type === 'number',
);

/** Keys whose value is an object with columns of its own, such as `userIdentity.sessionContext`. */
export const parents: readonly string[] = [
  ...new Set(
    recordFields.flatMap(({ name }) => {
      const keys = name.split('.');
      return keys.slice(1).map((_, index) => keys.slice(0, index + 1).join('.'));
    }),
  ),
];

/** Times that columns hold; microseconds of far years are no exact JavaScript numbers, and one such would take the end from every timeline. */
export const timeBounds = { from: '1700-01-01', to: '2250-01-01' } as const;

/** A time in UTC. DuckDB drops the offset of a text that it casts to TIMESTAMP, reads `infinity` and knows the year 290000. */
function timeSql(value: string): string {
  const time = `CASE WHEN suffix(${value}, 'Z') THEN TRY_CAST(${value} AS TIMESTAMP)
    ELSE TRY_CAST(${value} AS TIMESTAMPTZ) AT TIME ZONE 'UTC' END`;
  return `CASE WHEN ${time} BETWEEN TIMESTAMP '${timeBounds.from}' AND TIMESTAMP '${timeBounds.to}' THEN ${time} END`;
}

/** A field's value as its column has it, in the common forms; NULL sends a text that is there to `readWithCare`. */
export function castSql({ name, type }: Field): string {
  const value = member(name);
  if (type === 'time') return timeSql(value);
  return `TRY_CAST(${value} AS ${type === 'boolean' ? 'BOOLEAN' : 'DOUBLE'})`;
}

/** Texts that stand for a missing value in the exports of tables. */
export const absentTexts: ReadonlySet<string> = new Set([
  '',
  '-',
  'null',
  'none',
  'nil',
  'nan',
  'n/a',
  'undefined',
  '(null)',
]);

/**
 * Fields of every record but those of Insights, which have no caller. Source: AWS CloudTrail User Guide, "CloudTrail record
 * contents for management, data, and network activity events" (fields that are not optional).
 */
export const requiredFields = [
  'eventTime',
  'eventVersion',
  'userIdentity',
  'sourceIPAddress',
  'awsRegion',
] as const;

const leavesBelow = (parent: string): string[] =>
  recordFields.flatMap(({ name }) => (name.startsWith(`${parent}.`) ? [member(name)] : []));

/** NULL where a record has no such field, or an object without any of its columns. */
const present = (name: string): string =>
  parents.includes(name) ? `coalesce(${leavesBelow(name).join(', ')})` : `nullif(${member(name)}, '')`;

/** True where a value other than null gave its object no column: it is a text or a list, or an object without known keys. */
const isHollow = (parent: string): string => {
  const key = parent.split('.').at(-1) ?? parent;
  return onlyWhere(
    `${member(parent)} IS NOT NULL AND coalesce(${leavesBelow(parent).join(', ')}) IS NULL`,
    `NOT contains(raw, '"${key}":{}')`,
  );
};

const isDoubtful = [
  ...castFields.map(({ name }) => `("${name}" IS NULL AND ${member(name)} IS NOT NULL)`),
  ...parents.map(isHollow),
].join('\n    OR ');

const isReduced = `(${requiredFields.map((name) => `${present(name)} IS NULL`).join(' OR ')})
  AND NOT coalesce(${isWithoutCallSql('s.')}, false)`;

/** Behind the completeness of rows that `readWithCare` has to look at; it never leaves the transaction that wrote it. */
export const doubtMark = ' ?';

/** How much of a record there is, from the column `quality` that record sources give (0 whole, 1 cut off, 2 in part). */
export const completenessSql = `CASE quality WHEN 0 THEN CASE WHEN ${isReduced} THEN 'reduced' ELSE 'complete' END
    WHEN 1 THEN 'truncated' ELSE 'partial' END || CASE WHEN ${isDoubtful} THEN '${doubtMark}' ELSE '' END`;

/** `completenessSql` taken back to `quality`. */
export const qualitySql = `CASE WHEN starts_with(completeness, 'truncated') THEN 1 WHEN starts_with(completeness, 'partial') THEN 2 ELSE 0 END`;
