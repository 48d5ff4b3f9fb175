import { hiddenName } from '../hidden-name.ts';

/** An object of a record. */
export type Json = Readonly<Record<string, unknown>>;

/** True for an object that is no list. */
export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The member of an object by its name, whatever the case of the name's first letter: requests write `readWriteType`, answers
 * of the command line `ReadWriteType`. Text of JSON counts as what it says.
 */
export function member(value: unknown, name: string): unknown {
  const object = opened(value);
  if (!isObject(object)) return undefined;
  const other = `${(name[0] ?? '').toUpperCase()}${name.slice(1)}`;
  const key = [name, other].find((one) => Object.hasOwn(object, one));
  return key === undefined ? undefined : opened(object[key]);
}

function opened(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[{[]/.test(value)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

const most = 1_000;

/** The elements of a list, also of one that exporters wrap as `items` or leave out for a single one. */
export function list(value: unknown): readonly unknown[] {
  if (value === undefined || value === null || value === '') return [];
  if (Array.isArray(value)) return (value as unknown[]).slice(0, most);
  const wrapped = member(value, 'items') ?? member(value, 'member');
  return wrapped === undefined ? [value] : list(wrapped);
}

/** The texts of a list. */
export const texts = (value: unknown): readonly string[] =>
  list(value).filter((one): one is string => typeof one === 'string' && one !== '');

/** True, false, or undefined for anything else; exporters write both as texts. */
export function flag(value: unknown): boolean | undefined {
  if (value === true || value === 'true' || value === 'True') return true;
  return value === false || value === 'false' || value === 'False' ? false : undefined;
}

/** A text, an empty one too. */
export const text = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;

/** True for what AWS replaced. */
export const isHidden = (value: unknown): boolean => value === hiddenName;

/** What is known of a time before: documents, the newest first. */
export type Documents = readonly unknown[];

/** The documents in records and in what tells how something was: of a record its request, then its answer. */
export const documentsOf = (before: Documents): Documents =>
  before.flatMap((one) =>
    member(one, 'eventName') === undefined
      ? [one]
      : [member(one, 'requestParameters'), member(one, 'responseElements')],
  );

/** What the newest document that has one of these members says. */
export const told = (before: Documents, ...names: readonly string[]): unknown =>
  before.flatMap((one) => names.map((name) => member(one, name))).find((value) => value !== undefined);
