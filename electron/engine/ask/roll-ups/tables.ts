import { fieldNamed } from '../../../../shared/fields/catalogue.ts';
import type { TableInBackground } from '../../derive/derived-table.ts';
import { sumsOf, type Key } from './sums.ts';

const typeOf = (field: string): 'BOOLEAN' | 'VARCHAR' =>
  fieldNamed(field)?.type === 'boolean' ? 'BOOLEAN' : 'VARCHAR';

const keyOf = (field: string): Key => ({
  name: field,
  type: typeOf(field),
  help: fieldNamed(field)?.help ?? field,
  from: `"${field}"`,
});

const hour: Key = {
  name: 'eventTime',
  type: 'TIMESTAMP',
  help: 'The hour that they lie in; NULL without a time',
  from: `date_trunc('hour', "eventTime")`,
};

/** Several fields below each other: their values as text, each row under the name of its field, with some fields of every row. */
const valueKeys = (beside: readonly string[]): readonly Key[] => [
  { name: 'field', type: 'VARCHAR', help: 'The field', from: '' },
  { name: 'value', type: 'VARCHAR', help: 'Its value as text; NULL where there is none', from: '' },
  ...beside.map(keyOf),
];

/** A table of sums as questions see it. */
export interface RollUp {
  readonly table: TableInBackground;
  /** The columns of `event_columns` that it has for each of these fields; others have no rows in it. */
  readonly fields: readonly string[];
  /** Where its rows hold one of the fields each: further fields that all of them have. */
  readonly beside?: readonly string[];
  /** Its rows know the hour of their events. */
  readonly isByHour: boolean;
}

/** The kind of caller and what called for it, by which service calls are told from others. */
const callers = ['userIdentity.type', 'userIdentity.invokedBy'];
/** What every timeline counts by. */
const endFields = ['outcome', 'result', 'consequence'];
const placeFields = ['recipientAccountId', 'awsRegion', 'globalService', ...endFields];
const totalFields = [
  ...placeFields,
  ...callers,
  'eventSource',
  'eventName',
  'errorCode',
  'eventCategory',
  'readOnly',
];
/** Fields of few values: sums by the hour of any other are nearly as many as the events (measured: 0.4 of 7 million). */
const hourValueFields = ['eventCategory', 'eventSource', 'userIdentity.type', 'readOnly'];
const valueFields = [
  ...hourValueFields,
  'result',
  'consequence',
  'eventName',
  'errorCode',
  'principal',
  'recipientAccountId',
  'awsRegion',
  'sourceIPAddress',
  'userAgent',
];

const membersOf = (fields: readonly string[], more: readonly Key[]): string[][] =>
  fields.map((field) => [`'${field}'`, `"${field}"::VARCHAR`, ...more.map(({ from }) => from)]);

/** Below so many rows a table is small whatever share of the events they are. */
const fewRows = 150_000;

const places: RollUp = {
  table: sumsOf({
    name: 'place_hours',
    help: 'One row an hour, account, Region and kind of end and consequence: how many events. Sum `events`.',
    keys: [hour, ...placeFields.map(keyOf)],
    order: ['eventTime'],
    most: (events) => Math.max(fewRows, events / 10),
  }),
  fields: placeFields,
  isByHour: true,
};

const totals: RollUp = {
  table: sumsOf({
    name: 'event_sums',
    help: 'One row for events that agree in all these columns: how many there are. Sum `events`.',
    keys: totalFields.map(keyOf),
    order: ['eventSource', 'eventName'],
    most: (events) => Math.max(fewRows, events / 10),
  }),
  fields: totalFields,
  isByHour: false,
};

const values: RollUp = {
  table: sumsOf({
    name: 'value_sums',
    help: 'One row a field, value and outcome: how many events. Sum `events`.',
    keys: valueKeys(['outcome']),
    order: ['field', 'value'],
    most: (events) => Math.max(4 * fewRows, events / 2),
    members: membersOf(valueFields, [keyOf('outcome')]),
  }),
  fields: valueFields,
  beside: ['outcome'],
  isByHour: false,
};

const valueHours: RollUp = {
  table: sumsOf({
    name: 'value_hours',
    help: 'One row an hour, field, value and kind of end and consequence: how many events. Sum `events`.',
    keys: [...valueKeys(endFields), hour],
    order: ['field', 'eventTime'],
    most: (events) => Math.max(fewRows, events / 10),
    members: membersOf(hourValueFields, [...endFields.map(keyOf), hour]),
  }),
  fields: hourValueFields,
  beside: endFields,
  isByHour: true,
};

/** Every roll-up; of those that can answer, the first does. */
export const rollUps: readonly RollUp[] = [values, places, valueHours, totals];
