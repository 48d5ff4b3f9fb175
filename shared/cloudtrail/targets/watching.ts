import { answered, asked, field, type ServiceTargets } from './place.ts';

/** CloudTrail. */
export const cloudtrail: ServiceTargets = {
  actions: {
    'CreateEventDataStore UpdateEventDataStore DeleteEventDataStore GetEventDataStore RestoreEventDataStore StartEventDataStoreIngestion StopEventDataStoreIngestion':
      [
        asked('event data store', 'eventDataStore'),
        asked('event data store', 'name', { arn: 'responseElements.eventDataStoreArn' }),
      ],
    'StartQuery GetQueryResults CancelQuery': [
      asked('event data store', 'eventDataStore'),
      asked('query', 'queryId'),
    ],
    'CreateChannel UpdateChannel DeleteChannel': [asked('channel', 'channel'), asked('channel', 'name')],
    'AddTags RemoveTags': [asked('trail', 'resourceId')],
    ListTags: [asked('trail', 'resourceIdList[0]')],
    DescribeTrails: [asked('trail', 'trailNameList[0]')],
    'RegisterOrganizationDelegatedAdmin DeregisterOrganizationDelegatedAdmin': [
      asked('account', 'memberAccountId'),
      asked('account', 'delegatedAdminAccountId'),
    ],
  },
  usual: [
    asked('trail', 'name', { arn: 'responseElements.trailARN' }),
    asked('trail', 'trailName', { arn: 'responseElements.trailARN' }),
    asked('event data store', 'eventDataStore'),
  ],
};

/** Logs of CloudWatch. */
export const logs: ServiceTargets = {
  actions: {
    'CreateLogStream DeleteLogStream PutLogEvents': [
      asked('log group', 'logGroupName', { part: 'requestParameters.logStreamName' }),
    ],
    'PutResourcePolicy DeleteResourcePolicy': [asked('policy', 'policyName')],
  },
  usual: [
    asked('log group', 'logGroupName'),
    asked('log group', 'logGroupIdentifier'),
    asked('log group', 'logGroupNames[0]'),
    asked('destination', 'destinationName'),
    asked('log group', 'logGroupNamePrefix'),
  ],
};

/** Config. */
export const config: ServiceTargets = {
  usual: [
    asked('recorder', 'configurationRecorderName'),
    asked('recorder', 'configurationRecorder.name'),
    asked('delivery channel', 'deliveryChannelName'),
    asked('delivery channel', 'deliveryChannel.name'),
    asked('rule', 'configRuleName'),
    asked('rule', 'configRule.configRuleName'),
    asked('aggregator', 'configurationAggregatorName'),
  ],
};

/** GuardDuty. */
export const guardduty: ServiceTargets = {
  actions: {
    CreateDetector: [answered('detector', 'detectorId'), field('account', 'recipientAccountId')],
    'CreateIPSet UpdateIPSet DeleteIPSet CreateThreatIntelSet DeleteThreatIntelSet': [
      asked('detector', 'detectorId', { part: 'requestParameters.ipSetId' }),
    ],
    'CreateFilter UpdateFilter DeleteFilter': [
      asked('detector', 'detectorId', { part: 'requestParameters.filterName' }),
    ],
  },
  usual: [asked('detector', 'detectorId'), asked('account', 'adminAccountId')],
};

/** Rules and buses of events. */
export const events: ServiceTargets = {
  actions: {
    'PutPermission RemovePermission': [asked('event bus', 'eventBusName'), asked('statement', 'statementId')],
    'CreateEventBus DeleteEventBus': [asked('event bus', 'name')],
    'PutTargets RemoveTargets': [asked('rule', 'rule', { part: 'requestParameters.targets[0].arn' })],
  },
  usual: [asked('rule', 'name', { arn: 'responseElements.ruleArn' }), asked('rule', 'rule')],
};

/** Measures and alarms. */
export const monitoring: ServiceTargets = {
  usual: [
    asked('alarm', 'alarmName'),
    asked('alarm', 'alarmNames[0]'),
    asked('dashboard', 'dashboardName'),
    asked('dashboard', 'dashboardNames[0]'),
  ],
};

/** Security Hub. */
export const securityhub: ServiceTargets = {
  usual: [
    asked('hub', 'hubArn'),
    asked('standard', 'standardsSubscriptionArns[0]'),
    asked('control', 'standardsControlArn'),
    field('account', 'recipientAccountId'),
  ],
};

/** Rules for requests of the web. */
export const waf: ServiceTargets = {
  usual: [asked('web ACL', 'webACLArn'), asked('web ACL', 'name'), asked('web ACL', 'webACLId')],
};

/** Limits of an account. */
export const servicequotas: ServiceTargets = {
  usual: [asked('quota', 'quotaCode', { part: 'requestParameters.serviceCode' })],
};
