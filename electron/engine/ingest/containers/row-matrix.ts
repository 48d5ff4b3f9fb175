import type { Item } from '../record/found.ts';
import { isObject, other, type JsonContainer, type JsonObject, type Within } from './container.ts';
import { passagesIn, type Passage } from './passage.ts';

/** Where results have the names of their columns, and where their rows as lists of cells in the same order. */
interface Shape {
  readonly names: string;
  readonly rows: string;
  /** The second list has the cells of a column together. */
  readonly isByColumn?: true;
}

/**
 * Sources: Azure Monitor REST API, "Query" (also of Sentinel); Splunk REST API, output modes json_rows and json_cols; Trino
 * REST API; ClickHouse, format JSONCompact; Elasticsearch, SQL and ES|QL; OpenSearch, SQL and PPL; Snowflake SQL API;
 * Databricks SQL Statement API; BigQuery REST API, jobs.query; pandas, orient "split".
 */
const shapes: readonly Shape[] = [
  { names: 'columns', rows: 'rows' },
  { names: 'fields', rows: 'rows' },
  { names: 'fields', rows: 'columns', isByColumn: true },
  { names: 'columns', rows: 'values' },
  { names: 'columns', rows: 'data' },
  { names: 'meta', rows: 'data' },
  { names: 'schema', rows: 'datarows' },
  { names: 'schema.fields', rows: 'rows' },
  { names: 'resultSetMetaData.rowType', rows: 'data' },
  { names: 'manifest.schema.columns', rows: 'result.data_array' },
  { names: 'header', rows: 'rows' },
];

const nameKeys = ['name', 'Name', 'alias', 'label', 'field', 'columnName', 'ColumnName'];
const noRows = other('json', 'Rows of a query that are no CloudTrail events, such as counts.');

const at = (value: unknown, path: string): unknown =>
  path.split('.').reduce((inner, key) => (isObject(inner) ? inner[key] : undefined), value);

/** A column's name as text, or the `name` of what describes it. */
function nameOf(column: unknown): string | undefined {
  if (typeof column === 'string') return column;
  const key = isObject(column) ? nameKeys.find((one) => typeof column[one] === 'string') : undefined;
  return isObject(column) && key !== undefined ? String(column[key]) : undefined;
}

/** The cells of a row; BigQuery wraps the row and every cell. */
function cellsOf(row: unknown): readonly unknown[] | undefined {
  if (Array.isArray(row)) return row as readonly unknown[];
  const wrapped = isObject(row) ? row['f'] : undefined;
  return Array.isArray(wrapped)
    ? wrapped.map((cell: unknown) => (isObject(cell) ? cell['v'] : cell))
    : undefined;
}

interface Matrix {
  readonly shape: Shape;
  readonly names: readonly string[];
}

function matrixOf(value: JsonObject): Matrix | undefined {
  for (const shape of shapes) {
    const columns = at(value, shape.names);
    const rows = at(value, shape.rows);
    if (!Array.isArray(columns) || !Array.isArray(rows) || columns.length === 0) continue;
    const names = columns.map(nameOf).filter((name) => name !== undefined);
    const width = shape.isByColumn ? rows.length : cellsOf(rows[0])?.length;
    if (names.length === columns.length && width === names.length) return { shape, names };
  }
  return undefined;
}

/** The value at a path with its text and place. */
function passageAt(value: unknown, text: string, path: string): Passage | undefined {
  const [key, ...rest] = path.split('.');
  for (const part of passagesIn(value, text)) {
    if (part.key !== key) continue;
    const inside = rest.length === 0 ? part : passageAt(part.value, part.text, rest.join('.'));
    return inside && inside !== part
      ? { ...inside, offsetOf: (offset) => part.offsetOf(inside.offsetOf(offset)) }
      : inside;
  }
  return undefined;
}

/** Results that name their columns once and give rows as lists of cells. Each row is read as an object of its columns. */
export const rowMatrix: JsonContainer = {
  kind: 'rows',
  matches: (value) => matrixOf(value) !== undefined,
  items: (value, text, within) => {
    const matrix = matrixOf(value);
    const list = matrix && passageAt(value, text, matrix.shape.rows);
    if (!matrix || !list) return [noRows];
    const items = matrix.shape.isByColumn
      ? transposed(list.value).flatMap((cells) => itemsOf(matrix.names, cells, undefined, within))
      : [...passagesIn(list.value, list.text)].flatMap((row) =>
          itemsOf(
            matrix.names,
            cellsOf(row.value) ?? [],
            { ...row, offsetOf: (offset) => list.offsetOf(row.offsetOf(offset)) },
            within,
          ),
        );
    return items.length > 0 ? items : [noRows];
  },
};

function transposed(columns: unknown): readonly (readonly unknown[])[] {
  const lists = Array.isArray(columns) ? columns.filter((one): one is unknown[] => Array.isArray(one)) : [];
  const [first = []] = lists;
  return first.map((_, index) => lists.map((list) => list[index]));
}

/** What a row holds; what is put together from it keeps the row's own text. */
function itemsOf(
  names: readonly string[],
  cells: readonly unknown[],
  row: Passage | undefined,
  within: Within,
): readonly Item[] {
  const object = Object.fromEntries(names.map((name, index) => [name, cells[index]]));
  return within(JSON.stringify(object), 'The row').map((item) => {
    if ('other' in item || !row) return item;
    const offset = row.offsetOf(0);
    return 'found' in item && item.found.exact !== undefined
      ? { ...item, found: { ...item.found, exact: row.text }, offset }
      : { ...item, offset };
  });
}
