import { unknownKind } from '../targets/arn.ts';
import type { LastingGroup, Thing } from './state.ts';

/** Verbs of which the first begins what the second ends. Several may share a second one, the more usual stands first. */
const verbs: readonly (readonly [begins: string, ends: string])[] = [
  ['Create', 'Delete'],
  ['Put', 'Delete'],
  ['Import', 'Delete'],
  ['Upload', 'Delete'],
  ['Attach', 'Detach'],
  ['Add', 'Remove'],
  ['Enable', 'Disable'],
  ['Start', 'Stop'],
  ['Register', 'Deregister'],
  ['Associate', 'Disassociate'],
  ['Authorize', 'Revoke'],
  ['Grant', 'Revoke'],
  ['Allocate', 'Release'],
  ['Run', 'Terminate'],
  ['Subscribe', 'Unsubscribe'],
  ['Assign', 'Unassign'],
  ['Activate', 'Deactivate'],
  ['Open', 'Close'],
  ['Lock', 'Unlock'],
  ['Join', 'Leave'],
];

/** The verbs, for a pattern over event names that SQL reads as well. */
export const lastingVerbs: readonly string[] = [...new Set(verbs.flat())];

/** What an action's name says: what it is about, and whether it begins or ends that. */
interface ByName {
  readonly way: 'begins' | 'ends';
  /** One text for all actions about the same. */
  readonly state: string;
  /** What stands behind the verb: `BucketWebsite`. */
  readonly stem: string;
  readonly verb: string;
  /** The names of the actions that undo it, the most usual first. */
  readonly opposites: readonly string[];
}

/** Tags are put and taken all the time and let nobody in. */
const isTagging = (stem: string): boolean => /Tags?$|^Tag|Tagging$/.test(stem);
/** What is told of one thing and its other end: `ToGroup` of adding is `FromGroup` of removing. */
const turned = (stem: string, from: string, to: string): string =>
  stem.replace(new RegExp(`${from}(?=[A-Z])`), to);

/** What an action's name says by its verb; undefined for a verb without an opposite. */
export function byName(eventName: string): ByName | undefined {
  const [, verb = '', stem = ''] = /^([A-Z][a-z]+)([A-Z].*)$/.exec(eventName) ?? [];
  if (stem === '' || isTagging(stem)) return undefined;
  const begun = verbs.filter(([begins]) => begins === verb);
  const ended = verbs.filter(([, ends]) => ends === verb);
  const [first] = begun.length > 0 ? begun : ended;
  if (!first) return undefined;
  const way = begun.length > 0 ? 'begins' : 'ends';
  const opposites =
    way === 'begins'
      ? begun.map(([, ends]) => `${ends}${turned(stem, 'To', 'From')}`)
      : ended.map(([begins]) => `${begins}${turned(stem, 'From', 'To')}`);
  return { way, state: `${first[1]} ${turned(stem, 'To', 'From')}`, stem, verb, opposites };
}

const words = (stem: string): string =>
  stem
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(' ')
    .map((word) => (/^[A-Z]{2,}$/.test(word) ? word : word.toLowerCase()))
    .join(' ');

const makingVerbs: ReadonlySet<string> = new Set([
  'Create',
  'Import',
  'Allocate',
  'Register',
  'Run',
  'Put',
  'Upload',
]);
const flat = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

/** What a call is about by its name and target: the target itself where the name's rest is the word for it, else something of it. */
export function thingByName(
  { stem, verb, state }: ByName,
  kind: string,
  part: string | undefined,
): { readonly group: LastingGroup; readonly thing: Thing } {
  const isTarget =
    part === undefined &&
    (flat(stem).endsWith(flat(kind)) || kind === unknownKind || kind === 'name') &&
    (makingVerbs.has(verb) || /^(Delete|Release|Deregister|Terminate) /.test(state));
  if (isTarget) return { group: 'made', thing: { key: '', before: '', after: '' } };
  const about = part === undefined ? words(stem) : `${words(stem)} ${part}`;
  return { group: 'other', thing: { key: part ?? '', before: `${about} of`, after: '' } };
}
