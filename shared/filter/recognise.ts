import type { Filter } from './filter.ts';
import { listFilter, usualLists } from './list-filter.ts';
import { readList } from './pasted-list.ts';
import { wildcardPattern } from './wildcard.ts';

/** What a pasted text can be. `name` is one that sessions and buckets have alike. */
type LeadKind = 'key' | 'arn' | 'principal' | 'account' | 'address' | 'block' | 'id' | 'session' | 'bucket';

/** Something to begin with: what it is, and the filter for the events that have it. */
export interface Lead {
  readonly kind: LeadKind;
  /** As records have it. */
  readonly value: string;
  readonly filter: Filter;
  /** Only its shape speaks for it: words of a command may look the same. */
  readonly isGuess: boolean;
}

const words: Readonly<Record<LeadKind, string>> = {
  key: 'access key',
  arn: 'ARN',
  principal: 'principal ID',
  account: 'account',
  address: 'IP address',
  block: 'address block',
  id: 'event or request ID',
  session: 'session',
  bucket: 'bucket',
};

/** What a lead is, within a sentence. */
export const leadWord = ({ kind }: Pick<Lead, 'kind'>): string => words[kind];

const kinds: Readonly<Record<string, LeadKind>> = {
  key: 'key',
  arn: 'arn',
  principal: 'principal',
  account: 'account',
  ip: 'address',
  block: 'block',
  event: 'id',
};

const longestLead = 2_000;
const bucketArn = /^arn:aws[\w-]*:s3:::([^/]+)/;
const bucketUrl = /^s3:\/\/([^/\s]+)/i;
// Amazon S3 User Guide, "Bucket naming rules"; AWS STS API Reference, AssumeRole, RoleSessionName.
const bucketName = /^[a-z\d][a-z\d.-]{1,61}[a-z\d]$/;
const sessionName = /^[\w+=,.@-]{3,64}$/;
/** Names that people give to things have one of these; words of a command have none. */
const isDistinctive = (text: string): boolean => /[\d._@=+-]/.test(text);
// Amazon S3 gives requests IDs of its own.
const shortRequestId = /^(?=.*\d)(?=.*[A-Z])[A-Z\d]{16}$/;

const bucket = (value: string, isGuess: boolean): Lead => ({
  kind: 'bucket',
  value,
  filter: listFilter([
    { fields: ['requestParameters.bucketName'], entries: [value] },
    { fields: ['resources[*].ARN'], entries: [`arn:aws:s3:::${value}`] },
  ]),
  isGuess,
});

const session = (value: string): Lead => ({
  kind: 'session',
  value,
  filter: {
    kind: 'field',
    field: 'userIdentity.arn',
    test: {
      op: 'wildcard',
      pattern: wildcardPattern([
        { kind: 'any' },
        { kind: 'literal', text: ':assumed-role/' },
        { kind: 'any' },
        { kind: 'literal', text: `/${value}` },
      ]),
      caseSensitive: true,
    },
  },
  isGuess: true,
});

/**
 * What a text that was pasted or typed stands for, the likeliest first: an access key, ARN, account, address or block, an
 * ID of an event or request, the name of a session or bucket. None for ordinary words, and for more than one thing.
 */
export function recognise(text: string): readonly Lead[] {
  const plain = text.trim();
  if (plain === '' || plain.length > longestLead || /\s/.test(plain)) return [];
  const named = (bucketUrl.exec(plain) ?? bucketArn.exec(plain))?.[1];
  if (named !== undefined) return [bucket(named, false)];
  const { entries } = readList(plain);
  const [entry] = entries;
  if (!entry || entries.length > 1) return [];
  const kind = kinds[entry.kind];
  if (kind !== undefined) {
    const value = entry.value.replace(/\/128$/, '');
    return [{ kind, value, filter: listFilter(usualLists([entry])), isGuess: false }];
  }
  if (shortRequestId.test(plain)) {
    const filter = listFilter([{ fields: ['requestID'], entries: [plain] }]);
    return [{ kind: 'id', value: plain, filter, isGuess: false }];
  }
  if (!isDistinctive(plain)) return [];
  return [
    ...(sessionName.test(plain) ? [session(plain)] : []),
    ...(bucketName.test(plain) ? [bucket(plain, true)] : []),
  ];
}
