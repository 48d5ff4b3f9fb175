import { raw, sql, type Sql } from '../../db/sql.ts';

/** Changes that may be why a call that was refused is allowed afterwards. */
const permissionChange =
  '^(Attach|Detach|Put|Create|Update|Add|Remove|Delete|Set|Modify|Authorize|Revoke).*(Polic(y|ies)|Permissions?|Grants?|Acl|Boundary|ToGroup|FromGroup|InstanceProfile|Ingress|Egress|AccessBlock)$';

/** The name of an action without its verb: `CreateVpc` and `DeleteVpc` are both about `Vpc`. */
const noun = (name: string): string => `regexp_replace(${name}, '^[A-Z][a-z]+', '')`;

/** A call is looked for again within so long after it failed. */
const withinMicros = 86_400_000_000;

/** Actions whose target is told by the answer alone: the failed call and the one that is done name different things. */
const namesAnswered = '^(Create|Run|Allocate|Request|Import|Register|Launch)[A-Z]';

/** Each failure with the same call done next: about the same thing, or, where none is named or made yet, of the same action. */
const followed =
  raw(`SELECT failing.*, coalesce(same.micros, CASE WHEN failing.name IS NULL OR is_making THEN any_done.micros END) AS done_at,
      coalesce(same.name, CASE WHEN failing.name IS NULL OR is_making THEN any_done.name END) AS done_name, same.micros IS NOT NULL AS is_same
    FROM (SELECT *, regexp_matches("eventName", '${namesAnswered}') AS is_making FROM failing) failing
    ASOF LEFT JOIN done same ON failing."eventSource" = same."eventSource" AND failing."eventName" = same."eventName"
      AND failing.name = same.name AND failing.micros < same.micros
    ASOF LEFT JOIN done any_done ON failing."eventSource" = any_done."eventSource" AND failing."eventName" = any_done."eventName"
      AND failing.micros < any_done.micros`);

/** How many changes of one line are told. */
const changesEach = 3;
/** Failures looked at for changes between: each is one action, error and target that was done later. */
const mostWindows = 2_000;

/**
 * Failed calls by action and error, as rows `of` “line”, with those done later, and rows `of` “change” with what changed between.
 * Both carry the number of their line.
 */
export const failuresQuery = (where: Sql, limit: number): Sql => sql`
  WITH own AS MATERIALIZED (SELECT event.*, target.name FROM (
      SELECT file_id, ordinal, epoch_us("eventTime") AS micros, "eventSource", "eventName", "errorCode", result, principal
      FROM trail.main.event_columns WHERE ${where}) event
    LEFT JOIN derived.main.targets target ON target.file_id = event.file_id AND target.ordinal = event.ordinal),
  failing AS MATERIALIZED (SELECT * FROM own WHERE result <> 'done' AND "eventName" IS NOT NULL AND "eventSource" IS NOT NULL),
  done AS MATERIALIZED (SELECT own.* FROM own SEMI JOIN failing ON own."eventSource" = failing."eventSource"
      AND own."eventName" = failing."eventName" WHERE result = 'done'),
  followed AS MATERIALIZED (SELECT * REPLACE (CASE WHEN done_at - micros <= ${raw(String(withinMicros))} THEN done_at END AS done_at)
    FROM (${followed})),
  grouped AS (SELECT "eventSource", "eventName", "errorCode", result, count(*) AS events, count(DISTINCT name) AS targets,
      min(name) AS target, min(micros) AS first_at, max(micros) AS last_at, count(done_at) AS later_done,
      min(done_at - micros) AS least, max(done_at - micros) AS most, bool_and(is_same) FILTER (WHERE done_at IS NOT NULL) AS is_named
    FROM followed GROUP BY ALL),
  lines AS MATERIALIZED (SELECT row_number() OVER (ORDER BY result = 'refused' DESC, events DESC, "eventSource", "eventName", "errorCode") AS n,
      count(*) OVER () AS in_all, * FROM grouped QUALIFY n <= ${raw(String(limit))}),
  windows AS MATERIALIZED (SELECT lines.n, followed."eventSource" AS source, followed."eventName" AS action, ${raw(noun('followed."eventName"'))} AS noun,
      followed."errorCode" AS code, coalesce(followed.name, followed.done_name) AS name,
      regexp_extract(followed.principal, '([^/:]+)$', 1) AS caller, min(followed.micros) AS from_at, max(done_at) AS to_at
    FROM followed JOIN lines ON lines."eventSource" = followed."eventSource" AND lines."eventName" = followed."eventName"
      AND lines."errorCode" IS NOT DISTINCT FROM followed."errorCode" AND lines.result = followed.result
    WHERE done_at IS NOT NULL GROUP BY ALL ORDER BY n LIMIT ${raw(String(mostWindows))}),
  bounds AS (SELECT make_timestamp(min(from_at)) AS from_at, make_timestamp(max(to_at)) AS to_at FROM windows),
  changes AS MATERIALIZED (SELECT event.*, target.name FROM (
      SELECT file_id, ordinal, epoch_us("eventTime") AS micros, "eventSource", "eventName", principal,
        ${raw(noun('"eventName"'))} AS noun, regexp_matches("eventName", ${permissionChange}) AS is_of_permissions
      FROM trail.main.event_columns
      WHERE "eventTime" BETWEEN (SELECT from_at FROM bounds) AND (SELECT to_at FROM bounds) AND consequence = 'change' AND result = 'done'
        AND (regexp_matches("eventName", ${permissionChange}) OR ${raw(noun('"eventName"'))} IN (SELECT noun FROM windows))) event
    LEFT JOIN derived.main.targets target ON target.file_id = event.file_id AND target.ordinal = event.ordinal),
  between_them AS (SELECT DISTINCT windows.n, changes.file_id || '.' || changes.ordinal AS event, changes.micros, changes."eventName",
      changes.principal, changes.name
    FROM windows JOIN changes ON changes.micros >= windows.from_at AND changes.micros < windows.to_at
      AND changes."eventName" <> windows.action
      AND ((changes.is_of_permissions AND changes.name IN (windows.name, windows.caller))
        OR (windows.source = changes."eventSource" AND windows.noun = changes.noun
          AND (changes.name = windows.name OR contains(windows.code, 'Limit')))))
  SELECT 'line' AS of, n::DOUBLE AS n, in_all::DOUBLE AS in_all, "eventSource" AS source, "eventName" AS name, "errorCode" AS code, result,
    events::DOUBLE AS events, targets::DOUBLE AS targets, target, first_at::DOUBLE AS first_at, last_at::DOUBLE AS last_at,
    later_done::DOUBLE AS later_done, least::DOUBLE AS least, most::DOUBLE AS most, is_named, NULL AS event, NULL AS principal FROM lines
  UNION ALL (SELECT 'change', n::DOUBLE, (count(*) OVER (PARTITION BY n))::DOUBLE, NULL, "eventName", NULL, NULL, NULL, NULL, name,
    micros::DOUBLE, NULL, NULL, NULL, NULL, NULL, event, principal FROM between_them
    QUALIFY row_number() OVER (PARTITION BY n ORDER BY micros, event) <= ${raw(String(changesEach))})`;
