import type { Question, Scope } from '../../../../shared/contract/common.ts';
import type { Sort } from '../../../../shared/contract/events.ts';
import { fieldNamed, isComposedField } from '../../../../shared/fields/catalogue.ts';
import { conjuncts } from '../../../../shared/filter/conjuncts.ts';
import { describeFilter } from '../../../../shared/filter/describe.ts';
import { identifier, raw, sql, type Sql } from '../../db/sql.ts';
import { inPlainNames } from '../../db/views.ts';
import { compileFilter, fieldText } from '../../ask/local-sql.ts';
import { besideOf } from '../../ask/beside-fields.ts';
import { orderBy } from '../../ask/event-rows.ts';
import type { ScopeParts } from '../../ask/compile/compile-scope.ts';
import { scopeParts } from '../../ask/question.ts';
import { sqlWithValues } from '../../ask/dialects/duckdb/sql-literal.ts';

const scopeSays: Readonly<Record<keyof ScopeParts, string>> = {
  range: 'the time range',
  accounts: 'the chosen accounts',
  regions: 'the chosen Regions',
  serviceCalls: 'without calls that AWS services made on their own',
  consequence: 'only changes, keys and secrets',
};

function saysOf(name: keyof ScopeParts, { hideServiceCalls }: Scope): string {
  const isRoutine = name === 'serviceCalls' && !hideServiceCalls;
  return `${scopeSays[name]}${isRoutine ? ' and that have no consequence' : ''}`;
}

/** No SQL composes a sentence: what stands for it, under a name that says so. */
const columnSql = (name: string): Sql =>
  isComposedField(name)
    ? sql`${fieldText(name)} AS event_name_and_target`
    : fieldNamed(name) && !besideOf(name)
      ? identifier(name)
      : sql`${fieldText(name)} AS ${identifier(name)}`;

/** A piece as text under the names that people write. Values have no line breaks left: they are written as chr(10). */
const onOneLine = (piece: Sql): string => sqlWithValues(inPlainNames(piece)).replace(/\n\s*/g, ' ');

/** The question in its order as one SELECT over `event_columns`, a line with a remark for every condition. */
export function questionSql(question: Question, sort: Sort, columns: readonly string[]): string {
  const items = (columns.length === 0 ? ['eventTime', 'eventName'] : columns).map(columnSql);
  const conditions = [
    ...Object.entries(scopeParts(question.scope)).flatMap(([name, condition]) =>
      condition ? [{ says: saysOf(name as keyof ScopeParts, question.scope), condition }] : [],
    ),
    ...conjuncts(question.filter).map((one) => ({
      says: describeFilter(one),
      condition: compileFilter(one),
    })),
  ];
  const lines = conditions.map(
    ({ says, condition }, index) => `${index === 0 ? 'WHERE' : '  AND'} ${onOneLine(condition)} -- ${says}`,
  );
  return [
    `SELECT ${items.map((item) => onOneLine(item)).join(',\n  ')}`,
    'FROM event_columns',
    ...lines,
    `ORDER BY ${onOneLine(sort.length === 0 ? raw('file_id, ordinal') : orderBy(sort))}`,
  ].join('\n');
}
