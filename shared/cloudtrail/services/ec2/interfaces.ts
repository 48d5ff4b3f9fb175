import { listed, named, request, type ServiceActions } from '../row.ts';

/** Actions of EC2 on addresses, network interfaces, copied traffic and tags. */
export const interfaces: ServiceActions = {
  AssociateAddress: {
    verb: 'give',
    about: (r) =>
      `${named('public address', request(r, 'publicIp', 'allocationId'))} to ${named('instance', request(r, 'instanceId'))}`,
    effects: ['opens-network'],
  },
  DisassociateAddress: {
    verb: 'take',
    about: (r) => `${named('public address', request(r, 'publicIp', 'associationId'))} from a machine`,
    effects: ['stops-work'],
  },
  AttachNetworkInterface: {
    verb: 'attach',
    about: (r) =>
      `${named('network interface', request(r, 'networkInterfaceId'))} to ${named('instance', request(r, 'instanceId'))}`,
    effects: ['opens-network'],
  },
  DeleteTrafficMirrorSession: {
    verb: 'stop',
    about: () => 'copying the traffic of a network interface',
    effects: [],
  },
  DeleteTrafficMirrorTarget: {
    verb: 'delete',
    about: () => 'a target for copied traffic',
    effects: [],
  },
  CreateTags: {
    verb: 'put',
    about: (r) =>
      `tags on ${listed(r.texts('requestParameters.resourcesSet.items[].resourceId')) ?? 'resources'}`,
    effects: [],
  },
  DeleteTags: {
    verb: 'remove',
    about: (r) =>
      `tags from ${listed(r.texts('requestParameters.resourcesSet.items[].resourceId')) ?? 'resources'}`,
    effects: [],
  },
};
