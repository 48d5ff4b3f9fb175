import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testEngine } from '../../../support/engine.ts';
import { writeFiles } from '../../../support/temp.ts';
import { quoted, readText } from './read-text.ts';

const csv = (rows: readonly (readonly string[])[], delimiter = ','): string =>
  rows.map((row) => `${row.map(quoted).join(delimiter)}\n`).join('');

/** Columns by their names in some product, with the values of one call. */
type Row = Readonly<Record<string, string>>;
const table = (row: Row, delimiter = ','): string => csv([Object.keys(row), Object.values(row)], delimiter);

const identity = JSON.stringify({ type: 'IAMUser', user_name: 'maya', account_id: '111122223333' });

const snake: Row = {
  event_id: 'e-1',
  event_time: '2025-03-03T12:00:00+02:00',
  event_name: 'CreateUser',
  event_source: 'iam.amazonaws.com',
  aws_region: 'us-east-1',
  source_ip_address: '198.51.100.7',
  recipient_account_id: '111122223333',
  read_only: 'false',
  error_code: 'null',
  request_parameters: '{"userName":"eve","n":12345678901234567890}',
  user_identity: identity,
  tp_index: '1',
};

const expected = {
  eventID: 'e-1',
  eventTime: '2025-03-03T10:00:00Z',
  eventName: 'CreateUser',
  eventSource: 'iam.amazonaws.com',
  awsRegion: 'us-east-1',
  sourceIPAddress: '198.51.100.7',
  recipientAccountId: '111122223333',
  readOnly: false,
  userIdentity: { type: 'IAMUser', userName: 'maya', accountId: '111122223333' },
};

const renamed = (rename: (name: string) => string): Row =>
  Object.fromEntries(Object.entries(snake).map(([name, value]) => [rename(name), value]));
const camel = (name: string): string =>
  name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

