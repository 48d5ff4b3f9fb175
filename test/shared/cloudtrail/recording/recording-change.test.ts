import { describe, expect, it } from 'vitest';
import { actionOf } from '../../../../shared/cloudtrail/actions.ts';
import {
  recordingActions,
  recordingChange,
} from '../../../../shared/cloudtrail/recording/recording-change.ts';
import type { Known } from '../../../../shared/cloudtrail/recording/judges.ts';

const call = (service: string, eventName: string, requestParameters: unknown, more = {}): unknown => ({
  ...{
    eventSource: `${service}.amazonaws.com`,
    eventName,
    eventTime: '2025-03-03T10:00:00Z',
    awsRegion: 'us-east-1',
  },
  ...{ requestParameters, responseElements: null, ...more },
});
const judged = (record: unknown, known?: Known): string =>
  recordingChange(record, known)?.direction ?? 'nothing';
const reason = (record: unknown, known?: Known): string => recordingChange(record, known)?.reason ?? '';

const basic = (...eventSelectors: readonly object[]): unknown =>
  call('cloudtrail', 'PutEventSelectors', { trailName: 't', eventSelectors });
const advanced = (...selectors: readonly (readonly object[])[]): unknown =>
  call('cloudtrail', 'PutEventSelectors', {
    trailName: 't',
    advancedEventSelectors: selectors.map((fieldSelectors) => ({ fieldSelectors })),
  });
const management = { field: 'eventCategory', equals: ['Management'] };
const all = { readWriteType: 'All', includeManagementEvents: true, dataResources: [] };
const made = call(
  'cloudtrail',
  'CreateTrail',
  { name: 't', s3BucketName: 'b', includeGlobalServiceEvents: true },
  {
    responseElements: {
      name: 't',
      s3BucketName: 'b',
      isMultiRegionTrail: false,
      logFileValidationEnabled: false,
    },
  },
);

describe('a set of selectors on sight', () => {
  it.each([
    ['no management events', basic({ ...all, includeManagementEvents: false }), /no management events/],
    ['reads alone', basic({ ...all, readWriteType: 'ReadOnly' }), /changes are left out/],
    ['writes alone', basic({ ...all, readWriteType: 'WriteOnly' }), /reads are left out/],
    ['no KMS', basic({ ...all, excludeManagementEventSources: ['kms.amazonaws.com'] }), /KMS/],
    [
      'one source left out',
      advanced([management, { field: 'eventSource', notEquals: ['rdsdata.amazonaws.com'] }]),
      /RDS Data API/,
    ],
    [
      'data alone',
      advanced([
        { field: 'eventCategory', equals: ['Data'] },
        { field: 'resources.type', equals: ['AWS::S3::Object'] },
      ]),
      /no management/,
    ],
    ['writes by readOnly', advanced([management, { field: 'readOnly', equals: ['false'] }]), /writes only/],
    [
      'some callers',
      advanced(
        [management],
        [
          { field: 'eventCategory', equals: ['Data'] },
          { field: 'userIdentity.arn', notEquals: ['arn:aws:iam::1:user/eve'] },
        ],
      ),
      /some callers/,
    ],
  ])('narrows: %s', (_, record, why) => {
    expect(judged(record)).toBe('narrows');
    expect(reason(record)).toMatch(why);
    expect(recordingChange(record)?.before).not.toBe('');
  });

  it('cannot be told when all management events are in it', () => {
    expect(judged(basic(all))).toBe('cannot be told');
    expect(judged(advanced([management]))).toBe('cannot be told');
    expect(judged(basic({ ...all, readWriteType: 'ReadOnly' }, { ...all, readWriteType: 'WriteOnly' }))).toBe(
      'cannot be told',
    );
    // Both are true by default.
    expect(judged(basic({ dataResources: [] }))).toBe('cannot be told');
  });

  it.each([
    ['hidden', { trailName: 't', eventSelectors: 'HIDDEN_DUE_TO_SECURITY_REASONS' }],
    ['empty', { trailName: 't', eventSelectors: [] }],
    ['null', null],
    ['text', 'x'],
    ['numbers', { eventSelectors: [7, null] }],
    ['a cut text', { eventSelectors: '[{"readWriteType"' }],
  ])('cannot be told when it is %s', (_, request) => {
    expect(judged(call('cloudtrail', 'PutEventSelectors', request))).toBe('cannot be told');
  });

  it('is read from texts, wrapped lists and the answer too', () => {
    const narrow = { readWriteType: 'All', includeManagementEvents: 'false' };
    for (const request of [
      { eventSelectors: { items: [narrow] } },
      { eventSelectors: JSON.stringify([narrow]) },
      { EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: false }] },
    ])
      expect(judged(call('cloudtrail', 'PutEventSelectors', request))).toBe('narrows');
    expect(
      judged(
        call('cloudtrail', 'PutEventSelectors', null, { responseElements: { eventSelectors: [narrow] } }),
      ),
    ).toBe('narrows');
  });
});

