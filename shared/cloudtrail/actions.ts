import { ec2, lambda, ssm } from './actions/compute.ts';
import { iam, signin, sts } from './actions/identity.ts';
import { cloudtrail, config, guardduty, logs, organizations } from './actions/oversight.ts';
import type { Actions } from './actions/phrase.ts';
import { kms, rds, s3, secretsmanager } from './actions/storage.ts';
import type { RecordReader } from './record-reader.ts';

/** An action in words: `did` completes “X …”, `tried` completes “X tried to …”, `what` is the rest of the phrase. */
export interface ActionInWords {
  readonly did: string;
  readonly tried: string;
  readonly what: (record: RecordReader) => string;
}

const services: Readonly<Record<string, Actions>> = {
  cloudtrail,
  config,
  ec2,
  guardduty,
  iam,
  kms,
  lambda,
  logs,
  organizations,
  rds,
  s3,
  secretsmanager,
  signin,
  ssm,
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
  set: 'set',
  stop: 'stopped',
  take: 'took',
  write: 'wrote',
};

const pastOf = (verb: string): string => irregular[verb] ?? (verb.endsWith('e') ? `${verb}d` : `${verb}ed`);

/** The words for an action of a service (`iam`, `CreateUser`), or undefined for one without words of its own. */
export function actionInWords(service: string, eventName: string): ActionInWords | undefined {
  // Lambda appends the date of its API: CreateFunction20150331, UpdateFunctionCode20150331v2.
  const name = eventName.replace(/\d{8}(v\d+)?$/, '');
  const table = Object.hasOwn(services, service) ? services[service] : undefined;
  const phrase = table && Object.hasOwn(table, name) ? table[name] : undefined;
  if (!phrase) return undefined;
  const [tried, what] = phrase;
  return { tried, did: pastOf(tried), what };
}
