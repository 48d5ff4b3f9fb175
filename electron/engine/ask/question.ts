import type { Question, Range, Scope } from '../../../shared/contract/common.ts';
import { join, raw, type Sql } from '../db/sql.ts';
import {
  compileBefore,
  compileFrom,
  compileRange,
  compileScope,
  type ScopeParts,
} from './compile/compile-scope.ts';
import { nothingCovered } from './compile/kept-path.ts';
import { nothingKnown, type KnownRows } from './compile/known-rows.ts';
import type { Covered } from '../derive/background-tables.ts';
import { duckdb } from './dialects/duckdb.ts';
import { compileFilter } from './local-sql.ts';

/** Events at this time or later. */
export const from = (micros: number): Sql => compileFrom(duckdb, micros);

/** Events before this time. */
export const before = (micros: number): Sql => compileBefore(duckdb, micros);

/** Events whose time lies in the range; events without a time lie in none. */
export const inRange = (range: Range): Sql => compileRange(duckdb, range);

/** The scope's conditions one by one. */
export const scopeParts = (scope: Scope): ScopeParts => compileScope(duckdb, scope);

/** Conditions that must all hold. */
export function allOf(conditions: readonly (Sql | undefined)[]): Sql {
  const present = conditions.filter((condition) => condition !== undefined);
  return present.length === 0 ? raw('true') : join(present, ' AND ');
}

/** A question with what has been looked up of its costly parts, and how far the table of request keys goes. */
export type AnsweredQuestion = Question & { readonly known: KnownRows; readonly covered: Covered };

/** The parameters of a call with what has been looked up of their question. */
export type Answered<Params> = Omit<Params, 'question'> & { readonly question: AnsweredQuestion };

/** A question of which nothing has been looked up. */
export const unanswered = (question: Question, covered: Covered = nothingCovered): AnsweredQuestion => ({
  ...question,
  known: nothingKnown,
  covered,
});

/** The condition on `event_columns` that a question stands for. */
export const whereOf = ({ scope, filter, known, covered }: AnsweredQuestion): Sql =>
  allOf([...Object.values(scopeParts(scope)), compileFilter(filter, { known, covered })]);

/** The question without its range. */
export const inAllTime = <Asked extends Question>(question: Asked): Asked => ({
  ...question,
  scope: { ...question.scope, range: null },
});
