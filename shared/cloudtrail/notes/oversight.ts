import type { ServiceNotes } from './note.ts';

/** Notes on CloudTrail itself. Source of the facts: CloudTrail API Reference. */
export const cloudtrailNotes: ServiceNotes = {
  StopLogging: [
    'Stops a trail from recording. The trail stays and can be started again.',
    'From this moment the trail records nothing; what happens next is missing here.',
    'The gap in the timeline until StartLogging, other trails that still record, and the caller’s calls before.',
  ],
  StartLogging: [
    'Starts a trail.',
    'It ends a gap, or brings a new trail to life.',
    'The StopLogging before it, and what may be missing in between.',
  ],
  DeleteTrail: [
    'Deletes a trail. Delivered files stay in the bucket.',
    'Recording by this trail ends, and its settings are gone.',
    'Who did it, whether other trails remain, and what was done to the log bucket.',
  ],
  UpdateTrail: [
    'Changes the settings of a trail: bucket, Regions, encryption, validation, organization.',
    'A trail can be made blind this way: another bucket, one Region only, no global services, no validation.',
    'The changed settings in the request, and files that stop arriving.',
  ],
  CreateTrail: [
    'Creates a trail; it records only after StartLogging.',
    'It is normal set-up; a trail to a foreign bucket copies the account’s log to a stranger.',
    's3BucketName in the request.',
  ],
  PutEventSelectors: [
    'Sets which events a trail records.',
    'Management events or reads can be left out without stopping the trail.',
    'includeManagementEvents, readWriteType and the data resources, and kinds of events that cease.',
  ],
  PutInsightSelectors: [
    'Sets which Insights a trail computes.',
    'An empty list switches Insights off.',
    'The list in the request.',
  ],
  DeleteEventDataStore: [
    'Marks a CloudTrail Lake store for deletion; it is kept for seven days.',
    'Its events can no longer be queried.',
    'RestoreEventDataStore, and what the store held.',
  ],
  LookupEvents: [
    'Searches the last 90 days of management events.',
    'Defenders do it; an intruder checks what was noticed.',
    'The attributes asked for in the request.',
  ],
  DescribeTrails: [
    'Lists the trails and their settings.',
    'Reconnaissance before switching logging off looks like this.',
    'StopLogging, UpdateTrail or PutEventSelectors by the same caller.',
  ],
  GetTrailStatus: [
    'Asks whether a trail is recording and delivering.',
    'Consoles ask often; before or after a StopLogging it shows intent.',
    'The caller’s other calls to CloudTrail.',
  ],
};

/** Notes on Organizations. Source of the facts: AWS Organizations API Reference. */
export const organizationsNotes: ServiceNotes = {
  LeaveOrganization: [
    'A member account takes itself out of the organization.',
    'Policies, trails and detectors of the organization no longer reach the account.',
    'Who called it, and the last events of the organization’s trail for this account.',
  ],
  RemoveAccountFromOrganization: [
    'The management account takes a member account out.',
    'The account leaves all central control.',
    'The account in the request, and its events afterwards.',
  ],
  CreateAccount: [
    'Creates a member account.',
    'A new account is a place nobody watches yet.',
    'CreateAccountResult, and AssumeRole into OrganizationAccountAccessRole there.',
  ],
  InviteAccountToOrganization: [
    'Invites another account into the organization.',
    'It ties a foreign account to this one’s billing and policies once accepted.',
    'The target, and AcceptHandshake.',
  ],
  MoveAccount: [
    'Moves an account to another organizational unit.',
    'Other service control policies hold there.',
    'Calls in the account that were denied before and succeed now.',
  ],
  AttachPolicy: [
    'Attaches a policy of the organization to an account, unit or the root.',
    'Service control policies limit what everyone there can do.',
    'The policy and target in the request.',
  ],
  DetachPolicy: [
    'Takes a policy of the organization from an account, unit or the root.',
    'A guard rail may be gone.',
    'Calls there that were denied before and succeed now.',
  ],
  RegisterDelegatedAdministrator: [
    'Makes a member account the administrator of a service for the organization.',
    'That account gains far-reaching powers through the service.',
    'The account and service in the request.',
  ],
  ListAccounts: [
    'Lists all accounts of the organization.',
    'It shows an intruder where else to go.',
    'AssumeRole into those accounts.',
  ],
  DescribeOrganization: [
    'Returns the organization and its management account.',
    'A common early question with a new credential.',
    'Other calls of the same credential in the minutes around it.',
  ],
};

