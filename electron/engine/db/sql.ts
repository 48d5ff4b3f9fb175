import type { DuckDBValue } from '@duckdb/node-api';
import type { Source } from '../../../shared/bridge/contract.ts';

/** A piece of SQL with its bound values. Only the `sql` template and the helpers here make one. */
export interface Sql {
  readonly kind: 'sql';
  readonly parts: readonly string[];
  readonly values: readonly DuckDBValue[];
  /** What it reads besides the events. */
  readonly reads: readonly Source[];
}

const isSql = (value: unknown): value is Sql =>
  typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === 'sql';

/** Builds SQL: other `Sql` pieces are spliced in, everything else becomes a bound parameter. */
export function sql(strings: TemplateStringsArray, ...inputs: readonly (Sql | DuckDBValue)[]): Sql {
  const parts: string[] = [];
  const values: DuckDBValue[] = [];
  let reads: readonly Source[] = [];
  let text = strings[0] ?? '';
  inputs.forEach((input, index) => {
    const piece = isSql(input) ? input : { parts: ['', ''], values: [input], reads: [] };
    const [head = '', ...rest] = piece.parts;
    const complete = [text + head, ...rest];
    text = (complete.pop() ?? '') + (strings[index + 1] ?? '');
    parts.push(...complete);
    values.push(...piece.values);
    reads = together(reads, piece.reads);
  });
  return { kind: 'sql', parts: [...parts, text], values, reads };
}

/** Trusted text as SQL: keywords and fragments written in this code base, never data. */
export const raw = (text: string): Sql => ({ kind: 'sql', parts: [text], values: [], reads: [] });

/** The piece as one that reads these sources too; every piece it becomes part of carries that on. */
export const reading = (sources: readonly Source[], piece: Sql): Sql => ({
  ...piece,
  reads: together(piece.reads, sources),
});

const together = (some: readonly Source[], others: readonly Source[]): readonly Source[] =>
  others.every((source) => some.includes(source)) ? some : [...new Set([...some, ...others])];

/** What tells one query from all others: its text and its values. */
export const sqlKey = ({ parts, values }: Sql): string => JSON.stringify([parts, values.map(String)]);

/** A quoted identifier; names come from the field catalogue or the schema. */
export const identifier = (name: string): Sql => raw(`"${name.replaceAll('"', '""')}"`);

/** Pieces in a row with text between them; the empty list gives empty SQL. */
export const join = (pieces: readonly Sql[], separator: string): Sql =>
  pieces.reduce((all, piece, index) => (index === 0 ? piece : sql`${all}${raw(separator)}${piece}`), raw(''));

/** The statement text with `$1 …` markers, in the order of `values`. */
export const sqlText = (piece: Sql): string =>
  piece.parts.reduce((text, part, index) => (index === 0 ? part : `${text}$${index}${part}`), '');
