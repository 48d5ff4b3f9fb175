import * as v from 'valibot';
import { grantSchema, nothingSchema } from './common.ts';
import { addressKinds } from '../cloudtrail/address-words.ts';
import { microsSchema } from '../time/micros.ts';

/** A file of the evidence that tells something and holds no events. */
const companionSchema = v.strictObject({
  /** Its path in the ledger. */
  path: v.string(),
  /** Such as `list-accounts`. */
  kind: v.string(),
  /** What it comes from, in words. */
  source: v.string(),
  sha256: v.string(),
  modifiedMicros: v.nullable(microsSchema),
  sizeBytes: v.number(),
  /** How many accounts, users, addresses and ranges are taken from it; 0 for what tells of trails or objects. */
  facts: v.number(),
});

const days = { dated: v.nullable(v.string()) } as const;

const givenSchema = v.strictObject({
  /** What the file was called where it was chosen. */
  file: v.string(),
  sha256: v.string(),
  sizeBytes: v.number(),
  facts: v.number(),
  /** ISO 8601 in UTC. */
  addedAt: v.string(),
  addedBy: v.string(),
  /** The day of what it says, `2025-01-31`. */
  ...days,
});
/** A file of names or ranges that a person gave. */
export type GivenFile = v.InferOutput<typeof givenSchema>;

const namedAccountSchema = v.strictObject({
  account: v.string(),
  name: v.nullable(v.string()),
  ou: v.nullable(v.string()),
  isManagement: v.boolean(),
  source: v.string(),
  ...days,
});
/** An account with its name, its organisation unit, and the file that says so. */
export type AccountName = v.InferOutput<typeof namedAccountSchema>;

const knownAddressSchema = v.strictObject({
  kind: v.picklist(addressKinds),
  owner: v.nullable(v.string()),
  range: v.nullable(v.string()),
  country: v.nullable(v.string()),
  asn: v.nullable(v.string()),
  source: v.nullable(v.string()),
  ...days,
  since: v.nullable(microsSchema),
  until: v.nullable(microsSchema),
});

/** The most accounts that are named at once; organisations have at most some thousand. */
const mostAccounts = 20_000;

/** Names of accounts, users and addresses, and where each comes from. */
export const namesContract = {
  /** What lies among the evidence. */
  'names.companions': {
    kind: 'read',
    reads: ['files'],
    priority: 'window',
    params: nothingSchema,
    result: v.array(companionSchema),
  },
  /** The files that people gave, in the order in which they were given. */
  'names.given': {
    kind: 'read',
    reads: ['files'],
    priority: 'window',
    params: nothingSchema,
    result: v.array(givenSchema),
  },
  /** The accounts that lists name, by their numbers. */
  'names.accounts': {
    kind: 'read',
    reads: ['files'],
    priority: 'window',
    params: nothingSchema,
    result: v.pipe(v.array(namedAccountSchema), v.maxLength(mostAccounts)),
  },
  /** What is known of an address, for one time after the other. */
  'names.address': {
    kind: 'read',
    reads: ['events', 'files'],
    priority: 'window',
    params: v.strictObject({ address: v.pipe(v.string(), v.maxLength(200)) }),
    result: v.array(knownAddressSchema),
  },
  /**
   * Takes copies of files with names of accounts or users, or with ranges of addresses, into the workspace. They are no
   * evidence. Errors: `bad-params` for a file that tells nothing, `file-unreadable`, `busy`, those of a workspace that is read.
   */
  'names.add': {
    kind: 'change',
    params: v.strictObject({ grants: v.pipe(v.array(grantSchema), v.minLength(1), v.maxLength(100)) }),
    result: v.array(givenSchema),
  },
  /** Forgets a file that was given. Errors: `not-found`, `busy`, those of a workspace that is read. */
  'names.remove': { kind: 'change', params: v.strictObject({ sha256: v.string() }), result: nothingSchema },
  /** Starts a job that reads again the files of the ledger that hold no events; no event is imported. */
  'names.readAgain': { kind: 'job', params: nothingSchema, result: v.strictObject({ jobId: v.string() }) },
} as const;
