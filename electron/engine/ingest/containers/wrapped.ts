import { memberText } from '../json-spans.ts';
import type { Item } from '../found.ts';
import { isObject, type JsonContainer, type JsonObject } from './container.ts';

/** Keys under which programs put a record, or a whole document of records, as JSON or as text of JSON. */
const keys = [
  'message',
  'Message',
  'detail',
  'event',
  'Event',
  '_source',
  '_raw',
  'raw',
  'record',
  'records',
  'data',
  'log',
  'body',
  'payload',
  'Payload',
  'Messages',
  'Items',
  'items',
  'value',
] as const;

const isPacked = (value: unknown): boolean =>
  isObject(value) || Array.isArray(value) || (typeof value === 'string' && /^\s*(?:[{["]|H4sI)/.test(value));

const packedKeys = (value: JsonObject): readonly string[] => keys.filter((key) => isPacked(value[key]));

/** A value with something else around the record: log shippers, queues, message stores. Tried last. */
export const wrapped: JsonContainer = {
  kind: 'wrapped',
  matches: (value) => packedKeys(value).length > 0,
  items: (value, text, within) => {
    let told: readonly Item[] = [];
    for (const key of packedKeys(value)) {
      const inner = value[key];
      const items = within(typeof inner === 'string' ? inner : (memberText(text, key) ?? ''), key);
      if (items.some((item) => 'found' in item)) return items;
      if (isMoreTelling(items, told)) told = items;
    }
    return told;
  },
};

const tells = (item: Item): boolean =>
  'unreadable' in item || ('other' in item && !['json', 'text'].includes(item.other.kind));

const isMoreTelling = (items: readonly Item[], told: readonly Item[]): boolean =>
  told.length === 0 || (items.some(tells) && !told.some(tells));
