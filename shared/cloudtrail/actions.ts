import {
  cloudformation,
  containers,
  ec2,
  instanceConnect,
  lambda,
  models,
  registry,
  ssm,
} from './actions/compute.ts';
import { iam, signin, sts } from './actions/identity.ts';
import { directory, permissionSets } from './actions/directory.ts';
import { messaging } from './actions/messaging.ts';
import {
  alarms,
  cloudtrail,
  config,
  guardduty,
  logs,
  organizations,
  rules,
  securityhub,
} from './actions/oversight.ts';
import type { Actions } from './actions/phrase.ts';
import { dynamodb, kms, rds, s3, secretsmanager } from './actions/storage.ts';
import { plainEventName } from './event-name.ts';
import type { RecordReader } from './record-reader.ts';

/** An action in words: `did` completes “X …”, `tried` completes “X tried to …”, `what` is the rest of the phrase. */
export interface ActionInWords {
  readonly did: string;
  readonly tried: string;
  readonly what: (record: RecordReader) => string;
}

const services: Readonly<Record<string, Actions>> = {
  bedrock: models,
  cloudformation,
  cloudtrail,
  config,
  dynamodb,
  ec2,
  'ec2-instance-connect': instanceConnect,
  ecr: registry,
  ecs: containers,
  events: rules,
  guardduty,
  iam,
  identitystore: directory,
  kms,
  lambda,
  logs,
  monitoring: alarms,
  organizations,
  rds,
  s3,
  secretsmanager,
  securityhub,
  ses: messaging,
  signin,
  ssm,
  sso: permissionSets,
  sts,
};

const irregular: Readonly<Record<string, string>> = {
  copy: 'copied',
  get: 'got',
  give: 'gave',
  leave: 'left',
  make: 'made',
  put: 'put',
  read: 'read',
  run: 'ran',
  send: 'sent',
  set: 'set',
  stop: 'stopped',
  take: 'took',
  write: 'wrote',
};

const pastOf = (verb: string): string =>
  irregular[verb] ??
  (verb.endsWith('e') ? `${verb}d` : verb.endsWith('y') ? `${verb.slice(0, -1)}ied` : `${verb}ed`);

/** The words for an action of a service (`iam`, `CreateUser`), or undefined for one without words of its own. */
export function actionInWords(service: string, eventName: string): ActionInWords | undefined {
  const name = plainEventName(eventName);
  const table = Object.hasOwn(services, service) ? services[service] : undefined;
  const phrase = table && Object.hasOwn(table, name) ? table[name] : undefined;
  if (!phrase) return undefined;
  const [tried, what] = phrase;
  return { tried, did: pastOf(tried), what };
}
