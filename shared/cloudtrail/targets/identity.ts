import { added, answered, asked, field, type ServiceTargets, type TargetPlace } from './place.ts';

const policyOf = 'requestParameters.policyArn';
const inlinePolicyOf = 'requestParameters.policyName';
const roleArn = { arn: 'responseElements.role.arn' };
const userArn = { arn: 'responseElements.user.arn' };
const ownKey = 'requestParameters.accessKeyId';
const signedIn: readonly TargetPlace[] = [
  field('user', 'userIdentity.userName'),
  field('role', 'userIdentity.sessionContext.sessionIssuer.arn'),
  field('account', 'userIdentity.accountId'),
];

/** IAM. Calls about oneself leave the user name out of the request, so the caller's own is taken where the action says so. */
export const iam: ServiceTargets = {
  actions: {
    'AttachRolePolicy DetachRolePolicy PutRolePermissionsBoundary': [
      asked('role', 'roleName', { part: policyOf }),
    ],
    'AttachUserPolicy DetachUserPolicy PutUserPermissionsBoundary': [
      asked('user', 'userName', { part: policyOf }),
    ],
    'AttachGroupPolicy DetachGroupPolicy': [asked('group', 'groupName', { part: policyOf })],
    'PutRolePolicy DeleteRolePolicy GetRolePolicy': [asked('role', 'roleName', { part: inlinePolicyOf })],
    'PutUserPolicy DeleteUserPolicy GetUserPolicy': [asked('user', 'userName', { part: inlinePolicyOf })],
    'PutGroupPolicy DeleteGroupPolicy GetGroupPolicy': [
      asked('group', 'groupName', { part: inlinePolicyOf }),
    ],
    'AddUserToGroup RemoveUserFromGroup': [
      asked('group', 'groupName', { part: 'requestParameters.userName' }),
    ],
    'AddRoleToInstanceProfile RemoveRoleFromInstanceProfile': [
      asked('instance profile', 'instanceProfileName', { part: 'requestParameters.roleName' }),
    ],
    CreateAccessKey: [
      asked('user', 'userName', { part: 'responseElements.accessKey.accessKeyId' }),
      answered('user', 'accessKey.userName', { part: 'responseElements.accessKey.accessKeyId' }),
      field('user', 'userIdentity.userName'),
    ],
    'DeleteAccessKey UpdateAccessKey': [
      asked('user', 'userName', { part: ownKey }),
      asked('access key', 'accessKeyId'),
    ],
    GetAccessKeyLastUsed: [asked('access key', 'accessKeyId')],
    'ChangePassword ListAccessKeys GetUser ListMFADevices': [
      asked('user', 'userName'),
      field('user', 'userIdentity.userName'),
    ],
    'EnableMFADevice DeactivateMFADevice ResyncMFADevice': [
      asked('user', 'userName', { part: 'requestParameters.serialNumber' }),
      asked('MFA device', 'serialNumber'),
    ],
    'CreateVirtualMFADevice DeleteVirtualMFADevice': [
      asked('MFA device', 'serialNumber'),
      answered('MFA device', 'virtualMFADevice.serialNumber'),
      asked('MFA device', 'virtualMFADeviceName'),
    ],
    'CreateServiceLinkedRole DeleteServiceLinkedRole': [
      answered('role', 'role.roleName', roleArn),
      asked('role', 'roleName'),
      asked('service', 'aWSServiceName'),
    ],
    CreatePolicy: [asked('policy', 'policyName', { arn: 'responseElements.policy.arn' })],
    CreateRole: [asked('role', 'roleName', roleArn)],
    CreateUser: [asked('user', 'userName', userArn)],
    CreateGroup: [asked('group', 'groupName', { arn: 'responseElements.group.arn' })],
    CreateInstanceProfile: [
      asked('instance profile', 'instanceProfileName', { arn: 'responseElements.instanceProfile.arn' }),
    ],
    'CreateSAMLProvider UpdateSAMLProvider DeleteSAMLProvider': [
      asked('identity provider', 'name'),
      asked('identity provider', 'sAMLProviderArn'),
    ],
    CreateOpenIDConnectProvider: [
      answered('identity provider', 'openIDConnectProviderArn'),
      asked('identity provider', 'url'),
    ],
    'CreateAccountAlias DeleteAccountAlias': [asked('account alias', 'accountAlias')],
    'UpdateAccountPasswordPolicy DeleteAccountPasswordPolicy': [field('account', 'recipientAccountId')],
  },
  usual: [
    asked('user', 'userName'),
    asked('role', 'roleName'),
    asked('group', 'groupName'),
    asked('policy', 'policyArn'),
    asked('instance profile', 'instanceProfileName'),
    asked('identity provider', 'openIDConnectProviderArn'),
    asked('certificate', 'serverCertificateName'),
    asked('MFA device', 'serialNumber'),
  ],
};

