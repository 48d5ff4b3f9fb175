import { DuckDBListValue, DuckDBTimestampValue, type DuckDBValue } from '@duckdb/node-api';
import type { Sql } from '../../../db/sql.ts';

/**
 * Text as an SQL literal. NUL would end the statement for DuckDB's parser and other control characters make a script
 * unreadable, so they are written as `chr(…)`.
 */
function textLiteral(text: string): string {
  // A lone surrogate has no UTF-8; DuckDB gets U+FFFD for it when the value is bound, too.
  const whole = text.replace(/\p{Cs}/gu, '\ufffd');
  const pieces = whole
    .split(/([\0-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069])/)
    .filter((piece) => piece !== '')
    .map((piece) =>
      /^[\0-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]$/.test(piece)
        ? `chr(${piece.codePointAt(0) ?? 0})`
        : `'${piece.replaceAll("'", "''")}'`,
    );
  if (pieces.length === 0) return `''`;
  return pieces.length === 1 ? (pieces[0] ?? `''`) : `(${pieces.join(' || ')})`;
}

const momentText = (micros: bigint): string => {
  const second = 1_000_000n;
  const fraction = ((micros % second) + second) % second;
  const date = new Date(Number((micros - fraction) / 1_000n));
  const digits = fraction === 0n ? '' : `.${String(fraction).padStart(6, '0')}`;
  return `${date.toISOString().slice(0, 19).replace('T', ' ')}${digits}`;
};

function literal(value: DuckDBValue): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return textLiteral(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'bigint') return String(value);
  if (value instanceof DuckDBTimestampValue) return `TIMESTAMP '${momentText(value.micros)}'`;
  if (value instanceof DuckDBListValue) return `[${value.items.map(literal).join(', ')}]`;
  throw new Error(`A value of kind ${typeof value} has no literal.`);
}

/** A piece of SQL with its values written into it: text that runs by itself. */
export const sqlWithValues = ({ parts, values }: Sql): string =>
  parts.reduce((text, part, index) => {
    const value = values[index - 1];
    return index === 0 ? part : `${text}${literal(value ?? null)}${part}`;
  }, '');
