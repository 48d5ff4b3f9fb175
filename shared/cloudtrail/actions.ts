import { actedUpon } from './acted-upon.ts';
import type { Effect } from './effects.ts';
import { plainEventName } from './event-name.ts';
import { oppositeOf, type Opposite } from './lasting/opposite.ts';
import type { RecordReader } from './record-reader.ts';
import type { ActionNote, ActionRow, LoggingChange } from './services/row.ts';
import { serviceName } from './service-name.ts';
import { services } from './services/services.ts';

export { serviceName } from './service-name.ts';

/** What is known of an action: its words, what we say about it, and what it can bring about. */
export interface Action {
  /** Completes “X …”. */
  readonly did: string;
  /** Completes “X tried to …”. */
  readonly tried: string;
  /** The rest of the phrase, with what the call acted upon; empty when the record does not say. */
  readonly about: (record: RecordReader) => string;
  /** True when the words are made from the action's name and the usual request parameters, not written for it. */
  readonly isByGrammar: boolean;
  readonly note: ActionNote | undefined;
  readonly effects: readonly Effect[];
  readonly logging: LoggingChange | undefined;
  /** What undoes it or what it undoes; undefined where there is no such call. */
  readonly opposite: Opposite | undefined;
}

const irregular: Readonly<Record<string, string>> = {
  begin: 'began',
  copy: 'copied',
  cut: 'cut',
  forbid: 'forbade',
  get: 'got',
  give: 'gave',
  keep: 'kept',
  leave: 'left',
  make: 'made',
  put: 'put',
  read: 'read',
  reset: 'reset',
  run: 'ran',
  send: 'sent',
  set: 'set',
  stop: 'stopped',
  take: 'took',
  write: 'wrote',
};

const pastOf = (verb: string): string =>
  irregular[verb] ??
  (verb.endsWith('e') ? `${verb}d` : verb.endsWith('y') ? `${verb.slice(0, -1)}ied` : `${verb}ed`);

function rowOf(eventSource: string, eventName: string): ActionRow | undefined {
  const source = `${serviceName(eventSource)}.amazonaws.com`;
  const name = plainEventName(eventName);
  const service = Object.hasOwn(services, source) ? services[source] : undefined;
  return service && Object.hasOwn(service, name) ? service[name] : undefined;
}

type Words = Pick<Action, 'did' | 'tried' | 'about' | 'isByGrammar'>;

const wordsByGrammar = (eventName: string): Words => ({
  did: `called ${eventName}`,
  tried: `call ${eventName}`,
  about: (record) => {
    const upon = actedUpon(record);
    return upon === undefined ? '' : `(${upon})`;
  },
  isByGrammar: true,
});

const noteIn = (row: ActionRow): ActionNote | undefined =>
  row.does === undefined ? undefined : { does: row.does, matters: row.matters, next: row.next };

/** What is known of an action by its record's `eventSource` and `eventName`; of one without a row, its words alone. */
export function actionOf(eventSource: string, eventName: string): Action {
  const row = rowOf(eventSource, eventName);
  const words: Words =
    row?.verb === undefined
      ? wordsByGrammar(eventName)
      : { did: pastOf(row.verb), tried: row.verb, about: row.about, isByGrammar: false };
  return {
    ...words,
    note: row && noteIn(row),
    effects: row?.effects ?? [],
    logging: row?.logging,
    opposite: oppositeOf(serviceName(eventSource), eventName),
  };
}

/** True when something is written of an action, as its record names it, so that its words are not made from its name alone. */
export const hasRow = (eventSource: string, eventName: string): boolean =>
  rowOf(eventSource, eventName) !== undefined;

/** An action that changes what CloudTrail records from then on. */
export interface LoggingAction {
  readonly eventSource: string;
  readonly eventName: string;
  readonly logging: LoggingChange;
}

/** All of them. */
export const loggingActions: readonly LoggingAction[] = Object.entries(services).flatMap(
  ([eventSource, actions]) =>
    Object.entries(actions).flatMap(([eventName, { logging }]) =>
      logging === undefined ? [] : [{ eventSource, eventName, logging }],
    ),
);
