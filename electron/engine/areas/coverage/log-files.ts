import type { ParamsOf, ResultOf } from '../../../../shared/bridge/contract.ts';
import type { Range } from '../../../../shared/contract/common.ts';
import {
  mostStretches,
  type coverageContract,
  type CoverageSpan,
  type MissingLogs,
} from '../../../../shared/contract/coverage.ts';
import { spanOfBar } from '../../../../shared/time/bars.ts';
import type { Reader } from '../../db/pool.ts';
import type { Answered } from '../../ask/question.ts';
import { count, number } from '../../db/rows.ts';
import { raw, sql, type Sql } from '../../db/sql.ts';
import { barsOf, binsOver, viewOf, type Bins } from '../timeline/bins.ts';
import { touchedBars } from './bars-of-files.ts';
import { countFiles, logSpans, otherSpans } from './files.ts';
import { filesIn } from './places.ts';

type Call = (typeof coverageContract)['coverage.logFiles'];

const pathColumns = { recipientAccountId: 'path_account', awsRegion: 'path_region' } as const;

const noneMissing: MissingLogs = { stretches: 0, micros: 0, longest: [] };

/** The time of the view that lies in none of the spans that the query `spans` gives. */
async function missingLogs(reader: Reader, view: Range, spans: Sql): Promise<MissingLogs> {
  const from = sql`${BigInt(view.fromMicros)}::BIGINT`;
  const to = sql`${BigInt(view.toMicros)}::BIGINT`;
  const rows = await reader.read(
    sql`WITH spans AS (${spans}),
          inside AS (SELECT epoch_us(begins) AS begins, epoch_us(ends) AS ends FROM spans
            WHERE epoch_us(ends) > ${from} AND epoch_us(begins) < ${to}),
          edges AS (SELECT begins, ends FROM inside UNION ALL SELECT ${to}, ${to}),
          gaps AS (SELECT coalesce(max(ends) OVER (ORDER BY begins, ends
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), ${from}) AS gap_from, begins AS gap_to
            FROM edges QUALIFY gap_to > gap_from)
        SELECT gap_from::DOUBLE AS "fromMicros", gap_to::DOUBLE AS "toMicros", (count(*) OVER ())::DOUBLE AS stretches,
          (sum(gap_to - gap_from) OVER ())::DOUBLE AS micros
        FROM gaps ORDER BY gap_to - gap_from DESC, gap_from LIMIT ${mostStretches}`,
    { fromMicros: number, toMicros: number, stretches: count, micros: count },
  );
  const longest = rows
    .map(({ fromMicros, toMicros }) => ({ fromMicros, toMicros }))
    .toSorted((one, other) => one.fromMicros - other.fromMicros);
  return { stretches: rows[0]?.stretches ?? 0, micros: rows[0]?.micros ?? 0, longest };
}

type BarState = 'logs' | CoverageSpan['state'];

/** Bars that touch and are in the same state, joined; bars with logs left out. */
function spansOf(bins: Bins, stateOf: (bin: number) => BarState): CoverageSpan[] {
  const spans: CoverageSpan[] = [];
  const bars = barsOf(bins);
  for (let bin = 0; bin < bins.bins; bin += 1) {
    const state = stateOf(bin);
    if (state === 'logs') continue;
    const { fromMicros, toMicros } = spanOfBar(bars, bin);
    const last = spans.at(-1);
    if (last?.state === state && last.toMicros === fromMicros) last.toMicros = toMicros;
    else spans.push({ fromMicros, toMicros, state });
  }
  return spans;
}

/**
 * For which time the archive has log files of the question's accounts and Regions, after the paths and the ledger's event
 * times. Containers other than delivered log files say nothing about deliveries: where such a file has events, and
 * everywhere when there is nothing else, it cannot be known.
 */
export async function logFiles(reader: Reader, request: Answered<ParamsOf<Call>>): Promise<ResultOf<Call>> {
  const view = await viewOf(reader, request.view);
  if (!view) return null;
  const bins = binsOver(view, request);
  const places = filesIn(request.question);
  const key = request.by === null ? raw(`''`) : raw(pathColumns[request.by]);
  const spans = logSpans('calls', places, key);
  const [{ logFiles, otherFiles, isUnknowable }, logBars, otherBars, missing] = await Promise.all([
    countFiles(reader, places),
    touchedBars(reader, spans, bins),
    touchedBars(reader, otherSpans, bins),
    missingLogs(reader, view, sql`${spans} UNION ALL ${otherSpans}`),
  ]);
  const covered = new Set([...logBars.values()].flatMap((own) => [...own]));
  const unknown = otherBars.get('');
  const stateIn =
    (own: ReadonlySet<number>) =>
    (bin: number): BarState =>
      own.has(bin) ? 'logs' : isUnknowable || unknown?.has(bin) ? 'unknown' : 'none';
  return {
    logFiles,
    otherFiles,
    spans: spansOf(bins, stateIn(covered)),
    missing: isUnknowable ? noneMissing : missing,
    lanes:
      request.by === null
        ? []
        : [...logBars].map(([value, own]) => ({ value, spans: spansOf(bins, stateIn(own)) })),
  };
}
