import { named, request, type Actions } from './phrase.ts';

/** Actions of SES. */
export const messaging: Actions = {
  GetSendQuota: ['ask', () => 'how many mails the account may send'],
  GetAccount: ['ask', () => 'for the mail settings of the account'],
  ListIdentities: ['list', () => 'the mail addresses and domains of the account'],
  VerifyEmailIdentity: [
    'start',
    (r) => `the verification of ${named('mail address', request(r, 'emailAddress'))}`,
  ],
  UpdateAccountSendingEnabled: [
    'set',
    (r) => `sending of mail to ${request(r, 'enabled') === 'true' ? 'on' : 'off'}`,
  ],
  SendEmail: ['send', (r) => `a mail${request(r, 'source') ? ` as ${request(r, 'source') ?? ''}` : ''}`],
};
