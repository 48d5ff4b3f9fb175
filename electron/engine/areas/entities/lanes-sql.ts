import { mintSeconds, signInActions } from '../../../../shared/cloudtrail/mints.ts';
import { isFailed, isRefused, isWrite } from '../../../../shared/cloudtrail/rules.ts';
import { compileFilter } from '../../ask/local-sql.ts';
import { raw, sql, type Sql } from '../../db/sql.ts';
import { credentialKey, credentialVia } from './credential-sql.ts';

const second = 1_000_000;
/** A sign-in is asked for its second factor, and may be tried again, within so many seconds before the session begins. */
const signInSeconds = 300;
/** A call that AWS makes for somebody follows that person's own within so many seconds. */
const forwardedSeconds = 300;

const microsOf = (column: string): Sql => raw(`epoch_us("${column}")`);
const created = 'userIdentity.sessionContext.attributes.creationDate';

const own = (
  where: Sql,
): Sql => sql`SELECT ${credentialVia} AS via, ${credentialKey} AS access_key, principal,
    "userIdentity.principalId" AS holder, ${microsOf(created)} AS created, ${microsOf('eventTime')} AS micros,
    "userIdentity.sessionContext.attributes.mfaAuthenticated" AS mfa,
    "eventSource" = 'signin.amazonaws.com' AND "userIdentity.invokedBy" IS NULL AS is_sign_in,
    "sourceIPAddress" AS address, "userAgent" AS agent, coalesce(${compileFilter(isWrite)}, false) AS writes,
    coalesce(${compileFilter(isFailed)}, false) AS failed, coalesce(${compileFilter(isRefused)}, false) AS refused
  FROM trail.main.event_columns WHERE ${where}`;

/** Console sessions: told by a call from the console, or by a sign-in in the second that the session was made in. */
const sessions = raw(`SELECT holder, created FROM own WHERE via = 'console' AND created IS NOT NULL
  UNION SELECT own.holder, own.created FROM own JOIN (SELECT issued_id, epoch_us(issued_at) AS micros FROM derived.main.mints
      WHERE action IN (${signInActions.map((action) => `'${action}'`).join(', ')})) sign_in
    ON own.holder = sign_in.issued_id AND own.created BETWEEN sign_in.micros - ${mintSeconds * second} AND sign_in.micros + ${mintSeconds * second}`);

const laneOfSession = (alias: string): string => `'console ' || ${alias}.holder || ' ' || ${alias}.created`;

/** Every event with the lane of its own credential; NULL where that has to be found by the calls around it. */
const placed = raw(`SELECT own.*, CASE WHEN session.created IS NOT NULL THEN ${laneOfSession('session')}
      WHEN via <> 'aws' AND access_key IS NOT NULL THEN via || ' ' || access_key END AS lane
    FROM own LEFT JOIN sessions session ON own.holder = session.holder AND own.created = session.created`);

/** Calls of AWS for a holder go to the credential of the holder's own call before; sign-ins to the session that follows. */
const laned = raw(`SELECT placed.*,
      coalesce(placed.lane,
        CASE WHEN via = 'aws' AND before.micros >= coalesce(placed.created, placed.micros) - ${forwardedSeconds * second} THEN before.lane END,
        CASE WHEN is_sign_in AND next.created <= placed.micros + ${signInSeconds * second} THEN ${laneOfSession('next')} END,
        CASE WHEN is_sign_in THEN 'sign-in ' || coalesce(placed.holder, '')
          WHEN via = 'aws' AND placed.holder IS NOT NULL THEN 'aws ' || placed.holder ELSE 'none' END) AS in_lane
    FROM placed
    ASOF LEFT JOIN (SELECT holder, micros, lane FROM placed WHERE via <> 'aws' AND lane IS NOT NULL AND micros IS NOT NULL) before
      ON placed.holder = before.holder AND coalesce(placed.created, placed.micros) + ${second} >= before.micros
    ASOF LEFT JOIN sessions next ON placed.holder = next.holder AND placed.micros - ${mintSeconds * second} <= next.created`);

