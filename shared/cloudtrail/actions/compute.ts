import { nameInArn } from '../caller.ts';
import type { RecordReader } from '../record-reader.ts';
import { arnName, listed, named, request, type Actions } from './phrase.ts';

const instances = (r: RecordReader): string => {
  const ids = new Set([
    ...r.texts('requestParameters.instancesSet.items[].instanceId'),
    ...r.texts('responseElements.instancesSet.items[].instanceId'),
  ]);
  return named(ids.size === 1 ? 'instance' : 'instances', listed([...ids]));
};
const securityGroup = (r: RecordReader): string =>
  named('security group', request(r, 'groupId', 'groupName'));
/** The rules of a security-group call: ports and the addresses they open to. */
function rules(r: RecordReader): string {
  const base = 'requestParameters.ipPermissions.items[]';
  const ports = listed(r.texts(`${base}.toPort`));
  const ranges = listed([
    ...r.texts(`${base}.ipRanges.items[].cidrIp`),
    ...r.texts(`${base}.ipv6Ranges.items[].cidrIpv6`),
    ...r.texts('requestParameters.cidrIp'),
  ]);
  return `${ports ? `port ${ports}` : 'traffic'}${ranges ? ` from ${ranges}` : ''}`;
}
const sharedWith = (r: RecordReader, permission: string): string => {
  const base = `requestParameters.${permission}.add.items[]`;
  const whom = listed([...r.texts(`${base}.userId`), ...r.texts(`${base}.group`)]);
  return whom ? ` for ${whom}` : '';
};
/** Actions of EC2. */
export const ec2: Actions = {
  RunInstances: [
    'launch',
    (r) =>
      `${instances(r)}${request(r, 'instanceType') ? ` of type ${request(r, 'instanceType') ?? ''}` : ''}`,
  ],
  StartInstances: ['start', instances],
  StopInstances: ['stop', instances],
  RebootInstances: ['reboot', instances],
  TerminateInstances: ['terminate', instances],
  CreateSecurityGroup: ['create', securityGroup],
  DeleteSecurityGroup: ['delete', securityGroup],
  AuthorizeSecurityGroupIngress: ['open', (r) => `${securityGroup(r)} to ${rules(r)}`],
  AuthorizeSecurityGroupEgress: ['open', (r) => `${securityGroup(r)} for outgoing ${rules(r)}`],
  RevokeSecurityGroupIngress: ['close', (r) => `${securityGroup(r)} to ${rules(r)}`],
  CreateKeyPair: ['create', (r) => named('key pair', request(r, 'keyName'))],
  ImportKeyPair: ['import', (r) => named('key pair', request(r, 'keyName'))],
  GetPasswordData: ['read', (r) => `the Windows password of ${named('instance', request(r, 'instanceId'))}`],
  CreateSnapshot: ['create', (r) => `a snapshot of ${named('volume', request(r, 'volumeId'))}`],
  DeleteSnapshot: ['delete', (r) => named('snapshot', request(r, 'snapshotId'))],
  ModifySnapshotAttribute: [
    'change',
    (r) =>
      `who may use ${named('snapshot', request(r, 'snapshotId'))}${sharedWith(r, 'createVolumePermission')}`,
  ],
  ModifyImageAttribute: [
    'change',
    (r) => `who may use ${named('image', request(r, 'imageId'))}${sharedWith(r, 'launchPermission')}`,
  ],
  CreateImage: ['create', (r) => `an image of ${named('instance', request(r, 'instanceId'))}`],
  CreateVolume: ['create', (r) => named('a volume from snapshot', request(r, 'snapshotId'))],
  AttachVolume: [
    'attach',
    (r) => `${named('volume', request(r, 'volumeId'))} to ${named('instance', request(r, 'instanceId'))}`,
  ],
  ModifyInstanceAttribute: [
    'change',
    (r) => `an attribute of ${named('instance', request(r, 'instanceId'))}`,
  ],
  AssociateIamInstanceProfile: [
    'attach',
    (r) =>
      `an instance profile to ${named('instance', request(r, 'AssociateIamInstanceProfileRequest.InstanceId'))}`,
  ],
  ReplaceIamInstanceProfileAssociation: ['replace', () => 'the instance profile of an instance'],
  ModifyInstanceMetadataOptions: [
    'change',
    (r) =>
      `how ${named('instance', request(r, 'ModifyInstanceMetadataOptionsRequest.InstanceId', 'instanceId'))} serves its metadata`,
  ],
  CopySnapshot: ['copy', (r) => named('snapshot', request(r, 'sourceSnapshotId'))],
  CopyImage: ['copy', (r) => named('image', request(r, 'sourceImageId'))],
  DeleteFlowLogs: ['delete', () => 'VPC flow logs'],
  DisableEbsEncryptionByDefault: ['disable', () => 'default encryption of volumes'],
};

