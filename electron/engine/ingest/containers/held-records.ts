import type { Item } from '../record/found.ts';
import { columnPaths } from '../tables/column-paths.ts';
import { unwrap } from './unwrap.ts';

/** Signs of a record in a cell, looked at before it is taken apart: the name in any spelling, or something packed. */
const mayHold =
  /event[ ._-]?name|CloudTrailEvent|H4sI|ZXZlbnROYW1l|V2ZW50TmFtZ|ldmVudE5hbW|6576656e744e616d65/i;

/**
 * Finds records that cells of a row hold whole or in part, as JSON or packed. Cells that are a field of a record themselves,
 * such as a request's parameters, are left alone: what stands there, a caller chose.
 */
export function heldRecords(columns: readonly string[]): (cells: readonly unknown[]) => readonly Item[] {
  const { of } = columnPaths(columns);
  const places = columns.flatMap((column, index) => (of(column) === undefined ? [index] : []));
  return (cells) => {
    const items = places.flatMap((index) => held(cells[index]));
    const found = items.filter((item) => 'found' in item);
    return found.length > 0 ? found : items;
  };
}

function held(cell: unknown): readonly Item[] {
  const text =
    typeof cell === 'string'
      ? cell.trim()
      : typeof cell === 'object' && cell !== null
        ? JSON.stringify(cell)
        : '';
  if (!mayHold.test(text)) return [];
  return (
    textsOf(text)
      .map((one) => unwrap(one, one, 'value'))
      .find(isTelling) ?? []
  );
}

/** The cell, and what it says when its quotation marks are escaped or its bytes are written as hexadecimal digits. */
function textsOf(cell: string): readonly string[] {
  const [, digits] = /^(?:\\x|0x|X')?((?:[0-9a-f]{2}){20,})'?$/i.exec(cell) ?? [];
  if (digits !== undefined) return [Buffer.from(digits, 'hex').toString('utf8')];
  return /^[{[]\s*\\"/.test(cell) ? [cell, cell.replaceAll(/\\(["\\/])/g, '$1')] : [cell];
}

const isTelling = (items: readonly Item[]): boolean =>
  items.some((item) => !('other' in item) || !['json', 'text'].includes(item.other.kind));
