import { isOfConsequence, isServiceRoutine } from '../../../../shared/cloudtrail/consequence.ts';
import { isFailed, isServiceCall } from '../../../../shared/cloudtrail/rules.ts';
import type { ResultOf } from '../../../../shared/bridge/contract.ts';
import type { Range, ValueCount } from '../../../../shared/contract/common.ts';
import type { placesContract } from '../../../../shared/contract/places.ts';
import { compileFilter } from '../../ask/local-sql.ts';
import type { Local } from '../../ask/local.ts';
import { counted } from '../../ask/roll-ups/counted.ts';
import type { Steps } from '../../ask/roll-ups/hours.ts';
import { allOf, inAllTime, scopeParts, whereOf, type AnsweredQuestion } from '../../ask/question.ts';
import { spanWhere } from '../../ask/span.ts';
import { valuesOf } from '../../ask/values-of.ts';
import { count, number, numberOrNull, text, textOrNull } from '../../db/rows.ts';
import { identifier, raw, sql, type Sql } from '../../db/sql.ts';

const account = identifier('recipientAccountId');
const region = identifier('awsRegion');
const isGlobal = raw(`"globalService"`);

type ScopeSummary = ResultOf<(typeof placesContract)['places.scope']>;
type Matrix = ResultOf<(typeof placesContract)['places.matrix']>;
type Cell = Matrix['cells'][number];
type PlaceCount = Matrix['accounts'][number];

/** The number of events in a range that a condition holds for. */
async function countWhere(local: Local, range: Range | null, where: Sql): Promise<number> {
  const { from, events } = await counted(local, { where, range, columns: [] });
  const row = await local.reader.one(sql`SELECT ${events}::DOUBLE AS events FROM ${from}`, { events: count });
  return row.events;
}

/** All accounts and Regions of the archive, each with its events, the most first. */
async function allPlaces(local: Local): Promise<{ accounts: ValueCount[]; regions: ValueCount[] }> {
  const { from, beside, events, having } = await counted(local, {
    where: raw('true'),
    columns: [account, region],
  });
  const places = valuesOf([account, region], {
    ...{ from, handedOn: beside, measures: sql`${events}::DOUBLE AS events`, having },
  });
  const rows = await local.reader.read(sql`${places} ORDER BY events DESC, value`, {
    facet: number,
    value: textOrNull,
    events: count,
  });
  const placesOf = (facet: number): ValueCount[] =>
    rows.flatMap((row) => (row.facet === facet ? [{ value: row.value, count: row.events }] : []));
  return { accounts: placesOf(0), regions: placesOf(1) };
}

/** What the scope bar offers, and what the scope hides from the question. */
export async function scopeSummary(local: Local, question: AnsweredQuestion): Promise<ScopeSummary> {
  const { range } = question.scope;
  const parts = scopeParts(question.scope);
  const filter = compileFilter(question.filter, question);
  const inPlaces = [parts.accounts, parts.regions, filter];
  const hidden = question.scope.hideServiceCalls ? isServiceCall : isServiceRoutine;
  const serviceCallsToo = allOf([...inPlaces, parts.consequence, compileFilter(hidden)]);
  const othersToo = allOf([
    ...inPlaces,
    parts.serviceCalls,
    compileFilter({ kind: 'not', of: isOfConsequence }),
  ]);
  const outsideRegions = allOf([parts.accounts, parts.serviceCalls, parts.consequence, filter]);
  const [places, total, serviceCalls, withoutConsequence, hiddenGlobalEvents] = await Promise.all([
    allPlaces(local),
    countWhere(local, range, whereOf(inAllTime(question))),
    countWhere(local, range, serviceCallsToo),
    countWhere(local, range, othersToo),
    parts.regions
      ? countWhere(local, range, sql`${outsideRegions} AND ${isGlobal} AND (${parts.regions}) IS NOT TRUE`)
      : 0,
  ]);
  return {
    total,
    ...places,
    hides: { serviceCalls, withoutConsequence },
    hiddenGlobalEvents,
  };
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
const hour = 3_600 * second;

/** The steps of the strips over a span, at most so many: whole hours where they are that long, for which sums are at hand. */
function stepsOver(span: Range, most: number): Steps {
  const unit = span.toMicros - span.fromMicros > most * hour ? hour : second;
  const fromMicros = Math.floor(span.fromMicros / unit) * unit;
  const widthMicros = Math.ceil(Math.max(1, span.toMicros - fromMicros) / most / unit) * unit;
  return { ...span, fromMicros, widthMicros };
}

const stepCount = ({ fromMicros, toMicros, widthMicros }: Steps): number =>
  Math.max(1, Math.ceil((toMicros - fromMicros) / widthMicros));

/** The step that an event lies in; NULL without steps or a time. */
const stepOf = (steps: Steps | undefined): Sql =>
  steps
    ? sql`((epoch_us("eventTime") - ${BigInt(steps.fromMicros)}::BIGINT) // ${BigInt(steps.widthMicros)}::BIGINT)::INTEGER`
    : raw('NULL::INTEGER');

/**
 * Events of a question by account and Region, each with its activity over the question's span in equal steps. Places that
 * only files name are cells too: files without matching events mean silence, no file at all means nothing is known.
 */
export async function placesMatrix(
  local: Local,
  question: AnsweredQuestion,
  stripBins: number,
): Promise<Matrix> {
  const { reader } = local;
  const span = question.scope.range ?? (await spanWhere(reader, whereOf(question)));
  const steps = span && stepsOver(span, stripBins);
  const bins = steps ? stepCount(steps) : stripBins;
  const hasFailed = compileFilter(isFailed);
  const { from, events, eventsWith, having } = await counted(local, {
    where: whereOf(inAllTime(question)),
    range: question.scope.range,
    columns: [account, region, isGlobal, hasFailed],
    steps,
  });
  const [places, delivered] = await Promise.all([
    reader.read(
      sql`SELECT ${account} AS account, ${region} AS region, ${stepOf(steps)} AS step, ${events}::DOUBLE AS events,
            ${eventsWith(hasFailed)}::DOUBLE AS failed, ${eventsWith(isGlobal)}::DOUBLE AS global
          FROM ${from} GROUP BY ALL${having}`,
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
      strip: new Array<number>(bins).fill(0),
    };
    cells.set(key, cell);
    return cell;
  };
  for (const row of places) {
    const cell = cellAt(row);
    cell.events += row.events;
    cell.failed += row.failed;
    cell.globalEvents += row.global;
    if (row.step !== null) {
      const at = Math.min(bins - 1, row.step);
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