/** STS: the role or account that credentials are asked for. */
export const sts: ServiceTargets = {
  actions: {
    AssumeRoot: [asked('account', 'targetPrincipal')],
    GetFederationToken: [asked('session', 'name', { arn: 'responseElements.federatedUser.arn' })],
    GetSessionToken: [
      asked('MFA device', 'serialNumber'),
      field('user', 'userIdentity.userName'),
      field('account', 'userIdentity.accountId'),
    ],
    GetAccessKeyInfo: [asked('access key', 'accessKeyId')],
  },
  usual: [asked('role', 'roleArn', { part: 'requestParameters.roleSessionName' })],
};

/** Sign-in to the console: whoever signs in. */
export const signin: ServiceTargets = { usual: signedIn };

/** Organizations. */
export const organizations: ServiceTargets = {
  actions: {
    CreateAccount: [
      answered('account', 'createAccountStatus.accountId'),
      asked('account', 'accountName'),
      answered('account', 'createAccountStatus.accountName'),
    ],
    'LeaveOrganization CreateOrganization DeleteOrganization EnableAllFeatures': [
      field('account', 'recipientAccountId'),
    ],
    InviteAccountToOrganization: [asked('account', 'target.id')],
    'AttachPolicy DetachPolicy': [
      asked('policy', 'policyId', { part: 'requestParameters.targetId' }),
      asked('unit', 'targetId'),
    ],
    CreatePolicy: [answered('policy', 'policy.policySummary.id'), asked('policy', 'name')],
    'RegisterDelegatedAdministrator DeregisterDelegatedAdministrator': [
      asked('account', 'accountId', { part: 'requestParameters.servicePrincipal' }),
    ],
    'EnableAWSServiceAccess DisableAWSServiceAccess': [asked('service', 'servicePrincipal')],
    CreateOrganizationalUnit: [asked('unit', 'name'), answered('unit', 'organizationalUnit.id')],
  },
  usual: [
    asked('account', 'accountId'),
    asked('policy', 'policyId'),
    asked('unit', 'organizationalUnitId'),
    asked('handshake', 'handshakeId'),
    asked('unit', 'rootId'),
  ],
};

/** Settings of an account. */
export const account: ServiceTargets = {
  usual: [
    asked('account', 'accountId'),
    asked('Region', 'regionName'),
    asked('Region', 'RegionName'),
    field('account', 'recipientAccountId'),
  ],
};

/** Identity Center. */
export const sso: ServiceTargets = {
  actions: {
    'CreateAccountAssignment DeleteAccountAssignment': [
      asked('account', 'targetId', { part: 'requestParameters.permissionSetArn' }),
    ],
    CreatePermissionSet: [
      asked('permission set', 'name', { arn: 'responseElements.permissionSet.permissionSetArn' }),
    ],
  },
  usual: [
    asked('permission set', 'permissionSetArn'),
    asked('application', 'applicationArn'),
    asked('account', 'accountId'),
    asked('role', 'role_name'),
    asked('instance', 'instanceArn'),
    added('user', 'UserName'),
  ],
};

/** The directory of Identity Center. */
export const identitystore: ServiceTargets = {
  actions: {
    CreateUser: [asked('user', 'userName'), answered('user', 'userId')],
    CreateGroup: [asked('group', 'displayName'), answered('group', 'groupId')],
    CreateGroupMembership: [asked('group', 'groupId', { part: 'requestParameters.memberId.userId' })],
  },
  usual: [
    asked('user', 'userId'),
    asked('group', 'groupId'),
    asked('membership', 'membershipId'),
    asked('identity store', 'identityStoreId'),
  ],
};

/** Roles Anywhere. */
export const rolesanywhere: ServiceTargets = {
  actions: {
    'CreateProfile ImportProfile': [asked('profile', 'name', { arn: 'responseElements.profile.profileArn' })],
    CreateTrustAnchor: [
      asked('trust anchor', 'name', { arn: 'responseElements.trustAnchor.trustAnchorArn' }),
    ],
    CreateSession: [asked('role', 'roleArn')],
  },
  usual: [
    answered('profile', 'profile.name', { arn: 'responseElements.profile.profileArn' }),
    answered('trust anchor', 'trustAnchor.name', { arn: 'responseElements.trustAnchor.trustAnchorArn' }),
    asked('profile', 'profileId'),
    asked('trust anchor', 'trustAnchorId'),
  ],
};

/** Access Analyzer. */
export const accessAnalyzer: ServiceTargets = {
  usual: [
    asked('analyzer', 'analyzerName'),
    asked('analyzer', 'analyzerArn'),
    asked(undefined, 'resourceArn'),
  ],
};