const lambdaFunction = (r: RecordReader): string => named('function', nameInArn(request(r, 'functionName')));

const targets = (r: RecordReader): string => {
  const ids = listed(r.texts('requestParameters.instanceIds[]'));
  return ids ? ` on ${ids}` : '';
};

const parameter = (r: RecordReader): string => {
  const names = listed([
    ...(request(r, 'name') ? [request(r, 'name') ?? ''] : []),
    ...r.texts('requestParameters.names[]'),
  ]);
  return names ? `parameter ${names}` : 'parameters';
};

/** Actions of Lambda. */
export const lambda: Actions = {
  CreateFunction: ['create', lambdaFunction],
  UpdateFunctionCode: ['replace', (r) => `the code of ${lambdaFunction(r)}`],
  UpdateFunctionConfiguration: ['change', (r) => `the configuration of ${lambdaFunction(r)}`],
  DeleteFunction: ['delete', lambdaFunction],
  AddPermission: ['allow', (r) => `${request(r, 'principal') ?? 'a principal'} to use ${lambdaFunction(r)}`],
  Invoke: ['invoke', lambdaFunction],
  CreateFunctionUrlConfig: [
    'give',
    (r) => {
      const auth = request(r, 'authType');
      return `${lambdaFunction(r)} an address on the internet${auth ? ` (authorization ${auth})` : ''}`;
    },
  ],
  GetFunction: ['read', (r) => `the code and configuration of ${lambdaFunction(r)}`],
  CreateEventSourceMapping: ['connect', (r) => `${lambdaFunction(r)} to an event source`],
};

/** Actions of Systems Manager. */
export const ssm: Actions = {
  SendCommand: ['run', (r) => `${request(r, 'documentName') ?? 'a command'}${targets(r)}`],
  StartSession: ['open', (r) => `a shell session on ${request(r, 'target') ?? 'an instance'}`],
  TerminateSession: ['end', (r) => named('session', request(r, 'sessionId'))],
  GetParameter: ['read', parameter],
  GetParameters: ['read', parameter],
  DescribeInstanceInformation: ['list', () => 'managed machines'],
  ModifyDocumentPermission: [
    'change',
    (r) => {
      const whom = listed(r.texts('requestParameters.accountIdsToAdd[]'));
      return `who may use ${named('document', request(r, 'name'))}${whom ? ` for ${whom}` : ''}`;
    },
  ],
  CreateAssociation: ['apply', (r) => `${named('document', request(r, 'name'))} to machines`],
  GetParametersByPath: ['read', (r) => `the parameters below ${request(r, 'path') ?? 'a path'}`],
  PutParameter: ['write', parameter],
};

/** Actions of EC2 Instance Connect. */
export const instanceConnect: Actions = {
  SendSSHPublicKey: [
    'put',
    (r) =>
      `an SSH key on ${named('instance', request(r, 'instanceId'))} for ${named('user', request(r, 'instanceOSUser'))}`,
  ],
};

/** Actions of ECS. */
export const containers: Actions = {
  RegisterTaskDefinition: ['register', (r) => named('task definition', request(r, 'family'))],
  RunTask: ['run', (r) => named('task', arnName(r, 'taskDefinition') ?? request(r, 'taskDefinition'))],
};

/** Actions of ECR. */
export const registry: Actions = {
  GetAuthorizationToken: ['get', () => 'a password for the container registry'],
  PutImage: [
    'store',
    (r) =>
      `${named('image', request(r, 'imageTag'))} in ${named('repository', request(r, 'repositoryName'))}`,
  ],
};

/** Actions of CloudFormation. */
export const cloudformation: Actions = {
  CreateStack: ['create', (r) => named('stack', request(r, 'stackName'))],
  UpdateStack: ['change', (r) => named('stack', request(r, 'stackName'))],
  DeleteStack: ['delete', (r) => named('stack', request(r, 'stackName'))],
};

/** Actions of Bedrock. */
export const models: Actions = {
  InvokeModel: ['ask', (r) => named('model', request(r, 'modelId'))],
  DeleteModelInvocationLoggingConfiguration: ['delete', () => 'the logging of what models are asked'],
};
