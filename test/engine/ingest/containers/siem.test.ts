import { describe, expect, it } from 'vitest';
import { record } from '../../../support/records.ts';
import { readText } from './read-text.ts';

const text = (n: number): string => JSON.stringify(record(n));

const ocsfEvent = {
  class_uid: 6003,
  activity_id: 2,
  time: 1_740_996_001_000,
  metadata: {
    product: { name: 'CloudTrail', version: '1.08', feature: { name: 'Management' } },
    uid: 'e-1',
    event_code: 'AwsApiCall',
    version: '1.1.0',
  },
  cloud: { provider: 'AWS', region: 'eu-west-1', account: { uid: '111122223333' } },
  api: {
    operation: 'GetObject',
    service: { name: 's3.amazonaws.com' },
    request: { uid: 'R1', data: '{"bucketName":"ledger","n":12345678901234567890}' },
    response: { error: 'AccessDenied', message: 'no', data: null },
  },
  actor: {
    user: {
      type: 'AssumedRole',
      uid: 'arn:aws:sts::1:assumed-role/r/s',
      uid_alt: 'AROA:s',
      account: { uid: '1' },
      credential_uid: 'ASIA1',
    },
    session: { created_time_dt: '2025-03-03T09:00:00Z', is_mfa: true, issuer: 'arn:aws:iam::1:role/r' },
  },
  src_endpoint: { ip: '198.51.100.7' },
  http_request: { user_agent: 'aws-cli' },
  resources: [{ uid: 'arn:aws:s3:::ledger', type: 'AWS::S3::Bucket', owner: { account: { uid: '1' } } }],
  unmapped: { readOnly: 'true', 'tlsDetails.tlsVersion': 'TLSv1.3', eventName: 'Forged' },
};

describe('OCSF as JSON', () => {
  it('maps the fields back and keeps the evidence', async () => {
    const content = JSON.stringify(ocsfEvent);
    const { outcome, records } = await readText(content);
    expect(outcome).toMatchObject({ status: 'accepted', container: 'ocsf', records: 1 });
    expect(outcome.reason).toMatch(/OCSF/);
    expect(records[0]!.exact?.toString()).toBe(content);
    expect(records[0]!.json).toContain('12345678901234567890');
    expect(records[0]).toMatchObject({
      quality: 'partial',
      value: {
        eventTime: '2025-03-03T10:00:01Z',
        eventVersion: '1.08',
        eventName: 'GetObject',
        eventSource: 's3.amazonaws.com',
        eventID: 'e-1',
        eventCategory: 'Management',
        errorCode: 'AccessDenied',
        recipientAccountId: '111122223333',
        readOnly: true,
        tlsDetails: { tlsVersion: 'TLSv1.3' },
        resources: [{ ARN: 'arn:aws:s3:::ledger', accountId: '1', type: 'AWS::S3::Bucket' }],
        userIdentity: {
          type: 'AssumedRole',
          arn: 'arn:aws:sts::1:assumed-role/r/s',
          principalId: 'AROA:s',
          accessKeyId: 'ASIA1',
          sessionContext: {
            attributes: { creationDate: '2025-03-03T09:00:00Z', mfaAuthenticated: 'true' },
            sessionIssuer: { arn: 'arn:aws:iam::1:role/r' },
          },
        },
      },
    });
  });

  it('takes the older places of caller and account, and the record itself where it was kept', async () => {
    const older = {
      ...ocsfEvent,
      actor: {
        user: {
          type: 'IAMUser',
          name: 'maya',
          uid: 'AIDA1',
          uuid: 'arn:aws:iam::1:user/maya',
          account_uid: '1',
        },
      },
      unmapped: [['eventType', 'AwsApiCall'], { key: 'sharedEventID', value: 's-1' }],
    };
    expect((await readText(JSON.stringify(older))).records[0]!.value).toMatchObject({
      sharedEventID: 's-1',
      userIdentity: {
        principalId: 'AIDA1',
        arn: 'arn:aws:iam::1:user/maya',
        userName: 'maya',
        accountId: '1',
      },
    });
    const { records } = await readText(JSON.stringify({ ...ocsfEvent, raw_data: text(1) }));
    expect(records).toMatchObject([{ json: text(1), quality: 'complete' }]);
  });

  it('takes time, which is required, where time_dt disagrees or lacks, and tells how often', async () => {
    const event = (changes: object): string => JSON.stringify({ ...ocsfEvent, ...changes });
    const wrong = { time_dt: '2025-03-03T12:00:01Z' };
    const lines = [wrong, wrong, { time_dt: '2025-03-03T10:00:01.000Z' }].map(event).join('\n');
    const { outcome, records } = await readText(lines);
    expect(records.map(({ value }) => value['eventTime'])).toEqual(Array(3).fill('2025-03-03T10:00:01Z'));
    expect(outcome.status).toBe('partial');
    expect(outcome.problems).toEqual([
      expect.objectContaining({
        positionBytes: 0,
        reason: expect.stringMatching(/^time and time_dt disagree.* In 2 records\.$/),
      }),
    ]);
    const without = await readText(event({ time: undefined, ...wrong }));
    expect(without.records[0]!.value['eventTime']).toBe('2025-03-03T12:00:01Z');
    expect(without.outcome.reason).toMatch(/^time, which OCSF requires, is missing/);
  });

  it('takes no name of a feature for a category that CloudTrail does not have', async () => {
    const sample = { product: { name: 'CloudTrail', feature: { name: 'Management, Data, and Logging' } } };
    const metadata = { ...ocsfEvent.metadata, ...sample };
    const { records } = await readText(JSON.stringify({ ...ocsfEvent, metadata }));
    expect(records[0]!.value).not.toHaveProperty('eventCategory');
  });

  it('passes over events of other products', async () => {
    const flow = { ...ocsfEvent, metadata: { product: { name: 'Amazon VPC' } } };
    expect((await readText(JSON.stringify(flow))).outcome).toMatchObject({
      status: 'skipped',
      container: 'ocsf',
    });
  });
});

