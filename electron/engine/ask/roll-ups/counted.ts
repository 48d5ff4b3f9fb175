import type { Range } from '../../../../shared/contract/common.ts';
import type { Reader } from '../../db/pool.ts';
import type { DerivedTables } from '../../derive/derived-tables.ts';
import { count } from '../../db/rows.ts';
import { identifier, join, raw, sql, type Sql } from '../../db/sql.ts';
import { withAgents } from '../clients.ts';
import { inRange } from '../question.ts';
import { hoursOf, inCutHours, inWholeHours, type Hours, type Steps } from './hours.ts';
import { rollUps, type RollUp } from './tables.ts';

/** What counting works with. */
export interface CountedBy {
  readonly reader: Reader;
  readonly derived: Pick<DerivedTables, 'covered'>;
}

/** What is to be counted. */
export interface Counting {
  /** The condition on `event_columns`, but for the range. */
  readonly where: Sql;
  readonly range?: Range | null | undefined;
  /** Everything besides the time that is read of the events. */
  readonly columns: readonly Sql[];
  /** The steps of time that are counted by, when any are. */
  readonly steps?: Steps | undefined;
}

/** Rows that stand for the events to be counted: the events themselves, or sums of them. */
export interface Counted {
  /** What stands behind FROM, with its condition. It has the columns asked for, and `eventTime` where there are steps. */
  readonly from: Sql;
  /** What a subquery has to hand on behind its columns, for the counts below. */
  readonly beside: Sql;
  /** The number of events of a group. */
  readonly events: Sql;
  /** The number of events of a group that a condition holds for. */
  readonly eventsWith: (condition: Sql) => Sql;
  /** What stands behind GROUP BY: without it there would be groups of no event. */
  readonly having: Sql;
}

const plainly = ({ where, range }: Counting): Counted => ({
  from: sql`trail.main.event_columns WHERE ${where}${range ? sql` AND ${inRange(range)}` : raw('')}`,
  beside: raw(''),
  events: raw('count(*)'),
  eventsWith: (condition) => sql`(count(*) FILTER (WHERE ${condition}))`,
  having: raw(''),
});

/** Names in double quotes; SQL of ours quotes every column of the events. */
const quotedName = /"((?:[^"]|"")+)"/g;

/** The columns that pieces of SQL read; undefined when they read more than one row of the events, or what is not in it. */
function columnsOf(pieces: readonly Sql[]): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const { parts, reads } of pieces) {
    const text = withAgents(parts.join(' '));
    if (reads.length > 0 || /\bSELECT\b/i.test(text)) return undefined;
    for (const [, name = ''] of text.matchAll(quotedName)) names.add(name);
  }
  return names;
}

/** The rows of a roll-up under the names of `event_columns`; undefined when it has not all of these columns. */
function rowsOf({ table, fields, beside }: RollUp, columns: readonly string[]): Sql | undefined {
  const name = raw(`derived.main.${table.name}`);
  if (!beside) return columns.every((column) => fields.includes(column)) ? name : undefined;
  // The rows of any one field stand for all events.
  const [field = fields[0], ...others] = columns.filter((column) => !beside.includes(column));
  if (field === undefined || others.length > 0 || !fields.includes(field)) return undefined;
  const type = raw(typeOf(field));
  return sql`(SELECT * EXCLUDE (value), value::${type} AS ${identifier(field)} FROM ${name} WHERE field = ${raw(`'${field}'`)})`;
}

const typeOf = (field: string): string => (field === 'readOnly' ? 'BOOLEAN' : 'VARCHAR');

/** True when a table of sums needed too many rows and holds none. */
export async function isGivenUp(reader: Reader, table: string): Promise<boolean> {
  const { rows } = await reader.one(
    sql`SELECT count(*)::DOUBLE AS rows FROM ${raw(`derived.main.${table}`)} WHERE events IS NULL`,
    { rows: count },
  );
  return rows > 0;
}

function fromSums(
  rows: Sql,
  { where }: Counting,
  { columns, hours }: { readonly columns: readonly string[]; readonly hours: Hours | undefined },
): Counted {
  const names = join([...columns.map(identifier), ...(hours ? [raw('"eventTime"')] : [])], ', ');
  const comma = columns.length === 0 && !hours ? raw('') : raw(', ');
  const whole = hours && inWholeHours(hours);
  const pieces = [
    sql`SELECT ${names}${comma}events AS weight FROM ${rows} WHERE ${where}${whole ? sql` AND ${whole}` : raw('')}`,
    ...(hours ? inCutHours(hours) : []).map(
      (inHours) => sql`SELECT ${names}${comma}1 AS weight FROM trail.main.event_columns
        WHERE ${where} AND ${inHours}${hours?.range ? sql` AND ${inRange(hours.range)}` : raw('')}`,
    ),
  ];
  return {
    from: sql`(${join(pieces, ' UNION ALL ')}) sums`,
    beside: raw(', weight'),
    events: raw('coalesce(sum(weight), 0)'),
    eventsWith: (condition) => sql`coalesce(sum(weight) FILTER (WHERE ${condition}), 0)`,
    having: raw(' HAVING sum(weight) > 0'),
  };
}

/**
 * The cheapest rows that give exactly the counts that the events give: those of a roll-up that has every column that is read,
 * with the hours that a range or steps cut through taken from the events, or else the events.
 */
export async function counted({ reader, derived }: CountedBy, counting: Counting): Promise<Counted> {
  const names = columnsOf([counting.where, ...counting.columns]);
  if (!names) return plainly(counting);
  const columns = [...names];
  const isTimed = Boolean(counting.range ?? counting.steps);
  const hours = isTimed ? hoursOf(counting.range ?? undefined, counting.steps) : undefined;
  if (isTimed && !hours) return plainly(counting);
  for (const rollUp of rollUps) {
    if (derived.covered(rollUp.table.name) !== 'all' || (isTimed && !rollUp.isByHour)) continue;
    const rows = rowsOf(rollUp, columns);
    if (rows && !(await isGivenUp(reader, rollUp.table.name)))
      return fromSums(rows, counting, { columns, hours });
  }
  return plainly(counting);
}
