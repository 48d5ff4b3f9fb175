import type { Cell } from '../../shared/contract/common.ts';
import type { GridColumn } from './columns.ts';
import { pageRows, type GridSource } from './pages.svelte.ts';
import { countRows, type Spans } from './selection.ts';
import { toTsv } from './tsv.ts';

/** More rows than a clipboard is for. */
export interface CopyProblem {
  readonly rows: number;
  readonly limit: number;
}

const copyLimit = 50_000;

/** One row as JSON, by column title order. */
export const rowAsJson = (columns: readonly GridColumn[], value: (field: string) => Cell): string =>
  JSON.stringify(Object.fromEntries(columns.map((column) => [column.id, value(column.id)])), null, 2);

/** The selected rows as tab-separated text in the columns' order, read page by page; `fields` is a block's order. */
export async function copyRows(
  source: GridSource,
  columns: readonly GridColumn[],
  spans: Spans,
  fields: readonly string[],
): Promise<{ readonly text: string; readonly what: string } | CopyProblem> {
  const wanted = countRows(spans);
  if (wanted > copyLimit) return { rows: wanted, limit: copyLimit };
  const places = columns.map((column) => fields.indexOf(column.id));
  const { signal } = new AbortController();
  const rows: Cell[][] = [];
  for (const span of spans) {
    for (let from = span.from; from < span.to; from += pageRows) {
      const limit = Math.min(pageRows, span.to - from);
      const block = await source.load(from, limit, signal);
      for (let at = 0; at < limit; at += 1)
        rows.push(places.map((place) => block.columns[place]?.[at] ?? null));
    }
  }
  const titles = columns.map((column) => column.id);
  return { text: toTsv(titles, rows), what: `${rows.length} ${rows.length === 1 ? 'row' : 'rows'}` };
}
