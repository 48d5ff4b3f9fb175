import { arnName, named, request, type ServiceActions } from './row.ts';

/** Actions of IAM Identity Center. Source of the facts: IAM Identity Center API Reference. */
export const sso: ServiceActions = {
  CreateAccountAssignment: {
    verb: 'give',
    about: (r) =>
      `${request(r, 'principalType')?.toLowerCase() ?? 'principal'} ${request(r, 'principalId') ?? 'of unknown ID'} ${named('permission set', arnName(r, 'permissionSetArn'))} in ${named('account', request(r, 'targetId'))}`,
    does: 'Gives a user or group of Identity Center a permission set in an account.',
    matters: 'One call can make somebody an administrator of an account in the organization.',
    next: 'principalId, permissionSetArn and targetId in the request, and the person’s next sign-in.',
    effects: ['widens-permissions'],
  },
  AttachManagedPolicyToPermissionSet: {
    verb: 'attach',
    about: (r) =>
      `${named('policy', arnName(r, 'managedPolicyArn'))} to ${named('permission set', arnName(r, 'permissionSetArn'))}`,
    does: 'Adds an AWS managed policy to a permission set.',
    matters: 'Everyone with the permission set gains it in all assigned accounts, once provisioned.',
    next: 'ProvisionPermissionSet, and who has the set.',
    effects: ['widens-permissions'],
  },
  PutInlinePolicyToPermissionSet: {
    verb: 'put',
    about: (r) => `an inline policy on ${named('permission set', arnName(r, 'permissionSetArn'))}`,
    does: 'Writes a policy into a permission set.',
    matters: 'Rights can hide in inline policies.',
    next: 'The policy text, ProvisionPermissionSet, and who has the set.',
    effects: ['widens-permissions'],
  },
  GetRoleCredentials: {
    verb: 'get',
    about: (r) =>
      `credentials of ${named('role', request(r, 'roleName', 'role_name'))} in ${named('account', request(r, 'accountId', 'account_id'))}`,
    does: 'The access portal hands out role credentials in an account to a signed-in user.',
    matters: 'A stolen portal token gives every role of the user this way.',
    next: 'Address and client against the user’s usual ones, and calls of the role’s session.',
    effects: ['mints-credential'],
  },
  Federate: {
    verb: 'enter',
    about: (r) => named('account', r.text('serviceEventDetails.account_id') ?? request(r, 'accountId')),
    does: 'A user of the access portal opened an account’s console or credentials.',
    matters: 'It says which person stands behind a role session named AWSReservedSSO.',
    next: 'The account and role in the record, and the session that follows.',
    effects: ['signs-in'],
  },
  ProvisionPermissionSet: {
    verb: 'provision',
    about: (r) => named('permission set', arnName(r, 'permissionSetArn')),
    does: 'Rolls a changed permission set out to accounts.',
    matters: 'From here the change has effect.',
    next: 'What changed in the set before.',
    effects: ['widens-permissions'],
  },
  DeleteAccountAssignment: {
    verb: 'take',
    about: (r) => `a permission set in ${named('account', request(r, 'targetId'))} from a principal`,
    effects: ['locks-out'],
  },
  DetachManagedPolicyFromPermissionSet: {
    verb: 'detach',
    about: () => 'a policy from a permission set',
    effects: ['lifts-limit', 'locks-out'],
  },
  DeleteInlinePolicyFromPermissionSet: {
    verb: 'delete',
    about: () => 'the inline policy of a permission set',
    effects: ['lifts-limit', 'locks-out'],
  },
};
