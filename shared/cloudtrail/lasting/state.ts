import type { RecordReader } from '../record-reader.ts';
import { request } from '../services/row.ts';

/** The groups of what lasts, those that an investigator reads first before the others. */
export const lastingGroups = ['opened', 'given', 'recording', 'made', 'other'] as const;
/**
 * What lasted: opened to others, a login or right given, less recorded, a thing made, or something else that was switched,
 * tied or set.
 */
export type LastingGroup = (typeof lastingGroups)[number];

/** What of the target a call begins or ends. The calls that begin and end it name it by the same key. */
export interface Thing {
  /** Empty where it is the target itself or the one setting of it. */
  readonly key: string;
  /** The words around the target's name: `port 22 of` … `to everyone`. */
  readonly before: string;
  readonly after: string;
  /** Other keys for it, by which a later call may name it. */
  readonly aliases?: readonly string[];
  /** A name of its own, where the target of one of the calls is something else: the ID of an access key. */
  readonly unique?: string;
  /** The plain word for what has that name, where the name is shown instead of the target's. */
  readonly uniqueKind?: string;
  /** Where it is another group than its state's. */
  readonly group?: LastingGroup;
}

/** What a record says of a state: the things it begins or ends; none when it is about something else. */
export type Reading = (record: RecordReader) => readonly Thing[];

/**
 * Something that lasts between two calls. A call that `sets` it says all that holds from then on, so it ends what it does not
 * name; undefined from it means that the record does not tell.
 */
export interface State {
  readonly group: LastingGroup;
  readonly begins?: Readonly<Record<string, Reading>>;
  readonly ends?: Readonly<Record<string, Reading>>;
  readonly sets?: Readonly<Record<string, (record: RecordReader) => readonly Thing[] | undefined>>;
}

/** The states of a service by a name of their own. Events are named without the API date that Lambda appends. */
export type ServiceStates = Readonly<Record<string, State>>;

/** The target itself, or its one setting, in these words. */
export const the =
  (before: string, after = ''): Reading =>
  () => [{ key: '', before, after }];

/** Everything that was begun of the state on the target. */
export const everything: Reading = () => [{ key: '*', before: '', after: '' }];
/** The key that stands for all things of a state on a target. */
export const allThings = '*';

/** A thing of the target that the request names, `the` words before and after the target's name made from that name. */
export const keyed =
  (
    keys: readonly string[],
    words: (key: string) => Pick<Thing, 'before' | 'after'>,
    more: Pick<Thing, 'group'> = {},
  ): Reading =>
  (record) => {
    const key = request(record, ...keys);
    return key === undefined ? [] : [{ key, ...words(key), ...more }];
  };

/** Two actions of which one begins a state and the other ends it. */
export const pair = (group: LastingGroup, begin: string, end: string, reading: Reading): State => ({
  group,
  begins: { [begin]: reading },
  ends: { [end]: reading },
});

/** A state for each name: made by `Create…`, gone with `Delete…`; the target of both is the thing. */
export const made = (names: string): ServiceStates =>
  Object.fromEntries(
    names.split(' ').map((name) => [name, pair('made', `Create${name}`, `Delete${name}`, the(''))]),
  );
