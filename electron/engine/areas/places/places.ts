import { isFailed } from '../../../../shared/cloudtrail/rules.ts';
import type { Range, ValueCount } from '../../../../shared/contract/common.ts';
import type { Histogram } from '../../../../shared/contract/timeline.ts';
import { textOrNull, type Reader, type Row } from '../../db/pool.ts';
import { identifier, raw, sql, type Sql } from '../../db/sql.ts';
import { compileFilter } from '../../ask/local-sql.ts';
import { histogramOver } from '../timeline/histogram.ts';
import { allOf, scopeParts, whereOf, type AnsweredQuestion } from '../../ask/question.ts';

const account = identifier('recipientAccountId');
const region = identifier('awsRegion');
const isError = compileFilter(isFailed);
const isGlobal = raw(`"globalService"`);

const count = (value: unknown): number => Number(value ?? 0);
const microsOrNull = (value: unknown): number | null => (typeof value === 'number' ? value : null);

const valueCounts = (rows: readonly Row[]): ValueCount[] =>
  rows.map(([value, events]) => ({ value: textOrNull(value), count: count(events) }));

/** Events by account and by Region, of all events or of a question. */
interface PlaceCount {
  value: string | null;
  events: number;
  errors: number;
}

/** What the scope bar offers, and what the scope hides from the question. */
export async function scopeSummary(
  reader: Reader,
  question: AnsweredQuestion,
): Promise<{
  total: number;
  accounts: ValueCount[];
  regions: ValueCount[];
  hiddenServiceCalls: number;
  hiddenGlobalEvents: number;
}> {
  const parts = scopeParts(question.scope);
  const filter = compileFilter(question.filter, { known: question.known });
  const places = reader.rows(
    sql`SELECT grouping(${account}), ${account}, ${region}, count(*)::DOUBLE FROM trail.main.event_columns
        GROUP BY GROUPING SETS ((${account}), (${region})) ORDER BY 4 DESC, 2, 3`,
  );
  const counted = (condition: Sql): Promise<readonly Row[]> =>
    reader.rows(sql`SELECT count(*)::DOUBLE FROM trail.main.event_columns WHERE ${condition}`);
  const withoutServiceCalls = allOf([parts.range, parts.accounts, parts.regions, filter]);
  const outsideRegions = allOf([parts.range, parts.accounts, parts.serviceCalls, filter]);
  const [rows, total, allCalls, globals] = await Promise.all([
    places,
    counted(whereOf(question)),
    parts.serviceCalls ? counted(withoutServiceCalls) : undefined,
    parts.regions
      ? counted(sql`${outsideRegions} AND ${isGlobal} AND (${parts.regions}) IS NOT TRUE`)
      : undefined,
  ]);
  const matching = count(total[0]?.[0]);
  return {
    total: matching,
    accounts: valueCounts(
      rows.filter(([isRegion]) => Number(isRegion) === 0).map(([, value, , events]) => [value, events]),
    ),
    regions: valueCounts(
      rows.filter(([isRegion]) => Number(isRegion) === 1).map(([, , value, events]) => [value, events]),
    ),
    hiddenServiceCalls: allCalls ? count(allCalls[0]?.[0]) - matching : 0,
    hiddenGlobalEvents: globals ? count(globals[0]?.[0]) : 0,
  };
}

interface Cell {
  account: string | null;
  region: string | null;
  events: number;
  errors: number;
  globalEvents: number;
  files: number;
  strip: number[];
}

interface Matrix {
  fromMicros: number | null;
  toMicros: number | null;
  accounts: PlaceCount[];
  regions: PlaceCount[];
  cells: Cell[];
}

const second = 1_000_000;

async function spanOf(reader: Reader, where: Sql): Promise<Range | null> {
  const [row] = await reader.rows(
    sql`SELECT epoch_us(min("eventTime"))::DOUBLE, epoch_us(max("eventTime"))::DOUBLE FROM trail.main.event_columns WHERE ${where}`,
  );
  const [first, last] = row ?? [];
  if (typeof first !== 'number' || typeof last !== 'number') return null;
  return { fromMicros: first, toMicros: last + second };
}

