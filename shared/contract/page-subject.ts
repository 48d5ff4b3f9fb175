import type { Question } from './common.ts';
import { callsOf } from '../cloudtrail/principal-calls.ts';
import { any, is } from '../cloudtrail/conditions.ts';
import { fieldNamed } from '../fields/catalogue.ts';
import { onlyThis } from '../filter/facet-selection.ts';
import { everything, type Filter, type Scalar } from '../filter/filter.ts';
import { wildcardPattern } from '../filter/wildcard.ts';

/** What a page can be about. */
const kinds = {
  principal: { title: 'Identity', word: 'identity', field: 'principal' },
  identity: { title: 'Caller', word: 'caller', field: 'userIdentity.arn' },
  key: { title: 'Access key', word: 'access key', field: 'userIdentity.accessKeyId' },
  address: { title: 'Source IP', word: 'source IP', field: 'sourceIPAddress' },
  agent: { title: 'User agent', word: 'user agent', field: 'userAgent' },
  resource: { title: 'Resource', word: 'resource', field: '' },
  account: { title: 'Account', word: 'account', field: 'recipientAccountId' },
  region: { title: 'Region', word: 'Region', field: 'awsRegion' },
} as const;

/** What the scope calls its accounts and its Regions. */
export const scopeKeys = { account: 'accounts', region: 'regions' } as const;

/** A kind of thing that a page can be about. */
export type SubjectKind = keyof typeof kinds;

/** The kinds that are places: what happens there is a matter of the scope, not of the search. */
export type PlaceKind = keyof typeof scopeKeys;

/** A value that has a page of its own. */
export interface Subject {
  readonly kind: SubjectKind;
  readonly value: string;
}

/** True for the word of such a kind. */
export const isSubjectKind = (text: unknown): text is SubjectKind =>
  typeof text === 'string' && Object.hasOwn(kinds, text);

/** True for the word of a kind that is a place. */
export const isPlaceKind = (kind: unknown): kind is PlaceKind =>
  typeof kind === 'string' && Object.hasOwn(scopeKeys, kind);

/** What kind of thing the page is about, as its heading says it. */
export const subjectTitle = ({ kind }: Pick<Subject, 'kind'>): string => kinds[kind].title;

/** The same within a sentence. */
export const subjectWord = ({ kind }: Pick<Subject, 'kind'>): string => kinds[kind].word;

/** The field whose value the page is about; empty for a resource, which stands in many. */
export const subjectField = ({ kind }: Pick<Subject, 'kind'>): string => kinds[kind].field;

// Wherever CloudTrail names what was acted upon. The whole text stands between quotes, so longer names do not match.
const resourceFields = ['resources', 'requestParameters', 'responseElements'] as const;

/** The events that name the value, as a filter. */
export function subjectFilter({ kind, value }: Subject): Filter {
  if (kind === 'principal') return callsOf(value);
  if (kind !== 'resource') return onlyThis(everything, kinds[kind].field, value);
  const pattern = wildcardPattern([
    { kind: 'any' },
    { kind: 'literal', text: JSON.stringify(value) },
    { kind: 'any' },
  ]);
  const inTexts = resourceFields.map((field): Filter => ({
    kind: 'field',
    field,
    test: { op: 'wildcard', pattern, caseSensitive: true },
  }));
  return any(is('target.name', value), is('target.arn', value), ...inTexts);
}

/**
 * The events a page is about, as “Open in Explore” shows them: those of a place under the search that holds, those of
 * everything else whatever the search. Undefined for a place that the scope leaves out.
 */
export function questionAbout(subject: Subject, { scope, filter }: Question): Question | undefined {
  if (!isPlaceKind(subject.kind)) return { scope, filter: subjectFilter(subject) };
  const key = scopeKeys[subject.kind];
  const isLeftOut = scope[key]?.includes(subject.value) === false;
  return isLeftOut ? undefined : { scope: { ...scope, [key]: [subject.value] }, filter };
}

const byField = new Map<string, SubjectKind>([
  ['principal', 'principal'],
  ['userIdentity.sessionContext.sessionIssuer.arn', 'principal'],
  ['userIdentity.arn', 'identity'],
  ['userIdentity.accessKeyId', 'key'],
  ['sourceIPAddress', 'address'],
  ['userAgent', 'agent'],
  ['recipientAccountId', 'account'],
  ['userIdentity.accountId', 'account'],
  ['userIdentity.sessionContext.sessionIssuer.accountId', 'account'],
  ['vpcEndpointAccountId', 'account'],
  ['awsRegion', 'region'],
  ['target.name', 'resource'],
  ['target.arn', 'resource'],
]);
const accessKey = /^A(?:KI|SI)A[A-Z0-9]{12,124}$/;
const address = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-f]{0,4}(?::[\da-f]{0,4}){2,7})$/i;
const iamIdentity = /^arn:[^:]*:iam::\d*:(?:user|role)\//;
const session = /^arn:[^:]*:sts::\d*:(?:assumed-role|federated-user)\//;
const namesAThing = /(?:Name|Names|Id|Ids|Arn|ARN|Identifier|Url|Resource|key|name|arn)(?:\[\*\])?$/;
const insideRequest = /^(?:requestParameters|responseElements|resources)[.[]/;
const longestName = 400;

function kindsByValue(field: string, value: string): readonly SubjectKind[] {
  if (accessKey.test(value)) return ['key'];
  if (address.test(value)) return ['address'];
  if (session.test(value)) return ['identity'];
  if (iamIdentity.test(value)) return ['principal', 'resource'];
  if (value.startsWith('arn:')) return ['resource'];
  return insideRequest.test(field) && namesAThing.test(field) && value.length > 2 ? ['resource'] : [];
}

/** The pages of a value, the likeliest first: by its field where that says what it is, else by what the value looks like. */
export function subjectsOf(field: string, value: Scalar | null): readonly Subject[] {
  if (typeof value !== 'string' || value === '' || value.length > 2_000) return [];
  const known = byField.get(field);
  if (known) {
    const isActedUpon = known === 'principal' && iamIdentity.test(value);
    return (isActedUpon ? ([known, 'resource'] as const) : [known]).map((kind) => ({ kind, value }));
  }
  if (value.length > longestName || fieldNamed(field)?.type === 'json') return [];
  return kindsByValue(field, value).map((kind) => ({ kind, value }));
}
