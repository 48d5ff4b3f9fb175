import type { RecordReader } from '../record-reader.ts';
import { named, request, type ServiceActions } from './row.ts';

/** Secret names may hold slashes; in an ARN the name stands behind `:secret:`, with six random characters at its end. */
const secret = (r: RecordReader): string =>
  named('secret', request(r, 'secretId', 'name')?.replace(/^arn:.*:secret:/, ''));

/** The secret that an event of the service itself names. */
const told = (r: RecordReader): string =>
  named('secret', r.text('additionalEventData.ARN')?.replace(/^arn:.*:secret:/, ''));

/** Actions of Secrets Manager. Source of the facts: Secrets Manager API Reference. */
export const secretsmanager: ServiceActions = {
  GetSecretValue: {
    verb: 'read',
    about: (r) => `the value of ${secret(r)}`,
    does: 'Reads the value of a secret.',
    matters: 'The secret is in the caller’s hands from then on, and must be changed after an intrusion.',
    next: 'Which secrets the caller read, and whether it usually does.',
    effects: ['reads-secret'],
  },
  BatchGetSecretValue: {
    verb: 'read',
    about: () => 'the values of several secrets',
    does: 'Reads the values of several secrets.',
    matters: 'A quick way to collect everything; each value read also has a GetSecretValue event.',
    next: 'Filters in the request, and the GetSecretValue events of the moment.',
    effects: ['reads-secret'],
  },
  CreateSecret: {
    verb: 'create',
    about: secret,
    effects: [],
  },
  PutSecretValue: {
    verb: 'write',
    about: (r) => `a value of ${secret(r)}`,
    does: 'Writes a new value of a secret.',
    matters: 'Programs take the new value on: a way to break them, or to lead them to a stranger’s database.',
    next: 'Who reads the secret, and rotation by Lambda as the harmless reason.',
    effects: [],
  },
  DeleteSecret: {
    verb: 'delete',
    about: secret,
    does: 'Marks a secret for deletion in 7 to 30 days, or deletes it at once when forced.',
    matters: 'Programs that need it fail.',
    next: 'forceDeleteWithoutRecovery in the request, and RestoreSecret.',
    effects: ['deletes-data'],
  },
  PutResourcePolicy: {
    verb: 'put',
    about: (r) => `a policy on ${secret(r)}`,
    does: 'Sets who else may use a secret.',
    matters: 'A foreign account can be given the value.',
    next: 'The Principals in the policy text.',
    effects: ['shares-outside'],
  },
  ListSecrets: {
    verb: 'list',
    about: () => 'all secrets',
    does: 'Lists the secrets of the account with their names.',
    matters: 'The step before reading them.',
    next: 'GetSecretValue of the same caller.',
    effects: ['looks-around'],
  },
  RestoreSecret: {
    verb: 'restore',
    about: secret,
    does: 'Takes back the deletion of a secret.',
    matters: 'It is a repair, or an intruder bringing back what was taken away.',
    next: 'DeleteSecret before, and GetSecretValue after.',
    effects: [],
  },
  StartSecretVersionDelete: {
    verb: 'begin',
    about: (r) => `to delete a version of ${told(r)}`,
    does: 'The service began to delete a version of a secret.',
    matters: 'It follows a DeleteSecret, whose record should be here too.',
    next: 'DeleteSecret of the ARN in additionalEventData, up to 30 days before.',
    effects: ['deletes-data'],
  },
  EndSecretVersionDelete: {
    verb: 'finish',
    about: (r) => `the deletion of a version of ${told(r)}`,
    does: 'The service finished the deletion of a version of a secret.',
    matters: 'The value is gone for good.',
    next: 'DeleteSecret of the ARN in additionalEventData, up to 30 days before.',
    effects: ['deletes-data'],
  },
  DeleteResourcePolicy: {
    verb: 'delete',
    about: (r) => `the policy of ${secret(r)}`,
    effects: ['lifts-limit'],
  },
};