function totals(cells: readonly Cell[], key: 'account' | 'region'): PlaceCount[] {
  const sums = new Map<string | null, PlaceCount>();
  for (const cell of cells) {
    const sum = sums.get(cell[key]) ?? { value: cell[key], events: 0, errors: 0 };
    sum.events += cell.events;
    sum.errors += cell.errors;
    sums.set(cell[key], sum);
  }
  return [...sums.values()].sort(
    (a, b) => b.events - a.events || (a.value ?? '').localeCompare(b.value ?? ''),
  );
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
  const span = question.scope.range ?? (await spanOf(reader, where));
  const width = span ? Math.max(second, Math.ceil((span.toMicros - span.fromMicros) / stripBins)) : second;
  const bin = span
    ? sql`((epoch_us("eventTime") - ${BigInt(span.fromMicros)}::BIGINT) // ${BigInt(width)}::BIGINT)::INTEGER`
    : raw('NULL::INTEGER');
  const [counted, delivered] = await Promise.all([
    reader.rows(
      sql`SELECT ${account}, ${region}, ${bin} AS bin, count(*)::DOUBLE, (count(*) FILTER (WHERE ${isError}))::DOUBLE,
            (count(*) FILTER (WHERE ${isGlobal}))::DOUBLE
          FROM trail.main.event_columns WHERE ${where} GROUP BY ALL`,
    ),
    reader.rows(
      sql`SELECT path_account, path_region, count(*)::DOUBLE FROM trail.main.files
          WHERE path_account IS NOT NULL AND path_region IS NOT NULL AND status IN ('accepted', 'partial') GROUP BY ALL`,
    ),
  ]);
  const cells = new Map<string, Cell>();
  const cellAt = (accountId: string | null, regionName: string | null): Cell => {
    const key = JSON.stringify([accountId, regionName]);
    const cell = cells.get(key) ?? {
      account: accountId,
      region: regionName,
      events: 0,
      errors: 0,
      globalEvents: 0,
      files: 0,
      strip: new Array<number>(stripBins).fill(0),
    };
    cells.set(key, cell);
    return cell;
  };
  for (const [accountId, regionName, binIndex, events, errors, globals] of counted) {
    const cell = cellAt(textOrNull(accountId), textOrNull(regionName));
    cell.events += count(events);
    cell.errors += count(errors);
    cell.globalEvents += count(globals);
    if (binIndex !== null) {
      const at = Math.min(stripBins - 1, Number(binIndex));
      cell.strip[at] = (cell.strip[at] ?? 0) + count(events);
    }
  }
  for (const [accountId, regionName, files] of delivered)
    cellAt(textOrNull(accountId), textOrNull(regionName)).files = count(files);
  const list = [...cells.values()];
  return {
    fromMicros: span?.fromMicros ?? null,
    toMicros: span?.toMicros ?? null,
    accounts: totals(list, 'account'),
    regions: totals(list, 'region'),
    cells: list,
  };
}

interface Profile {
  events: number;
  errors: number;
  globalEvents: number;
  firstEventMicros: number | null;
  lastEventMicros: number | null;
  timeline: Histogram | null;
  actions: ValueCount[];
  services: ValueCount[];
  principals: ValueCount[];
  errorCodes: ValueCount[];
  addresses: ValueCount[];
  counterparts: ValueCount[];
}

const topValues = 12;

/** The page of one account or one Region: totals, activity and top values of the question there. */
export async function placeProfile(
  reader: Reader,
  request: {
    readonly question: AnsweredQuestion;
    readonly account: string | null;
    readonly region: string | null;
    readonly maxBins: number;
  },
): Promise<Profile> {
  const here = allOf([
    request.account === null ? undefined : sql`${account} = ${request.account}`,
    request.region === null ? undefined : sql`${region} = ${request.region}`,
  ]);
  const where = sql`${whereOf(request.question)} AND ${here}`;
  const top = async (field: string): Promise<ValueCount[]> =>
    valueCounts(
      await reader.rows(
        sql`SELECT ${identifier(field)}, count(*)::DOUBLE AS events FROM trail.main.event_columns
            WHERE ${where} AND ${identifier(field)} IS NOT NULL GROUP BY 1 ORDER BY events DESC, 1 LIMIT ${topValues}`,
      ),
    );
  const [sums] = await reader.rows(
    sql`SELECT count(*)::DOUBLE, (count(*) FILTER (WHERE ${isError}))::DOUBLE, (count(*) FILTER (WHERE ${isGlobal}))::DOUBLE,
          epoch_us(min("eventTime"))::DOUBLE, epoch_us(max("eventTime"))::DOUBLE FROM trail.main.event_columns WHERE ${where}`,
  );
  const [events, errors, globalEvents, first, last] = sums ?? [];
  const span = request.question.scope.range ?? (await spanOf(reader, where));
  const counterpart = request.account === null ? 'recipientAccountId' : 'awsRegion';
  const [actions, services, principals, errorCodes, addresses, counterparts] = await Promise.all(
    ['eventName', 'eventSource', 'principal', 'errorCode', 'sourceIPAddress', counterpart].map(top),
  );
  return {
    events: count(events),
    errors: count(errors),
    globalEvents: count(globalEvents),
    firstEventMicros: microsOrNull(first),
    lastEventMicros: microsOrNull(last),
    timeline: span
      ? await histogramOver(reader, where, span, { maxBins: request.maxBins, split: 'outcome' })
      : null,
    actions: actions ?? [],
    services: services ?? [],
    principals: principals ?? [],
    errorCodes: errorCodes ?? [],
    addresses: addresses ?? [],
    counterparts: counterparts ?? [],
  };
}
