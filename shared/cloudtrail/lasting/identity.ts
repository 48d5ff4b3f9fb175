import { nameInArn } from '../caller.ts';
import type { RecordReader } from '../record-reader.ts';
import { request, response } from '../services/row.ts';
import { outsidersIn, ownAccount } from './outsiders.ts';
import { everything, keyed, made, pair, the, type Reading, type ServiceStates, type Thing } from './state.ts';

const nameOf = (text: string): string => nameInArn(text) ?? text;
const accessKey =
  (answered: boolean): Reading =>
  (r) => {
    const id = answered ? response(r, 'accessKey.accessKeyId') : request(r, 'accessKeyId');
    return id === undefined ? [] : [{ key: '', unique: id, before: `access key ${id} for`, after: '' }];
  };
const whenStatus =
  (status: string): Reading =>
  (r) =>
    request(r, 'status') === status ? accessKey(false)(r) : [];

const policyTo = keyed(['policyArn'], (arn) => ({ before: `${nameOf(arn)} to`, after: '' }));
const inlineOn = keyed(['policyName'], (name) => ({ before: `inline policy ${name} on`, after: '' }));
const boundary = the('permissions boundary taken from');
const attached = (of: string): ServiceStates[string] =>
  pair('given', `Attach${of}Policy`, `Detach${of}Policy`, policyTo);
const inline = (of: string): ServiceStates[string] =>
  pair('given', `Put${of}Policy`, `Delete${of}Policy`, inlineOn);

const trusted =
  (key: string) =>
  (r: RecordReader): readonly Thing[] | undefined =>
    outsidersIn(r.value(`requestParameters.${key}`), ownAccount(r))?.map(({ key: who, words }) => ({
      key: who,
      before: 'role',
      after: `to ${words}`,
    }));

const credential =
  (path: string, words: string, answered: boolean): Reading =>
  (r) => {
    const id = answered ? response(r, path) : request(r, path);
    return id === undefined ? [] : [{ key: id, before: `${words} ${id} for`, after: '' }];
  };

/** IAM. Source of the pairs: IAM API Reference. */
export const iam: ServiceStates = {
  ...made(
    'User Role Group Policy InstanceProfile SAMLProvider OpenIDConnectProvider VirtualMFADevice ServiceLinkedRole AccountAlias',
  ),
  password: {
    group: 'given',
    begins: { CreateLoginProfile: the('password for'), UpdateLoginProfile: the('another password for') },
    ends: { DeleteLoginProfile: the('password for') },
  },
  accessKey: {
    group: 'given',
    begins: { CreateAccessKey: accessKey(true), UpdateAccessKey: whenStatus('Active') },
    ends: { DeleteAccessKey: accessKey(false), UpdateAccessKey: whenStatus('Inactive') },
  },
  serviceCredential: {
    group: 'given',
    begins: {
      CreateServiceSpecificCredential: credential(
        'serviceSpecificCredential.serviceSpecificCredentialId',
        'service credential',
        true,
      ),
    },
    ends: {
      DeleteServiceSpecificCredential: credential('serviceSpecificCredentialId', 'service credential', false),
    },
  },
  sshKey: {
    group: 'given',
    begins: { UploadSSHPublicKey: credential('sSHPublicKey.sSHPublicKeyId', 'SSH key', true) },
    ends: { DeleteSSHPublicKey: credential('sSHPublicKeyId', 'SSH key', false) },
  },
  signingCertificate: {
    group: 'given',
    begins: { UploadSigningCertificate: credential('certificate.certificateId', 'certificate', true) },
    ends: { DeleteSigningCertificate: credential('certificateId', 'certificate', false) },
  },
  userPolicy: attached('User'),
  rolePolicy: attached('Role'),
  groupPolicy: attached('Group'),
  inlineUserPolicy: inline('User'),
  inlineRolePolicy: inline('Role'),
  inlineGroupPolicy: inline('Group'),
  membership: pair(
    'given',
    'AddUserToGroup',
    'RemoveUserFromGroup',
    keyed(['userName'], (name) => ({ before: `user ${name} in`, after: '' })),
  ),
  profileRole: pair(
    'given',
    'AddRoleToInstanceProfile',
    'RemoveRoleFromInstanceProfile',
    keyed(['roleName'], (name) => ({ before: `role ${name} in`, after: '' })),
  ),
  userWithoutBoundary: pair('given', 'DeleteUserPermissionsBoundary', 'PutUserPermissionsBoundary', boundary),
  roleWithoutBoundary: pair('given', 'DeleteRolePermissionsBoundary', 'PutRolePermissionsBoundary', boundary),
  withoutMfa: pair('other', 'DeactivateMFADevice', 'EnableMFADevice', the('MFA device taken from')),
  withoutPasswordRules: pair(
    'other',
    'DeleteAccountPasswordPolicy',
    'UpdateAccountPasswordPolicy',
    the('no own password rules in'),
  ),
  policyVersion: {
    group: 'other',
    begins: {
      CreatePolicyVersion: (r) => {
        const id = response(r, 'policyVersion.versionId');
        return id === undefined ? [] : [{ key: id, before: `version ${id} of`, after: '' }];
      },
    },
    ends: {
      DeletePolicyVersion: keyed(['versionId'], (id) => ({ before: `version ${id} of`, after: '' })),
    },
  },
  trust: {
    group: 'opened',
    begins: { CreateRole: (r) => trusted('assumeRolePolicyDocument')(r) ?? [] },
    sets: { UpdateAssumeRolePolicy: trusted('policyDocument') },
  },
};

