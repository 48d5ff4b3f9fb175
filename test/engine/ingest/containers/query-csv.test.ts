import { describe, expect, it } from 'vitest';
import { quoted, readText } from './read-text.ts';

const line = (cells: readonly string[]): string => `${cells.map(quoted).join(',')}\n`;

const role =
  '{type=AssumedRole, principalid=AROAEXAMPLE:i-0c29, arn=arn:aws:sts::111122223333:assumed-role/Web/i-0c29, ' +
  'accountid=111122223333, invokedby=null, accesskeyid=ASIAEXAMPLE, username=null, sessioncontext={attributes=' +
  '{mfaauthenticated=false, creationdate=2025-03-03T09:00:00Z}, sessionissuer={type=Role, principalid=AROAEXAMPLE, ' +
  'arn=arn:aws:iam::111122223333:role/Web, accountid=111122223333, username=Web}}}';

const athena = (identity: string, more: Readonly<Record<string, string>> = {}): string => {
  const row = {
    eventversion: '1.08',
    useridentity: identity,
    eventtime: '2025-03-03T10:00:00Z',
    eventsource: 's3.amazonaws.com',
    eventname: 'PutObject',
    sourceipaddress: '198.51.100.7',
    requestparameters: '{"bucketName":"b","size":12345678901234567890}',
    responseelements: 'null',
    requestid: 'R1',
    eventid: 'e-1',
    resources:
      '[{arn=arn:aws:s3:::b, accountid=111122223333, type=AWS::S3::Bucket}, {arn=arn:aws:s3:::b/k, accountid=null, type=AWS::S3::Object}]',
    readonly: 'false',
    recipientaccountid: '111122223333',
    tlsdetails:
      '{tlsversion=TLSv1.3, ciphersuite=TLS_AES_128_GCM_SHA256, clientprovidedhostheader=b.s3.amazonaws.com}',
    year: '2025',
    ...more,
  };
  return line(Object.keys(row)) + line(Object.values(row));
};

describe('Athena result CSV', () => {
  it('maps lower-case names and struct cells back to CloudTrail’s own', async () => {
    const { outcome, records } = await readText(athena(role));
    expect(outcome).toMatchObject({ status: 'accepted', container: 'athena-csv', problems: [] });
    expect(records[0]!.quality).toBe('partial');
    expect(records[0]!.value).toMatchObject({
      eventVersion: '1.08',
      sourceIPAddress: '198.51.100.7',
      requestID: 'R1',
      eventID: 'e-1',
      readOnly: false,
      recipientAccountId: '111122223333',
      userIdentity: {
        type: 'AssumedRole',
        principalId: 'AROAEXAMPLE:i-0c29',
        accessKeyId: 'ASIAEXAMPLE',
        sessionContext: {
          attributes: { mfaAuthenticated: 'false', creationDate: '2025-03-03T09:00:00Z' },
          sessionIssuer: { arn: 'arn:aws:iam::111122223333:role/Web', userName: 'Web' },
        },
      },
      resources: [
        { ARN: 'arn:aws:s3:::b', accountId: '111122223333', type: 'AWS::S3::Bucket' },
        { ARN: 'arn:aws:s3:::b/k', type: 'AWS::S3::Object' },
      ],
      tlsDetails: { tlsVersion: 'TLSv1.3' },
    });
    expect(records[0]!.value['userIdentity']).not.toHaveProperty('invokedBy');
  });

  it('keeps JSON cells to the last digit', async () => {
    const { records } = await readText(athena(role));
    expect(records[0]!.json).toContain('"requestParameters":{"bucketName":"b","size":12345678901234567890}');
  });

  const unclear = [
    role.replace('username=null', 'username=x, arn=arn:aws:iam::999999999999:root'),
    role.replace('username=null', 'username=x, colour=red'),
    role.replace('username=null', 'username=x{y}'),
    role.replace('username=null', 'username=x}'),
    role.slice(0, -1),
    'free text',
  ];
  it.each(unclear)('takes no caller from a struct that could mean two things: %s', async (identity) => {
    const { records } = await readText(athena(identity));
    expect(records[0]!.value).not.toHaveProperty('userIdentity');
    expect(records[0]!.exact!.toString()).toContain(identity);
  });

  it('takes no caller from a row whose struct is made up otherwise than the first', async () => {
    const smuggled = role.replace('username=null', 'username=x, onbehalfof={userid=admin}');
    const { records } = await readText(athena(role) + athena(smuggled).split('\n')[1]!);
    expect(records[0]!.value).toHaveProperty('userIdentity');
    expect(records[1]!.value).not.toHaveProperty('userIdentity');
  });

  it('repairs account ids a spreadsheet rounded from the ARNs in the row', async () => {
    const { records, outcome } = await readText(
      athena(role, { recipientaccountid: '1.11122E+11', readonly: 'FALSE' }),
    );
    expect(records[0]!.value).toMatchObject({ recipientAccountId: '111122223333', readOnly: false });
    expect(outcome.problems[0]!.reason).toMatch(/rounded by a spreadsheet/);
  });

  it('does not take counts or catalogues for events', async () => {
    for (const text of [
      '"eventname","_col1"\n"PutObject","12"\n',
      'eventName,eventSource,description\nA,b.amazonaws.com,c\n',
    ]) {
      const { outcome, records } = await readText(text);
      expect(records).toEqual([]);
      expect(outcome).toMatchObject({ status: 'skipped', container: 'table' });
      expect(outcome.reason).toContain('not one row for one event');
    }
  });

  it('recognises the column list Athena writes beside results', async () => {
    const column = Buffer.from(
      '\n\x04hive"\teventname*\teventname2\x07varchar8\xff\xff\xff\xff\x07',
      'latin1',
    );
    const content = Buffer.concat([Buffer.from('\n\x05fnord"'), Buffer.from([column.length]), column]);
    expect((await readText(content)).outcome).toMatchObject({
      status: 'skipped',
      container: 'athena-metadata',
    });
  });
});

describe('CloudTrail Lake CSV', () => {
  it('reads camel-case columns, SQL times and mixed-case structs', async () => {
    const { outcome, records } = await readText(
      'eventTime,eventName,eventSource,userIdentity,eventID,requestParameters,n\n' +
        line([
          '2025-03-03 10:00:00.000',
          'AssumeRole',
          'sts.amazonaws.com',
          '{type=IAMUser, arn=arn:aws:iam::111122223333:user/a, userName=a=b,c, sessioncontext={attributes=null, sessionIssuer=null}}',
          'e-1',
          '{roleArn=arn:aws:iam::111122223333:role/x}',
          'beside',
        ]),
    );
    expect(outcome).toMatchObject({ status: 'accepted', container: 'lake-csv' });
    expect(records[0]!.value).toMatchObject({
      eventTime: '2025-03-03T10:00:00Z',
      userIdentity: { userName: 'a=b,c', sessionContext: {} },
      requestParameters: { roleArn: 'arn:aws:iam::111122223333:role/x' },
    });
  });

  it('passes over rows of other sources politely', async () => {
    const { outcome } = await readText(
      'eventTime,eventName,eventID,eventCategory\n2025-03-03 10:00:00.000,x,e-1,ConfigurationItem\n',
    );
    expect(outcome).toMatchObject({ status: 'skipped', records: 0 });
    expect(outcome.reason).toContain('Config configuration items');
  });
});
