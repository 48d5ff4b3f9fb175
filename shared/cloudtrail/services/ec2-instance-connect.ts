import { named, request, type ServiceActions } from './row.ts';

/** Actions of EC2 Instance Connect. */
export const ec2InstanceConnect: ServiceActions = {
  SendSSHPublicKey: {
    verb: 'put',
    about: (r) =>
      `an SSH key on ${named('instance', request(r, 'instanceId'))} for ${named('user', request(r, 'instanceOSUser'))}`,
    does: 'Puts a public SSH key on an instance for 60 seconds.',
    matters: 'It is a sign-in to the machine with AWS rights alone.',
    next: 'The instance and the user name in the request.',
    effects: ['runs-code', 'mints-credential'],
  },
  SendSerialConsoleSSHPublicKey: {
    verb: 'put',
    about: (r) => `an SSH key on the serial console of ${named('instance', request(r, 'instanceId'))}`,
    effects: ['runs-code', 'mints-credential'],
  },
};