const nested = {
  '@timestamp': '2025-03-03T10:00:01.000Z',
  event: { action: 'GetObject', provider: 's3.amazonaws.com', id: 'e-1', outcome: 'failure' },
  cloud: { region: 'eu-west-1', account: { id: '111122223333' } },
  source: { address: '198.51.100.7' },
  user: { name: 'maya', id: 'AIDA1' },
  user_agent: { original: 'aws-cli' },
  aws: {
    cloudtrail: {
      event_version: '1.08',
      error_code: 'AccessDenied',
      read_only: true,
      user_identity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/maya' },
      request_parameters: '{bucketName=text}',
      response_elements: '{"a":12345678901234567890}',
      flattened: { request_parameters: { bucketName: 'ledger' } },
    },
  },
};

function dotted(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, item]) => dotted(item, path === '' ? key : `${path}.${key}`));
}

describe('Elastic documents', () => {
  const expected = {
    eventTime: '2025-03-03T10:00:01Z',
    eventName: 'GetObject',
    eventSource: 's3.amazonaws.com',
    eventID: 'e-1',
    awsRegion: 'eu-west-1',
    recipientAccountId: '111122223333',
    errorCode: 'AccessDenied',
    readOnly: true,
    sourceIPAddress: '198.51.100.7',
    userIdentity: { type: 'IAMUser', userName: 'maya', principalId: 'AIDA1' },
  };

  it('prefers event.original, nested or dotted, alone or in a search response', async () => {
    const whole = { ...nested, event: { ...nested.event, original: text(1) } };
    const search = {
      took: 1,
      hits: { total: 2, hits: [{ _index: 'l', _source: whole }, { _source: { 'event.original': text(2) } }] },
    };
    const { outcome, records } = await readText(JSON.stringify(search, null, 1));
    expect(outcome).toMatchObject({ status: 'accepted', container: 'elastic', reason: null });
    expect(records.map(({ json, quality }) => [json, quality])).toEqual([
      [text(1), 'complete'],
      [text(2), 'complete'],
    ]);
  });

  it('maps nested and dotted fields, and those Kibana puts into lists', async () => {
    const flat = Object.fromEntries(dotted(nested));
    const lists = Object.fromEntries(Object.entries(flat).map(([key, value]) => [key, [value]]));
    for (const document of [nested, flat, { _index: 'l', fields: lists }, { _id: '1', _source: flat }]) {
      const { outcome, records } = await readText(JSON.stringify(document));
      expect(outcome).toMatchObject({ status: 'accepted', container: 'elastic', records: 1 });
      expect(records[0]).toMatchObject({ quality: 'partial', value: expected });
      expect(records[0]!.exact).toBeDefined();
    }
    const [first] = (await readText(JSON.stringify(nested))).records;
    expect(first!.value['requestParameters']).toEqual({ bucketName: 'ledger' });
    expect(first!.json).toContain('12345678901234567890');
  });

  it('keeps what a session is, and gives it no name or id that only its role has', async () => {
    const role = {
      ...nested,
      user: { name: 'Deploy', id: 'AROAEXAMPLE', changes: { name: 'build' } },
      tls: { version: '1.3', cipher: 'TLS_AES_128_GCM_SHA256', client: { server_name: 's3.amazonaws.com' } },
      aws: {
        cloudtrail: {
          vpc_endpoint_id: 'vpce-1',
          vpc_endpoint_account_id: '111122223333',
          user_identity: {
            type: 'AssumedRole',
            arn: 'arn:aws:sts::111122223333:assumed-role/Deploy/build',
            account_id: '111122223333',
            credential_id: 'c-1',
            on_behalf_of: {
              user_id: 'u-1',
              identity_store_arn: 'arn:aws:identitystore::1:identitystore/d-1',
            },
            in_scope_of: { source_arn: 'arn:aws:lambda:eu-west-1:111122223333:function:f' },
            session_context: {
              source_identity: 'kim',
              session_issuer: { type: 'Role', principal_id: 'AROAEXAMPLE', user_name: 'Deploy' },
            },
          },
        },
      },
    };
    const identity = {
      type: 'AssumedRole',
      arn: 'arn:aws:sts::111122223333:assumed-role/Deploy/build',
      accountId: '111122223333',
      credentialId: 'c-1',
      onBehalfOf: { userId: 'u-1', identityStoreArn: 'arn:aws:identitystore::1:identitystore/d-1' },
      inScopeOf: { sourceArn: 'arn:aws:lambda:eu-west-1:111122223333:function:f' },
      sessionContext: {
        sourceIdentity: 'kim',
        sessionIssuer: { type: 'Role', principalId: 'AROAEXAMPLE', userName: 'Deploy' },
      },
    };
    for (const document of [role, Object.fromEntries(dotted(role))]) {
      const { records } = await readText(JSON.stringify(document));
      expect(records[0]!.value['userIdentity']).toEqual(identity);
      expect(records[0]!.value).toMatchObject({
        vpcEndpointId: 'vpce-1',
        vpcEndpointAccountId: '111122223333',
        tlsDetails: {
          tlsVersion: 'TLSv1.3',
          cipherSuite: 'TLS_AES_128_GCM_SHA256',
          clientProvidedHostHeader: 's3.amazonaws.com',
        },
      });
    }
    const { records } = await readText(JSON.stringify({ ...role, user: { id: 'AROAEXAMPLE:build' } }));
    expect(records[0]!.value['userIdentity']).toEqual({ ...identity, principalId: 'AROAEXAMPLE:build' });
  });

  it('reads Insights, and names digests', async () => {
    const details = { state: 'Start', eventSource: 'iam.amazonaws.com', insightType: 'ApiCallRateInsight' };
    const insight = {
      '@timestamp': '2025-03-03T10:00:01.000Z',
      user: { name: 'Deploy' },
      aws: {
        cloudtrail: { event_type: 'AwsCloudTrailInsight', flattened: { insight_details: details } },
      },
    };
    const digest = { aws: { cloudtrail: { digest: { log_files: [] } } }, event: { action: null } };
    const { outcome, records } = await readText(`${JSON.stringify(insight)}\n${JSON.stringify(digest)}\n`);
    expect(records.map(({ value }) => value)).toEqual([
      { eventTime: '2025-03-03T10:00:01Z', eventType: 'AwsCloudTrailInsight', insightDetails: details },
    ]);
    expect(outcome.reason).toContain('1 other value was passed over. CloudTrail digest files');
    expect((await readText(JSON.stringify(digest))).outcome).toMatchObject({
      status: 'skipped',
      container: 'digest',
    });
  });

  it('reads documents with CloudTrail’s own names behind those of the integration', async () => {
    const { records } = await readText(
      JSON.stringify({
        'aws.cloudtrail.eventName': 'GetObject',
        'aws.cloudtrail.eventSource': 's3.amazonaws.com',
        'aws.cloudtrail.eventTime': '2025-03-03T10:00:01Z',
        'aws.cloudtrail.userIdentity.arn': 'arn:aws:iam::111122223333:user/maya',
      }),
    );
    expect(records[0]!.value).toEqual({
      eventName: 'GetObject',
      eventSource: 's3.amazonaws.com',
      eventTime: '2025-03-03T10:00:01Z',
      userIdentity: { arn: 'arn:aws:iam::111122223333:user/maya' },
    });
  });

  it('reads bulk exports line by line and passes over other documents', async () => {
    const other = { _source: { event: { original: 'sshd: ok', dataset: 'system.auth' } } };
    const { outcome, records } = await readText(
      `${JSON.stringify({ _source: nested })}\n${JSON.stringify(other)}\n`,
      100,
    );
    expect(records).toHaveLength(1);
    expect(outcome).toMatchObject({ status: 'accepted', container: 'elastic' });
    expect(outcome.reason).toMatch(/1 other value was passed over\. Elastic documents of another source/);
  });
});