const to = (word: string) => (text: string) => ({ before: '', after: `${word} ${nameOf(text)}` });

/** Organizations. Source of the pairs: AWS Organizations API Reference. */
export const organizations: ServiceStates = {
  ...made('Organization OrganizationalUnit Policy ResourcePolicy'),
  attachment: pair('other', 'AttachPolicy', 'DetachPolicy', keyed(['targetId'], to('on'))),
  policyType: pair(
    'other',
    'EnablePolicyType',
    'DisablePolicyType',
    keyed(['policyType'], (type) => ({ before: `policies of type ${type} in`, after: '' })),
  ),
  delegate: pair(
    'given',
    'RegisterDelegatedAdministrator',
    'DeregisterDelegatedAdministrator',
    keyed(['servicePrincipal'], (service) => ({ before: `administration of ${service} to`, after: '' })),
  ),
  trustedService: pair('other', 'EnableAWSServiceAccess', 'DisableAWSServiceAccess', the('access of')),
};

const assignment: Reading = (r) => {
  const who = request(r, 'principalId');
  const set = request(r, 'permissionSetArn');
  return who === undefined || set === undefined
    ? []
    : [{ key: `${who} ${set}`, before: `permission set ${nameOf(set)} in`, after: `to ${who}` }];
};

/** Identity Center. Source of the pairs: IAM Identity Center API Reference. */
export const sso: ServiceStates = {
  ...made('PermissionSet Application Instance'),
  assignment: pair('given', 'CreateAccountAssignment', 'DeleteAccountAssignment', assignment),
  managedPolicy: pair(
    'given',
    'AttachManagedPolicyToPermissionSet',
    'DetachManagedPolicyFromPermissionSet',
    keyed(['managedPolicyArn'], (arn) => ({ before: `${nameOf(arn)} to`, after: '' })),
  ),
  inlinePolicy: pair(
    'given',
    'PutInlinePolicyToPermissionSet',
    'DeleteInlinePolicyFromPermissionSet',
    the('inline policy on'),
  ),
};

/** The directory of Identity Center. */
export const identitystore: ServiceStates = {
  membership: {
    group: 'given',
    begins: {
      CreateGroupMembership: (r) => {
        const id = response(r, 'membershipId');
        const who = request(r, 'memberId.userId');
        return id === undefined ? [] : [{ key: '', unique: id, before: `user ${who ?? id} in`, after: '' }];
      },
    },
    ends: {
      DeleteGroupMembership: (r) => {
        const id = request(r, 'membershipId');
        return id === undefined ? [] : [{ key: '', unique: id, before: 'a user in', after: '' }];
      },
    },
  },
};

/** Roles Anywhere: whoever holds a key of the anchor's certificate can enter. */
export const rolesanywhere: ServiceStates = {
  anchor: {
    group: 'opened',
    begins: { CreateTrustAnchor: the('trust anchor'), EnableTrustAnchor: the('trust anchor') },
    ends: { DeleteTrustAnchor: everything, DisableTrustAnchor: everything },
  },
  ...made('Profile TrustAnchor'),
};
