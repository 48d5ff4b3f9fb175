import { canLast } from '../../../../../shared/cloudtrail/lasting/can-last.ts';
import { lastingGroups } from '../../../../../shared/cloudtrail/lasting/state.ts';
import { actionsWithStates } from '../../../../../shared/cloudtrail/lasting/states.ts';
import { recordingActions } from '../../../../../shared/cloudtrail/recording/recording-change.ts';
import { compileFilter } from '../../../ask/local-sql.ts';
import { whereOf, type AnsweredQuestion } from '../../../ask/question.ts';
import type { Reader } from '../../../db/pool.ts';
import { count, number, text, textOrNull, type RowOf } from '../../../db/rows.ts';
import { identifier, join, raw, sql, type Sql } from '../../../db/sql.ts';

const texts = {
  eventSource: textOrNull,
  eventName: textOrNull,
  eventID: textOrNull,
  awsRegion: textOrNull,
  recipientAccountId: textOrNull,
  'userIdentity.accountId': textOrNull,
  principal: textOrNull,
  requestParameters: textOrNull,
  responseElements: textOrNull,
};
const shape = {
  id: text,
  micros: number,
  ...texts,
  kind: textOrNull,
  name: textOrNull,
  part: textOrNull,
  arn: textOrNull,
};
/** A change that was done, with what it is about. */
export type ChangeRow = RowOf<typeof shape>;

/** How many changes of a question are read, and how many of all on the same targets. */
const mostChanges = 5_000;
const mostOthers = 20_000;

const documents: ReadonlySet<string> = new Set(['requestParameters', 'responseElements']);
/** A longer document is not read; none that a state is told by is. */
const longestDocument = 200_000;

const item = (name: string): Sql => {
  const column = sql`event.${identifier(name)}`;
  return documents.has(name)
    ? sql`CASE WHEN length(${column}) <= ${raw(String(longestDocument))} THEN ${column} END AS ${identifier(name)}`
    : sql`${column} AS ${identifier(name)}`;
};
const items = join(
  [
    sql`event.file_id || '.' || event.ordinal AS id`,
    raw('epoch_us(event."eventTime")::DOUBLE AS micros'),
    ...Object.keys(texts).map(item),
    raw('target.kind AS kind, target.name AS name, target.part AS part, target.arn AS arn'),
  ],
  ', ',
);
const columns = join(['file_id', 'ordinal', 'eventTime', ...Object.keys(texts)].map(identifier), ', ');
const inTime = raw('event."eventTime", event.file_id, event.ordinal');
const ofTarget = raw('target.file_id = event.file_id AND target.ordinal = event.ordinal');

const timed = sql`${compileFilter(canLast)} AND "eventTime" IS NOT NULL`;

const inList = (list: readonly string[]): Sql =>
  sql`(SELECT unnest(from_json(${JSON.stringify(list)}, '["VARCHAR"]')))`;

/** Actions that open, give or hide something: they are read first where there are too many changes. */
const weighty: readonly string[] = [
  ...[...actionsWithStates].flatMap(([key, groups]) =>
    lastingGroups.slice(0, 2).some((group) => groups.has(group)) ? (key.split(' ')[1] ?? []) : [],
  ),
  ...recordingActions.map(([, action]) => action),
];

/** The changes of a question, and how many there are in all. */
export async function changesOf(
  reader: Reader,
  question: AnsweredQuestion,
): Promise<{ readonly rows: readonly ChangeRow[]; readonly total: number }> {
  const where = sql`${whereOf(question)} AND ${timed}`;
  const isWeighty = sql`regexp_replace("eventName", '[0-9]{8}(v[0-9]+)?$', '') IN ${inList(weighty)}`;
  const chosen = sql`SELECT ${columns} FROM trail.main.event_columns WHERE ${where}
    ORDER BY ${isWeighty} DESC, "eventTime", file_id, ordinal LIMIT ${mostChanges}`;
  const [rows, { total }] = await Promise.all([
    reader.read(
      sql`SELECT ${items} FROM (${chosen}) event LEFT JOIN derived.main.targets target ON ${ofTarget} ORDER BY ${inTime}`,
      shape,
    ),
    reader.one(sql`SELECT count(*)::DOUBLE AS total FROM trail.main.event_columns WHERE ${where}`, {
      total: count,
    }),
  ]);
  return { rows, total };
}

/**
 * All changes on things of these names, at any time and by anybody, and all of these actions, whose targets their own names do not
 * tell; one more than is read tells that there are others.
 */
export async function changesOn(
  reader: Reader,
  names: readonly string[],
  actions: readonly string[],
): Promise<{ readonly rows: readonly ChangeRow[]; readonly isCut: boolean }> {
  const onNames = sql`SELECT file_id, ordinal FROM derived.main.targets WHERE name IN ${inList(names)}`;
  const byAction =
    actions.length === 0
      ? sql``
      : sql` OR regexp_replace("eventName", '[0-9]{8}(v[0-9]+)?$', '') IN ${inList(actions)}`;
  const chosen = sql`SELECT ${columns} FROM trail.main.event_columns
    WHERE ${timed} AND ((file_id, ordinal) IN (${onNames})${byAction})
    ORDER BY "eventTime", file_id, ordinal LIMIT ${mostOthers + 1}`;
  const rows = await reader.read(
    sql`SELECT ${items} FROM (${chosen}) event LEFT JOIN derived.main.targets target ON ${ofTarget} ORDER BY ${inTime}`,
    shape,
  );
  return { rows: rows.slice(0, mostOthers), isCut: rows.length > mostOthers };
}

/** The buckets that trails and Config were told to write to, as far as this is recorded here. */
export async function logBuckets(reader: Reader): Promise<ReadonlySet<string>> {
  const rows = await reader.read(
    sql`SELECT DISTINCT coalesce(TRY(json_extract_string("requestParameters", '$.s3BucketName')),
        TRY(json_extract_string("requestParameters", '$.deliveryChannel.s3BucketName'))) AS bucket
      FROM trail.main.event_columns
      WHERE "eventSource" IN ('cloudtrail.amazonaws.com', 'config.amazonaws.com')
        AND "eventName" IN ('CreateTrail', 'UpdateTrail', 'PutDeliveryChannel') LIMIT 1000`,
    { bucket: textOrNull },
  );
  return new Set(rows.flatMap(({ bucket }) => bucket ?? []));
}
