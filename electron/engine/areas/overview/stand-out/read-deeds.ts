import { results } from '../../../../../shared/cloudtrail/result.ts';
import { deedOf, type Deed } from '../../../../../shared/cloudtrail/stand-out/deed.ts';
import type { Reader } from '../../../db/pool.ts';
import { count, numberOrNull, oneOf, text, textOrNull } from '../../../db/rows.ts';
import { raw, sql } from '../../../db/sql.ts';

/** So many of events that are alike are looked into one by one, the earliest first. */
export const mostAlike = 100;
/** So many are looked into at all, those first that have fewest alike. */
const mostInAll = 4_000;

const shape = {
  rules: text,
  micros: numberOrNull,
  eventID: textOrNull,
  service: textOrNull,
  action: text,
  result: oneOf(results),
  errorCode: textOrNull,
  principal: textOrNull,
  identityType: textOrNull,
  callerArn: textOrNull,
  callerAccount: textOrNull,
  account: textOrNull,
  accessKey: textOrNull,
  address: textOrNull,
  agent: textOrNull,
  request: textOrNull,
  response: textOrNull,
  more: textOrNull,
  alike: count,
};

/** An event that a rule names, and how many there are with the same rules, caller and result. */
export type CountedDeed = Deed & { readonly alike: number };

/** The events that rules name, in order of time; of many that are alike, the first ones. */
export async function readDeeds(reader: Reader): Promise<readonly CountedDeed[]> {
  const rows = await reader.read(
    // Chosen by narrow columns first: sorting all documents took most of the time.
    sql`WITH chosen AS (SELECT file_id, ordinal, (count(*) OVER (PARTITION BY rules, principal, result))::DOUBLE AS alike
        FROM derived.main.notable_events
        QUALIFY row_number() OVER (PARTITION BY rules, principal, result ORDER BY "eventTime", file_id, ordinal) <= ${raw(String(mostAlike))}
        ORDER BY alike, "eventTime", file_id, ordinal LIMIT ${raw(String(mostInAll))})
      SELECT rules, epoch_us("eventTime")::DOUBLE AS micros, left("eventID", 200) AS "eventID",
        CASE WHEN ends_with("eventSource", '.amazonaws.com') THEN left("eventSource", -14) ELSE "eventSource" END AS service,
        regexp_replace("eventName", '[0-9]{8}(v[0-9]+)?$', '') AS action, result, left("errorCode", 200) AS "errorCode",
        left(principal, 2000) AS principal, "userIdentity.type" AS "identityType", left("userIdentity.arn", 2000) AS "callerArn",
        "userIdentity.accountId" AS "callerAccount", "recipientAccountId" AS account,
        left("userIdentity.accessKeyId", 200) AS "accessKey", left("sourceIPAddress", 200) AS address,
        left("userAgent", 1000) AS agent, "requestParameters" AS request, "responseElements" AS response,
        "additionalEventData" AS more, chosen.alike
      FROM derived.main.notable_events JOIN chosen USING (file_id, ordinal) ORDER BY "eventTime", file_id, ordinal`,
    shape,
  );
  const inTime = [...rows].sort((a, b) => (a.micros ?? 0) - (b.micros ?? 0));
  return inTime.map(({ rules, request, response, more, alike, service, principal, ...columns }) => ({
    ...deedOf(
      {
        ...columns,
        rules: rules.split(' '),
        service: service ?? '',
        principal: principal ?? 'somebody whom the record does not name',
      },
      { request, response, more },
    ),
    alike,
  }));
}
