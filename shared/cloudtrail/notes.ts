import { plainEventName } from './event-name.ts';
import {
  accountNotes,
  bedrockNotes,
  cloudformationNotes,
  ec2Notes,
  ecrNotes,
  ecsNotes,
  instanceConnectNotes,
  lambdaNotes,
  servicequotasNotes,
  sesNotes,
  ssmNotes,
} from './notes/compute.ts';
import { iamNotes } from './notes/iam.ts';
import type { ActionNote, ServiceNotes } from './notes/note.ts';
import {
  accessAnalyzerNotes,
  cloudtrailNotes,
  configNotes,
  eventsNotes,
  guarddutyNotes,
  logsNotes,
  monitoringNotes,
  organizationsNotes,
  securityhubNotes,
} from './notes/oversight.ts';
import { identitystoreNotes, signinNotes, ssoNotes, stsNotes } from './notes/sign-in.ts';
import { kmsNotes, rdsNotes, s3Notes, secretsmanagerNotes } from './notes/storage.ts';

/** All notes, by event source as records name it. */
export const actionNotes: Readonly<Record<string, ServiceNotes>> = {
  'access-analyzer.amazonaws.com': accessAnalyzerNotes,
  'account.amazonaws.com': accountNotes,
  'bedrock.amazonaws.com': bedrockNotes,
  'cloudformation.amazonaws.com': cloudformationNotes,
  'cloudtrail.amazonaws.com': cloudtrailNotes,
  'config.amazonaws.com': configNotes,
  'ec2-instance-connect.amazonaws.com': instanceConnectNotes,
  'ec2.amazonaws.com': ec2Notes,
  'ecr.amazonaws.com': ecrNotes,
  'ecs.amazonaws.com': ecsNotes,
  'events.amazonaws.com': eventsNotes,
  'guardduty.amazonaws.com': guarddutyNotes,
  'iam.amazonaws.com': iamNotes,
  'identitystore.amazonaws.com': identitystoreNotes,
  'kms.amazonaws.com': kmsNotes,
  'lambda.amazonaws.com': lambdaNotes,
  'logs.amazonaws.com': logsNotes,
  'monitoring.amazonaws.com': monitoringNotes,
  'organizations.amazonaws.com': organizationsNotes,
  'rds.amazonaws.com': rdsNotes,
  's3.amazonaws.com': s3Notes,
  'secretsmanager.amazonaws.com': secretsmanagerNotes,
  'securityhub.amazonaws.com': securityhubNotes,
  'servicequotas.amazonaws.com': servicequotasNotes,
  'ses.amazonaws.com': sesNotes,
  'signin.amazonaws.com': signinNotes,
  'ssm.amazonaws.com': ssmNotes,
  'sso.amazonaws.com': ssoNotes,
  'sts.amazonaws.com': stsNotes,
};

/** What we have to say about an action, or undefined when it is none of the well-known ones. */
export function noteOn(eventSource: string, eventName: string): ActionNote | undefined {
  const source = eventSource.replace(/\.cn$/, '');
  const service = Object.hasOwn(actionNotes, source) ? actionNotes[source] : undefined;
  const name = plainEventName(eventName);
  const note = service && Object.hasOwn(service, name) ? service[name] : undefined;
  return note && { does: note[0], matters: note[1], next: note[2] };
}
