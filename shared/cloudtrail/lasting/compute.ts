import type { RecordReader } from '../record-reader.ts';
import { request, response } from '../services/row.ts';
import { everyone, outsider, ownAccount } from './outsiders.ts';
import { shared } from './network.ts';
import { everything, keyed, made, pair, the, type Reading, type ServiceStates } from './state.ts';

const permission: Reading = (r) => {
  const id = request(r, 'statementId');
  if (id === undefined) return [];
  const who = request(r, 'principal');
  const other = who === undefined ? undefined : outsider(who, ownAccount(r));
  const words = other?.words ?? who;
  return [
    {
      ...{ key: id, before: 'function', after: words === undefined ? '' : `to ${words}` },
      ...(other ? { group: 'opened' as const } : {}),
    },
  ];
};

const addressed: Reading = (r) =>
  request(r, 'authType') === 'NONE'
    ? [{ key: '', before: 'function', after: `to ${everyone.words} by URL` }]
    : [];

/** Code is not undone but replaced again: each new code ends the one before. */
const code = (r: RecordReader): ReturnType<Reading> => [
  {
    key: response(r, 'codeSha256') ?? r.text('eventID') ?? '',
    before: 'code of function',
    after: 'replaced',
  },
];

/** Lambda. Source of the pairs: AWS Lambda API Reference. */
export const lambda: ServiceStates = {
  ...made('Function Alias'),
  mapping: {
    group: 'other',
    begins: {
      CreateEventSourceMapping: (r) => {
        const id = response(r, 'uUID');
        return id === undefined ? [] : [{ key: '', unique: id, before: 'source of events for', after: '' }];
      },
    },
    ends: {
      DeleteEventSourceMapping: (r) => {
        const id = request(r, 'uUID') ?? response(r, 'uUID');
        return id === undefined ? [] : [{ key: '', unique: id, before: 'source of events for', after: '' }];
      },
    },
  },
  permission: pair('other', 'AddPermission', 'RemovePermission', permission),
  address: {
    group: 'opened',
    begins: { CreateFunctionUrlConfig: addressed },
    sets: {
      UpdateFunctionUrlConfig: (r) => (request(r, 'authType') === undefined ? undefined : addressed(r)),
    },
    ends: { DeleteFunctionUrlConfig: everything },
  },
  code: { group: 'other', sets: { UpdateFunctionCode: code } },
};

const mostNames = 100;
const parameters: Reading = (r) => {
  const names = [request(r, 'name'), ...r.texts('requestParameters.names[]')].filter(
    (name) => name !== undefined,
  );
  return [...new Set(names)]
    .slice(0, mostNames)
    .map((name) => ({ key: '', unique: name, uniqueKind: 'parameter', before: '', after: '' }));
};
/** The first version of a parameter is its making; the others change it. */
const firstVersion: Reading = (r) => (response(r, 'version') === '1' ? parameters(r) : []);

const session: Reading = (r) => {
  const id = response(r, 'sessionId') ?? request(r, 'sessionId');
  return id === undefined ? [] : [{ key: '', unique: id, before: 'session on', after: '' }];
};

/** Systems Manager. Source of the pairs: AWS Systems Manager API Reference. */
export const ssm: ServiceStates = {
  ...made('Document Association MaintenanceWindow Activation PatchBaseline'),
  parameter: {
    group: 'made',
    begins: { PutParameter: firstVersion },
    ends: { DeleteParameter: parameters, DeleteParameters: parameters },
  },
  session: pair('other', 'StartSession', 'TerminateSession', session),
  documentShare: shared(
    'document',
    'ModifyDocumentPermission',
    ['accountIdsToAdd[]'],
    ['accountIdsToRemove[]'],
  ),
};

/** Things of services that are made and deleted, and little else. Source of the pairs: the services' API References. */
export const furtherServices: Readonly<Record<string, ServiceStates>> = {
  apprunner: made('Service'),
  autoscaling: made('AutoScalingGroup LaunchConfiguration'),
  bedrock: made('Guardrail Agent ProvisionedModelThroughput'),
  'bedrock-agentcore': {
    ...made('CodeInterpreter'),
    session: pair(
      'other',
      'StartCodeInterpreterSession',
      'StopCodeInterpreterSession',
      keyed(['sessionId'], (id) => ({ before: `session ${id} of`, after: '' })),
    ),
  },
  cloudformation: made('Stack StackSet ChangeSet'),
  codebuild: made('Project'),
  datapipeline: made('Pipeline'),
  ecs: {
    ...made('Cluster Service'),
    taskDefinition: pair('made', 'RegisterTaskDefinition', 'DeregisterTaskDefinition', the('')),
  },
  eks: {
    ...made('Cluster Nodegroup'),
    accessEntry: pair(
      'given',
      'CreateAccessEntry',
      'DeleteAccessEntry',
      keyed(['principalArn'], (arn) => ({ before: 'cluster', after: `to ${arn}` })),
    ),
  },
  glue: made('DevEndpoint Job Database Table'),
  sagemaker: {
    ...made('NotebookInstance NotebookInstanceLifecycleConfig Endpoint Domain'),
    stopped: pair('other', 'StopNotebookInstance', 'StartNotebookInstance', the('stopped:')),
  },
};
