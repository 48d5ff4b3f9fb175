import type { Range } from '../../../../shared/contract/common.ts';
import { join, sql, type Sql } from '../../db/sql.ts';
import { duckdb } from '../dialects/duckdb.ts';
import { before, from } from '../question.ts';

const hour = 3_600_000_000;
const floor = (micros: number): number => Math.floor(micros / hour) * hour;

/**
 * Steps that events are counted by: the first begins `fromMicros`, each is `widthMicros` long where `edges` do not say
 * otherwise, up to `toMicros`.
 */
export interface Steps {
  readonly fromMicros: number;
  readonly toMicros: number;
  readonly widthMicros: number;
  /** The beginnings of all steps and the end of the last one; only where not all are equally long. */
  readonly edges?: readonly number[] | undefined;
}

/** What of a span of time sums by the hour can tell, and what they cannot: the hours that an edge goes through. */
export interface Hours {
  /** The beginnings of the hours that are cut through. */
  readonly cut: readonly number[];
  readonly range: Range | undefined;
}

/** Reading more single hours than this costs more than reading all of the span. */
const mostCut = 200;

/** How a range and steps lie in hours; undefined where they cut through so many that whole hours help little. */
export function hoursOf(range: Range | undefined, steps: Steps | undefined): Hours | undefined {
  const cut = new Set<number>();
  const add = (micros: number): void => {
    if (micros % hour !== 0) cut.add(floor(micros));
  };
  const spanMicros = Math.max(
    range ? range.toMicros - range.fromMicros : 0,
    steps ? steps.toMicros - steps.fromMicros : 0,
  );
  if (steps?.edges) {
    const within = steps.edges.filter((edge) => edge % hour !== 0);
    if (within.length > mostCut) return undefined;
    for (const edge of within) add(edge);
  } else if (steps) {
    const isWhole = steps.fromMicros % hour === 0 && steps.widthMicros % hour === 0;
    if (!isWhole) {
      const count = Math.ceil((steps.toMicros - steps.fromMicros) / steps.widthMicros);
      if (count > mostCut) return undefined;
      for (let at = 0; at <= count; at += 1) add(steps.fromMicros + at * steps.widthMicros);
    }
  }
  if (range) for (const edge of [range.fromMicros, range.toMicros]) add(edge);
  return cut.size > Math.max(2, spanMicros / hour / 4) ? undefined : { cut: [...cut], range };
}

/** Holds for the beginnings of hours that lie in the range as a whole and that nothing cuts through. */
export function inWholeHours({ cut, range }: Hours): Sql | undefined {
  const conditions = [
    ...(range ? [from(floor(range.fromMicros)), before(range.toMicros)] : []),
    ...(cut.length === 0 ? [] : [sql`("eventTime" IS NULL OR "eventTime" NOT IN (${moments(cut)}))`]),
  ];
  return conditions.length === 0 ? undefined : join(conditions, ' AND ');
}

/** Conditions on events, each for some of the hours that are cut through; together they hold for every event in them once. */
export function inCutHours({ cut }: Hours): readonly Sql[] {
  if (cut.length > 2) return [sql`date_trunc('hour', "eventTime") IN (${moments(cut)})`];
  return cut.map((begin) => sql`${from(begin)} AND ${before(begin + hour)}`);
}

const moments = (micros: readonly number[]): Sql => join(micros.map(duckdb.moment), ', ');
