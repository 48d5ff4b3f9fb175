import type { RecordReader } from '../record-reader.ts';
import { arnName, named, request, type ServiceActions } from './row.ts';

const asSession = (r: RecordReader): string => {
  const session = request(r, 'roleSessionName');
  return `${named('role', arnName(r, 'roleArn'))}${session ? ` as session ${session}` : ''}`;
};

/** Actions of STS. Source of the facts: AWS STS API Reference. */
export const sts: ServiceActions = {
  AssumeRole: {
    verb: 'assume',
    about: asSession,
    does: 'Exchanges the caller’s credentials for temporary ones of a role, in this account or another.',
    matters: 'It is how people and services change who they are; chains of it hide where someone began.',
    next: 'The new key: credentials.accessKeyId in the response, and everything it did. sharedEventID links the other account’s copy.',
    effects: ['mints-credential'],
  },
  AssumeRoleWithSAML: {
    verb: 'assume',
    about: (r) => `${asSession(r)} with SAML`,
    does: 'Gives temporary credentials of a role to somebody a SAML provider vouches for.',
    matters: 'The caller had no AWS credential before; the provider’s word is all there is.',
    next: 'The user named in the session, the address, and sign-ins at the provider at that time.',
    effects: ['mints-credential'],
  },
  AssumeRoleWithWebIdentity: {
    verb: 'assume',
    about: (r) => `${asSession(r)} with a web identity`,
    does: 'Gives temporary credentials of a role for a token of a web identity provider, such as a CI system or a cluster.',
    matters: 'A role that trusts too many tokens can be entered by strangers.',
    next: 'The subject in userIdentity.userName, and the trust policy of the role.',
    effects: ['mints-credential'],
  },
  AssumeRoot: {
    verb: 'assume',
    about: (r) => `the root user of ${request(r, 'targetPrincipal') ?? 'a member account'}`,
    does: 'Gives the management account short root credentials of a member account, for a few fixed tasks.',
    matters: 'Root access is rare; each use deserves an explanation.',
    next: 'targetPrincipal and taskPolicyArn in the request, and what the session did.',
    effects: ['mints-credential'],
  },
  GetCallerIdentity: {
    verb: 'ask',
    about: () => 'which identity these credentials belong to',
    does: 'Returns account, ARN and ID of the caller. It cannot be denied by a policy.',
    matters: 'It is the usual first call with a found or stolen key, and harmless scripts make it too.',
    next: 'The first appearance of the key and address, and what came within the next minutes.',
    effects: ['looks-around'],
  },
  GetSessionToken: {
    verb: 'get',
    about: () => 'temporary credentials for themselves',
    does: 'Gives an IAM user temporary credentials for themselves, often to add MFA.',
    matters: 'The copy keeps working for hours after the original key is switched off.',
    next: 'The new key in the response, and whether MFA was given (serialNumber).',
    effects: ['mints-credential'],
  },
  GetFederationToken: {
    verb: 'get',
    about: (r) => named('credentials for federated user', request(r, 'name')),
    does: 'Gives temporary credentials for a named federated user, limited by a policy in the request.',
    matters:
      'They stay valid when the caller’s key is deleted; intruders use it to survive a key’s removal and to reach the console.',
    next: 'The name and policy in the request, GetSigninToken, and calls of the new key.',
    effects: ['mints-credential'],
  },
  GetAccessKeyInfo: {
    verb: 'ask',
    about: (r) => `which account ${named('access key', request(r, 'accessKeyId'))} belongs to`,
    does: 'Returns the account an access key ID belongs to.',
    matters: 'Somebody sorts keys by account, defenders as well as people with a list of stolen keys.',
    next: 'The key asked for in the request.',
    effects: ['looks-around'],
  },
  DecodeAuthorizationMessage: {
    does: 'Decodes the encoded details of a denied request.',
    matters: 'It reveals which policy stopped the call.',
    next: 'The denied call before it.',
    effects: ['looks-around'],
  },
};
