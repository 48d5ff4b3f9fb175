import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { beforeAll, describe, expect, it } from 'vitest';
import { attachInMemory, schemaStatements } from '../../../../electron/engine/db/schema.ts';
import { sql, sqlText, type Sql } from '../../../../electron/engine/db/sql.ts';
import {
  isAggregatedSql,
  isInsightSql,
  isWithoutCallSql,
} from '../../../../electron/engine/db/without-call-sql.ts';
import { insertRepaired } from '../../../../electron/engine/ingest/load/insert.ts';
import { compileFilter } from '../../../../electron/engine/ask/local-sql.ts';
import {
  isAggregated,
  isFailed,
  isGlobal,
  isInsight,
  isLoggingChange,
  isRead,
  isServiceCall,
  isWrite,
} from '../../../../shared/cloudtrail/rules.ts';
import { subjectOf } from '../../../../shared/cloudtrail/subject.ts';
import { fields } from '../../../../shared/fields/catalogue.ts';
import { predicateOf } from '../../../../shared/filter/evaluate.ts';
import type { Filter } from '../../../../shared/filter/filter.ts';

type Part = Readonly<Record<string, unknown>>;

const session = { sessionIssuer: { type: 'Role', arn: 'arn:aws:iam::111122223333:role/ci/Deployer' } };
const identities: readonly unknown[] = [
  undefined,
  null,
  {},
  'text',
  { type: 'AWSService' },
  { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' },
  { type: 'awsservice' },
  { type: '', invokedBy: 'ec2.amazonaws.com' },
  { type: null, invokedBy: 'ec2.amazonaws.com' },
  { invokedBy: 'AWS Internal', accountId: '111122223333' },
  { invokedBy: '', accountId: '111122223333' },
  { type: 'IAMUser', userName: 'ana', invokedBy: 'cloudformation.amazonaws.com' },
  { type: 'IAMUser', userName: 'ana', arn: 'arn:aws:iam::111122223333:user/ana' },
  { type: 'IAMUser', userName: 'HIDDEN_DUE_TO_SECURITY_REASONS', accountId: '111122223333' },
  { type: 'IAMUser', userName: '', principalId: 'AIDAEXAMPLE0000000009' },
  { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/Deployer/b', sessionContext: session },
  { type: 'AssumedRole', arn: 'arn:aws-cn:sts::111122223333:assumed-role/Deployer/a/b' },
  { type: 'AssumedRole', arn: '', sessionContext: { sessionIssuer: { arn: '' } }, principalId: 'AROAX:b' },
  { type: 'Role', arn: 'arn:aws:sts::111122223333:assumed-role/Deployer/b', sessionContext: session },
  { type: 'AWSAccount', principalId: 'AROAEXAMPLE0000000001:line\nbreak', accountId: '444455556666' },
  { type: 'IdentityCenterUser', onBehalfOf: { userId: 'u-1' }, accountId: '111122223333' },
  { type: 'Unknown', userName: 7 },
];
const kinds: readonly Part[] = [
  {},
  { eventCategory: 'Management', eventType: 'AwsApiCall' },
  { eventCategory: 'Insight' },
  { eventType: 'AwsCloudTrailInsight' },
  { eventCategory: 'Insight', eventType: 'AwsCloudTrailInsight' },
  { eventCategory: 'insight', eventType: 'awscloudtrailinsight' },
  { eventCategory: 'Aggregated' },
  { eventType: 'AwsAggregatedEvent' },
  { eventCategory: '', eventType: null },
  { eventCategory: ['Insight'], eventType: 5 },
];
const calls: readonly Part[] = [
  { eventSource: 's3.amazonaws.com', eventName: 'GetObject', readOnly: true },
  { eventSource: 'cloudtrail.amazonaws.com', eventName: 'StopLogging', readOnly: false },
  { eventSource: 'cloudtrail.amazonaws.com', eventName: 'UpdateTrail', readOnly: 'false' },
  { eventSource: 'cloudtrail.amazonaws.com', eventName: 'LookupEvents', readOnly: 'true' },
  { eventSource: 'iam.amazonaws.com', eventName: 'StopLogging', readOnly: null },
  { eventSource: 'sts.amazonaws.com', eventName: 'AssumeRole' },
  { eventSource: 'sts.amazonaws.com', additionalEventData: { endpointType: 'global' } },
  { eventSource: 'sts.amazonaws.com', additionalEventData: { endpointType: 'regional' } },
  {
    eventSource: 'sts.amazonaws.com',
    tlsDetails: { clientProvidedHostHeader: 'sts.amazonaws.com' },
    additionalEventData: null,
  },
  {
    eventSource: 'sts.amazonaws.com',
    tlsDetails: { clientProvidedHostHeader: 'sts.eu-west-1.amazonaws.com' },
  },
  { eventSource: 's3.amazonaws.com', tlsDetails: { clientProvidedHostHeader: 'sts.amazonaws.com' } },
  { eventSource: null },
  { eventSource: '' },
  {},
];
const outcomes: readonly Part[] = [
  {},
  { errorCode: 'AccessDenied' },
  { errorCode: '', errorMessage: 'Failed authentication' },
  { errorCode: 200, errorMessage: '-' },
  {
    eventSource: 'signin.amazonaws.com',
    eventName: 'ConsoleLogin',
    responseElements: { ConsoleLogin: 'Failure' },
  },
  { eventType: 'AwsServiceEvent', serviceEventDetails: { createAccountStatus: { state: 'FAILED' } } },
];

/** Every part with every other one of its neighbours, so that no rule is seen with one kind of record only. */
const corpus: readonly Part[] = identities.flatMap((userIdentity, who) =>
  kinds.flatMap((kind, what) =>
    calls.flatMap((call, which) => {
      const outcome = outcomes[(who + what + which) % outcomes.length];
      return (who + which) % 2 === 0 || what < 2 ? [{ ...kind, ...call, userIdentity, ...outcome }] : [];
    }),
  ),
);

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await (await DuckDBInstance.create(':memory:')).connect();
  for (const statement of [attachInMemory, ...schemaStatements])
    await connection.run(statement.replaceAll('USING COMPRESSION zstd', ''));
  const lines = corpus.map((record, o) => {
    const raw = JSON.stringify(record);
    return { f: 0, o, p: 0, quality: 0, raw, clean: raw };
  });
  await connection.run(insertRepaired, [JSON.stringify(lines)]);
});

