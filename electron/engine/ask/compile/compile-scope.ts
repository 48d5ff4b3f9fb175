import { not } from '../../../../shared/cloudtrail/conditions.ts';
import { isOfConsequence, isServiceRoutine } from '../../../../shared/cloudtrail/consequence.ts';
import { isServiceCall } from '../../../../shared/cloudtrail/rules.ts';
import type { Range, Scope } from '../../../../shared/contract/common.ts';
import { join, sql, type Sql } from '../../db/sql.ts';
import type { Dialect } from '../dialects/dialect.ts';
import { compileFilter } from './compile-filter.ts';
import { never } from './logic.ts';

const timeOf = (dialect: Dialect): Sql => dialect.column('eventTime', undefined);

/** Events at this time or later. */
export const compileFrom = (dialect: Dialect, micros: number): Sql =>
  sql`${timeOf(dialect)} >= ${dialect.moment(micros)}`;

/** Events before this time. */
export const compileBefore = (dialect: Dialect, micros: number): Sql =>
  sql`${timeOf(dialect)} < ${dialect.moment(micros)}`;

/** Events whose time lies in the range; events without a time lie in none. */
export const compileRange = (dialect: Dialect, { fromMicros, toMicros }: Range): Sql =>
  sql`(${compileFrom(dialect, fromMicros)} AND ${compileBefore(dialect, toMicros)})`;

const oneOf = (dialect: Dialect, field: string, values: readonly string[]): Sql =>
  values.length === 0
    ? never
    : sql`${dialect.column(field, undefined)} IN (${join(
        values.map((value) => sql`${value}`),
        ', ',
      )})`;

/** Parts of the scope, so that callers can leave one out. */
export type ScopeParts = Readonly<
  Record<'range' | 'accounts' | 'regions' | 'serviceCalls' | 'consequence', Sql | undefined>
>;

function withoutServiceCalls(dialect: Dialect, scope: Scope): Sql | undefined {
  if (scope.hideServiceCalls) return compileFilter(dialect, not(isServiceCall));
  return scope.hideServiceRoutine ? compileFilter(dialect, not(isServiceRoutine)) : undefined;
}

/** The scope's conditions one by one. */
export const compileScope = (dialect: Dialect, scope: Scope): ScopeParts => ({
  range: scope.range ? compileRange(dialect, scope.range) : undefined,
  accounts: scope.accounts ? oneOf(dialect, 'recipientAccountId', scope.accounts) : undefined,
  regions: scope.regions ? oneOf(dialect, 'awsRegion', scope.regions) : undefined,
  serviceCalls: withoutServiceCalls(dialect, scope),
  consequence: scope.onlyConsequence ? compileFilter(dialect, isOfConsequence) : undefined,
});
