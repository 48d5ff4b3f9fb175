import type { Completion, CompletionContext, CompletionSource } from '@codemirror/autocomplete';
import { syntaxTree } from '@codemirror/language';
import { columnsOf, sqlName, type SqlTable } from './sql-schema.ts';

const mention =
  /\b(?:from|join)\s+([a-z_]\w*)(?:\s+(?:as\s+)?(?!(?:on|using|where|join|group|order|limit)\b)([a-z_]\w*))?/gi;

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

const columnOptions = (table: SqlTable): Completion[] =>
  columnsOf(table).map((column) => ({
    label: column.name,
    apply: column.words,
    detail: column.type,
    info: column.help,
    type: 'property',
    boost: 1,
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
      return { from: from + head.length + 1, options: columnOptions(owner), validFor: /^[\w.]*$/ };
    }
    const asked = named.size > 0 ? [...new Set(named.values())] : tables.slice(0, 1);
    const tableOptions = tables.map((table) => ({
      label: table.table,
      apply: sqlName(table.table),
      detail: 'table',
      info: table.help,
      type: 'class',
    }));
    const options = [...tableOptions, ...asked.flatMap((table) => columnOptions(table))];
    return { from, options, validFor: /^[\w.]*$/ };
  };