describe('Splunk as JSON', () => {
  it('takes _raw as it is, in every shape of export', async () => {
    const shapes = [
      `{"preview":false,"offset":0,"result":${JSON.stringify({ _raw: text(1), _time: 'x' })}}`,
      JSON.stringify([{ _raw: text(1) }]),
      JSON.stringify({
        preview: false,
        fields: [{ name: '_raw' }],
        results: [{ _raw: text(1), eventName: 'x' }],
      }),
    ];
    for (const shape of shapes) {
      const { outcome, records } = await readText(shape);
      expect(outcome).toMatchObject({ status: 'accepted', container: 'splunk', reason: null });
      expect(records).toMatchObject([{ json: text(1), quality: 'complete' }]);
    }
  });

  it('keeps what is left of events that Splunk cut off', async () => {
    const long = JSON.stringify(record(1, { requestParameters: { policy: 'x'.repeat(12_000), n: 1 } })).slice(
      0,
      10_000,
    );
    const { outcome, records } = await readText(
      `{"preview":false,"result":${JSON.stringify({ _raw: long })}}`,
    );
    expect(outcome).toMatchObject({ status: 'accepted', container: 'splunk', records: 1 });
    expect(outcome.reason).toMatch(/cut off/);
    expect(records[0]).toMatchObject({
      quality: 'truncated',
      value: { eventName: 'GetBucketAcl', eventVersion: '1.08' },
    });
    expect(records[0]!.value).not.toHaveProperty('requestParameters');
    expect(records[0]!.exact?.toString()).toBe(long);
    const hopeless = await readText(JSON.stringify([{ _raw: '{"eventVersion":"1.08","userIdent' }]));
    expect(hopeless.outcome).toMatchObject({ status: 'refused', refusedRecords: 1 });
  });

  it('puts extracted fields together, and passes over other sources and counts', async () => {
    const row = {
      eventName: 'GetObject',
      eventSource: 's3.amazonaws.com',
      _time: '2025-03-03T10:00:01.000+00:00',
      'userIdentity.type': 'Root',
    };
    const { records } = await readText(JSON.stringify({ preview: false, result: row }));
    expect(records[0]).toMatchObject({
      quality: 'partial',
      value: { eventTime: '2025-03-03T10:00:01Z', userIdentity: { type: 'Root' } },
    });
    for (const result of [{ eventName: 'GetObject', count: '4' }, { _raw: 'sshd[1]: accepted' }]) {
      const { outcome } = await readText(JSON.stringify({ preview: false, result }));
      expect(outcome).toMatchObject({ status: 'skipped', container: 'splunk' });
    }
  });
});
