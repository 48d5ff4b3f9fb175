import { isFailed } from '../../../../shared/cloudtrail/rules.ts';
import type { ResultOf } from '../../../../shared/bridge/contract.ts';
import type { Range, ValueCount } from '../../../../shared/contract/common.ts';
import type { placesContract } from '../../../../shared/contract/places.ts';
import { compileFilter } from '../../ask/local-sql.ts';
import { allOf, scopeParts, whereOf, type AnsweredQuestion } from '../../ask/question.ts';
import { spanWhere } from '../../ask/span.ts';
import { valuesOf } from '../../ask/values-of.ts';
import type { Reader } from '../../db/pool.ts';
import { count, number, numberOrNull, text, textOrNull } from '../../db/rows.ts';
import { identifier, raw, sql, type Sql } from '../../db/sql.ts';

const account = identifier('recipientAccountId');
const region = identifier('awsRegion');
const isGlobal = raw(`"globalService"`);

type ScopeSummary = ResultOf<(typeof placesContract)['places.scope']>;
type Matrix = ResultOf<(typeof placesContract)['places.matrix']>;
type Cell = Matrix['cells'][number];
type PlaceCount = Matrix['accounts'][number];

async function countWhere(reader: Reader, condition: Sql): Promise<number> {
  const [row] = await reader.read(
    sql`SELECT count(*)::DOUBLE AS events FROM trail.main.event_columns WHERE ${condition}`,
    { events: count },
  );
  return row?.events ?? 0;
}

/** All accounts and Regions of the archive, each with its events, the most first. */
async function allPlaces(reader: Reader): Promise<{ accounts: ValueCount[]; regions: ValueCount[] }> {
  const counted = valuesOf([account, region], {
    where: raw('true'),
    measures: raw('count(*)::DOUBLE AS events'),
  });
  const rows = await reader.read(sql`${counted} ORDER BY events DESC, value`, {
    facet: number,
    value: textOrNull,
    events: count,
  });
  const placesOf = (facet: number): ValueCount[] =>
    rows.flatMap((row) => (row.facet === facet ? [{ value: row.value, count: row.events }] : []));
  return { accounts: placesOf(0), regions: placesOf(1) };
}

/** What the scope bar offers, and what the scope hides from the question. */
export async function scopeSummary(reader: Reader, question: AnsweredQuestion): Promise<ScopeSummary> {
  const parts = scopeParts(question.scope);
  const filter = compileFilter(question.filter, question);
  const withoutServiceCalls = allOf([parts.range, parts.accounts, parts.regions, filter]);
  const outsideRegions = allOf([parts.range, parts.accounts, parts.serviceCalls, filter]);
  const [places, total, allCalls, hiddenGlobalEvents] = await Promise.all([
    allPlaces(reader),
    countWhere(reader, whereOf(question)),
    parts.serviceCalls ? countWhere(reader, withoutServiceCalls) : undefined,
    parts.regions
      ? countWhere(reader, sql`${outsideRegions} AND ${isGlobal} AND (${parts.regions}) IS NOT TRUE`)
      : 0,
  ]);
  return { total, ...places, hiddenServiceCalls: (allCalls ?? total) - total, hiddenGlobalEvents };
}

function totals(cells: readonly Cell[], key: 'account' | 'region'): PlaceCount[] {
  const sums = new Map<string | null, PlaceCount>();
  for (const cell of cells) {
    const sum = sums.get(cell[key]) ?? { value: cell[key], events: 0, failed: 0 };
    sum.events += cell.events;
    sum.failed += cell.failed;
    sums.set(cell[key], sum);
  }
  return [...sums.values()].sort(
    (a, b) => b.events - a.events || (a.value ?? '').localeCompare(b.value ?? ''),
  );
}

const second = 1_000_000;

/** The step of the strips that an event lies in, of so many over the span; NULL without a span or a time. */
function stepOf(span: Range | undefined, steps: number): Sql {
  if (!span) return raw('NULL::INTEGER');
  const width = Math.max(second, Math.ceil((span.toMicros - span.fromMicros) / steps));
  return sql`((epoch_us("eventTime") - ${BigInt(span.fromMicros)}::BIGINT) // ${BigInt(width)}::BIGINT)::INTEGER`;
}

/**
 * Events of a question by account and Region, each with its activity over the question's span in equal steps. Places that
 * only files name are cells too: files without matching events mean silence, no file at all means nothing is known.
 */
export async function placesMatrix(
  reader: Reader,
  question: AnsweredQuestion,
  stripBins: number,
): Promise<Matrix> {
  const where = whereOf(question);
  const span = question.scope.range ?? (await spanWhere(reader, where));
  const [counted, delivered] = await Promise.all([
    reader.read(
      sql`SELECT ${account} AS account, ${region} AS region, ${stepOf(span, stripBins)} AS step, count(*)::DOUBLE AS events,
            (count(*) FILTER (WHERE ${compileFilter(isFailed)}))::DOUBLE AS failed,
            (count(*) FILTER (WHERE ${isGlobal}))::DOUBLE AS global
          FROM trail.main.event_columns WHERE ${where} GROUP BY ALL`,
      {
        account: textOrNull,
        region: textOrNull,
        step: numberOrNull,
        events: count,
        failed: count,
        global: count,
      },
    ),
    reader.read(
      sql`SELECT path_account AS account, path_region AS region, count(*)::DOUBLE AS files FROM trail.main.files
          WHERE path_account IS NOT NULL AND path_region IS NOT NULL AND status IN ('accepted', 'partial') GROUP BY ALL`,
      { account: text, region: text, files: count },
    ),
  ]);
  const cells = new Map<string, Cell>();
  const cellAt = (place: Pick<Cell, 'account' | 'region'>): Cell => {
    const key = JSON.stringify([place.account, place.region]);
    const cell = cells.get(key) ?? {
      account: place.account,
      region: place.region,
      events: 0,
      failed: 0,
      globalEvents: 0,
      files: 0,
      strip: new Array<number>(stripBins).fill(0),
    };
    cells.set(key, cell);
    return cell;
  };
  for (const row of counted) {
    const cell = cellAt(row);
    cell.events += row.events;
    cell.failed += row.failed;
    cell.globalEvents += row.global;
    if (row.step !== null) {
      const at = Math.min(stripBins - 1, row.step);
      cell.strip[at] = (cell.strip[at] ?? 0) + row.events;
    }
  }
  for (const row of delivered) cellAt(row).files = row.files;
  const list = [...cells.values()];
  return {
    fromMicros: span?.fromMicros ?? null,
    toMicros: span?.toMicros ?? null,
    accounts: totals(list, 'account'),
    regions: totals(list, 'region'),
    cells: list,
  };
}
