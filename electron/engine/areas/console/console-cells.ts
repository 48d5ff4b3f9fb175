import {
  DuckDBArrayValue,
  DuckDBBlobValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBUnionValue,
  DuckDBListVector,
  type DuckDBValue,
  type DuckDBVector,
} from '@duckdb/node-api';
import type { Cell } from '../../../../shared/table/cell.ts';

/** The longest text of one cell; longer ones end with a note of their length. */
const maxCellLength = 1_000_000;
/** How many bytes of a BLOB a cell shows. */
const maxBlobBytes = 4_096;

/**
 * A DuckDB value as a JSON cell that loses nothing within the limits above: numbers and booleans as such, integers of 64
 * bits and more and decimals as text, times as `YYYY-MM-DD HH:MM:SS[.ffffff]`, BLOBs as hex, nested values as JSON text.
 */
export function toCell(value: DuckDBValue): Cell {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'string') return bounded(value);
  return bounded(isNested(value) ? jsonText(value, 0) : scalarText(value));
}

/** The most values a nested cell may hold to be shown. */
const maxNestedItems = 1_000_000;

/** The cell in a row of a column. A list that would not fit is not even read: only its length is told. */
export function cellAt(column: DuckDBVector, row: number): Cell {
  const inner = column instanceof DuckDBListVector ? column.getItemVector(row) : null;
  if (inner && inner.itemCount > maxNestedItems) return `[… (${inner.itemCount} items)]`;
  return toCell(column.getItem(row));
}

const bounded = (text: string): string =>
  text.length <= maxCellLength ? text : `${text.slice(0, maxCellLength)}… (${text.length} characters)`;

type Nested = DuckDBListValue | DuckDBArrayValue | DuckDBStructValue | DuckDBMapValue | DuckDBUnionValue;

/** True for lists, structs, maps and their like. */
export const isNested = (value: DuckDBValue): value is Nested =>
  value instanceof DuckDBListValue ||
  value instanceof DuckDBArrayValue ||
  value instanceof DuckDBStructValue ||
  value instanceof DuckDBMapValue ||
  value instanceof DuckDBUnionValue;

function scalarText(value: DuckDBValue): string {
  if (value instanceof DuckDBBlobValue) return hexText(value.bytes);
  if (value instanceof DuckDBTimestampValue) return withMicros(value.toString());
  if (value instanceof DuckDBTimestampTZValue)
    return `${withMicros(new DuckDBTimestampValue(value.micros).toString())}+00`;
  if (value instanceof DuckDBTimestampNanosecondsValue) return value.toString();
  return String(value);
}

/** DuckDB shortens a fraction; six digits keep text sortable and columns straight. */
const withMicros = (text: string): string =>
  text.replace(/\.(\d{1,6})$/, (_all, digits: string) => `.${digits.padEnd(6, '0')}`);

function hexText(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.subarray(0, maxBlobBytes)).toString('hex');
  return bytes.length <= maxBlobBytes ? hex : `${hex}… (${bytes.length} bytes)`;
}

const maxDepth = 200;

/** JSON text with every digit of large integers and decimals. */
export function jsonText(value: DuckDBValue, depth = 0): string {
  if (depth > maxDepth) return '"…"';
  const inner = (part: DuckDBValue): string => jsonText(part, depth + 1);
  if (value === null) return 'null';
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : `"${value}"`;
  if (value instanceof DuckDBDecimalValue) return value.toString();
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue) {
    return `[${value.items.map(inner).join(', ')}]`;
  }
  if (value instanceof DuckDBStructValue) {
    return objectText(Object.entries(value.entries).map(([key, part]) => [key, inner(part)]));
  }
  if (value instanceof DuckDBMapValue) {
    return objectText(value.entries.map(({ key, value: part }) => [String(toCell(key)), inner(part)]));
  }
  if (value instanceof DuckDBUnionValue) return objectText([[value.tag, inner(value.value)]]);
  return JSON.stringify(typeof value === 'string' ? value : scalarText(value));
}

const objectText = (entries: readonly (readonly [string, string])[]): string =>
  `{${entries.map(([key, text]) => `${JSON.stringify(key)}: ${text}`).join(', ')}}`;
