import type { Completion, CompletionContext, CompletionSource } from '@codemirror/autocomplete';
import { syntaxTree } from '@codemirror/language';

/** A table that can be asked; nested columns are written with dots (`userIdentity.arn`). */
export interface SqlTable {
  readonly table: string;
  readonly help: string;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly help: string }[];
}

const plainWord = /^[a-z_]\w*$/i;

/** An identifier as DuckDB reads it, quoted part by part where it has to be. */
export const sqlName = (name: string): string =>
  name
    .split('.')
    .map((part) => (plainWord.test(part) ? part : `"${part.replaceAll('"', '""')}"`))
    .join('.');

const mention = /\b(?:from|join)\s+([a-z_]\w*)(?:\s+(?:as\s+)?(?!(?:on|using|where|join|group|order|limit)\b)([a-z_]\w*))?/gi;

/** Tables that the text names after FROM and JOIN, by name and by alias, in lower case. */
export function namedTables(text: string, tables: readonly SqlTable[]): ReadonlyMap<string, SqlTable> {
  const named = new Map<string, SqlTable>();
  for (const [, name = '', alias] of text.matchAll(mention)) {
    const table = tables.find((one) => one.table.toLowerCase() === name.toLowerCase());
    if (!table) continue;
    named.set(table.table.toLowerCase(), table);
    if (alias !== undefined) named.set(alias.toLowerCase(), table);
  }
  return named;
}

const columnOptions = (table: SqlTable, boost: number): Completion[] =>
  table.columns.map((column) => ({
    label: column.name,
    apply: sqlName(column.name),
    detail: column.type.toLowerCase(),
    info: column.help,
    type: 'property',
    boost,
  }));

const isInText = (context: CompletionContext): boolean =>
  ['String', 'LineComment', 'BlockComment'].includes(
    syntaxTree(context.state).resolveInner(context.pos, -1).name,
  );

/**
 * Completes tables, and the columns of the tables the text names (of the first table while it names none). Parts of a
 * nested column find it: `arn` finds `userIdentity.arn`.
 */
export const schemaCompletion =
  (schema: () => readonly SqlTable[]): CompletionSource =>
  (context) => {
    const typed = context.matchBefore(/[\w.]+/);
    if ((!typed && !context.explicit) || isInText(context)) return null;
    const tables = schema();
    const named = namedTables(context.state.doc.toString(), tables);
    const from = typed?.from ?? context.pos;
    const [head = ''] = typed?.text.split('.') ?? [];
    const owner = typed?.text.includes('.') ? named.get(head.toLowerCase()) : undefined;
    if (owner) {
      return { from: from + head.length + 1, options: columnOptions(owner, 1), validFor: /^[\w.]*$/ };
    }
    const asked = named.size > 0 ? [...new Set(named.values())] : tables.slice(0, 1);
    const tableOptions = tables.map((table) => ({
      label: table.table,
      detail: 'table',
      info: table.help,
      type: 'class',
    }));
    const options = [...tableOptions, ...asked.flatMap((table) => columnOptions(table, 1))];
    return { from, options, validFor: /^[\w.]*$/ };
  };
