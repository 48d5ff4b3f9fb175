import type { Reader } from '../../db/pool.ts';
import { count } from '../../db/rows.ts';
import { raw, sql, type Sql } from '../../db/sql.ts';

/** Files by what they can hold: the log of calls, and what CloudTrail delivers in files of its own. */
export type Delivered = 'calls' | 'insights' | 'network-activity';

const isRead = raw(`status IN ('accepted', 'partial')`);

/** What names of files say of kinds that come by ways of their own, and that say nothing about the log of calls. */
const named = {
  insights: raw(`regexp_matches(path, '_CloudTrail-Insight_[^/]*$')`),
  'network-activity': raw(`regexp_matches(path, '_CloudTrail-NetworkActivity_[^/]*$')`),
  aside: raw(`regexp_matches(path, '_CloudTrail-(Insight|NetworkActivity|Aggregated|Digest)_[^/]*$')`),
} as const;
const hasStamp = raw(
  `(kind = 's3-log' AND delivered_at IS NOT NULL AND path_account IS NOT NULL AND path_region IS NOT NULL)`,
);
const isDelivered = (what: Delivered): Sql =>
  what === 'calls' ? sql`(${hasStamp} AND NOT ${named.aside})` : sql`(${hasStamp} AND ${named[what]})`;
/** Holds events, and nothing in its name says when logs were delivered. */
const isOther = sql`(${isDelivered('calls')} IS NOT TRUE AND NOT ${named.aside} AND records > 0)`;

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

/** The time that delivered files of the places speak for: a row a file with `key`, `begins` and `ends`. */
export const logSpans = (what: Delivered, places: Sql, key: Sql): Sql =>
  sql`SELECT ${key} AS key, ${spokenFor} FROM trail.main.files WHERE ${isRead} AND ${isDelivered(what)} AND ${places}`;

/** The time between the events of files that are no deliveries, in the same columns. */
export const otherSpans = sql`SELECT '' AS key, first_event AS begins, last_event + INTERVAL 1 SECOND AS ends FROM trail.main.files
    WHERE ${isRead} AND ${isOther} AND last_event IS NOT NULL`;

/** What there is of files. */
export interface FileCounts {
  /** Log files of calls in the places. */
  readonly logFiles: number;
  /** Files with events that tell nothing of deliveries. */
  readonly otherFiles: number;
  /** Time without a log file cannot be told from time whose log files are missing. */
  readonly isUnknowable: boolean;
}

/** Counts the files of the places and those that are no deliveries. */
export async function countFiles(reader: Reader, places: Sql): Promise<FileCounts> {
  const isLog = isDelivered('calls');
  const { logFiles, allLogFiles, otherFiles, unsettledFiles } = await reader.one(
    sql`SELECT (count(*) FILTER (WHERE ${isLog} AND ${places}))::DOUBLE AS "logFiles",
          (count(*) FILTER (WHERE ${isLog}))::DOUBLE AS "allLogFiles",
          (count(*) FILTER (WHERE ${isOther}))::DOUBLE AS "otherFiles",
          (count(*) FILTER (WHERE ${isOther} AND events > 0 AND last_event IS NULL))::DOUBLE AS "unsettledFiles"
        FROM trail.main.files WHERE ${isRead}`,
    { logFiles: count, allLogFiles: count, otherFiles: count, unsettledFiles: count },
  );
  return { logFiles, otherFiles, isUnknowable: allLogFiles === 0 || unsettledFiles > 0 };
}
