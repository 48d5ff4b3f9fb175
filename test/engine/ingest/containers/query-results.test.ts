import { describe, expect, it } from 'vitest';
import { record } from '../../../support/records.ts';
import { readText } from './read-text.ts';

const text = (n: number): string => JSON.stringify(record(n));
const fields = (row: Readonly<Record<string, string>>): { field: string; value: string }[] =>
  Object.entries(row).map(([field, value]) => ({ field, value }));
const insights = (...rows: readonly Readonly<Record<string, string>>[]): string =>
  JSON.stringify({ results: rows.map(fields), statistics: { recordsMatched: 1 }, status: 'Complete' });
const lake = (...rows: readonly Readonly<Record<string, string>>[]): string =>
  JSON.stringify({
    QueryStatus: 'FINISHED',
    QueryStatistics: { ResultsCount: rows.length },
    QueryResultRows: rows.map((row) => Object.entries(row).map(([key, value]) => ({ [key]: value }))),
  });

describe('Logs Insights results as JSON', () => {
  it('takes @message as the whole record', async () => {
    const { outcome, records } = await readText(
      insights({ '@timestamp': '2025-03-03 10:00:01.000', '@message': text(1), '@ptr': 'x' }),
    );
    expect(outcome).toMatchObject({ status: 'accepted', container: 'insights-results', reason: null });
    expect(records).toMatchObject([{ json: text(1), quality: 'complete' }]);
  });

  it('puts selected fields together and says what is missing', async () => {
    const row = {
      '@timestamp': '2025-03-03 10:00:01.000',
      eventName: 'PutObject',
      eventSource: 's3.amazonaws.com',
      'userIdentity.arn': 'arn:aws:iam::111122223333:user/maya',
      'requestParameters.bucketName': 'ledger',
      'resources.0.ARN': 'arn:aws:s3:::ledger',
      'resources.1.ARN': 'arn:aws:s3:::ledger/a',
      readOnly: 'false',
      hits: '3',
      '@ptr': 'x',
    };
    const { outcome, records } = await readText(insights(row));
    expect(outcome).toMatchObject({ status: 'accepted', records: 1 });
    expect(outcome.reason).toMatch(/Logs Insights query selected/);
    expect(records[0]).toMatchObject({
      quality: 'partial',
      value: {
        eventTime: '2025-03-03T10:00:01Z',
        eventName: 'PutObject',
        userIdentity: { arn: 'arn:aws:iam::111122223333:user/maya' },
        requestParameters: { bucketName: 'ledger' },
        resources: [{ ARN: 'arn:aws:s3:::ledger' }, { ARN: 'arn:aws:s3:::ledger/a' }],
        readOnly: false,
      },
    });
    expect(records[0]!.exact?.toString()).toBe(JSON.stringify(fields(row)));
  });

  it('takes no counts for events', async () => {
    const { outcome, records } = await readText(insights({ eventName: 'PutObject', 'count(*)': '17' }));
    expect(records).toEqual([]);
    expect(outcome).toMatchObject({ status: 'skipped', container: 'insights-results' });
    expect(outcome.reason).toMatch(/no CloudTrail events, such as counts/);
  });
});

describe('CloudTrail Lake results as JSON', () => {
  const identity =
    '{type=AssumedRole, principalid=AROAEXAMPLE:s, arn=arn:aws:sts::111122223333:assumed-role/r/a=b,c, accountid=111122223333, ' +
    'sessioncontext={attributes={creationdate=2025-03-03 09:00:00.000, mfaauthenticated=false}, sessionissuer=null}}';

  it('merges the cells of a row and reads nested ones', async () => {
    const { outcome, records } = await readText(
      lake({
        eventVersion: '1.08',
        userIdentity: identity,
        eventTime: '2025-03-03 10:00:01.000',
        eventSource: 's3.amazonaws.com',
        eventName: 'GetObject',
        requestParameters: '{"bucketName":"ledger","n":12345678901234567890}',
        errorCode: 'null',
        readOnly: 'true',
        resources: '[{arn=arn:aws:s3:::ledger, accountid=111122223333, type=AWS::S3::Bucket}]',
        arn: 'arn:aws:iam::1:user/whose',
      }),
    );
    expect(outcome).toMatchObject({ status: 'accepted', container: 'lake', records: 1 });
    expect(records[0]!.json).toContain('"n":12345678901234567890');
    expect(records[0]).toMatchObject({
      quality: 'partial',
      value: {
        eventTime: '2025-03-03T10:00:01Z',
        userIdentity: {
          type: 'AssumedRole',
          principalId: 'AROAEXAMPLE:s',
          arn: 'arn:aws:sts::111122223333:assumed-role/r/a=b,c',
          sessionContext: { attributes: { mfaAuthenticated: 'false' } },
        },
        readOnly: true,
        resources: [{ ARN: 'arn:aws:s3:::ledger', accountId: '111122223333', type: 'AWS::S3::Bucket' }],
        otherColumns: { arn: 'arn:aws:iam::1:user/whose' },
      },
    });
    expect(records[0]!.value).not.toHaveProperty('errorCode');
  });

  it('keeps a cell as text when it could mean two things', async () => {
    const smuggled = identity.replace('AROAEXAMPLE:s', 'AROAEXAMPLE:s, arn=arn:aws:iam::1:root');
    const { records } = await readText(
      lake({
        eventID: 'x',
        eventName: 'GetObject',
        userIdentity: smuggled,
        requestParameters: '{key=a, b=c}',
      }),
    );
    expect(records[0]!.value['userIdentity']).toBeUndefined();
    expect(records[0]!.value['requestParameters']).toBe('{key=a, b=c}');
    expect(records[0]!.value['otherColumns']).toEqual({ userIdentity: smuggled });
  });

  it('reads Insights rows and passes over data that is not CloudTrail’s', async () => {
    const { outcome, records } = await readText(
      lake(
        { eventCategory: 'Insight', eventID: 'i', insightState: 'Start', insightType: 'ApiCallRateInsight' },
        { eventCategory: 'ActivityAuditLog', eventID: 'a', eventData: '{}' },
        { eventCategory: 'ConfigurationItem', eventID: 'c' },
        { eventName: 'GetObject', _col1: '9' },
      ),
    );
    expect(records.map(({ value }) => value)).toEqual([
      {
        eventCategory: 'Insight',
        eventID: 'i',
        insightDetails: { state: 'Start', insightType: 'ApiCallRateInsight' },
      },
    ]);
    expect(outcome.reason).toMatch(/3 other values were passed over/);
    const evidence = await readText(lake({ eventCategory: 'Evidence', eventID: 'e' }));
    expect(evidence.outcome).toMatchObject({ status: 'skipped', container: 'lake' });
    expect(evidence.outcome.reason).toMatch(/Audit Manager evidence/);
  });
});
