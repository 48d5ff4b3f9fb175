import type { ParamsOf, ResultOf } from '../../../../shared/bridge/contract.ts';
import type { Range } from '../../../../shared/contract/common.ts';
import {
  mostStretches,
  type CoverageSpan,
  type MissingLogs,
  type timelineContract,
} from '../../../../shared/contract/timeline.ts';
import { facetSelection } from '../../../../shared/filter/facet-selection.ts';
import { spanOfBar } from '../../../../shared/time/bars.ts';
import type { Reader } from '../../db/pool.ts';
import { count, number, text } from '../../db/rows.ts';
import { join, raw, sql, type Sql } from '../../db/sql.ts';
import { barsOf, binOf, binsOver, viewOf, type Bins } from './bins.ts';
import { allOf, type Answered, type AnsweredQuestion } from '../../ask/question.ts';

type Call = (typeof timelineContract)['timeline.coverage'];

const pathColumns = { recipientAccountId: 'path_account', awsRegion: 'path_region' } as const;

/** The places a question asks for by scope and by plain values of its filter; undefined for all. */
function asked(question: AnsweredQuestion, field: keyof typeof pathColumns): readonly string[] | undefined {
  const { scope, filter } = question;
  const inScope = field === 'recipientAccountId' ? scope.accounts : scope.regions;
  const { included } = facetSelection(filter, field);
  const inFilter = included.filter((value) => typeof value === 'string');
  if (included.length === 0 || inFilter.length < included.length) return inScope ?? undefined;
  return inScope ? inFilter.filter((value) => inScope.includes(value)) : inFilter;
}

function among(field: keyof typeof pathColumns, values: readonly string[] | undefined): Sql | undefined {
  if (!values) return undefined;
  if (values.length === 0) return raw('false');
  const list = join(
    values.map((value) => sql`${value}`),
    ', ',
  );
  return sql`${raw(pathColumns[field])} IN (${list})`;
}

const isRead = raw(`status IN ('accepted', 'partial')`);
/** Insight and aggregated files come by ways of their own and say nothing about the log of calls. */
const isAside = raw(`regexp_matches(path, '_CloudTrail-(Insight|Aggregated|Digest)_[^/]*$')`);
const isLogFile = sql`(kind = 's3-log' AND delivered_at IS NOT NULL AND path_account IS NOT NULL AND path_region IS NOT NULL
   AND NOT ${isAside})`;
/** Holds events, and nothing in its name says when logs were delivered. */
const isOther = sql`(${isLogFile} IS NOT TRUE AND NOT ${isAside} AND records > 0)`;
/**
 * What time a log file speaks for: from its first event, or 15 minutes before its delivery, to its delivery or the end of
 * the second that its last event is stamped with. A file that
 * came more than an hour after its events speaks for these alone, and a lone early event does not stretch it beyond an
 * hour. AWS CloudTrail User Guide, "Getting and viewing your CloudTrail log files": delivered within about 5 minutes on
 * average, older editions say 15; the stamp in the name is the delivery, which may be days late.
 */
const spokenFor = raw(
  `CASE WHEN last_event IS NULL OR delivered_at - last_event <= INTERVAL 1 HOUR
     THEN least(delivered_at - INTERVAL 15 MINUTE, greatest(first_event, last_event - INTERVAL 1 HOUR))
     ELSE greatest(first_event, last_event - INTERVAL 1 HOUR) END AS begins,
   CASE WHEN last_event IS NULL OR delivered_at - last_event <= INTERVAL 1 HOUR
     THEN greatest(delivered_at, last_event + INTERVAL 1 SECOND) ELSE last_event + INTERVAL 1 SECOND END AS ends`,
);

const keyedBin = { key: text, bin: number };

/** The bars that spans of a table touch, each once for each key. */
const touchedBins = (bins: Bins): Sql => {
  const { toMicros } = barsOf(bins);
  const clamped = (micros: Sql): Sql =>
    sql`least(greatest(${micros}, ${BigInt(bins.fromMicros)}::BIGINT), ${BigInt(toMicros - 1)}::BIGINT)`;
  return sql`SELECT DISTINCT coalesce(key, '') AS key, unnest(range(${binOf(clamped(raw('epoch_us(begins)')), bins)}::BIGINT,
      ${binOf(clamped(raw('epoch_us(ends) - 1')), bins)}::BIGINT + 1))::INTEGER AS bin
    FROM spans WHERE epoch_us(ends) > ${BigInt(bins.fromMicros)}::BIGINT AND epoch_us(begins) < ${BigInt(toMicros)}::BIGINT`;
};

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
export async function coverage(reader: Reader, request: Answered<ParamsOf<Call>>): Promise<ResultOf<Call>> {
  const view = await viewOf(reader, request.view);
  if (!view) return null;
  const bins = binsOver(view, request);
  const places = allOf([
    among('recipientAccountId', asked(request.question, 'recipientAccountId')),
    among('awsRegion', asked(request.question, 'awsRegion')),
  ]);
  const key = request.by === null ? raw(`''`) : raw(pathColumns[request.by]);
  const logSpans = sql`SELECT ${key} AS key, ${spokenFor} FROM trail.main.files WHERE ${isRead} AND ${isLogFile} AND ${places}`;
  const otherSpans = sql`SELECT '' AS key, first_event AS begins, last_event + INTERVAL 1 SECOND AS ends FROM trail.main.files
    WHERE ${isRead} AND ${isOther} AND last_event IS NOT NULL`;
  const [{ logFiles, allLogFiles, otherFiles, unsettledFiles }, logBins, otherBins, missing] =
    await Promise.all([
      reader.one(
        sql`SELECT (count(*) FILTER (WHERE ${isLogFile} AND ${places}))::DOUBLE AS "logFiles",
            (count(*) FILTER (WHERE ${isLogFile}))::DOUBLE AS "allLogFiles",
            (count(*) FILTER (WHERE ${isOther}))::DOUBLE AS "otherFiles",
            (count(*) FILTER (WHERE ${isOther} AND events > 0 AND last_event IS NULL))::DOUBLE AS "unsettledFiles"
          FROM trail.main.files WHERE ${isRead}`,
        { logFiles: count, allLogFiles: count, otherFiles: count, unsettledFiles: count },
      ),
      reader.read(sql`WITH spans AS (${logSpans}) ${touchedBins(bins)}`, keyedBin),
      reader.read(sql`WITH spans AS (${otherSpans}) ${touchedBins(bins)}`, keyedBin),
      missingLogs(reader, view, sql`${logSpans} UNION ALL ${otherSpans}`),
    ]);
  const isUnknowable = allLogFiles === 0 || unsettledFiles > 0;
  const unknown = new Set(otherBins.map(({ bin }) => bin));
  const covered = new Set<number>();
  const byKey = new Map<string, Set<number>>();
  for (const { key, bin } of logBins) {
    covered.add(bin);
    const own = byKey.get(key) ?? new Set<number>();
    byKey.set(key, own.add(bin));
  }
  const stateIn =
    (own: ReadonlySet<number>) =>
    (bin: number): BarState =>
      own.has(bin) ? 'logs' : isUnknowable || unknown.has(bin) ? 'unknown' : 'none';
  return {
    logFiles,
    otherFiles,
    spans: spansOf(bins, stateIn(covered)),
    missing: isUnknowable ? noneMissing : missing,
    lanes:
      request.by === null
        ? []
        : [...byKey].map(([value, own]) => ({ value, spans: spansOf(bins, stateIn(own)) })),
  };
}