async function places(condition: Sql | string): Promise<readonly number[]> {
  const text = typeof condition === 'string' ? condition : sqlText(condition);
  const reader = await connection.runAndReadAll(
    `SELECT ordinal FROM trail.main.event_columns WHERE ${text} ORDER BY ordinal`,
    typeof condition === 'string' ? [] : [...condition.values],
  );
  return reader.getRows().map(([ordinal]) => Number(ordinal));
}

const subjects = corpus.map((record) => subjectOf(JSON.parse(JSON.stringify(record))));
const kept = (rule: Filter): readonly number[] => {
  const holds = predicateOf(rule);
  return subjects.flatMap((subject, place) => (holds(subject) ? [place] : []));
};
const either: Filter = { kind: 'or', of: [isInsight, isAggregated] };

describe('a rule about records', () => {
  it.each<[string, Filter, string | undefined]>([
    ['service calls', isServiceCall, undefined],
    ['Insights', isInsight, isInsightSql],
    ['aggregated counters', isAggregated, isAggregatedSql],
    ['records without a call', either, isWithoutCallSql()],
    ['changes of logging', isLoggingChange, undefined],
    ['failures', isFailed, undefined],
    ['writes', isWrite, undefined],
    ['reads', isRead, undefined],
    ['calls to global services', isGlobal, '"globalService"'],
  ])('keeps the same %s in SQL and in TypeScript', async (_, rule, text) => {
    const expected = kept(rule);
    expect(expected.length).toBeGreaterThan(0);
    expect(expected.length).toBeLessThan(corpus.length);
    expect(await places(compileFilter(rule))).toEqual(expected);
    expect(await places(compileFilter({ kind: 'not', of: rule }))).toEqual(kept({ kind: 'not', of: rule }));
    if (text !== undefined) expect(await places(text)).toEqual(expected);
  });

  it.each(fields.filter(({ name }) => name !== 'completeness').map(({ name, type }) => [name, type]))(
    'finds the column %s as an import fills it',
    async (name, type) => {
      const reader = await connection.runAndReadAll(
        `SELECT "${name}"::VARCHAR FROM trail.main.event_columns ORDER BY ordinal`,
      );
      const columns = reader.getRows().map(([value]) => value);
      const found = subjects.map(({ column }) => {
        const value = column(name) ?? null;
        return value === null || (typeof value === 'string' && type !== 'json')
          ? value
          : JSON.stringify(value);
      });
      expect(found).toEqual(columns);
    },
  );

  it('is asked over the rows of a table under another name, too', async () => {
    const condition = compileFilter(isServiceCall, { table: 'e' });
    const count = sql`SELECT count(*)::INTEGER FROM trail.main.event_columns e WHERE ${condition}`;
    const reader = await connection.runAndReadAll(sqlText(count), [...count.values]);
    expect(reader.getRows()[0]?.[0]).toBe(kept(isServiceCall).length);
  });
});
