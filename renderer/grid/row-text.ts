import type { Cell } from '../../shared/table/cell.ts';
import { toTsv } from './tsv.ts';

/** How rows leave the grid as text. */
export type RowFormat = 'tsv' | 'json' | 'markdown';

/** The formats in the order menus list them, with their keys. */
export const rowFormats: readonly {
  readonly format: RowFormat;
  readonly label: string;
  readonly keys: string;
}[] = [
  { format: 'tsv', label: 'tab-separated text', keys: 'Ctrl+C' },
  { format: 'json', label: 'JSON', keys: 'Ctrl+Shift+C' },
  { format: 'markdown', label: 'Markdown', keys: 'Ctrl+Alt+C' },
];

/** Characters that mean something in Markdown or HTML; a log's text is shown, never interpreted. */
const markup = /[\\|<>[\]*_`~&#]/g;

const markdownCell = (value: Cell): string =>
  value === null
    ? ''
    : String(value)
        .replace(/\s+/g, ' ')
        .replace(markup, (character) =>
          character === '<' ? '&lt;' : character === '&' ? '&amp;' : `\\${character}`,
        );

const markdownLine = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** Rows as a Markdown table. */
const toMarkdown = (titles: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  [
    markdownLine(titles.map(markdownCell)),
    markdownLine(titles.map(() => '---')),
    ...rows.map((row) => markdownLine(row.map(markdownCell))),
  ].join('\n');

/** Rows as a JSON array of objects, a key a column, in the columns' order. */
const toJson = (ids: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  `[\n${rows
    .map((row) => `  ${JSON.stringify(Object.fromEntries(ids.map((id, index) => [id, row[index] ?? null])))}`)
    .join(',\n')}\n]`;

/** Rows as text in a format. `names` are the columns'. */
export function rowsAsText(
  format: RowFormat,
  names: readonly string[],
  rows: readonly (readonly Cell[])[],
): string {
  if (format === 'tsv') return toTsv(names, rows);
  return format === 'json' ? toJson(names, rows) : toMarkdown(names, rows);
}