const counts =
  raw(`min(principal) AS principal, min(holder) AS holder, min(created) FILTER (WHERE via <> 'aws') AS created,
  min(access_key) AS access_key, bool_or(mfa) AS mfa, min(micros) AS first_at, max(micros) AS last_at, count(*) AS events,
  count(*) FILTER (WHERE via <> 'aws') AS direct, count(*) FILTER (WHERE writes) AS writes,
  count(*) FILTER (WHERE failed) AS failed, count(*) FILTER (WHERE refused) AS refused`);

/** How many values of a lane are told by name. */
const valuesEach = 4;

const values = (
  column: string,
): string => `SELECT '${column}' AS of, in_lane, ${column} AS value, NULL::BIGINT AS piece,
    count(*) AS events, 0 AS writes, 0 AS failed, count(*) OVER (PARTITION BY in_lane) AS in_all
  FROM named WHERE ${column} IS NOT NULL GROUP BY in_lane, ${column}
  QUALIFY row_number() OVER (PARTITION BY in_lane ORDER BY count(*) DESC, ${column}) <= ${valuesEach}`;

/**
 * Everything about the credentials of the events that a condition holds for: one row of all events (`of` is “all”), one a lane,
 * and rows of the lanes' values and pieces of time. `pieces` cut the span of all events into equal parts.
 */
export const lanesQuery = (where: Sql, limit: number, pieces: number): Sql => sql`
  WITH own AS MATERIALIZED (${own(where)}), sessions AS MATERIALIZED (${sessions}), placed AS MATERIALIZED (${placed}),
  laned AS MATERIALIZED (${laned}),
  span AS (SELECT min(micros) AS from_at, greatest(max(micros) + ${raw(String(second))} - min(micros), 1) AS length FROM laned),
  sums AS MATERIALIZED (SELECT in_lane, ${counts} FROM laned GROUP BY in_lane),
  top AS MATERIALIZED (SELECT in_lane FROM sums ORDER BY writes DESC, events DESC, in_lane LIMIT ${raw(String(limit))}),
  named AS MATERIALIZED (SELECT in_lane, address, coalesce(known.client, laned.agent) AS client FROM laned SEMI JOIN top USING (in_lane)
    LEFT JOIN derived.main.clients known ON known.agent = laned.agent WHERE via <> 'aws'),
  parts AS (${raw(values('address'))} UNION ALL ${raw(values('client'))} UNION ALL
    SELECT 'bar', in_lane, NULL, ((micros - from_at) * ${raw(String(pieces))} // length)::BIGINT AS piece, count(*),
      count(*) FILTER (WHERE writes AND NOT failed), count(*) FILTER (WHERE failed), 0
    FROM laned SEMI JOIN top USING (in_lane) CROSS JOIN span WHERE micros IS NOT NULL GROUP BY in_lane, piece)
  SELECT 'lane' AS of, in_lane, NULL AS value, NULL::DOUBLE AS piece, principal, holder, created::DOUBLE AS created, access_key, mfa,
    first_at::DOUBLE AS first_at, last_at::DOUBLE AS last_at, events::DOUBLE AS events, direct::DOUBLE AS direct,
    writes::DOUBLE AS writes, failed::DOUBLE AS failed, refused::DOUBLE AS refused, NULL::DOUBLE AS in_all
  FROM sums SEMI JOIN top USING (in_lane)
  UNION ALL SELECT 'all', '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, min(first_at)::DOUBLE, max(last_at)::DOUBLE,
    sum(events)::DOUBLE, sum(direct)::DOUBLE, sum(writes)::DOUBLE, sum(failed)::DOUBLE, sum(refused)::DOUBLE, count(*)::DOUBLE FROM sums
  UNION ALL SELECT of, in_lane, value, piece::DOUBLE, NULL, NULL, NULL, NULL, NULL, NULL, NULL, events::DOUBLE, NULL,
    writes::DOUBLE, failed::DOUBLE, NULL, in_all::DOUBLE FROM parts`;
