import { arnName, named, request, type Actions } from './phrase.ts';

/** Actions of IAM Identity Center. */
export const permissionSets: Actions = {
  CreateAccountAssignment: [
    'give',
    (r) =>
      `${request(r, 'principalType')?.toLowerCase() ?? 'principal'} ${request(r, 'principalId') ?? 'of unknown ID'} ${named('permission set', arnName(r, 'permissionSetArn'))} in ${named('account', request(r, 'targetId'))}`,
  ],
  AttachManagedPolicyToPermissionSet: [
    'attach',
    (r) =>
      `${named('policy', arnName(r, 'managedPolicyArn'))} to ${named('permission set', arnName(r, 'permissionSetArn'))}`,
  ],
  PutInlinePolicyToPermissionSet: [
    'put',
    (r) => `an inline policy on ${named('permission set', arnName(r, 'permissionSetArn'))}`,
  ],
  GetRoleCredentials: [
    'get',
    (r) =>
      `credentials of ${named('role', request(r, 'roleName', 'role_name'))} in ${named('account', request(r, 'accountId', 'account_id'))}`,
  ],
  Federate: [
    'enter',
    (r) => named('account', r.text('serviceEventDetails.account_id') ?? request(r, 'accountId')),
  ],
  ProvisionPermissionSet: ['provision', (r) => named('permission set', arnName(r, 'permissionSetArn'))],
};

/** Actions of the identity store. */
export const directory: Actions = {
  CreateUser: ['create', (r) => named('directory user', request(r, 'userName'))],
  CreateGroupMembership: [
    'add',
    (r) =>
      `${named('directory user', request(r, 'memberId.userId'))} to ${named('group', request(r, 'groupId'))}`,
  ],
};
