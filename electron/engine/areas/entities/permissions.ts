import { iamActions } from '../../../../shared/cloudtrail/iam-actions.ts';
import { mostResources, observedPolicy } from '../../../../shared/cloudtrail/observed-policy.ts';
import { isRead, isWrite } from '../../../../shared/cloudtrail/rules.ts';
import type { EntityPermissions, UsedPermission } from '../../../../shared/contract/entity-sections.ts';
import { formatCount, plural } from '../../../../shared/words/counted.ts';
import type { Local } from '../../ask/local.ts';
import { compileFilter } from '../../ask/local-sql.ts';
import { whereOf, type AnsweredQuestion } from '../../ask/question.ts';
import { count, flag, number, oneOf, text, type RowOf } from '../../db/rows.ts';
import { raw, sql, type Sql } from '../../db/sql.ts';

/** Object keys are as many as objects: what was done to them stands for the bucket they lie in. */
const resource = `CASE WHEN target.kind = 'bucket' AND target.name IS NOT NULL AND target.name NOT LIKE 'arn:%'
    THEN 'arn:' || coalesce(nullif(split_part(event.arn, ':', 2), ''), 'aws') || ':s3:::' || target.name || CASE WHEN target.part IS NULL THEN '' ELSE '/*' END
  WHEN target.kind = 'bucket' THEN '*' ELSE coalesce(target.arn, '*') END`;

const query = (where: Sql, limit: number): Sql => sql`
  WITH own AS MATERIALIZED (SELECT event.*, ${raw(resource)} AS resource FROM (
      SELECT file_id, ordinal, "eventSource" AS source, "eventName" AS name, result, "userIdentity.arn" AS arn,
        CASE WHEN ${compileFilter(isWrite)} THEN 'write' WHEN ${compileFilter(isRead)} THEN 'read' ELSE '' END AS access,
        "eventCategory" = 'Data' AS is_data
      FROM trail.main.event_columns WHERE (${where}) AND "eventSource" IS NOT NULL AND "eventName" IS NOT NULL) event
    LEFT JOIN derived.main.targets target ON target.file_id = event.file_id AND target.ordinal = event.ordinal),
  used AS (SELECT source, name, resource, access, count(*) FILTER (WHERE result = 'done') AS done,
      count(*) FILTER (WHERE result = 'refused') AS refused, count(*) FILTER (WHERE result NOT IN ('done', 'refused')) AS failed
    FROM own GROUP BY ALL)
  SELECT 'service' AS of, source, '' AS name, '' AS resource, '' AS access,
    (count(DISTINCT name) FILTER (WHERE access = 'write'))::DOUBLE AS writes, (count(DISTINCT name) FILTER (WHERE access = 'read'))::DOUBLE AS reads,
    count(DISTINCT name)::DOUBLE AS actions, count(*)::DOUBLE AS events, (count(*) FILTER (WHERE result = 'refused'))::DOUBLE AS refused,
    0::DOUBLE AS done, 0::DOUBLE AS failed, coalesce(bool_or(is_data), false) AS is_data, NULL::DOUBLE AS in_all FROM own GROUP BY source
  UNION ALL (SELECT 'use', source, name, resource, access, NULL, NULL, NULL, NULL, refused::DOUBLE, done::DOUBLE, failed::DOUBLE, false,
    (count(*) OVER ())::DOUBLE FROM used ORDER BY done + refused + failed DESC, source, name, resource LIMIT ${raw(String(limit))})`;

const row = {
  of: oneOf(['service', 'use']),
  source: text,
  name: text,
  resource: text,
  access: oneOf(['write', 'read', '']),
  writes: count,
  reads: count,
  actions: count,
  events: count,
  refused: number,
  done: number,
  failed: number,
  is_data: flag,
  in_all: count,
};
type Row = RowOf<typeof row>;

function usedOf({ source, name, resource, access, done, refused, failed }: Row): UsedPermission {
  const { iam, mapped } = iamActions(source, name);
  return {
    eventSource: source,
    eventName: name,
    iam: [...iam],
    mapped,
    resource,
    isWrite: access === '' ? null : access === 'write',
    ...{ done, refused, failed },
  };
}

/** What a policy from records cannot say, as far as it concerns these uses. */
function gapsOf(used: readonly UsedPermission[], hasData: boolean, more: number): string[] {
  const done = used.filter((one) => one.done > 0);
  const without = done.filter(({ mapped }) => mapped === 'none');
  const byName = new Set(done.filter(({ mapped }) => mapped === 'by-name').flatMap(({ iam }) => iam));
  const open = new Set(
    done.filter(({ resource, iam }) => resource === '*' && iam.length > 0).flatMap(({ iam }) => iam),
  );
  const perAction = new Map<string, number>();
  for (const { iam } of done)
    for (const action of iam) perAction.set(action, (perAction.get(action) ?? 0) + 1);
  const wide = [...perAction.values()].some((resources) => resources > mostResources);
  return [
    'This is what was used in this archive, not what is needed: what happened outside of it, or was never recorded, is missing.',
    hasData
      ? 'Data events are here for some of it; reads and writes of objects, items and functions are in only as far as they were selected.'
      : 'No data event is here: reads and writes of objects, items and invocations of functions are not on this list, whether they were made or not.',
    'iam:PassRole is never recorded by itself: calls that hand a role to a service need it too. Nor are conditions, boundaries and policies of organisations told by records.',
    ...(byName.size > 0
      ? [
          `${plural(byName.size, 'action')} of IAM stand under the event’s own name, which AWS sometimes calls otherwise: compare with the Service Authorization Reference.`,
        ]
      : []),
    ...(open.size > 0
      ? [
          `${plural(open.size, 'action')} stand with the resource *, because records name no ARN for some of their calls.`,
        ]
      : []),
    ...(wide ? [`Actions used on more than ${mostResources} things stand with the resource *.`] : []),
    ...(without.length > 0
      ? [
          `Left out, because no IAM action is known for them: ${[...new Set(without.map(({ eventName }) => eventName))].slice(0, 5).join(', ')}.`,
        ]
      : []),
    ...(more > 0 ? [`${formatCount(more)} further uses are not in the policy.`] : []),
  ];
}

/** Which IAM actions the events of a question used on what, and a policy that allows just this. */
export async function readPermissions(
  { reader }: Pick<Local, 'reader'>,
  { question, limit }: { readonly question: AnsweredQuestion; readonly limit: number },
): Promise<EntityPermissions> {
  const rows = await reader.read(query(whereOf(question), limit), row);
  const services = rows
    .filter(({ of }) => of === 'service')
    .toSorted(
      (a, b) =>
        b.writes - a.writes || b.reads - a.reads || b.refused - a.refused || (a.source < b.source ? -1 : 1),
    );
  const uses = rows.filter(({ of }) => of === 'use');
  const used = uses.map(usedOf);
  const more = Math.max(0, (uses[0]?.in_all ?? 0) - uses.length);
  const done = used.filter((one) => one.done > 0);
  return {
    services: services.map(({ source, writes, reads, refused, events }) => ({
      eventSource: source,
      write: writes,
      read: reads,
      refused,
      events,
    })),
    actions: services.reduce((sum, { actions }) => sum + actions, 0),
    used,
    more,
    policy: observedPolicy(done.flatMap(({ iam, resource }) => iam.map((action) => ({ action, resource })))),
    gaps: gapsOf(
      used,
      services.some(({ is_data }) => is_data),
      more,
    ),
  };
}
