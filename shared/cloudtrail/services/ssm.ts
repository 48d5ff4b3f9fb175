import type { RecordReader } from '../record-reader.ts';
import { listed, named, request, type ServiceActions } from './row.ts';

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

/** Actions of Systems Manager. Source of the facts: AWS Systems Manager API Reference. */
export const ssm: ServiceActions = {
  SendCommand: {
    verb: 'run',
    about: (r) => `${request(r, 'documentName') ?? 'a command'}${targets(r)}`,
    does: 'Runs a command on managed machines, as root or SYSTEM.',
    matters: 'AWS rights become rights on machines; AWS hides the commands themselves in some records.',
    next: 'documentName, instanceIds or targets, and the roles of those instances.',
    effects: ['runs-code'],
  },
  StartSession: {
    verb: 'open',
    about: (r) => `a shell session on ${request(r, 'target') ?? 'an instance'}`,
    does: 'Opens a shell on a managed machine.',
    matters: 'What is typed is not in CloudTrail; session logs have it where they are switched on.',
    next: 'target in the request, TerminateSession, and calls of the machine’s role meanwhile.',
    effects: ['runs-code'],
  },
  TerminateSession: {
    verb: 'end',
    about: (r) => named('session', request(r, 'sessionId')),
    effects: [],
  },
  GetParameter: {
    verb: 'read',
    about: parameter,
    does: 'Reads a parameter, decrypted when asked.',
    matters: 'Parameters often hold passwords and keys.',
    next: 'name and withDecryption in the request.',
    effects: ['reads-secret'],
  },
  GetParameters: {
    verb: 'read',
    about: parameter,
    does: 'Reads several parameters, decrypted when asked.',
    matters: 'Parameters often hold passwords and keys.',
    next: 'names and withDecryption in the request.',
    effects: ['reads-secret'],
  },
  DescribeInstanceInformation: {
    verb: 'list',
    about: () => 'managed machines',
    does: 'Lists managed machines.',
    matters: 'The step before running commands on them.',
    next: 'SendCommand or StartSession of the same caller.',
    effects: ['looks-around'],
  },
  ModifyDocumentPermission: {
    verb: 'change',
    about: (r) => {
      const whom = listed(r.texts('requestParameters.accountIdsToAdd[]'));
      return `who may use ${named('document', request(r, 'name'))}${whom ? ` for ${whom}` : ''}`;
    },
    does: 'Sets which accounts may use a document.',
    matters: 'Scripts of the account can become public, with what they contain.',
    next: 'accountIdsToAdd in the request: account IDs or “All”.',
    effects: ['shares-outside'],
  },
  CreateAssociation: {
    verb: 'apply',
    about: (r) => `${named('document', request(r, 'name'))} to machines`,
    does: 'Applies a document to machines again and again.',
    matters: 'A command on a schedule: a way to come back.',
    next: 'The document, targets and scheduleExpression in the request.',
    effects: ['runs-code'],
  },
  GetParametersByPath: {
    verb: 'read',
    about: (r) => `the parameters below ${request(r, 'path') ?? 'a path'}`,
    does: 'Reads all parameters below a path, decrypted when asked.',
    matters: 'One call collects a whole application’s secrets.',
    next: 'path, recursive and withDecryption in the request.',
    effects: ['reads-secret'],
  },
  PutParameter: {
    verb: 'write',
    about: parameter,
    does: 'Writes a parameter.',
    matters: 'Programs take on the new value: a password, an address, an image to run.',
    next: 'Who reads that name.',
    effects: [],
  },
  DeleteParameter: {
    verb: 'delete',
    about: parameter,
    effects: ['deletes-data'],
  },
  ResumeSession: {
    verb: 'continue',
    about: (r) => named('session', request(r, 'sessionId')),
    effects: ['runs-code'],
  },
  StartAutomationExecution: {
    verb: 'run',
    about: (r) => request(r, 'documentName') ?? 'an automation',
    effects: ['runs-code'],
  },
  DeleteParameters: {
    verb: 'delete',
    about: parameter,
    effects: ['deletes-data'],
  },
  PutInventory: {
    verb: 'report',
    about: (r) => `the software of ${named('instance', request(r, 'instanceId'))}`,
    effects: [],
  },
  PutComplianceItems: {
    verb: 'report',
    about: (r) => `how ${named('resource', request(r, 'resourceId'))} keeps to its rules`,
    effects: [],
  },
  UpdateInstanceAssociationStatus: {
    verb: 'report',
    about: (r) => `on a task of ${named('instance', request(r, 'instanceId'))}`,
    effects: [],
  },
  UpdateInstanceInformation: {
    verb: 'report',
    about: (r) => `that ${named('instance', request(r, 'instanceId'))} runs`,
    effects: [],
  },
};