describe('a set of selectors against the one before', () => {
  const s3 = (...values: readonly string[]): object => ({
    ...all,
    dataResources: [{ type: 'AWS::S3::Object', values }],
  });
  it.each([
    ['same', basic(all), basic(all)],
    ['same', basic(all), made],
    ['same', advanced([management]), basic(all)],
    [
      'same',
      basic({ ...all, readWriteType: 'ReadOnly' }, { ...all, readWriteType: 'WriteOnly' }),
      basic(all),
    ],
    ['widens', basic(s3('arn:aws:s3')), basic(all)],
    ['widens', basic(s3('arn:aws:s3')), basic(s3('arn:aws:s3:::one/'))],
    ['narrows', basic(s3('arn:aws:s3:::one/')), basic(s3('arn:aws:s3'))],
    ['narrows', basic(s3('arn:aws:s3:::one/a/')), basic(s3('arn:aws:s3:::one/'))],
    ['narrows', basic(s3()), basic(s3('arn:aws:s3'))],
    ['widens', basic(all), basic({ ...all, includeManagementEvents: false })],
    ['widens', basic(all), basic({ ...all, excludeManagementEventSources: ['kms.amazonaws.com'] })],
    ['narrows', basic({ ...all, includeManagementEvents: false }), made],
    ['narrows', basic({ ...s3('arn:aws:s3'), includeManagementEvents: false }), basic(all)],
  ])('%s', (direction, now, before) => {
    expect(judged(now, { before: [before] })).toBe(direction);
  });

  it('takes what the command line prints for the set before, and the newest of several', () => {
    const printed = {
      TrailARN: 'arn',
      EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [] }],
    };
    expect(judged(basic(all), { before: [printed] })).toBe('same');
    expect(judged(basic(all), { before: [basic({ ...all, includeManagementEvents: false }), made] })).toBe(
      'widens',
    );
  });

  it('says both when it loses one kind and gains another', () => {
    const found = recordingChange(basic({ ...s3('arn:aws:s3'), readWriteType: 'WriteOnly' }), {
      before: [basic(all)],
    });
    expect(found?.direction).toBe('narrows');
    expect(found?.reason).toMatch(/leaves out management reads.*It records data writes/);
  });
});

describe('a change of a trail', () => {
  const update = (settings: object, more = {}): unknown =>
    call('cloudtrail', 'UpdateTrail', { name: 't', ...settings }, more);
  it.each([
    [{ isMultiRegionTrail: false }, 'narrows'],
    [{ isMultiRegionTrail: 'false' }, 'narrows'],
    [{ isMultiRegionTrail: true }, 'widens'],
    [{ enableLogFileValidation: false }, 'narrows'],
    [{ isOrganizationTrail: false }, 'narrows'],
    [{ includeGlobalServiceEvents: false }, 'narrows'],
    [{ cloudWatchLogsLogGroupArn: '' }, 'narrows'],
    [{ kmsKeyId: '' }, 'same'],
    [{ s3BucketName: 'other' }, 'cannot be told'],
    [{ s3BucketName: 'HIDDEN_DUE_TO_SECURITY_REASONS' }, 'cannot be told'],
    [{}, 'same'],
    [{ isMultiRegionTrail: true, enableLogFileValidation: false }, 'narrows'],
  ])('%j %s', (settings, direction) => expect(judged(update(settings))).toBe(direction));

  it('of global events loses nothing outside us-east-1 since they moved there', () => {
    const off = { includeGlobalServiceEvents: false };
    expect(judged(update(off, { awsRegion: 'eu-west-1' }))).toBe('same');
    expect(judged(update(off, { awsRegion: 'eu-west-1', eventTime: '2020-01-01T00:00:00Z' }))).toBe(
      'narrows',
    );
  });

  it('is compared with what the trail was made and changed with', () => {
    expect(judged(update({ s3BucketName: 'b' }), { before: [made] })).toBe('same');
    expect(judged(update({ s3BucketName: 'c' }), { before: [made] })).toBe('narrows');
    expect(judged(update({ isMultiRegionTrail: false }), { before: [made] })).toBe('same');
    expect(judged(update({ enableLogFileValidation: false }), { before: [made] })).toBe('same');
    expect(
      judged(update({ isMultiRegionTrail: false }), { before: [update({ isMultiRegionTrail: true }), made] }),
    ).toBe('narrows');
    expect(judged(update({ s3BucketName: 'b' }), { before: [{ Name: 't', S3BucketName: 'b' }] })).toBe(
      'same',
    );
  });
});

