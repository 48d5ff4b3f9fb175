import { group, role, user } from './names.ts';
import { arnName, named, request, type ServiceActions } from '../row.ts';

/** Actions of IAM on users, roles, groups and identity providers. */
export const identities: ServiceActions = {
  CreateUser: {
    verb: 'create',
    about: user,
    does: 'Creates an IAM user. The user can do nothing until it gets a password or an access key, and a policy.',
    matters: 'A user made by an intruder outlives the revocation of the credential that made it.',
    next: 'What was given to the new name next: CreateAccessKey, CreateLoginProfile, AttachUserPolicy, AddUserToGroup.',
    effects: ['creates-identity'],
  },
  DeleteUser: {
    verb: 'delete',
    about: user,
    does: 'Deletes an IAM user. Its keys, password and policies must have been removed before.',
    matters: 'It may be a clean-up after an intrusion, or a defender at work.',
    next: 'Who created the user, what its keys did, and who removed them just before.',
    effects: ['locks-out'],
  },
  CreateRole: {
    verb: 'create',
    about: role,
    does: 'Creates a role with a trust policy that says who may assume it.',
    matters: 'A role that trusts a foreign account is a door that needs no key in this account.',
    next: 'The Principal in assumeRolePolicyDocument, then AttachRolePolicy, PutRolePolicy and AssumeRole for it.',
    effects: ['creates-identity', 'changes-trust'],
  },
  DeleteRole: {
    verb: 'delete',
    about: role,
    effects: ['locks-out'],
  },
  CreateGroup: {
    verb: 'create',
    about: group,
    effects: [],
  },
  CreateInstanceProfile: {
    verb: 'create',
    about: (r) => named('instance profile', request(r, 'instanceProfileName')),
    does: 'Creates an instance profile, the wrapper that hands a role to an EC2 instance.',
    matters: 'It prepares access to a role from a machine.',
    next: 'AddRoleToInstanceProfile, then RunInstances or AssociateIamInstanceProfile with it.',
    effects: [],
  },
  AddRoleToInstanceProfile: {
    verb: 'add',
    about: (r) => `${role(r)} to ${named('instance profile', request(r, 'instanceProfileName'))}`,
    does: 'Puts a role into an instance profile.',
    matters: 'Every instance with the profile can use the role from then on.',
    next: 'The role’s rights, and which instances have the profile.',
    effects: ['passes-role'],
  },
  CreateSAMLProvider: {
    verb: 'create',
    about: (r) => named('SAML provider', request(r, 'name')),
    does: 'Adds a SAML identity provider to the account.',
    matters: 'Whoever holds the provider’s signing key can enter any role that trusts it, as anyone.',
    next: 'UpdateAssumeRolePolicy naming the provider, and AssumeRoleWithSAML.',
    effects: ['changes-trust'],
  },
  CreateOpenIDConnectProvider: {
    verb: 'create',
    about: (r) => named('OpenID Connect provider', request(r, 'url')),
    does: 'Adds an OpenID Connect identity provider to the account.',
    matters: 'Tokens of that provider can be exchanged for roles that trust it.',
    next: 'The provider’s URL, roles that name it, and AssumeRoleWithWebIdentity.',
    effects: ['changes-trust'],
  },
  UpdateSAMLProvider: {
    verb: 'replace',
    about: (r) => `the metadata of ${named('SAML provider', arnName(r, 'sAMLProviderArn'))}`,
    does: 'Replaces the metadata, and so the signing certificates, of a SAML provider.',
    matters: 'With a certificate of their own an intruder can sign in as any federated user.',
    next: 'AssumeRoleWithSAML afterwards, with users and addresses not seen before.',
    effects: ['changes-trust'],
  },
  ListUsers: {
    verb: 'list',
    about: () => 'users',
    does: 'Lists the IAM users of the account.',
    matters: 'Among the first things a person with a new credential looks at.',
    next: 'Other List and Get calls of the same credential in the minutes around it.',
    effects: ['looks-around'],
  },
  ListRoles: {
    verb: 'list',
    about: () => 'roles',
    does: 'Lists the roles of the account with their trust policies.',
    matters: 'It shows which roles could be assumed.',
    next: 'AssumeRole attempts of the same caller afterwards, denied ones too.',
    effects: ['looks-around'],
  },
  GetUser: {
    does: 'Returns data of a user; without a name, of the caller.',
    matters:
      'It is a common way to find out whom a key belongs to, and it works even when denied: the message names the caller.',
    next: 'The first calls of the key, and whether they were denied.',
    effects: ['looks-around'],
  },
  RemoveRoleFromInstanceProfile: {
    verb: 'remove',
    about: (r) => `${role(r)} from ${named('instance profile', request(r, 'instanceProfileName'))}`,
    effects: ['locks-out'],
  },
  DeleteInstanceProfile: {
    verb: 'delete',
    about: (r) => named('instance profile', request(r, 'instanceProfileName')),
    effects: [],
  },
  CreateServiceLinkedRole: {
    verb: 'create',
    about: (r) => named('the role of service', request(r, 'aWSServiceName')),
    effects: ['creates-identity'],
  },
  DeleteGroup: {
    verb: 'delete',
    about: group,
    effects: [],
  },
  DeleteSAMLProvider: {
    verb: 'delete',
    about: (r) => named('SAML provider', arnName(r, 'sAMLProviderArn')),
    effects: ['locks-out'],
  },
  DeleteOpenIDConnectProvider: {
    verb: 'delete',
    about: (r) => named('OpenID Connect provider', arnName(r, 'openIDConnectProviderArn')),
    effects: ['locks-out'],
  },
  DeleteServiceLinkedRole: {
    verb: 'delete',
    about: role,
    effects: ['locks-out'],
  },
  TagInstanceProfile: {
    verb: 'put',
    about: (r) => `tags on ${named('instance profile', request(r, 'instanceProfileName'))}`,
    effects: [],
  },
};