describe('tables that name the fields otherwise', () => {
  const spellings: readonly (readonly [string, string])[] = [
    ['snake case', table(snake)],
    ['upper case', table(renamed((name) => name.toUpperCase()))],
    ['capitals', table(renamed((name) => camel(`_${name}`)))],
    ['words', table(renamed((name) => name.replaceAll('_', ' ')))],
    ['a prefix', table(renamed((name) => `cloudtrail_${name}`))],
    ['a path before it', table(renamed((name) => `data.aws.${camel(name)}`))],
    ['the alias of a query', table(renamed((name) => `t.${name.replaceAll('_', '')}`))],
    ['a prefix without a mark', table(renamed((name) => camel(`ct_${name}`)))],
    ['semicolons', table(snake, ';')],
    ['tabs', table(snake, '\t')],
    ['bars', table(snake, '|')],
  ];
  it.each(spellings)('are put back into CloudTrail’s spelling: %s', async (_spelling, content) => {
    const { outcome, records } = await readText(content);
    expect(outcome).toMatchObject({ status: 'accepted', container: 'field-table', records: 1 });
    expect(records[0]).toMatchObject({ quality: 'partial', value: expected });
    expect(records[0]!.exact!.toString()).toBe(content.split('\n')[1]);
    expect(records[0]!.json).toContain('"requestParameters":{"userName":"eve","n":12345678901234567890}');
    expect(records[0]!.value).not.toHaveProperty('errorCode');
    expect(Object.values(records[0]!.value['otherColumns'] as object)).toEqual(['1']);
  });

  it('of Microsoft Sentinel have times, callers and sessions under names of their own', async () => {
    const { records } = await readText(
      `\uFEFF${table({
        TenantId: 't',
        'TimeGenerated [UTC]': '2025-03-03T10:00:00Z',
        AwsEventId: 'e-1',
        EventTypeName: 'AwsApiCall',
        EventName: 'PutObject',
        EventSource: 's3.amazonaws.com',
        UserIdentityType: 'AssumedRole',
        UserIdentityPrincipalid: 'AROAEXAMPLE:build',
        SessionIssuerArn: 'arn:aws:iam::111122223333:role/Deploy',
        SessionMfaAuthenticated: 'false',
        SessionCreationDate: '2025-03-03T09:00:00Z',
        EC2RoleDelivery: '2.0',
        SourceIpAddress: '198.51.100.7',
        TlsVersion: 'TLSv1.3',
        AwsRequestId_: 'R1',
        Category: 'Data',
        Type: 'AWSCloudTrail',
      })}`,
    );
    expect(records[0]!.value).toEqual({
      eventID: 'e-1',
      eventTime: '2025-03-03T10:00:00Z',
      eventType: 'AwsApiCall',
      eventName: 'PutObject',
      eventSource: 's3.amazonaws.com',
      userIdentity: {
        type: 'AssumedRole',
        principalId: 'AROAEXAMPLE:build',
        sessionContext: {
          sessionIssuer: { arn: 'arn:aws:iam::111122223333:role/Deploy' },
          attributes: { mfaAuthenticated: 'false', creationDate: '2025-03-03T09:00:00Z' },
          ec2RoleDelivery: '2.0',
        },
      },
      sourceIPAddress: '198.51.100.7',
      tlsDetails: { tlsVersion: 'TLSv1.3' },
      requestID: 'R1',
      eventCategory: 'Data',
      otherColumns: {
        TenantId: 't',
        'TimeGenerated [UTC]': '2025-03-03T10:00:00Z',
        Type: 'AWSCloudTrail',
      },
    });
  });

  it('keep values that do not convert, and the ledger tells how many', async () => {
    const rows = [1, 2, 3].map((n) => ({
      ...snake,
      event_id: `e-${n}`,
      event_time: n === 1 ? '2025-03-03T10:00:00Z' : 'soon',
      read_only: 'maybe',
    }));
    const content = csv([Object.keys(snake), ...rows.map((row) => Object.values(row))]);
    const { records } = await readText(content);
    expect(records.map(({ value }) => value['eventTime'])).toEqual(['2025-03-03T10:00:00Z', 'soon', 'soon']);
    const engine = testEngine();
    writeFiles(engine.folder, { 'evidence/a.csv': content });
    await engine.importAll(join(engine.folder, 'evidence'));
    const [line] = (await engine.call('ledger.list', { status: null, offset: 0, limit: 10 })).rows;
    expect(line).toMatchObject({ status: 'partial', kind: 'field-table', records: 3 });
    expect(line!.reason).toContain('eventTime could not be read in 2 records');
    expect(line!.reason).toContain('readOnly could not be read in 3 records');
  });

  it('are no events without a service of AWS, a time or an id', async () => {
    const foreign = await readText(table({ ...snake, event_source: 'login.example.com' }));
    expect(foreign.outcome).toMatchObject({ status: 'skipped', container: 'table' });
    const catalogue = await readText(table({ event_name: 'CreateUser', event_source: 'iam.amazonaws.com' }));
    expect(catalogue.outcome).toMatchObject({ status: 'skipped', container: 'table' });
    const counts = await readText(
      table({
        event_name: 'CreateUser',
        event_source: 'iam.amazonaws.com',
        event_time: '2025-03-03',
        count: '4',
      }),
    );
    expect(counts.outcome).toMatchObject({ status: 'skipped', container: 'table' });
  });

  it('of Lake and Athena have dashes and SQL’s NULL where there is no value', async () => {
    for (const mark of ['-', 'NULL', '\\N', '(null)']) {
      const { records } = await readText(
        `eventName,eventTime,userIdentity.arn,errorCode,eventID\nGetUser,2025-03-03 10:00:00.000,${mark},${mark},e-1\n`,
      );
      expect(records[0]!.value).toEqual({
        eventName: 'GetUser',
        eventTime: '2025-03-03T10:00:00Z',
        eventID: 'e-1',
      });
    }
  });
});
