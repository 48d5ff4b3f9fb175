import { plainEventName } from '../event-name.ts';
import * as compute from './compute.ts';
import * as data from './data.ts';
import * as identity from './identity.ts';
import { ec2 } from './network.ts';
import type { LastingGroup, Reading, ServiceStates, State } from './state.ts';
import * as watching from './watching.ts';

/** What lasts between two calls of a service, by the short name of its event source. */
export const serviceStates: Readonly<Record<string, ServiceStates>> = {
  ...compute.furtherServices,
  cloudtrail: watching.cloudtrail,
  config: watching.config,
  dynamodb: data.dynamodb,
  ec2,
  ecr: data.ecr,
  events: watching.events,
  guardduty: watching.guardduty,
  iam: identity.iam,
  identitystore: identity.identitystore,
  kms: data.kms,
  lambda: compute.lambda,
  logs: watching.logs,
  organizations: identity.organizations,
  rds: data.rds,
  rolesanywhere: identity.rolesanywhere,
  s3: data.s3,
  secretsmanager: data.secretsmanager,
  ses: data.ses,
  sns: data.sns,
  sqs: data.sqs,
  ssm: compute.ssm,
  sso: identity.sso,
};

/** Actions whose verbs promise an opposite that there is not: what they put, start or add is data, a report or work. */
const nothingLasts: Readonly<Record<string, string>> = {
  codebuild: 'StartBuild StartBuildBatch',
  dynamodb: 'PutItem DeleteItem',
  events: 'PutEvents',
  glue: 'StartJobRun StartCrawler',
  kinesis: 'PutRecord PutRecords',
  firehose: 'PutRecord PutRecordBatch',
  logs: 'PutLogEvents StartQuery StopQuery CreateLogStream DeleteLogStream',
  monitoring: 'PutMetricData',
  s3: 'PutObject DeleteObject DeleteObjects PutObjectAcl',
  secretsmanager: 'PutSecretValue StartSecretVersionDelete EndSecretVersionDelete',
  ssm: 'PutInventory PutComplianceItems',
  cloudtrail: 'StartQuery',
};
const lastingNothing = new Set(
  Object.entries(nothingLasts).flatMap(([service, names]) =>
    names.split(' ').map((name) => `${service} ${name}`),
  ),
);

/** True for an action that is known to begin and end nothing, whatever its verb. */
export const isOfNoState = (service: string, eventName: string): boolean =>
  lastingNothing.has(`${service} ${plainEventName(eventName)}`);

/** Whether a call begins what lasts, ends it, or says all that holds from then on. */
export type Way = 'begins' | 'ends' | 'sets';

/** What one action does to one state. */
export interface Part {
  readonly name: string;
  readonly state: State;
  readonly way: Way;
  readonly read: Reading | NonNullable<State['sets']>[string];
}

const partsOf = (name: string, state: State): readonly (readonly [action: string, part: Part])[] =>
  (['ends', 'sets', 'begins'] as const).flatMap((way) =>
    Object.entries(state[way] ?? {}).map(([action, read]) => [action, { name, state, way, read }] as const),
  );

const keyOf = (service: string, action: string): string => `${service} ${action}`;

const parts = new Map<string, Part[]>();
for (const [service, states] of Object.entries(serviceStates))
  for (const [name, state] of Object.entries(states))
    for (const [action, part] of partsOf(`${service} ${name}`, state)) {
      const key = keyOf(service, action);
      parts.set(key, [...(parts.get(key) ?? []), part]);
    }

/** What an action does to the states of its service, by the short name of the service; none where nothing is written of it. */
export const statesOf = (service: string, eventName: string): readonly Part[] =>
  parts.get(keyOf(service, plainEventName(eventName))) ?? [];

/** Actions of which it is written what they begin or end, by their services' short names. */
export const actionsWithStates: ReadonlyMap<string, ReadonlySet<LastingGroup>> = new Map(
  [...parts].map(([key, of]) => [key, new Set(of.map(({ state }) => state.group))]),
);
