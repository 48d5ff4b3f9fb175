import { isRecord, partial, type JsonContainer, type JsonObject } from './container.ts';
import { recordOfRow } from './row-record.ts';

const note =
  'Field names were written otherwise (case, underscores, prefixes) by the program that exported these records; they were put back, and what is no field of a record stays under otherColumns.';

/** Results of detection rules name the event they are about in the same words. */
const resultKey = /^(?:rule|sigma|detection)[ _]?(?:title|id|file|level|name)?$/i;
const nameKey = /event[ _.-]?name$/i;

function recordOf(value: JsonObject): string | undefined {
  const keys = Object.keys(value);
  if (!keys.some((key) => nameKey.test(key)) || keys.some((key) => resultKey.test(key))) return undefined;
  const json = recordOfRow(value);
  return json !== undefined && isRecord(JSON.parse(json)) ? json : undefined;
}

/** A record whose fields a warehouse or an exporter renamed: `eventname`, `event_name`, `ct_event_name`, `EventName`. */
export const respelled: JsonContainer = {
  kind: 'respelled',
  matches: (value) => recordOf(value) !== undefined,
  items: (value, text) => {
    const json = recordOf(value);
    return json === undefined ? [] : [partial(json, text, note)];
  },
};
