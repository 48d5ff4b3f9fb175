import type { RecordReader } from '../../record-reader.ts';
import { listed, named, request, type ServiceActions } from '../row.ts';

const sharedWith = (r: RecordReader, permission: string): string => {
  const base = `requestParameters.${permission}.add.items[]`;
  const whom = listed([...r.texts(`${base}.userId`), ...r.texts(`${base}.group`)]);
  return whom ? ` for ${whom}` : '';
};

/** Actions of EC2 on disks and images. */
export const disks: ServiceActions = {
  CreateSnapshot: {
    verb: 'create',
    about: (r) => `a snapshot of ${named('volume', request(r, 'volumeId'))}`,
    does: 'Copies a volume into a snapshot.',
    matters: 'The first half of taking a disk away.',
    next: 'ModifySnapshotAttribute or CopySnapshot for it, and CreateVolume from it.',
    effects: ['takes-data'],
  },
  DeleteSnapshot: {
    verb: 'delete',
    about: (r) => named('snapshot', request(r, 'snapshotId')),
    effects: ['deletes-data'],
  },
  ModifySnapshotAttribute: {
    verb: 'change',
    about: (r) =>
      `who may use ${named('snapshot', request(r, 'snapshotId'))}${sharedWith(r, 'createVolumePermission')}`,
    does: 'Sets which accounts may use a snapshot.',
    matters: 'Sharing with a foreign account, or with all, gives the whole disk away.',
    next: 'createVolumePermission in the request: account IDs or the group “all”.',
    effects: ['shares-outside'],
  },
  ModifyImageAttribute: {
    verb: 'change',
    about: (r) => `who may use ${named('image', request(r, 'imageId'))}${sharedWith(r, 'launchPermission')}`,
    does: 'Sets which accounts may use a machine image.',
    matters: 'Sharing gives the disks’ contents away.',
    next: 'launchPermission in the request.',
    effects: ['shares-outside'],
  },
  CreateImage: {
    verb: 'create',
    about: (r) => `an image of ${named('instance', request(r, 'instanceId'))}`,
    does: 'Makes a machine image of an instance, its disks included.',
    matters: 'A copy of the machine that can be shared or started elsewhere.',
    next: 'ModifyImageAttribute or RunInstances with the image.',
    effects: ['takes-data'],
  },
  CreateVolume: {
    verb: 'create',
    about: (r) => named('a volume from snapshot', request(r, 'snapshotId')),
    effects: ['takes-data'],
  },
  AttachVolume: {
    verb: 'attach',
    about: (r) =>
      `${named('volume', request(r, 'volumeId'))} to ${named('instance', request(r, 'instanceId'))}`,
    effects: ['takes-data'],
  },
  CopySnapshot: {
    verb: 'copy',
    about: (r) => named('snapshot', request(r, 'sourceSnapshotId')),
    effects: ['takes-data'],
  },
  CopyImage: {
    verb: 'copy',
    about: (r) => named('image', request(r, 'sourceImageId')),
    effects: ['takes-data'],
  },
  DisableEbsEncryptionByDefault: {
    verb: 'disable',
    about: () => 'default encryption of volumes',
    does: 'New volumes and snapshots are no longer encrypted by default.',
    matters: 'Unencrypted snapshots can be shared with anyone.',
    next: 'CreateSnapshot and ModifySnapshotAttribute afterwards.',
    effects: ['lifts-limit'],
  },
  DeleteVolume: {
    verb: 'delete',
    about: (r) => named('volume', request(r, 'volumeId')),
    effects: ['deletes-data'],
  },
  RegisterImage: {
    verb: 'register',
    about: (r) => named('image', request(r, 'name')),
    effects: [],
  },
  DeregisterImage: {
    verb: 'remove',
    about: (r) => named('image', request(r, 'imageId')),
    effects: ['deletes-data'],
  },
  DetachVolume: {
    verb: 'detach',
    about: (r) => named('volume', request(r, 'volumeId')),
    effects: ['stops-work'],
  },
  ResetSnapshotAttribute: {
    verb: 'reset',
    about: (r) => `who may use ${named('snapshot', request(r, 'snapshotId'))}`,
    effects: [],
  },
  ResetImageAttribute: {
    verb: 'reset',
    about: (r) => `who may use ${named('image', request(r, 'imageId'))}`,
    effects: [],
  },
  EnableEbsEncryptionByDefault: {
    verb: 'enable',
    about: () => 'default encryption of volumes',
    effects: [],
  },
  SharedSnapshotVolumeCreated: {
    does: 'Another account made a volume from a snapshot that this one shares.',
    matters: 'What was shared was used: the disk’s content is in their hands.',
    next: 'serviceEventDetails: the snapshot and the account, then ModifySnapshotAttribute of it.',
    effects: ['shares-outside'],
  },
  SharedSnapshotCopyInitiated: {
    does: 'Another account began to copy a snapshot that this one shares.',
    matters: 'What was shared was used: a copy stays when the sharing ends.',
    next: 'serviceEventDetails: the snapshot and the account, then ModifySnapshotAttribute of it.',
    effects: ['shares-outside'],
  },
};
