import { parsePath, type PathStep } from '../../filter/path.ts';
import { serviceName } from '../actions.ts';
import { plainEventName } from '../event-name.ts';
import { hiddenName } from '../hidden-name.ts';
import { kindsByArn, lastPart, namesInArns, partsOfArn, unknownKind } from './arn.ts';
import { generalPlaces } from './general.ts';
import type { TargetPlace } from './place.ts';
import { serviceTargets } from './services.ts';

/** What a call is about. */
export interface Target {
  /** The plain word for it. */
  readonly kind: string;
  /** Its name without what its ARN says besides. */
  readonly name: string;
  /** What of it: the key of an object in a bucket, the policy of a role. */
  readonly part: string | undefined;
  /** Its ARN where the record has one. */
  readonly arn: string | undefined;
}

/** What is named by a longer text, in characters, has no target; no name or ARN of AWS's is longer. */
export const longestName = 2_048;

/** The columns that hold JSON documents. */
export const targetDocuments: ReadonlySet<string> = new Set([
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'resources',
]);

/** Where a path leads: a column, and steps below it in a document. */
export interface TargetPath {
  readonly column: string;
  readonly steps: readonly PathStep[];
}

/** The column of a path of a place, and the steps in it. */
export function targetPath(path: string): TargetPath {
  const [first, ...steps] = parsePath(path) ?? [];
  if (first?.kind !== 'key') throw new Error(`${path} is no path`);
  return targetDocuments.has(first.key) ? { column: first.key, steps } : { column: path, steps: [] };
}

/** The places of an action of a service in the order in which they are tried. */
export interface ActionPlaces {
  /** The short name of its event source. */
  readonly service: string;
  /** Its event name without a date; undefined for all actions of the service that have no places of their own. */
  readonly action: string | undefined;
  readonly places: readonly TargetPlace[];
}

/** The places of all services and actions that have some; behind them come the general ones. */
export const actionPlaces: readonly ActionPlaces[] = Object.entries(serviceTargets).flatMap(
  ([service, { actions = {}, usual = [] }]) => [
    ...Object.entries(actions).flatMap(([names, own]) =>
      names.split(' ').map((action) => ({ service, action, places: [...own, ...usual] })),
    ),
    { service, action: undefined, places: usual },
  ],
);

const keyOf = (service: string, action: string | undefined): string => `${service} ${action ?? ''}`;

const placesByAction = new Map(
  actionPlaces.map(({ service, action, places }) => [keyOf(service, action), places]),
);

function placesOf(service: string, action: string): readonly TargetPlace[] {
  const own =
    placesByAction.get(keyOf(service, action)) ?? placesByAction.get(keyOf(service, undefined)) ?? [];
  return [...own, ...generalPlaces];
}

const paths = new Map<string, TargetPath>();

function pathOf(path: string): TargetPath {
  const known = paths.get(path) ?? targetPath(path);
  paths.set(path, known);
  return known;
}

function below(value: unknown, [step, ...rest]: readonly PathStep[]): unknown {
  if (!step) return value;
  if (step.kind === 'index') return Array.isArray(value) ? below(value[step.index], rest) : undefined;
  if (step.kind !== 'key' || typeof value !== 'object' || value === null || Array.isArray(value))
    return undefined;
  return Object.hasOwn(value, step.key)
    ? below((value as Readonly<Record<string, unknown>>)[step.key], rest)
    : undefined;
}

/** A text that can name something; half a surrogate pair stands in a column as U+FFFD. */
const named = (value: unknown): string | undefined =>
  typeof value !== 'string' || value === '' || value === hiddenName
    ? undefined
    : value.replace(/\p{Surrogate}/gu, '\ufffd');

const isTooLong = (text: string): boolean =>
  text.length > longestName && (text.length > 2 * longestName || Array.from(text).length > longestName);

const short = (text: string | undefined): string | undefined =>
  text === undefined || isTooLong(text) ? undefined : text;

const isArn = (text: string): boolean => text.startsWith('arn:');

const firstGroup = (text: string, patterns: readonly string[]): string | undefined =>
  patterns.map((pattern) => new RegExp(pattern).exec(text)?.[1]).find((found) => found);

function kindOfArn(arn: string): string {
  const [, service = '', type = ''] = new RegExp(partsOfArn).exec(arn) ?? [];
  const known = [`${service}:${type}`, `${service}:`].find((key) => Object.hasOwn(kindsByArn, key));
  return known === undefined ? unknownKind : (kindsByArn[known] ?? unknownKind);
}

const patternsOf = new Map(namesInArns);

/** The name in an ARN or URL; any other text as it is. */
function shortName(kind: string, text: string): string {
  if (!isArn(text) && !text.startsWith('https://')) return text;
  return firstGroup(text, patternsOf.get(kind) ?? [lastPart]) ?? text;
}

const endsWithName = (arn: string, name: string): boolean =>
  arn.endsWith(`/${name}`) || arn.endsWith(`:${name}`) || (name.startsWith('/') && arn.endsWith(name));

/**
 * What a call is about, found at the places that its action, its service and calls of all services name it, in this order;
 * undefined where the record has a name at none of them. `column` gives the columns that importing would give, documents parsed.
 * It is what the derived table `targets` has of the event; both are held against each other by a test.
 */
export function targetOf(column: (name: string) => unknown): Target | undefined {
  const at = (path: string): string | undefined => {
    const { column: name, steps } = pathOf(path);
    return named(below(column(name), steps));
  };
  const textOf = (name: string): string => {
    const value = column(name);
    return typeof value === 'string' ? value : '';
  };
  const service = serviceName(textOf('eventSource'));
  const action = plainEventName(textOf('eventName'));
  for (const place of placesOf(service, action)) {
    const text = textAt(place, at);
    if (text !== undefined) return isTooLong(text) ? undefined : found(place, text, at, column('resources'));
  }
  return undefined;
}

type At = (path: string) => string | undefined;

function textAt({ name, within }: TargetPlace, at: At): string | undefined {
  const text = at(name);
  return text === undefined || within === undefined ? text : firstGroup(text, [within]);
}

function found(place: TargetPlace, text: string, at: At, resources: unknown): Target {
  const kind = place.kind ?? (isArn(text) ? kindOfArn(text) : unknownKind);
  const name = shortName(kind, text);
  const part = place.part === undefined ? undefined : short(at(place.part));
  return {
    kind,
    name,
    part: part !== undefined && isArn(part) ? (firstGroup(part, [lastPart]) ?? part) : part,
    arn: isArn(text) ? text : (arnAt(place, at) ?? arnAmong(resources, name)),
  };
}

function arnAt({ arn }: TargetPlace, at: At): string | undefined {
  const text = arn === undefined ? undefined : short(at(arn));
  return text !== undefined && isArn(text) ? text : undefined;
}

/** The first ARN of the resources that ends with the name. */
function arnAmong(resources: unknown, name: string): string | undefined {
  const all: readonly unknown[] = Array.isArray(resources) ? resources : [];
  return all
    .map((one) => short(named(below(one, [{ kind: 'key', key: 'ARN' }]))))
    .find((arn) => arn !== undefined && isArn(arn) && endsWithName(arn, name));
}
