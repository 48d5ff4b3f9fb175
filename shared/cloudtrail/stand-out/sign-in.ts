import { all, any, is, isAmong, isThere, not } from '../conditions.ts';
import { rule, type Rule } from './rule.ts';

const ofOwnUsers = isAmong('userIdentity.type', ['IAMUser', 'Root']);
const succeeded = is('responseElements.ConsoleLogin', 'Success');

/** Sign-ins to the console. MFA is judged for IAM users and root alone: for all others it is at the identity provider. */
export const signInRules: readonly Rule[] = [
  rule({
    subject: 'Sign-in',
    id: 'sign-in-without-factor',
    severity: 'M',
    on: { signin: ['ConsoleLogin'] },
    and: all(ofOwnUsers, succeeded, not(is('additionalEventData.MFAUsed', 'Yes'))),
    does: 'sign in to the console without MFA',
    did: 'signed in to the console without MFA',
    theirs: ['T1078.004', 'ConsoleLoginWithoutMFA', 'CIS 4.2'],
    judge: ({ identityType }) => ({ severity: identityType === 'Root' ? 'L' : 'M' }),
  }),
  rule({
    subject: 'Sign-in',
    id: 'signed-in',
    severity: 'I',
    on: { signin: ['ConsoleLogin'] },
    and: succeeded,
    does: 'sign in',
    did: 'signed in',
    line: 'fact',
    theirs: ['T1078.004'],
  }),
  rule({
    subject: 'Sign-in',
    id: 'sign-in-failed',
    severity: 'L',
    on: { signin: ['ConsoleLogin'] },
    and: not(succeeded),
    does: 'sign in to the console',
    did: 'failed to sign in to the console',
    line: 'fact',
    theirs: ['T1110', 'CIS 4.6'],
  }),
  rule({
    subject: 'Sign-in',
    id: 'root-password-asked',
    severity: 'L',
    on: {
      signin: ['PasswordRecoveryRequested', 'PasswordRecoveryCompleted', 'EmailUpdated', 'PasswordUpdated'],
    },
    does: 'recover or change the password of the root user',
    did: 'recovered or changed the password of the root user',
    theirs: ['T1078.004'],
  }),
  rule({
    subject: 'Sign-in',
    id: 'root-changed-identities',
    severity: 'H',
    on: {
      iam: [
        'CreateAccessKey',
        'CreateUser',
        'CreateLoginProfile',
        'AttachUserPolicy',
        'PutUserPolicy',
        'CreateRole',
        'DeactivateMFADevice',
      ],
    },
    and: all(is('userIdentity.type', 'Root'), not(any(isThere('userIdentity.invokedBy')))),
    does: 'change identities as root',
    did: 'changed identities as root',
    theirs: ['T1078.004', 'Policy:IAMUser/RootCredentialUsage', 'CIS 4.3'],
  }),
];
