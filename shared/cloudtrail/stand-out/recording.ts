import { matches } from '../conditions.ts';
import { memberOf } from '../record-reader.ts';
import type { Deed } from './deed.ts';
import { narrowingOf } from './narrowing.ts';
import { requested, rule, type Judgement, type Rule, type RuleParts } from './rule.ts';

const recording = { subject: 'Impair logging', line: 'recording', isLighterOnOwn: true } as const;
const guarding = { subject: 'Impair defences', line: 'recording', isLighterOnOwn: true } as const;

const trail = requested('name', 'trailName', 'eventDataStore');
const unknownBefore = 'What was recorded before, unless an earlier record here says so.';

function judgeChange(deed: Deed): Judgement | undefined {
  const change = narrowingOf(deed.action, deed.request);
  if (change === 'widens') return undefined;
  if (change === 'narrows') return { severity: 'H' };
  // A set with all management calls is what trails usually have; it counts where the one before it had more.
  return deed.action === 'PutEventSelectors'
    ? { severity: 'I' }
    : { severity: 'L', detail: 'narrower or wider cannot be told' };
}

const reduced = (parts: Omit<RuleParts, 'does' | 'did'>): Rule =>
  rule({ ...parts, does: 'reduce recording of', did: 'reduced recording of' });

/** What is recorded, and what warns. */
export const recordingRules: readonly Rule[] = [
  reduced({
    ...recording,
    id: 'trail-stopped',
    severity: 'H',
    on: { cloudtrail: ['StopLogging', 'DeleteTrail', 'StopEventDataStoreIngestion', 'DeleteEventDataStore'] },
    object: trail,
    theirs: ['T1685.002', 'Stealth:IAMUser/CloudTrailLoggingDisabled', 'CIS 4.5'],
    notKnown: ['What survives elsewhere: Event history for 90 days, other trails, GuardDuty.'],
  }),
  reduced({
    ...recording,
    id: 'trail-narrowed',
    severity: 'H',
    on: { cloudtrail: ['UpdateTrail', 'PutEventSelectors', 'PutInsightSelectors', 'UpdateEventDataStore'] },
    object: trail,
    theirs: ['T1685.002', 'CIS 4.5'],
    notKnown: [unknownBefore],
    judge: judgeChange,
  }),
  reduced({
    ...recording,
    id: 'flow-logs-deleted',
    severity: 'H',
    on: { ec2: ['DeleteFlowLogs'] },
    object: ({ record }) =>
      record.text('requestParameters.DeleteFlowLogsRequest.FlowLogId.content') ??
      record.texts('requestParameters.DeleteFlowLogsRequest.FlowLogId[].content')[0],
    theirs: ['T1685.002', 'VPCFlowLogsDeleted'],
  }),
  reduced({
    ...recording,
    id: 'dns-query-logs-deleted',
    severity: 'M',
    on: { route53resolver: ['DeleteResolverQueryLogConfig', 'DisassociateResolverQueryLogConfig'] },
    object: requested('resolverQueryLogConfigId'),
    theirs: ['T1685.002', 'DNSQueryLogsDeleted'],
  }),
  reduced({
    ...recording,
    id: 'config-stopped',
    severity: 'H',
    on: {
      config: ['StopConfigurationRecorder', 'DeleteConfigurationRecorder', 'DeleteDeliveryChannel'],
    },
    object: requested('configurationRecorderName', 'deliveryChannelName'),
    theirs: ['T1685', 'CIS 4.9'],
  }),
  reduced({
    ...guarding,
    id: 'config-rule-deleted',
    severity: 'L',
    on: { config: ['DeleteConfigRule', 'DeleteOrganizationConfigRule', 'DeleteConformancePack'] },
    object: requested('configRuleName', 'organizationConfigRuleName', 'conformancePackName'),
    theirs: ['T1685'],
  }),
  reduced({
    ...guarding,
    id: 'detector-weakened',
    severity: 'H',
    on: {
      guardduty: [
        'DeleteDetector',
        'UpdateDetector',
        'StopMonitoringMembers',
        'DisassociateFromMasterAccount',
        'DisassociateFromAdministratorAccount',
        'DisassociateMembers',
        'DeleteMembers',
        'DeletePublishingDestination',
        'CreateIPSet',
        'UpdateIPSet',
        'CreateFilter',
      ],
    },
    object: requested('detectorId'),
    theirs: ['T1685'],
    judge: ({ action, request }) => {
      if (action === 'UpdateDetector') {
        const enable = memberOf(request, 'enable');
        return enable === false || enable === 'false' ? { severity: 'H' } : undefined;
      }
      if (action === 'CreateFilter')
        return memberOf(request, 'action') === 'ARCHIVE'
          ? { severity: 'M', detail: 'findings are archived unseen' }
          : undefined;
      if (action.endsWith('IPSet')) return { severity: 'M', detail: 'addresses that raise no finding' };
      return { severity: 'H' };
    },
  }),
  reduced({
    ...guarding,
    id: 'guard-switched-off',
    severity: 'H',
    on: {
      securityhub: ['DisableSecurityHub', 'BatchDisableStandards'],
      'access-analyzer': ['DeleteAnalyzer'],
      inspector2: ['Disable'],
      macie2: ['DisableMacie'],
      detective: ['DeleteGraph'],
    },
    object: requested('analyzerName', 'graphArn'),
    theirs: ['T1685'],
  }),
  reduced({
    ...guarding,
    id: 'alarm-silenced',
    severity: 'L',
    on: {
      monitoring: ['DeleteAlarms', 'DisableAlarmActions'],
      events: ['DisableRule', 'DeleteRule', 'RemoveTargets'],
    },
    object: (deed) =>
      requested('name', 'rule')(deed) ?? deed.record.texts('requestParameters.alarmNames[]')[0],
    theirs: ['T1685'],
  }),
  reduced({
    ...recording,
    id: 'log-group-deleted',
    severity: 'L',
    on: { logs: ['DeleteLogGroup', 'DeleteLogStream', 'DeleteSubscriptionFilter', 'DeleteMetricFilter'] },
    object: requested('logGroupName'),
    theirs: ['T1685.006'],
    judge: (deed) => ({
      severity: /cloudtrail|flow-?log|audit/i.test(requested('logGroupName')(deed) ?? '') ? 'M' : 'I',
    }),
  }),
  reduced({
    ...recording,
    id: 'model-logging-deleted',
    severity: 'M',
    on: { bedrock: ['DeleteModelInvocationLoggingConfiguration'] },
    theirs: ['T1685', 'DefenseEvasion:IAMUser/BedrockLoggingDisabled'],
  }),
  reduced({
    ...recording,
    id: 'web-logging-deleted',
    severity: 'L',
    on: { wafv2: ['DeleteLoggingConfiguration'] },
    theirs: ['T1685.002'],
  }),
  reduced({
    ...recording,
    id: 'access-logging-off',
    severity: 'M',
    on: { s3: ['PutBucketLogging'] },
    object: requested('bucketName'),
    theirs: ['T1685.002', 'Stealth:S3/ServerAccessLoggingDisabled'],
    judge: ({ request }) =>
      JSON.stringify(request ?? '').includes('LoggingEnabled') ? undefined : { severity: 'M' },
  }),
  reduced({
    ...recording,
    id: 'rapid-expiry',
    severity: 'M',
    on: { s3: ['PutBucketLifecycle', 'PutBucketLifecycleConfiguration'] },
    and: matches('requestParameters', '"(Days|ExpirationInDays)":"?[1-7]"?[,}]'),
    object: requested('bucketName'),
    theirs: ['T1485', 'T1685.002', 'S3LifecycleRapidExpiration'],
    notKnown: ['Whether a run of the rule, once a day, came before its removal.'],
  }),
  reduced({
    ...recording,
    id: 'log-bucket-deleted',
    severity: 'I',
    on: { s3: ['DeleteBucket', 'DeleteBucketPolicy'] },
    object: requested('bucketName'),
    theirs: ['T1685.002'],
    judge: (deed) =>
      /cloud-?trail|aws-?logs|audit-?log/i.test(requested('bucketName')(deed) ?? '')
        ? { severity: 'M', detail: 'by its name a bucket of logs' }
        : undefined,
  }),
  rule({
    subject: 'Impair defences',
    id: 'key-disabled',
    severity: 'M',
    on: { kms: ['DisableKey', 'ScheduleKeyDeletion', 'DeleteImportedKeyMaterial'] },
    does: 'disable the encryption key',
    did: 'disabled the encryption key',
    object: requested('keyId'),
    isLighterOnOwn: true,
    theirs: ['T1485', 'T1490', 'CIS 4.7'],
    judge: ({ action }) => ({ severity: action === 'DisableKey' ? 'M' : 'H' }),
  }),
  rule({
    subject: 'Impair defences',
    id: 'organization-left',
    severity: 'H',
    on: {
      organizations: ['LeaveOrganization', 'RemoveAccountFromOrganization', 'DeleteOrganization'],
      account: ['CloseAccount'],
    },
    does: 'leave the organization',
    did: 'took the account out of the organization',
    object: requested('accountId'),
    theirs: ['T1666', 'OrganizationLeaveAttempt', 'CIS 4.15'],
  }),
  rule({
    subject: 'Impair defences',
    id: 'organization-policy-off',
    severity: 'H',
    on: { organizations: ['DisablePolicyType', 'DetachPolicy', 'DeletePolicy'] },
    does: 'lift the guard rail',
    did: 'lifted the guard rail',
    object: requested('policyId', 'policyType'),
    theirs: ['T1666', 'OrganizationPolicyDisabled', 'CIS 4.15'],
    judge: ({ action }) => ({ severity: action === 'DisablePolicyType' ? 'H' : 'M' }),
  }),
  rule({
    subject: 'Persistence',
    id: 'delegated-administrator',
    severity: 'M',
    on: { organizations: ['RegisterDelegatedAdministrator', 'InviteAccountToOrganization'] },
    does: 'hand rights over the organization to the account',
    did: 'handed rights over the organization to the account',
    object: requested('accountId', 'target'),
    theirs: ['T1098.003', 'CIS 4.15'],
  }),
  rule({
    subject: 'Resource hijacking',
    id: 'region-enabled',
    severity: 'M',
    on: { account: ['EnableRegion'] },
    does: 'enable the Region',
    did: 'enabled the Region',
    object: requested('regionName', 'RegionName'),
    theirs: ['T1535'],
  }),
];
