import type { RecordReader } from '../../record-reader.ts';
import { listed, named, request, type ServiceActions } from '../row.ts';

const theInstances = (r: RecordReader): string => {
  const ids = new Set([
    ...r.texts('requestParameters.instancesSet.items[].instanceId'),
    ...r.texts('responseElements.instancesSet.items[].instanceId'),
  ]);
  return named(ids.size === 1 ? 'instance' : 'instances', listed([...ids]));
};

/** Actions of EC2 on instances. */
export const instances: ServiceActions = {
  RunInstances: {
    verb: 'launch',
    about: (r) =>
      `${theInstances(r)}${request(r, 'instanceType') ? ` of type ${request(r, 'instanceType') ?? ''}` : ''}`,
    does: 'Starts new instances.',
    matters: 'Large types or unused Regions point to mining; an instance profile gives the machine a role.',
    next: 'instanceType, the Region, iamInstanceProfile and keyName in the request.',
    effects: ['starts-compute', 'passes-role'],
  },
  StartInstances: {
    verb: 'start',
    about: theInstances,
    does: 'Starts stopped instances.',
    matters: 'After a change of user data the machine runs what was put there.',
    next: 'ModifyInstanceAttribute of the same instance before.',
    effects: ['starts-compute'],
  },
  StopInstances: {
    verb: 'stop',
    about: theInstances,
    does: 'Stops instances; what was in memory is lost.',
    matters: 'An outage, or the step before changing user data or copying a disk.',
    next: 'ModifyInstanceAttribute and StartInstances of the same instance.',
    effects: ['stops-work'],
  },
  RebootInstances: {
    verb: 'reboot',
    about: theInstances,
    effects: [],
  },
  TerminateInstances: {
    verb: 'terminate',
    about: theInstances,
    does: 'Deletes instances, and usually their root disks.',
    matters: 'Destruction, or removal of a machine that was used.',
    next: 'What the instances did, and snapshots that remain.',
    effects: ['deletes-data', 'stops-work'],
  },
  CreateKeyPair: {
    verb: 'create',
    about: (r) => named('key pair', request(r, 'keyName')),
    does: 'Creates an SSH key pair; the private half goes to the caller.',
    matters: 'New machines can be entered with it.',
    next: 'RunInstances with that keyName.',
    effects: ['mints-credential'],
  },
  ImportKeyPair: {
    verb: 'import',
    about: (r) => named('key pair', request(r, 'keyName')),
    does: 'Registers a public SSH key of the caller’s own.',
    matters: 'New machines can be entered with it.',
    next: 'RunInstances with that keyName.',
    effects: ['mints-credential'],
  },
  GetPasswordData: {
    verb: 'read',
    about: (r) => `the Windows password of ${named('instance', request(r, 'instanceId'))}`,
    does: 'Reads the encrypted administrator password of a Windows instance.',
    matters: 'With the key pair’s private half it is a sign-in to the machine.',
    next: 'The instance, and who holds its key pair.',
    effects: ['reads-secret'],
  },
  ModifyInstanceAttribute: {
    verb: 'change',
    about: (r) => `an attribute of ${named('instance', request(r, 'instanceId'))}`,
    does: 'Changes an instance: user data, type, security groups, protection against termination.',
    matters: 'New user data can run as root at the next start.',
    next: 'The changed attribute in the request, then StartInstances.',
    effects: ['runs-code', 'opens-network'],
  },
  AssociateIamInstanceProfile: {
    verb: 'attach',
    about: (r) =>
      `an instance profile to ${named('instance', request(r, 'AssociateIamInstanceProfileRequest.InstanceId'))}`,
    does: 'Gives a running instance an instance profile.',
    matters: 'Whoever is on the machine can use the role.',
    next: 'The role’s rights, and its sessions named like the instance (i-…).',
    effects: ['passes-role'],
  },
  ReplaceIamInstanceProfileAssociation: {
    verb: 'replace',
    about: () => 'the instance profile of an instance',
    does: 'Exchanges the instance profile of an instance.',
    matters: 'Whoever is on the machine can use the new role.',
    next: 'The role’s rights, and its sessions named like the instance (i-…).',
    effects: ['passes-role'],
  },
  ModifyInstanceMetadataOptions: {
    verb: 'change',
    about: (r) =>
      `how ${named('instance', request(r, 'ModifyInstanceMetadataOptionsRequest.InstanceId', 'instanceId'))} serves its metadata`,
    does: 'Changes how an instance serves its metadata and role credentials.',
    matters: 'httpTokens=optional allows the old, easily abused version again.',
    next: 'httpTokens and the hop limit in the request.',
    effects: ['changes-sign-in'],
  },
  DescribeInstances: {
    does: 'Lists instances.',
    matters: 'Everyday call of tools; in a burst over many Regions it is reconnaissance.',
    next: 'The Regions it was called in within a minute, by the same credential.',
    effects: ['looks-around'],
  },
  EnableSerialConsoleAccess: {
    verb: 'allow',
    about: () => 'the use of serial consoles',
    effects: ['lifts-limit'],
  },
  CreateLaunchTemplate: {
    verb: 'create',
    about: (r) => named('launch template', request(r, 'launchTemplateName')),
    effects: [],
  },
  CreateInstanceExportTask: {
    verb: 'export',
    about: (r) => named('instance', request(r, 'instanceId')),
    effects: ['takes-data'],
  },
  DeleteKeyPair: {
    verb: 'delete',
    about: (r) => named('key pair', request(r, 'keyName', 'keyPairId')),
    effects: [],
  },
  DisassociateIamInstanceProfile: {
    verb: 'take',
    about: () => 'the instance profile from an instance',
    effects: ['locks-out'],
  },
  DisableSerialConsoleAccess: {
    verb: 'forbid',
    about: () => 'the use of serial consoles',
    effects: [],
  },
  DeleteLaunchTemplate: {
    verb: 'delete',
    about: (r) =>
      named(
        'launch template',
        request(
          r,
          'DeleteLaunchTemplateRequest.LaunchTemplateId',
          'DeleteLaunchTemplateRequest.LaunchTemplateName',
        ),
      ),
    effects: [],
  },
};
