import { nameInArn } from '../caller.ts';
import { encryptionContexts } from '../encryption-context.ts';
import type { RecordReader } from '../record-reader.ts';
import { named, request, type ServiceActions } from './row.ts';

const key = (r: RecordReader): string => {
  const name = request(r, 'keyId') ?? r.texts('resources[].ARN')[0];
  return named('key', name?.match(/alias\/.*$/)?.[0] ?? nameInArn(name));
};

const places: readonly RegExp[] = [/:parameter(\/.*)$/, /:secret:(.*)$/, /:::(.*)$/, /:log-group:([^:]+)/];

/** ` of secret prod/db`: what the context of the call says it was for; nothing where it says nothing. */
function wasFor(r: RecordReader): string {
  for (const [key, kind] of encryptionContexts) {
    const text = r.at(['requestParameters', 'encryptionContext', key]);
    if (text === undefined) continue;
    const inArn = places.map((place) => place.exec(text)?.[1]).find((name) => name !== undefined);
    const name = text.startsWith('arn:') ? (inArn ?? nameInArn(text)) : text;
    return ` of ${named(kind ?? (name?.includes('/') ? 'object' : 'bucket'), name)}`;
  }
  return '';
}

/** Actions of KMS. Source of the facts: AWS KMS API Reference. */
export const kms: ServiceActions = {
  Decrypt: {
    verb: 'decrypt',
    about: (r) => `data${wasFor(r)} with ${key(r)}`,
    does: 'Decrypts data with a key.',
    matters:
      'It shows which protected thing was opened; much of it is made by services on somebody’s behalf.',
    next: 'encryptionContext in the request: it names the secret, volume, object or parameter.',
    effects: ['reads-secret'],
  },
  Encrypt: {
    verb: 'encrypt',
    about: (r) => `data${wasFor(r)} with ${key(r)}`,
    effects: [],
  },
  GenerateDataKey: {
    verb: 'generate',
    about: (r) => `a data key${wasFor(r).replace(/^ of/, ' for')} with ${key(r)}`,
    does: 'Makes a data key, with which something is then encrypted.',
    matters: 'It accompanies writes of encrypted data; unexpected amounts may be encryption for ransom.',
    next: 'encryptionContext in the request, and the caller.',
    effects: [],
  },
  CreateKey: {
    verb: 'create',
    about: key,
    effects: [],
  },
  DisableKey: {
    verb: 'disable',
    about: key,
    does: 'Makes a key unusable until it is enabled again.',
    matters: 'Everything encrypted with it becomes unreadable, logs included.',
    next: 'EnableKey, and failing Decrypt calls.',
    effects: ['locks-out'],
  },
  EnableKey: {
    verb: 'enable',
    about: key,
    effects: [],
  },
  ScheduleKeyDeletion: {
    verb: 'schedule',
    about: (r) => `${key(r)} for deletion`,
    does: 'Marks a key for deletion in 7 to 30 days; it is unusable at once.',
    matters: 'After the wait all data under it is lost.',
    next: 'CancelKeyDeletion, pendingWindowInDays, and what was encrypted with the key.',
    effects: ['deletes-data', 'locks-out'],
  },
  PutKeyPolicy: {
    verb: 'put',
    about: (r) => `a policy on ${key(r)}`,
    does: 'Sets the policy of a key: who may use and manage it.',
    matters: 'It can give a foreign account the use, or take it from the owner.',
    next: 'The Principals in the policy text.',
    effects: ['shares-outside', 'locks-out'],
  },
  CreateGrant: {
    verb: 'grant',
    about: (r) => `${request(r, 'granteePrincipal') ?? 'a principal'} the use of ${key(r)}`,
    does: 'Lets another principal use a key. Services do this all the time.',
    matters: 'A grant to a foreign principal is easily overlooked: key policies do not show it.',
    next: 'granteePrincipal and operations in the request.',
    effects: ['shares-outside'],
  },
  CancelKeyDeletion: {
    verb: 'take',
    about: (r) => `back the deletion of ${key(r)}`,
    does: 'Takes a key back from deletion; it stays disabled until it is enabled.',
    matters: 'It is a repair of ScheduleKeyDeletion.',
    next: 'EnableKey afterwards.',
    effects: [],
  },
  RevokeGrant: {
    verb: 'revoke',
    about: (r) => `a grant on ${key(r)}`,
    effects: ['locks-out'],
  },
  RetireGrant: {
    verb: 'retire',
    about: (r) => `a grant on ${key(r)}`,
    effects: [],
  },
  GenerateDataKeyWithoutPlaintext: {
    verb: 'generate',
    about: (r) => `an encrypted data key${wasFor(r).replace(/^ of/, ' for')} with ${key(r)}`,
    effects: [],
  },
  ReEncrypt: {
    verb: 'encrypt',
    about: (r) => `data anew with ${named('key', request(r, 'destinationKeyId'))}`,
    effects: ['locks-out'],
  },
};