describe('Insights, stores and recorders', () => {
  const insights = (...types: readonly string[]): unknown =>
    call('cloudtrail', 'PutInsightSelectors', {
      trailName: 't',
      insightSelectors: types.map((insightType) => ({ insightType })),
    });
  it('go by the list that overwrites the one before', () => {
    expect(judged(insights())).toBe('narrows');
    expect(judged(insights('ApiCallRateInsight'))).toBe('cannot be told');
    expect(
      judged(insights('ApiCallRateInsight'), {
        before: [insights('ApiCallRateInsight', 'ApiErrorRateInsight')],
      }),
    ).toBe('narrows');
    expect(judged(insights('ApiCallRateInsight'), { before: [insights('ApiCallRateInsight')] })).toBe('same');
    expect(judged(insights('ApiCallRateInsight'), { before: [insights()] })).toBe('widens');
    const ofData = call('cloudtrail', 'PutInsightSelectors', {
      insightSelectors: [{ insightType: 'ApiCallRateInsight', eventCategories: ['Data'] }],
    });
    expect(reason(ofData, { before: [insights('ApiCallRateInsight')] })).toContain(
      'ApiCallRateInsight Management',
    );
  });

  it.each([
    ['cloudtrail', 'UpdateEventDataStore', { retentionPeriod: 7 }, 'cannot be told'],
    ['cloudtrail', 'UpdateEventDataStore', { terminationProtectionEnabled: false }, 'narrows'],
    [
      'config',
      'PutConfigurationRecorder',
      {
        configurationRecorder: {
          recordingGroup: { allSupported: false, resourceTypes: ['AWS::S3::Bucket'] },
        },
      },
      'narrows',
    ],
    [
      'config',
      'PutConfigurationRecorder',
      { configurationRecorder: { recordingGroup: { allSupported: true, includeGlobalResourceTypes: true } } },
      'widens',
    ],
    ['config', 'PutConfigurationRecorder', null, 'cannot be told'],
    ['guardduty', 'UpdateDetector', { detectorId: 'd', enable: false }, 'narrows'],
    ['guardduty', 'UpdateDetector', { detectorId: 'd', enable: true }, 'widens'],
    [
      'guardduty',
      'UpdateDetector',
      { detectorId: 'd', features: [{ name: 'S3_DATA_EVENTS', status: 'DISABLED' }] },
      'narrows',
    ],
    ['s3', 'PutBucketLogging', { bucketName: 'b', BucketLoggingStatus: { xmlns: 'x' } }, 'narrows'],
    [
      's3',
      'PutBucketLogging',
      { bucketName: 'b', BucketLoggingStatus: { LoggingEnabled: { TargetBucket: 'c' } } },
      'widens',
    ],
    ['logs', 'PutRetentionPolicy', { logGroupName: 'g', retentionInDays: 1 }, 'cannot be told'],
  ])('%s %s %j %s', (service, name, request, direction) => {
    expect(judged(call(service, name, request))).toBe(direction);
  });

  it('keep shorter or longer than before', () => {
    const keep = (days: number): unknown => call('logs', 'PutRetentionPolicy', { retentionInDays: days });
    expect([
      judged(keep(1), { before: [keep(30)] }),
      judged(keep(30), { before: [keep(1)] }),
      judged(keep(1), { before: [keep(1)] }),
    ]).toEqual(['narrows', 'widens', 'same']);
  });
});

