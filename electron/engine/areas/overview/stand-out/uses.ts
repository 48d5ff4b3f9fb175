import type { DerivedColumn, TableInBackground } from '../../../derive/derived-table.ts';

interface Key {
  readonly name: string;
  readonly type?: string;
  readonly help: string;
  /** What it is in terms of `event_columns`. */
  readonly from: string;
}

/** Longer texts tell no more, and cutting them where they are asked would cost more than all else. */
const cut = (name: string, most: number): Key => ({
  name,
  help: `The first ${most} letters of event_columns."${name}"`,
  from: `left("${name}", ${most})`,
});
const column = (name: string): Key => ({ name, help: `event_columns."${name}"`, from: `"${name}"` });
const hour: Key = {
  name: 'hour',
  type: 'TIMESTAMP',
  help: 'The hour that they lie in; NULL without a time',
  from: `date_trunc('hour', "eventTime")`,
};

interface UsesOptions {
  readonly name: string;
  readonly help: string;
  readonly keys: readonly Key[];
  readonly sums: readonly Key[];
  /** A condition on the events that count; those that nothing is asked of make the table large. */
  readonly which?: string;
}

/** A table of groups of events with when they began and ended; pieces add rows of their own, so it is grouped again where it is asked. */
function usesOf({ name, help, keys, sums, which = 'true' }: UsesOptions): TableInBackground {
  const all: readonly Key[] = [
    ...keys,
    {
      name: 'first_event',
      type: 'TIMESTAMP',
      help: 'The time of the first; NULL without a time',
      from: 'min("eventTime")',
    },
    {
      name: 'last_event',
      type: 'TIMESTAMP',
      help: 'The time of the last; NULL without a time',
      from: 'max("eventTime")',
    },
    { name: 'events', type: 'BIGINT', help: 'How many events, to be summed', from: 'count(*)' },
    ...sums,
    {
      name: 'file_id',
      type: 'INTEGER',
      help: 'The last file that has some of them, of those that were summed together',
      from: 'max(file_id)',
    },
  ];
  const rows = (isOfFile: string): string =>
    `SELECT ${all.map((key) => `${key.from} AS "${key.name}"`).join(', ')} FROM trail.main.event_columns
     WHERE ${isOfFile} AND principal IS NOT NULL AND (${which}) GROUP BY ${keys.map((_, at) => at + 1).join(', ')}`;
  return {
    name,
    help,
    columns: all.map((key): DerivedColumn => ({
      name: key.name,
      type: key.type ?? 'VARCHAR',
      help: key.help,
    })),
    version: 3,
    from: [],
    when: 'in-background',
    follows: 'columns',
    pieceEvents: 1_000_000,
    rows,
    build: async ({ connection, into }, { from, to }) => {
      await connection.run(`INSERT INTO ${into} ${rows(`file_id BETWEEN ${from} AND ${to}`)}`);
    },
  };
}

/** Which credential was used by which client from which address. */
export const credentialUses: TableInBackground = usesOf({
  name: 'credential_uses',
  help: 'One row for events with the same caller, key, address and client; derived by Trailglass. Sum `events`.',
  keys: [
    cut('principal', 2_000),
    column('userIdentity.type'),
    cut('userIdentity.arn', 2_000),
    cut('userIdentity.accessKeyId', 200),
    column('userIdentity.accountId'),
    cut('sourceIPAddress', 200),
    cut('userAgent', 1_000),
  ],
  sums: [
    {
      name: 'network',
      help: 'The address without its last part',
      from: `any_value(regexp_replace(left("sourceIPAddress", 200), '[.:][^.:]*$', ''))`,
    },
    {
      name: 'writes',
      type: 'BIGINT',
      help: 'How many of them change something, to be summed',
      from: `count(*) FILTER (WHERE consequence = 'change' AND result = 'done')`,
    },
  ],
});

const told = `'GetSecretValue', 'BatchGetSecretValue', 'GetParameter', 'GetParameters', 'GetParametersByPath', 'GetParameterHistory'`;
const objects = `'GetObject', 'CopyObject', 'DeleteObject', 'DeleteObjects', 'GetPasswordData', 'DescribeInstanceAttribute', 'AssumeRole'`;
const at = (path: string): string => `TRY(json_extract_string("requestParameters", '$.${path}'))`;

const object = `coalesce(${at('secretId')}, ${at('secretIdList')}, ${at('name')}, ${at('names')}, ${at('path')}, ${at('bucketName')}, ${at('instanceId')}, ${at('roleArn')})`;

/** Which action each caller used with what result on what, hour by hour. */
export const actionUses: TableInBackground = usesOf({
  name: 'action_uses',
  help: 'One row for events of an hour with the same caller, Region, action, result and object; derived by Trailglass. Sum `events`.',
  keys: [
    cut('principal', 2_000),
    column('userIdentity.type'),
    column('awsRegion'),
    column('eventSource'),
    column('eventName'),
    column('result'),
    column('consequence'),
    {
      name: 'object',
      help: 'The secret, parameter, bucket, instance or role asked for; of a few actions only',
      from: `CASE WHEN "eventName" IN (${told}, ${objects})
        THEN left(${object}, 4000) END`,
    },
    hour,
  ],
  which: `result = 'refused' OR consequence <> 'other' OR "userIdentity.type" = 'Root' OR starts_with("eventName", 'GetParameter')
    OR ("eventName" IN (${told}, ${objects}) AND ${object} IS NOT NULL)`,
  sums: [
    {
      name: 'addresses',
      type: 'VARCHAR[]',
      help: 'Some of the addresses that it came from, six at most',
      from: `list_slice(list(DISTINCT left("sourceIPAddress", 200) ORDER BY left("sourceIPAddress", 200)), 1, 6)`,
    },
    {
      name: 'bytes_out',
      type: 'DOUBLE',
      help: 'The bytes that the service sent, where it records them; to be summed',
      from: `sum(CASE WHEN "eventName" IN ('GetObject', 'CopyObject') THEN TRY_CAST(TRY(json_extract_string("additionalEventData", '$.bytesTransferredOut')) AS DOUBLE) END)`,
    },
  ],
});
