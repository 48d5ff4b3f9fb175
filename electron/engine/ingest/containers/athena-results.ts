import type { Item } from '../record/found.ts';
import { topField } from '../tables/field-names.ts';
import { isObject, other, partial, type JsonContainer, type JsonObject } from './container.ts';
import { recordOfRow } from './row-record.ts';
import { passagesIn, type Passage } from './passage.ts';

const note =
  'Put together from the columns an Athena query selected; what it did not select is missing from these records.';
const noEvents = other('athena-results', 'Athena results that are no CloudTrail events, such as counts.');

/** The texts of a row's cells. */
function cellsOf(row: unknown): readonly string[] {
  const data: readonly unknown[] = isObject(row) && Array.isArray(row['Data']) ? row['Data'] : [];
  return data.map((cell) =>
    isObject(cell) && typeof cell['VarCharValue'] === 'string' ? cell['VarCharValue'] : '',
  );
}

/** Names of the columns: the first row of a result's first page, or the result's metadata. */
function columnsOf(results: JsonObject, rows: readonly Passage[]): readonly string[] {
  const first = cellsOf(rows[0]?.value);
  if (first.some((cell) => topField(cell) === 'eventName')) return first;
  const metadata = results['ResultSetMetadata'];
  const info: readonly unknown[] =
    isObject(metadata) && Array.isArray(metadata['ColumnInfo']) ? metadata['ColumnInfo'] : [];
  return info.map((column) => (isObject(column) ? String(column['Name']) : ''));
}

function* rowsIn(value: unknown, text: string): Generator<Passage> {
  for (const set of passagesIn(value, text)) {
    if (set.key !== 'ResultSet') continue;
    for (const rows of passagesIn(set.value, set.text)) {
      if (rows.key !== 'Rows') continue;
      for (const row of passagesIn(rows.value, rows.text))
        yield { ...row, offsetOf: (at) => set.offsetOf(rows.offsetOf(row.offsetOf(at))) };
    }
  }
}

/** `aws athena get-query-results`: rows of text cells under columns. Source: Athena API reference, GetQueryResults. */
export const athenaResults: JsonContainer = {
  kind: 'athena-results',
  matches: ({ ResultSet }) => isObject(ResultSet) && Array.isArray(ResultSet['Rows']),
  items: (value, text) => {
    const rows = [...rowsIn(value, text)];
    const columns = columnsOf(isObject(value['ResultSet']) ? value['ResultSet'] : {}, rows);
    return rows.flatMap((row): readonly Item[] => {
      const cells = cellsOf(row.value);
      if (cells.join('\0') === columns.join('\0')) return [];
      const json = recordOfRow(Object.fromEntries(columns.map((name, index) => [name, cells[index] ?? ''])));
      return json === undefined
        ? [noEvents]
        : [{ ...partial(json, row.text, note), offset: row.offsetOf(0) }];
    });
  },
};
