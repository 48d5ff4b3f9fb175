import { type ServiceActions } from './row.ts';

/** Actions of console sign-in (ConsoleLogin has a sentence of its own). Source of the facts: CloudTrail User Guide, “AWS Management Console sign-in events”. */
export const signin: ServiceActions = {
  SwitchRole: {
    verb: 'switch',
    about: () => 'role in the console',
    does: 'A console user switched to a role.',
    matters: 'The same person acts under another name from here on, perhaps in another account.',
    next: 'The role in the record, and the AssumeRole event of the same moment.',
    effects: ['signs-in'],
  },
  ExitRole: {
    verb: 'leave',
    about: () => 'a role in the console',
    effects: [],
  },
  PasswordRecoveryRequested: {
    verb: 'ask',
    about: () => 'for a new root password',
    does: 'Somebody asked to reset the root user’s password.',
    matters: 'The way into the root user leads through its mailbox.',
    next: 'PasswordRecoveryCompleted and a root ConsoleLogin.',
    effects: [],
  },
  PasswordRecoveryCompleted: {
    verb: 'set',
    about: () => 'a new root password',
    does: 'The root user’s password was reset.',
    matters: 'Whoever did it could read the root user’s mail.',
    next: 'The root ConsoleLogin after it, its address, and what root did.',
    effects: ['mints-credential'],
  },
  GetSigninToken: {
    verb: 'exchange',
    about: () => 'session credentials for a console sign-in',
    does: 'Exchanges temporary credentials for a token that opens the console.',
    matters: 'It turns a stolen session key into a console session without password or MFA.',
    next: 'Whose credentials they were, and the ConsoleLogin that follows.',
    effects: ['mints-credential'],
  },
  CheckMfa: {
    verb: 'reach',
    about: () => 'the question for the second factor',
    does: 'The sign-in page asked for the second factor.',
    matters:
      'A check without a ConsoleLogin after it means the password was right and the second factor was not given.',
    next: 'ConsoleLogin of the same identity and address within a minute or two.',
    effects: [],
  },
  ConsoleLogin: {
    does: 'Somebody signed in to the console, or tried. responseElements.ConsoleLogin says Success or Failure.',
    matters: 'It is where a person enters; failures carry an error message without an error code.',
    next: 'MFAUsed in additionalEventData, the address, failed attempts before it, and the session that follows.',
    effects: ['signs-in'],
  },
};
