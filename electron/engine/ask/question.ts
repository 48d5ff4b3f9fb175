import { isServiceCall } from '../../../shared/cloudtrail/rules.ts';
import { DuckDBTimestampValue } from '@duckdb/node-api';
import type { Question, Range, Scope } from '../../../shared/contract/common.ts';
import { identifier, join, raw, sql, type Sql } from '../db/sql.ts';
import { compileFilter } from './compile/compile-filter.ts';
import { nothingKnown, type KnownRows } from './compile/known-rows.ts';

const timestamp = (micros: number): Sql => sql`${new DuckDBTimestampValue(BigInt(micros))}`;

const eventTime = identifier('eventTime');

/** Events at this time or later. */
export const from = (micros: number): Sql => sql`${eventTime} >= ${timestamp(micros)}`;

/** Events before this time. */
export const before = (micros: number): Sql => sql`${eventTime} < ${timestamp(micros)}`;

/** Events whose time lies in the range; events without a time lie in none. */
export const inRange = (range: Range): Sql => sql`(${from(range.fromMicros)} AND ${before(range.toMicros)})`;

const oneOf = (field: string, values: readonly string[]): Sql =>
  values.length === 0
    ? raw('false')
    : sql`${identifier(field)} IN (${join(
        values.map((value) => sql`${value}`),
        ', ',
      )})`;

/** Parts of the scope, so that callers can leave one out. */
export type ScopeParts = Readonly<Record<'range' | 'accounts' | 'regions' | 'serviceCalls', Sql | undefined>>;

/** The scope's conditions one by one. */
export const scopeParts = (scope: Scope): ScopeParts => ({
  range: scope.range ? inRange(scope.range) : undefined,
  accounts: scope.accounts ? oneOf('recipientAccountId', scope.accounts) : undefined,
  regions: scope.regions ? oneOf('awsRegion', scope.regions) : undefined,
  serviceCalls: scope.hideServiceCalls ? compileFilter({ kind: 'not', of: isServiceCall }) : undefined,
});

/** Conditions that must all hold. */
export function allOf(conditions: readonly (Sql | undefined)[]): Sql {
  const present = conditions.filter((condition) => condition !== undefined);
  return present.length === 0 ? raw('true') : join(present, ' AND ');
}

/** A question with what has been looked up of its costly parts. */
export type AnsweredQuestion = Question & { readonly known: KnownRows };

/** A question of which nothing has been looked up. */
export const unanswered = (question: Question): AnsweredQuestion => ({ ...question, known: nothingKnown });

/** The condition on `event_columns` that a question stands for. */
export const whereOf = ({ scope, filter, known }: AnsweredQuestion): Sql =>
  allOf([...Object.values(scopeParts(scope)), compileFilter(filter, { known })]);

/** The question without its range. */
export const inAllTime = <Asked extends Question>(question: Asked): Asked => ({
  ...question,
  scope: { ...question.scope, range: null },
});
