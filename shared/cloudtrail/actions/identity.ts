import type { RecordReader } from '../record-reader.ts';
import { arnName, named, request, response, type Actions } from './phrase.ts';

const user = (record: RecordReader): string => named('user', request(record, 'userName'));
/** IAM calls about oneself leave the user name out of the request. */
const forUser = (record: RecordReader): string => {
  const name = request(record, 'userName') ?? response(record, 'accessKey.userName');
  return name ? ` for ${name}` : '';
};
const role = (record: RecordReader): string => named('role', request(record, 'roleName'));
const group = (record: RecordReader): string => named('group', request(record, 'groupName'));
const policy = (record: RecordReader): string =>
  named('policy', arnName(record, 'policyArn') ?? request(record, 'policyName'));
const inline = (record: RecordReader): string => named('inline policy', request(record, 'policyName'));

/** Actions of IAM. */
export const iam: Actions = {
  CreateUser: ['create', user],
  DeleteUser: ['delete', user],
  CreateAccessKey: [
    'create',
    (r) => `${named('access key', response(r, 'accessKey.accessKeyId'))}${forUser(r)}`,
  ],
  DeleteAccessKey: ['delete', (r) => `${named('access key', request(r, 'accessKeyId'))}${forUser(r)}`],
  UpdateAccessKey: [
    'set',
    (r) =>
      `${named('access key', request(r, 'accessKeyId'))}${forUser(r)} to ${request(r, 'status') ?? 'another status'}`,
  ],
  CreateLoginProfile: ['give', (r) => `${user(r)} a console password`],
  UpdateLoginProfile: ['change', (r) => `the console password of ${user(r)}`],
  DeleteLoginProfile: ['remove', (r) => `the console password of ${user(r)}`],
  ChangePassword: ['change', () => 'their own console password'],
  AttachUserPolicy: ['attach', (r) => `${policy(r)} to ${user(r)}`],
  AttachRolePolicy: ['attach', (r) => `${policy(r)} to ${role(r)}`],
  AttachGroupPolicy: ['attach', (r) => `${policy(r)} to ${group(r)}`],
  DetachUserPolicy: ['detach', (r) => `${policy(r)} from ${user(r)}`],
  DetachRolePolicy: ['detach', (r) => `${policy(r)} from ${role(r)}`],
  DetachGroupPolicy: ['detach', (r) => `${policy(r)} from ${group(r)}`],
  PutUserPolicy: ['put', (r) => `${inline(r)} on ${user(r)}`],
  PutRolePolicy: ['put', (r) => `${inline(r)} on ${role(r)}`],
  PutGroupPolicy: ['put', (r) => `${inline(r)} on ${group(r)}`],
  DeleteUserPolicy: ['delete', (r) => `${inline(r)} of ${user(r)}`],
  DeleteRolePolicy: ['delete', (r) => `${inline(r)} of ${role(r)}`],
  DeleteUserPermissionsBoundary: ['remove', (r) => `the permissions boundary of ${user(r)}`],
  CreateRole: ['create', role],
  DeleteRole: ['delete', role],
  UpdateAssumeRolePolicy: ['change', (r) => `who may assume ${role(r)}`],
  CreateGroup: ['create', group],
  AddUserToGroup: ['add', (r) => `${user(r)} to ${group(r)}`],
  RemoveUserFromGroup: ['remove', (r) => `${user(r)} from ${group(r)}`],
  CreatePolicy: ['create', policy],
  DeletePolicy: ['delete', policy],
  CreatePolicyVersion: [
    'add',
    (r) =>
      `a version to ${policy(r)}${request(r, 'setAsDefault') === 'true' ? ' and made it the default' : ''}`,
  ],
  SetDefaultPolicyVersion: [
    'make',
    (r) => `${request(r, 'versionId') ?? 'a version'} the default of ${policy(r)}`,
  ],
  CreateVirtualMFADevice: ['create', (r) => named('virtual MFA device', request(r, 'virtualMFADeviceName'))],
  EnableMFADevice: ['enable', (r) => `an MFA device for ${user(r)}`],
  DeactivateMFADevice: ['deactivate', (r) => `the MFA device of ${user(r)}`],
  CreateInstanceProfile: ['create', (r) => named('instance profile', request(r, 'instanceProfileName'))],
  AddRoleToInstanceProfile: [
    'add',
    (r) => `${role(r)} to ${named('instance profile', request(r, 'instanceProfileName'))}`,
  ],
  CreateSAMLProvider: ['create', (r) => named('SAML provider', request(r, 'name'))],
  CreateOpenIDConnectProvider: ['create', (r) => named('OpenID Connect provider', request(r, 'url'))],
  DeleteRolePermissionsBoundary: ['remove', (r) => `the permissions boundary of ${role(r)}`],
  UpdateSAMLProvider: [
    'replace',
    (r) => `the metadata of ${named('SAML provider', arnName(r, 'sAMLProviderArn'))}`,
  ],
  CreateServiceSpecificCredential: [
    'create',
    (r) => `a credential for ${request(r, 'serviceName') ?? 'a service'}${forUser(r)}`,
  ],
  UploadSSHPublicKey: ['add', (r) => `an SSH key to ${user(r)}`],
  GetAccountAuthorizationDetails: ['read', () => 'all users, groups, roles and policies of the account'],
  ListUsers: ['list', () => 'users'],
  ListRoles: ['list', () => 'roles'],
  ListAccessKeys: ['list', (r) => `access keys${forUser(r)}`],
  SimulatePrincipalPolicy: ['test', (r) => `what ${arnName(r, 'policySourceArn') ?? 'a principal'} may do`],
  GenerateCredentialReport: ['start', () => 'the report of all credentials'],
  GetCredentialReport: ['read', () => 'the report of all credentials'],
  UpdateAccountPasswordPolicy: ['change', () => 'the password policy of the account'],
  DeleteAccountPasswordPolicy: ['delete', () => 'the password policy of the account'],
};

const asSession = (r: RecordReader): string => {
  const session = request(r, 'roleSessionName');
  return `${named('role', arnName(r, 'roleArn'))}${session ? ` as session ${session}` : ''}`;
};

/** Actions of STS. */
export const sts: Actions = {
  AssumeRole: ['assume', asSession],
  AssumeRoleWithSAML: ['assume', (r) => `${asSession(r)} with SAML`],
  AssumeRoleWithWebIdentity: ['assume', (r) => `${asSession(r)} with a web identity`],
  AssumeRoot: ['assume', (r) => `the root user of ${request(r, 'targetPrincipal') ?? 'a member account'}`],
  GetCallerIdentity: ['ask', () => 'which identity these credentials belong to'],
  GetSessionToken: ['get', () => 'temporary credentials for themselves'],
  GetFederationToken: ['get', (r) => named('credentials for federated user', request(r, 'name'))],
  GetAccessKeyInfo: [
    'ask',
    (r) => `which account ${named('access key', request(r, 'accessKeyId'))} belongs to`,
  ],
};

/** Actions of console sign-in (ConsoleLogin has a sentence of its own). */
export const signin: Actions = {
  SwitchRole: ['switch', () => 'role in the console'],
  ExitRole: ['leave', () => 'a role in the console'],
  PasswordRecoveryRequested: ['ask', () => 'for a new root password'],
  PasswordRecoveryCompleted: ['set', () => 'a new root password'],
  GetSigninToken: ['exchange', () => 'session credentials for a console sign-in'],
  CheckMfa: ['reach', () => 'the question for the second factor'],
};
