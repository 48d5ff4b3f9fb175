import { complete, isRecord, partial, type JsonContainer } from './container.ts';
import { eventTimeOf } from './record-values.ts';

const note =
  'The records carry no eventTime; their times were taken from @timestamp, where a log shipper had put them.';

/**
 * A record by itself: the console's event pane, an element of an array, a line. Logstash moves a record's time to
 * `@timestamp`; there it is read, and `eventTime` added.
 */
export const singleRecord: JsonContainer = {
  kind: 'single-record',
  matches: (value) => isRecord(value),
  items: (value, text) => {
    const time = value['@timestamp'];
    if (value['eventTime'] !== undefined || typeof time !== 'string') return [complete(text)];
    const added = JSON.stringify(eventTimeOf(time));
    return [partial(`${text.slice(0, text.lastIndexOf('}'))},"eventTime":${added}}`, text, note)];
  },
};
