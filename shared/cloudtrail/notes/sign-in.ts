import type { ServiceNotes } from './note.ts';

/** Notes on STS. Source of the facts: AWS STS API Reference. */
export const stsNotes: ServiceNotes = {
  AssumeRole: [
    'Exchanges the caller’s credentials for temporary ones of a role, in this account or another.',
    'It is how people and services change who they are; chains of it hide where someone began.',
    'The new key: credentials.accessKeyId in the response, and everything it did. sharedEventID links the other account’s copy.',
  ],
  AssumeRoleWithSAML: [
    'Gives temporary credentials of a role to somebody a SAML provider vouches for.',
    'The caller had no AWS credential before; the provider’s word is all there is.',
    'The user named in the session, the address, and sign-ins at the provider at that time.',
  ],
  AssumeRoleWithWebIdentity: [
    'Gives temporary credentials of a role for a token of a web identity provider, such as a CI system or a cluster.',
    'A role that trusts too many tokens can be entered by strangers.',
    'The subject in userIdentity.userName, and the trust policy of the role.',
  ],
  AssumeRoot: [
    'Gives the management account short root credentials of a member account, for a few fixed tasks.',
    'Root access is rare; each use deserves an explanation.',
    'targetPrincipal and taskPolicyArn in the request, and what the session did.',
  ],
  GetCallerIdentity: [
    'Returns account, ARN and ID of the caller. It cannot be denied by a policy.',
    'It is the usual first call with a found or stolen key, and harmless scripts make it too.',
    'The first appearance of the key and address, and what came within the next minutes.',
  ],
  GetSessionToken: [
    'Gives an IAM user temporary credentials for themselves, often to add MFA.',
    'The copy keeps working for hours after the original key is switched off.',
    'The new key in the response, and whether MFA was given (serialNumber).',
  ],
  GetFederationToken: [
    'Gives temporary credentials for a named federated user, limited by a policy in the request.',
    'They stay valid when the caller’s key is deleted; intruders use it to survive a key’s removal and to reach the console.',
    'The name and policy in the request, GetSigninToken, and calls of the new key.',
  ],
  GetAccessKeyInfo: [
    'Returns the account an access key ID belongs to.',
    'Somebody sorts keys by account, defenders as well as people with a list of stolen keys.',
    'The key asked for in the request.',
  ],
  DecodeAuthorizationMessage: [
    'Decodes the encoded details of a denied request.',
    'It reveals which policy stopped the call.',
    'The denied call before it.',
  ],
};

/** Notes on console sign-in. Source of the facts: CloudTrail User Guide, “AWS Management Console sign-in events”. */
export const signinNotes: ServiceNotes = {
  ConsoleLogin: [
    'Somebody signed in to the console, or tried. responseElements.ConsoleLogin says Success or Failure.',
    'It is where a person enters; failures carry an error message without an error code.',
    'MFAUsed in additionalEventData, the address, failed attempts before it, and the session that follows.',
  ],
  CheckMfa: [
    'The sign-in page asked for the second factor.',
    'A check without a ConsoleLogin after it means the password was right and the second factor was not given.',
    'ConsoleLogin of the same identity and address within a minute or two.',
  ],
  SwitchRole: [
    'A console user switched to a role.',
    'The same person acts under another name from here on, perhaps in another account.',
    'The role in the record, and the AssumeRole event of the same moment.',
  ],
  GetSigninToken: [
    'Exchanges temporary credentials for a token that opens the console.',
    'It turns a stolen session key into a console session without password or MFA.',
    'Whose credentials they were, and the ConsoleLogin that follows.',
  ],
  PasswordRecoveryRequested: [
    'Somebody asked to reset the root user’s password.',
    'The way into the root user leads through its mailbox.',
    'PasswordRecoveryCompleted and a root ConsoleLogin.',
  ],
  PasswordRecoveryCompleted: [
    'The root user’s password was reset.',
    'Whoever did it could read the root user’s mail.',
    'The root ConsoleLogin after it, its address, and what root did.',
  ],
};

/** Notes on IAM Identity Center. Source of the facts: IAM Identity Center API Reference. */
export const ssoNotes: ServiceNotes = {
  CreateAccountAssignment: [
    'Gives a user or group of Identity Center a permission set in an account.',
    'One call can make somebody an administrator of an account in the organization.',
    'principalId, permissionSetArn and targetId in the request, and the person’s next sign-in.',
  ],
  AttachManagedPolicyToPermissionSet: [
    'Adds an AWS managed policy to a permission set.',
    'Everyone with the permission set gains it in all assigned accounts, once provisioned.',
    'ProvisionPermissionSet, and who has the set.',
  ],
  PutInlinePolicyToPermissionSet: [
    'Writes a policy into a permission set.',
    'Rights can hide in inline policies.',
    'The policy text, ProvisionPermissionSet, and who has the set.',
  ],
  ProvisionPermissionSet: [
    'Rolls a changed permission set out to accounts.',
    'From here the change has effect.',
    'What changed in the set before.',
  ],
  GetRoleCredentials: [
    'The access portal hands out role credentials in an account to a signed-in user.',
    'A stolen portal token gives every role of the user this way.',
    'Address and client against the user’s usual ones, and calls of the role’s session.',
  ],
  Federate: [
    'A user of the access portal opened an account’s console or credentials.',
    'It says which person stands behind a role session named AWSReservedSSO.',
    'The account and role in the record, and the session that follows.',
  ],
};

/** Notes on the identity store of IAM Identity Center. */
export const identitystoreNotes: ServiceNotes = {
  CreateUser: [
    'Creates a user in the Identity Center directory.',
    'With one assignment the user reaches accounts of the whole organization.',
    'CreateGroupMembership and CreateAccountAssignment for the new user.',
  ],
  CreateGroupMembership: [
    'Adds a user to a group of the Identity Center directory.',
    'The user gains all assignments of the group.',
    'The group’s assignments, and the user’s next sign-in.',
  ],
};
