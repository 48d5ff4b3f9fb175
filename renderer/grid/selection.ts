/** Selected rows as disjoint, ascending spans, `to` exclusive, so that selecting ten million rows costs nothing. */
export type Spans = readonly { readonly from: number; readonly to: number }[];

export const noRows: Spans = [];

export const countRows = (spans: Spans): number => spans.reduce((sum, span) => sum + span.to - span.from, 0);

export const hasRow = (spans: Spans, row: number): boolean =>
  spans.some((span) => row >= span.from && row < span.to);

const merged = (spans: Spans): Spans => {
  const result: { from: number; to: number }[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else result.push({ ...span });
  }
  return result;
};

/** All rows between two, both included. */
export const spanBetween = (a: number, b: number): Spans => [
  { from: Math.min(a, b), to: Math.max(a, b) + 1 },
];

export const withRows = (spans: Spans, more: Spans): Spans => merged([...spans, ...more]);

export const withRowToggled = (spans: Spans, row: number): Spans =>
  hasRow(spans, row)
    ? spans
        .flatMap((span) =>
          row < span.from || row >= span.to
            ? [span]
            : [
                { from: span.from, to: row },
                { from: row + 1, to: span.to },
              ],
        )
        .filter((span) => span.to > span.from)
    : withRows(spans, spanBetween(row, row));
