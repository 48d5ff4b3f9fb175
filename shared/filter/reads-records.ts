import { fieldNamed } from '../fields/catalogue.ts';
import type { Filter } from './filter.ts';

/**
 * True when answering the filter may mean reading through the text of records: plain words, paths into the record,
 * whole JSON elements, and keys that may be missing or null.
 */
export function mayReadRecords(filter: Filter): boolean {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.of.some(mayReadRecords);
    case 'not':
      return mayReadRecords(filter.of);
    case 'text':
      return true;
    case 'field': {
      const type = fieldNamed(filter.field)?.type;
      const { op } = filter.test;
      const readsKey = (op === 'absent' && type !== 'time') || op === 'null';
      return type === undefined || type === 'json' || readsKey;
    }
  }
}
