import { plainEventName } from '../event-name.ts';
import { isOfRecording } from '../recording/recording-change.ts';
import { byName } from './grammar.ts';
import { isOfNoState, statesOf, type Part } from './states.ts';

/** What undoes an action, or what it undoes. */
export interface Opposite {
  /** Event names of the same service; the action's own where its direction stands in the request. */
  readonly actions: readonly string[];
  /** `told` when the record says it: who is added or removed, true or false, a policy. */
  readonly way: 'begins' | 'ends' | 'told';
  /** True when the names are made from the verb, not written for the action. */
  readonly isByGrammar: boolean;
}

/** Calls of which the first makes AWS record less and the second more again; what else of recording is told by the record. */
const ofRecording: Readonly<Record<string, readonly (readonly [less: string, more: string])[]>> = {
  cloudtrail: [
    ['StopLogging', 'StartLogging'],
    ['StopEventDataStoreIngestion', 'StartEventDataStoreIngestion'],
  ],
  config: [['StopConfigurationRecorder', 'StartConfigurationRecorder']],
  route53: [['DeleteQueryLoggingConfig', 'CreateQueryLoggingConfig']],
  route53resolver: [
    ['DeleteResolverQueryLogConfig', 'CreateResolverQueryLogConfig'],
    ['DisassociateResolverQueryLogConfig', 'AssociateResolverQueryLogConfig'],
  ],
  logs: [['PutRetentionPolicy', 'DeleteRetentionPolicy']],
  s3: [
    ['PutBucketLifecycle', 'DeleteBucketLifecycle'],
    ['PutBucketLifecycleConfiguration', 'DeleteBucketLifecycle'],
  ],
  bedrock: [['DeleteModelInvocationLoggingConfiguration', 'PutModelInvocationLoggingConfiguration']],
  securityhub: [['DisableSecurityHub', 'EnableSecurityHub']],
};

/** A call about recording and nothing else: of the pairs above, else one whose own request says less or more. */
function recorded(service: string, action: string): Opposite | undefined {
  const pairs = Object.hasOwn(ofRecording, service) ? (ofRecording[service] ?? []) : [];
  const more = pairs.filter(([less]) => less === action).map(([, other]) => other);
  if (more.length > 0) return { actions: more, way: 'begins', isByGrammar: false };
  const less = pairs.filter(([, other]) => other === action).map(([name]) => name);
  if (less.length > 0) return { actions: less, way: 'ends', isByGrammar: false };
  return isOfRecording(service, action) ? { actions: [action], way: 'told', isByGrammar: false } : undefined;
}

const namesOf = (of: Part['state']['begins'] | Part['state']['sets']): readonly string[] =>
  Object.keys(of ?? {});

const others = ({ state, way }: Part): readonly string[] => [
  ...(way === 'begins' ? [] : namesOf(state.begins)),
  ...(way === 'ends' ? [] : namesOf(state.ends)),
  ...namesOf(state.sets),
];

function written(parts: readonly Part[]): Opposite {
  const ways = new Set(parts.map(({ way }) => way));
  const [only] = ways;
  const way = ways.size > 1 || only === undefined || only === 'sets' ? 'told' : only;
  return { actions: [...new Set(parts.flatMap(others))], way, isByGrammar: false };
}

/** What undoes an action or what it undoes, by its service's short name; undefined where there is no such thing. */
export function oppositeOf(service: string, eventName: string): Opposite | undefined {
  const action = plainEventName(eventName);
  const parts = statesOf(service, action);
  if (parts.length > 0) return written(parts);
  const told = recorded(service, action);
  if (told) return told;
  const said = isOfNoState(service, action) ? undefined : byName(action);
  return said && { actions: said.opposites, way: said.way, isByGrammar: true };
}