/** Notes on GuardDuty. Source of the facts: GuardDuty API Reference. */
export const guarddutyNotes: ServiceNotes = {
  DeleteDetector: [
    'Deletes GuardDuty’s detector in a Region, with its findings.',
    'Threat detection ends there.',
    'Whether the call succeeded, and the caller’s other calls.',
  ],
  UpdateDetector: [
    'Changes the detector’s settings.',
    'enable=false switches detection off; data sources can be switched off singly.',
    'enable and the features in the request.',
  ],
  CreateFilter: [
    'Creates a filter over findings.',
    'With action ARCHIVE it hides matching findings from now on.',
    'The criteria and the action in the request.',
  ],
  CreateIPSet: [
    'Adds a list of trusted addresses.',
    'GuardDuty stays silent about addresses on it.',
    'The location of the list, and whose addresses it holds.',
  ],
  UpdateIPSet: [
    'Changes a list of trusted addresses.',
    'GuardDuty stays silent about addresses on it.',
    'The location of the list and activate in the request.',
  ],
  ArchiveFindings: [
    'Archives findings.',
    'Warnings disappear from the usual view.',
    'The finding IDs, and who usually does this.',
  ],
  StopMonitoringMembers: [
    'The administrator account stops GuardDuty for member accounts.',
    'Detection ends in those accounts.',
    'The accounts in the request.',
  ],
};

/** Notes on AWS Config. Source of the facts: AWS Config API Reference. */
export const configNotes: ServiceNotes = {
  StopConfigurationRecorder: [
    'Stops the recording of configuration changes.',
    'The history of resources has a gap from here.',
    'StartConfigurationRecorder, and changes in between.',
  ],
  DeleteConfigurationRecorder: [
    'Deletes the recorder of configuration changes.',
    'Changes to resources are no longer kept in Config.',
    'Who did it, and whether a delivery channel went too.',
  ],
  DeleteDeliveryChannel: [
    'Deletes the channel by which Config delivers its history.',
    'Configuration snapshots stop arriving.',
    'StopConfigurationRecorder before it: the channel cannot go while the recorder runs.',
  ],
  DeleteConfigRule: [
    'Deletes a rule that judged resources.',
    'A violation would no longer be flagged.',
    'The rule’s name, and changes it would have caught.',
  ],
};

/** Notes on Security Hub. */
export const securityhubNotes: ServiceNotes = {
  DisableSecurityHub: [
    'Switches Security Hub off in a Region.',
    'Findings are no longer collected there.',
    'The same call in other Regions, and other protections switched off.',
  ],
};

/** Notes on IAM Access Analyzer. */
export const accessAnalyzerNotes: ServiceNotes = {
  DeleteAnalyzer: [
    'Deletes an analyzer, with its findings on access from outside.',
    'Resources opened to strangers are no longer reported.',
    'Policies changed afterwards.',
  ],
};

/** Notes on CloudWatch Logs. Source of the facts: CloudWatch Logs API Reference. */
export const logsNotes: ServiceNotes = {
  DeleteLogGroup: [
    'Deletes a log group with all its events.',
    'Logs of applications, functions or flow logs are gone for good.',
    'What the group held: its name usually says so.',
  ],
  DeleteLogStream: [
    'Deletes one stream of a log group with its events.',
    'A targeted removal of traces.',
    'The stream’s name: it often names the instance or function.',
  ],
  PutRetentionPolicy: [
    'Sets how many days a log group keeps its events.',
    'A short time makes evidence expire by itself.',
    'retentionInDays in the request.',
  ],
  PutSubscriptionFilter: [
    'Sends a log group’s events on to another place.',
    'Logs can be copied to a foreign account.',
    'destinationArn in the request.',
  ],
};

/** Notes on EventBridge. Source of the facts: EventBridge API Reference. */
export const eventsNotes: ServiceNotes = {
  PutRule: [
    'Creates or changes a rule that reacts to events or runs on a schedule.',
    'A schedule is a way to come back; a change can silence an alert.',
    'PutTargets for the rule: what it starts.',
  ],
  PutTargets: [
    'Sets what a rule starts.',
    'A function of an intruder can run again and again this way.',
    'The targets’ ARNs in the request.',
  ],
  DisableRule: [
    'Switches a rule off.',
    'Alerts that depend on it no longer come.',
    'What the rule did, and EnableRule.',
  ],
  DeleteRule: [
    'Deletes a rule.',
    'Alerts or clean-ups that depend on it no longer run.',
    'What the rule did: PutRule and PutTargets of the same name.',
  ],
};

/** Notes on CloudWatch. */
export const monitoringNotes: ServiceNotes = {
  DeleteAlarms: [
    'Deletes alarms.',
    'Nobody is told any more when their thresholds are passed.',
    'The alarms’ names, and who would have been told.',
  ],
};
