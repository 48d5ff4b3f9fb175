import {
  insertCompletionText,
  pickedCompletion,
  type Completion,
  type CompletionContext,
  type CompletionSource,
} from '@codemirror/autocomplete';
import { syntaxTree } from '@codemirror/language';
import { columnsOf, sqlTableName, type SqlFunction, type SqlTable } from './sql-schema.ts';

const mention =
  /\b(?:from|join)\s+([a-z_]\w*(?:\.[a-z_]\w*)?)(?:\s+(?:as\s+)?(?!(?:on|using|where|join|group|order|limit)\b)([a-z_]\w*))?/gi;

/** Tables that the text names after FROM and JOIN, by name and by alias, in lower case. */
export function namedTables(text: string, tables: readonly SqlTable[]): ReadonlyMap<string, SqlTable> {
  const found = new Map<string, SqlTable>();
  for (const [, name = '', alias] of text.matchAll(mention)) {
    const table = tables.find((one) => one.table.toLowerCase() === name.toLowerCase());
    if (!table) continue;
    found.set(table.table.toLowerCase(), table);
    if (alias !== undefined) found.set(alias.toLowerCase(), table);
  }
  return found;
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

const named = /\bas\s+([a-z_]\w*)|\b([a-z_]\w*)\s+as\s+(?:(?:not\s+)?materialized\s+)?\(/gi;
// What CAST( … AS … ) names is a type.
const typeName =
  /^(?:select|materialized|not|varchar|text|integer|int|bigint|double|timestamp|date|boolean|json)$/i;

/** Names that the text itself gives: of columns after AS, of queries in WITH. The word at `caret` is none yet. */
function ownNames(text: string, caret: number): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const found of text.matchAll(named)) {
    const [whole, column, query] = found;
    const name = column ?? query ?? '';
    const isBeingWritten = caret > found.index && caret <= found.index + whole.length;
    if (!isBeingWritten && !typeName.test(name)) names.set(name, query === undefined ? 'alias' : 'with');
  }
  return names;
}

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
    const mentioned = namedTables(context.state.doc.toString(), tables);
    const from = typed?.from ?? context.pos;
    const [head = ''] = typed?.text.split('.') ?? [];
    const owner = typed?.text.includes('.') ? mentioned.get(head.toLowerCase()) : undefined;
    if (owner) {
      return { from: from + head.length + 1, options: columnOptions(owner), validFor: /^[\w.]*$/ };
    }
    const asked = mentioned.size > 0 ? [...new Set(mentioned.values())] : tables.slice(0, 1);
    const tableOptions = tables.map((table) => ({
      label: table.table,
      apply: sqlTableName(table.table),
      detail: 'table',
      info: table.help,
      type: 'class',
    }));
    const own = [...ownNames(context.state.doc.toString(), context.pos)].map(([label, detail]) => ({
      label,
      detail,
      type: 'variable',
    }));
    const options = [...tableOptions, ...asked.flatMap((table) => columnOptions(table)), ...own];
    return { from, options, validFor: /^[\w.]*$/ };
  };

const optionOf = ({ name, kind, calls, help }: SqlFunction): Completion => ({
  label: name,
  detail: kind === 'scalar' ? 'function' : kind,
  info: [help, ...calls].filter((line) => line !== '').join('\n'),
  type: 'function',
  boost: -1,
  apply: (view, completion, from, to) => {
    const isCalled = view.state.sliceDoc(to, to + 1) === '(';
    const caret = from + name.length + 1;
    view.dispatch({
      ...insertCompletionText(view.state, isCalled ? name : `${name}()`, from, to),
      selection: { anchor: caret },
      annotations: pickedCompletion.of(completion),
    });
  },
});

/** Completes functions, with the caret between their brackets. */
export const functionCompletion = (functions: () => readonly SqlFunction[]): CompletionSource => {
  let options: Completion[] = [];
  let listed: readonly SqlFunction[] = [];
  return (context) => {
    const typed = context.matchBefore(/[\w.]+/);
    if (!typed || typed.text.includes('.') || isInText(context)) return null;
    if (listed !== functions()) {
      listed = functions();
      options = listed.map(optionOf);
    }
    return { from: typed.from, options, validFor: /^\w*$/ };
  };
};
