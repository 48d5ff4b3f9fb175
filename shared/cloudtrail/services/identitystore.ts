import { named, request, type ServiceActions } from './row.ts';

/** Actions of the identity store of IAM Identity Center. */
export const identitystore: ServiceActions = {
  CreateUser: {
    verb: 'create',
    about: (r) => named('directory user', request(r, 'userName')),
    does: 'Creates a user in the Identity Center directory.',
    matters: 'With one assignment the user reaches accounts of the whole organization.',
    next: 'CreateGroupMembership and CreateAccountAssignment for the new user.',
    effects: ['creates-identity'],
  },
  CreateGroupMembership: {
    verb: 'add',
    about: (r) =>
      `${named('directory user', request(r, 'memberId.userId'))} to ${named('group', request(r, 'groupId'))}`,
    does: 'Adds a user to a group of the Identity Center directory.',
    matters: 'The user gains all assignments of the group.',
    next: 'The group’s assignments, and the user’s next sign-in.',
    effects: ['widens-permissions'],
  },
};
