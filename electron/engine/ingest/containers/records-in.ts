import type { Item } from '../record/found.ts';
import { mayHoldRecords } from '../record/record-signs.ts';
import { columnPaths } from '../tables/column-paths.ts';
import { unwrap } from './unwrap.ts';

/**
 * The records in a text of any form, and what should have been one; where there is neither, what it is when that has a name.
 * Nothing for every other text.
 */
export function recordsIn(text: string): readonly Item[] {
  if (!mayHoldRecords(text)) return [];
  return (
    spellingsOf(text)
      .map((one) => unwrap(one, one, 'value'))
      .find(isTelling) ?? []
  );
}

/**
 * Finds records that cells of a row hold whole or in part, as JSON or packed. Cells that are a field of a record themselves,
 * such as a request's parameters, are left alone: what stands there, a caller chose.
 */
export function recordsInCells(columns: readonly string[]): (cells: readonly unknown[]) => readonly Item[] {
  const { of } = columnPaths(columns);
  const places = columns.flatMap((column, index) => (of(column) === undefined ? [index] : []));
  return (cells) => {
    const items = places.flatMap((index) => recordsIn(textOf(cells[index])));
    const found = items.filter((item) => 'found' in item);
    return found.length > 0 ? found : items;
  };
}

function textOf(cell: unknown): string {
  if (typeof cell === 'string') return cell.trim();
  return typeof cell === 'object' && cell !== null ? JSON.stringify(cell) : '';
}

/** The text, and what it says when its quotation marks are escaped or its bytes are written as hexadecimal digits. */
function spellingsOf(text: string): readonly string[] {
  const [, digits] = /^(?:\\x|0x|X')?((?:[0-9a-f]{2}){20,})'?$/i.exec(text) ?? [];
  if (digits !== undefined) return [Buffer.from(digits, 'hex').toString('utf8')];
  return /^[{[]\s*\\"/.test(text) ? [text, text.replaceAll(/\\(["\\/])/g, '$1')] : [text];
}

const isTelling = (items: readonly Item[]): boolean =>
  items.some((item) => !('other' in item) || !['json', 'text'].includes(item.other.kind));
