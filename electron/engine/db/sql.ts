import type { DuckDBValue } from '@duckdb/node-api';

/** A piece of SQL with its bound values. Only the `sql` template and the helpers here make one. */
export interface Sql {
  readonly kind: 'sql';
  readonly parts: readonly string[];
  readonly values: readonly DuckDBValue[];
}

const isSql = (value: unknown): value is Sql =>
  typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === 'sql';

/** Builds SQL: other `Sql` pieces are spliced in, everything else becomes a bound parameter. */
export function sql(strings: TemplateStringsArray, ...inputs: readonly (Sql | DuckDBValue)[]): Sql {
  const parts: string[] = [];
  const values: DuckDBValue[] = [];
  let text = strings[0] ?? '';
  inputs.forEach((input, index) => {
    const piece = isSql(input) ? input : { parts: ['', ''], values: [input] };
    const [head = '', ...rest] = piece.parts;
    const complete = [text + head, ...rest];
    text = (complete.pop() ?? '') + (strings[index + 1] ?? '');
    parts.push(...complete);
    values.push(...piece.values);
  });
  return { kind: 'sql', parts: [...parts, text], values };
}

/** Trusted text as SQL: keywords and fragments written in this code base, never data. */
export const raw = (text: string): Sql => ({ kind: 'sql', parts: [text], values: [] });

/** A quoted identifier; names come from the field catalogue or the schema. */
export const identifier = (name: string): Sql => raw(`"${name.replaceAll('"', '""')}"`);

/** Pieces in a row with text between them; the empty list gives empty SQL. */
export const join = (pieces: readonly Sql[], separator: string): Sql =>
  pieces.reduce((all, piece, index) => (index === 0 ? piece : sql`${all}${raw(separator)}${piece}`), raw(''));

/** The statement text with `$1 …` markers, in the order of `values`. */
export const sqlText = (piece: Sql): string =>
  piece.parts.reduce((text, part, index) => (index === 0 ? part : `${text}$${index}${part}`), '');
