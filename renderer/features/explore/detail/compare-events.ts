import { readDocument } from './json-document.ts';
import { leavesOf, scalarOf, textOf } from './json-lines.ts';
import type { Scalar } from '../../../../shared/filter/filter.ts';

/** A value in one of the compared records. */
export interface ComparedCell {
  /** The value as people read it. */
  readonly text: string;
  /** As a search compares it; undefined for an empty object or array. */
  readonly scalar: Scalar | null | undefined;
}

/** One place of the records, with what each of them has there; undefined where a record has nothing. */
export interface ComparedRow {
  readonly path: string;
  readonly field: string;
  readonly cells: readonly (ComparedCell | undefined)[];
  readonly differs: boolean;
}

/** More places than anybody reads. */
const mostRows = 3_000;

/**
 * The records place by place, in the order of the first that has it. `isCut` when there are more places than shown. A
 * record that is no readable JSON has nothing anywhere.
 */
export function compareRecords(texts: readonly string[]): {
  readonly rows: readonly ComparedRow[];
  readonly isCut: boolean;
} {
  const places = new Map<string, { field: string; cells: (ComparedCell | undefined)[] }>();
  texts.forEach((text, column) => {
    const document = readDocument(text);
    for (const { path, field, value } of document ? leavesOf(document) : []) {
      const place = places.get(path) ?? { field, cells: texts.map(() => undefined) };
      place.cells[column] ??= { text: textOf(value), scalar: scalarOf(value) };
      places.set(path, place);
    }
  });
  const rows = [...places].map(([path, { field, cells }]): ComparedRow => {
    const [first, ...others] = cells.map((cell) => cell && `${typeof cell.scalar} ${cell.text}`);
    return { path, field, cells, differs: others.some((other) => other !== first) };
  });
  return { rows: rows.slice(0, mostRows), isCut: rows.length > mostRows };
}
