import { recordedClasses } from '../../../../shared/cloudtrail/recorded.ts';
import { compileClasses } from '../../ask/compile/compile-classes.ts';
import { duckdb } from '../../ask/dialects/duckdb.ts';
import { sqlWithValues } from '../../ask/dialects/duckdb/sql-literal.ts';
import { sumsOf } from '../../ask/roll-ups/sums.ts';

/** The kind of an event in terms of `event_columns`; see `recordedClasses`. */
export const categorySql = sqlWithValues(compileClasses(duckdb, recordedClasses));

/** Below so many rows the table is small whatever share of the events they are. */
const fewRows = 150_000;

/** How many events of each kind there are, by hour, account and Region: what strips over time are counted from. */
export const categoryHours = sumsOf({
  name: 'category_hours',
  help: 'One row an hour, account, Region and kind of events that a trail can be told to record: how many events. Sum `events`.',
  keys: [
    {
      name: 'eventTime',
      type: 'TIMESTAMP',
      help: 'The hour that they lie in; NULL without a time',
      from: `date_trunc('hour', "eventTime")`,
    },
    { name: 'recipientAccountId', type: 'VARCHAR', help: 'The account', from: '"recipientAccountId"' },
    { name: 'awsRegion', type: 'VARCHAR', help: 'The Region', from: '"awsRegion"' },
    {
      name: 'category',
      type: 'VARCHAR',
      help: 'management-writes, management-reads, s3-objects, lambda-invocations, other-data, network-activity, insights or unstated',
      from: categorySql,
    },
  ],
  order: ['eventTime'],
  most: (events) => Math.max(fewRows, events / 10),
});
