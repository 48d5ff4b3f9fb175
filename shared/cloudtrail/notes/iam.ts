import type { ServiceNotes } from './note.ts';

/** Notes on IAM. Sources of the facts: IAM API Reference and IAM User Guide. */
export const iamNotes: ServiceNotes = {
  CreateUser: [
    'Creates an IAM user. The user can do nothing until it gets a password or an access key, and a policy.',
    'A user made by an intruder outlives the revocation of the credential that made it.',
    'What was given to the new name next: CreateAccessKey, CreateLoginProfile, AttachUserPolicy, AddUserToGroup.',
  ],
  DeleteUser: [
    'Deletes an IAM user. Its keys, password and policies must have been removed before.',
    'It may be a clean-up after an intrusion, or a defender at work.',
    'Who created the user, what its keys did, and who removed them just before.',
  ],
  CreateAccessKey: [
    'Creates a long-lived access key for an IAM user. Without a user name in the request it is the caller’s own.',
    'A key for another user is a way to keep access; the secret was shown once, to the caller of this call.',
    'Every use of the new key: its ID is in the response under accessKey.accessKeyId.',
  ],
  DeleteAccessKey: [
    'Deletes an access key of an IAM user, at once and for good.',
    'It ends an intruder’s access, or removes the trace of a key that was used.',
    'What the deleted key did before, and whether another key was created around that time.',
  ],
  UpdateAccessKey: [
    'Sets an access key to Active or Inactive.',
    'Switching an old key back on is a quiet way to return; switching one off is a first response.',
    'The status in the request, and the calls of that key after it.',
  ],
  CreateLoginProfile: [
    'Gives an IAM user a console password.',
    'It turns an identity meant for programs into one that can sign in, often without MFA.',
    'ConsoleLogin of that user, and whether a password reset was required (passwordResetRequired).',
  ],
  UpdateLoginProfile: [
    'Changes the console password of another IAM user.',
    'Whoever may do this can take over every user with a console password.',
    'ConsoleLogin of that user from an address it did not use before.',
  ],
  DeleteLoginProfile: [
    'Removes the console password of an IAM user.',
    'It locks a person out of the console; their access keys keep working.',
    'Whether it was a response to an incident or an attempt to lock out defenders.',
  ],
  ChangePassword: [
    'An IAM user changes their own console password.',
    'After a stolen session it can lock out the owner.',
    'The source address and client compared with the user’s earlier sign-ins.',
  ],
  AttachUserPolicy: [
    'Attaches a managed policy to an IAM user.',
    'The user gains everything the policy allows at once; AdministratorAccess means everything.',
    'The policy’s ARN in the request, and the user’s next calls.',
  ],
  AttachRolePolicy: [
    'Attaches a managed policy to a role.',
    'Everybody who may assume the role gains its permissions, running sessions included.',
    'The policy’s ARN, who may assume the role, and AssumeRole calls for it.',
  ],
  AttachGroupPolicy: [
    'Attaches a managed policy to a group.',
    'All members of the group gain its permissions.',
    'The members: AddUserToGroup for this group.',
  ],
  PutUserPolicy: [
    'Writes a policy directly into an IAM user.',
    'Inline policies do not show in lists of managed policies, so permissions can hide here.',
    'The document in policyDocument: Action and Resource of “*” mean everything.',
  ],
  PutRolePolicy: [
    'Writes a policy directly into a role.',
    'Inline policies are easily overlooked, and everyone who may assume the role profits.',
    'The document in policyDocument, and AssumeRole calls for the role.',
  ],
  PutGroupPolicy: [
    'Writes a policy directly into a group.',
    'All members gain its permissions, without a managed policy anyone would notice.',
    'The document in policyDocument and the members of the group.',
  ],
  DetachUserPolicy: [
    'Takes a managed policy away from an IAM user.',
    'It lowers rights; an intruder does it to a defender, or to remove a Deny.',
    'Whether the policy held a Deny, and what the user could do afterwards.',
  ],
  DetachRolePolicy: [
    'Takes a managed policy away from a role.',
    'Removing a policy that denies widens what the role can do.',
    'What the policy said, and the calls of the role’s sessions afterwards.',
  ],
  CreateRole: [
    'Creates a role with a trust policy that says who may assume it.',
    'A role that trusts a foreign account is a door that needs no key in this account.',
    'The Principal in assumeRolePolicyDocument, then AttachRolePolicy, PutRolePolicy and AssumeRole for it.',
  ],
  UpdateAssumeRolePolicy: [
    'Replaces the trust policy of a role: who may assume it.',
    'Adding a foreign account or “*” opens an existing, perhaps powerful, role to outsiders.',
    'The Principal in policyDocument, and AssumeRole for the role from new callers.',
  ],
  CreatePolicy: [
    'Creates a managed policy. It has no effect before it is attached or set as a boundary.',
    'It prepares a change of rights.',
    'The document, and where it was attached.',
  ],
  CreatePolicyVersion: [
    'Adds a version to a managed policy, and makes it the valid one when setAsDefault is true.',
    'It changes the rights of everyone the policy is attached to, with one call and no attachment to be seen.',
    'The document of the version, setAsDefault, and who has the policy.',
  ],
  SetDefaultPolicyVersion: [
    'Makes another stored version of a managed policy the valid one.',
    'An old, wider version can come back this way without a new document.',
    'The version’s ID in the request, and who has the policy.',
  ],
  AddUserToGroup: [
    'Adds an IAM user to a group.',
    'The user gains all rights of the group.',
    'Which group, what it may do, and the user’s next calls.',
  ],
  DeleteUserPermissionsBoundary: [
    'Removes the permissions boundary of an IAM user.',
    'The boundary was the upper limit of the user’s rights; now the policies alone decide.',
    'Calls of the user that were denied before and succeed now.',
  ],
  DeleteRolePermissionsBoundary: [
    'Removes the permissions boundary of a role.',
    'The boundary was the upper limit of the role’s rights; now the policies alone decide.',
    'Calls of the role’s sessions that were denied before and succeed now.',
  ],
  CreateVirtualMFADevice: [
    'Creates a virtual MFA device; it protects nobody before EnableMFADevice.',
    'An intruder’s own device keeps the owner out and makes their sessions look well protected.',
    'EnableMFADevice for it, and for whom.',
  ],
  EnableMFADevice: [
    'Ties an MFA device to an IAM user or to the root user.',
    'On a compromised identity it may be the intruder’s device.',
    'Whether a DeactivateMFADevice came just before, and from where.',
  ],
  DeactivateMFADevice: [
    'Takes an MFA device away from a user.',
    'The user signs in with the password alone from now on, and policies that ask for MFA stop protecting.',
    'ConsoleLogin of the user without MFA, and a new EnableMFADevice.',
  ],
  CreateSAMLProvider: [
    'Adds a SAML identity provider to the account.',
    'Whoever holds the provider’s signing key can enter any role that trusts it, as anyone.',
    'UpdateAssumeRolePolicy naming the provider, and AssumeRoleWithSAML.',
  ],
  UpdateSAMLProvider: [
    'Replaces the metadata, and so the signing certificates, of a SAML provider.',
    'With a certificate of their own an intruder can sign in as any federated user.',
    'AssumeRoleWithSAML afterwards, with users and addresses not seen before.',
  ],
  CreateOpenIDConnectProvider: [
    'Adds an OpenID Connect identity provider to the account.',
    'Tokens of that provider can be exchanged for roles that trust it.',
    'The provider’s URL, roles that name it, and AssumeRoleWithWebIdentity.',
  ],
  CreateInstanceProfile: [
    'Creates an instance profile, the wrapper that hands a role to an EC2 instance.',
    'It prepares access to a role from a machine.',
    'AddRoleToInstanceProfile, then RunInstances or AssociateIamInstanceProfile with it.',
  ],
  AddRoleToInstanceProfile: [
    'Puts a role into an instance profile.',
    'Every instance with the profile can use the role from then on.',
    'The role’s rights, and which instances have the profile.',
  ],
  CreateServiceSpecificCredential: [
    'Creates a password or key of an IAM user for one service, such as CodeCommit, Keyspaces or Bedrock.',
    'It is a long-lived credential that lists of access keys do not show.',
    'The service named in the request, and its use.',
  ],
  UploadSSHPublicKey: [
    'Adds an SSH public key to an IAM user, for CodeCommit.',
    'It gives lasting access to source code without an access key.',
    'Who owns the user, and where the key came from.',
  ],
  UpdateAccountPasswordPolicy: [
    'Changes the rules for console passwords of the account.',
    'Weaker rules help with guessing and with keeping stolen passwords valid.',
    'The new values compared with those before.',
  ],
  DeleteAccountPasswordPolicy: [
    'Drops the account’s own rules for console passwords; AWS’s default applies.',
    'Passwords no longer expire and may be weaker.',
    'CreateLoginProfile and UpdateLoginProfile afterwards.',
  ],
  GetAccountAuthorizationDetails: [
    'Returns all users, groups, roles and policies of the account with their contents.',
    'One call gives an intruder the whole map of rights.',
    'Who asked, with which client, and what was tried with the knowledge.',
  ],
  ListUsers: [
    'Lists the IAM users of the account.',
    'Among the first things a person with a new credential looks at.',
    'Other List and Get calls of the same credential in the minutes around it.',
  ],
  ListRoles: [
    'Lists the roles of the account with their trust policies.',
    'It shows which roles could be assumed.',
    'AssumeRole attempts of the same caller afterwards, denied ones too.',
  ],
  ListAccessKeys: [
    'Lists the access keys of a user.',
    'It tells how many keys there are and which are active; two are the limit.',
    'CreateAccessKey or UpdateAccessKey soon after.',
  ],
  GetUser: [
    'Returns data of a user; without a name, of the caller.',
    'It is a common way to find out whom a key belongs to, and it works even when denied: the message names the caller.',
    'The first calls of the key, and whether they were denied.',
  ],
  SimulatePrincipalPolicy: [
    'Tests what an identity would be allowed to do.',
    'It finds out rights without trying them, so without denials in the log.',
    'The actions asked for in the request, and which of them were called later.',
  ],
  GenerateCredentialReport: [
    'Starts the report of all users with their passwords, keys and MFA.',
    'Auditors do this, and so do intruders who look for old keys and users without MFA.',
    'GetCredentialReport by the same caller.',
  ],
  GetCredentialReport: [
    'Downloads the report of all users with their passwords, keys and MFA.',
    'It lists every user’s key ages, last uses and missing MFA.',
    'Whether the caller usually does this.',
  ],
};