describe('a bucket of logs', () => {
  const rules = (...Rule: readonly object[]): unknown =>
    call('s3', 'PutBucketLifecycle', {
      bucketName: 'b',
      LifecycleConfiguration: { Rule: Rule.length === 1 ? Rule[0] : Rule },
    });
  const expire = (Prefix: string, more = {}): object => ({
    Status: 'Enabled',
    Filter: { Prefix },
    Expiration: { Days: 1 },
    ...more,
  });
  const logs = { isLogBucket: true };

  it('loses logs by a rule whose literal prefix they begin with', () => {
    for (const prefix of ['', 'AWSLogs/', 'AWSLogs/111122223333/', 'team/AWSLogs/', 'AWS'])
      expect(judged(rules(expire(prefix)), logs)).toBe('narrows');
    expect(recordingChange(rules(expire('')), logs)).toMatchObject({
      before: 'logs of',
      after: 'kept 1 day',
    });
    expect(judged(rules(expire('*')), logs)).toBe('cannot be told');
    expect(reason(rules(expire('*')), logs)).toContain('literal prefix “*”');
    expect(judged(rules(expire('', { Status: 'Disabled' })), logs)).toBe('same');
    expect(judged(rules({ Status: 'Enabled', Transition: { Days: 1 } }), logs)).toBe('same');
    expect(judged(call('s3', 'PutBucketLifecycle', { bucketName: 'b', lifecycle: '' }), logs)).toBe(
      'cannot be told',
    );
  });

  it('is not judged where no logs go, and not sure where nobody knows', () => {
    expect(judged(rules(expire('')), { isLogBucket: false })).toBe('nothing');
    expect(judged(rules(expire('')))).toBe('cannot be told');
  });

  it('takes nothing more without a policy for who delivers', () => {
    const put = (...Statement: readonly object[]): unknown =>
      call('s3', 'PutBucketPolicy', { bucketName: 'b', bucketPolicy: { Statement } });
    const trail = { Principal: { Service: 'cloudtrail.amazonaws.com' } };
    expect(judged(put({ Effect: 'Allow', ...trail }), logs)).toBe('same');
    expect(judged(put({ Effect: 'Allow', ...trail }, { Effect: 'Deny', ...trail }), logs)).toBe('narrows');
    expect(judged(put({ Effect: 'Allow', Principal: { AWS: '1' } }), logs)).toBe('narrows');
    expect(judged(call('s3', 'DeleteBucketPolicy', { bucketName: 'b' }), logs)).toBe('narrows');
    expect(judged(call('s3', 'DeleteBucket', { bucketName: 'b' }), logs)).toBe('narrows');
  });
});

describe('calls about recording', () => {
  it('are all those that the services’ tables say change the logging', () => {
    for (const [service, action] of recordingActions)
      expect(
        recordingChange(call(service, action, {}), { isLogBucket: true }),
        `${service} ${action}`,
      ).toBeDefined();
    const less = recordingActions.filter(
      ([service, action]) => actionOf(`${service}.amazonaws.com`, action).logging === 'less',
    );
    expect(less.length).toBe(4);
    for (const [service, action] of less)
      expect(judged(call(service, action, { name: 't' }))).toBe('narrows');
  });

  it.each([
    null,
    undefined,
    7,
    'x',
    [],
    {},
    { eventSource: 7, eventName: {} },
    { eventSource: 'constructor', eventName: 'toString' },
  ])('are none of %j', (record) => expect(recordingChange(record)).toBeUndefined());

  it('give a full sentence for every judgement', () => {
    for (const [service, action] of recordingActions)
      for (const request of [null, {}, { enable: false }]) {
        const found = recordingChange(call(service, action, request), { isLogBucket: true });
        expect(found?.reason, `${service} ${action}`).toMatch(/^[A-Z].*\.$/);
        if (found?.direction === 'narrows') expect(found.before, `${service} ${action}`).not.toBe('');
      }
  });
});
