/** Queries to begin with. Names of nested columns are kept as aliases, so that their values have the value menu. */
export const starters: readonly { readonly name: string; readonly sql: string }[] = [
  {
    name: 'Calls by event name',
    sql: `select eventName, count(*) as calls
from events
group by all
order by calls desc`,
  },
  {
    name: 'Failed calls and who made them',
    sql: `select eventTime, eventName, userIdentity.arn as "userIdentity.arn", errorCode, errorMessage
from events
where errorCode is not null
order by eventTime`,
  },
  {
    name: 'Access keys and the addresses they came from',
    sql: `select
  userIdentity.accessKeyId as "userIdentity.accessKeyId",
  count(distinct sourceIPAddress) as addresses,
  count(*) as calls,
  min(eventTime) as first_seen,
  max(eventTime) as last_seen
from events
where userIdentity.accessKeyId is not null
group by 1
order by addresses desc, calls desc`,
  },
  {
    name: 'Denied calls by principal',
    sql: `select principal, eventSource, count(*) as denied, count(distinct eventName) as actions
from events
where errorCode in ('AccessDenied', 'Client.UnauthorizedOperation', 'UnauthorizedOperation')
group by all
order by denied desc`,
  },
  {
    name: 'Console sign-ins',
    sql: `select
  eventTime,
  userIdentity.arn as "userIdentity.arn",
  sourceIPAddress,
  responseElements ->> '$.ConsoleLogin' as answer,
  additionalEventData ->> '$.MFAUsed' as mfa
from events
where eventName = 'ConsoleLogin'
order by eventTime`,
  },
  {
    name: 'First call of each principal in each Region',
    sql: `select principal, awsRegion, min(eventTime) as first_seen, arg_min(eventName, eventTime) as first_call
from events
group by all
order by first_seen desc`,
  },
  {
    name: 'Calls per hour',
    sql: `select time_bucket(interval 1 hour, eventTime) as hour, outcome, count(*) as calls
from events
group by all
order by hour, outcome`,
  },
];
