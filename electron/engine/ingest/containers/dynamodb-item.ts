import { isObject, isRecord, partial, type JsonContainer, type JsonObject } from './container.ts';

const note =
  'The records came as items of a DynamoDB table, with a type beside every value; they were put together from these.';

/** A value with its type. Source: DynamoDB Developer Guide, "Data types", and API reference, AttributeValue. */
function plain(typed: unknown): unknown {
  const entries = isObject(typed) ? Object.entries(typed) : [];
  const [[type, value] = []] = entries;
  if (entries.length !== 1) return undefined;
  if (type === 'S' && typeof value === 'string') return value;
  if (type === 'N' && typeof value === 'string') return Number(value);
  if (type === 'BOOL' && typeof value === 'boolean') return value;
  if (type === 'NULL') return null;
  if (type === 'L' && Array.isArray(value)) return value.map(plain);
  return type === 'M' && isObject(value) ? plainItem(value) : undefined;
}

const plainItem = (item: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(item).map(([key, value]) => [key, plain(value)]));

/** An item of a DynamoDB table whose attributes are a record's fields, as `get-item`, `scan` and exports to S3 write it. */
export const dynamoDbItem: JsonContainer = {
  kind: 'respelled',
  matches: (value) => isObject(value['eventName']) && isRecord(plainItem(value)),
  items: (value, text) => [partial(JSON.stringify(plainItem(value)), text, note)],
};
