import type { ResultOf } from '../../shared/bridge/contract.ts';
import type { consoleContract } from '../../shared/contract/console.ts';
import { fieldNamed } from '../../shared/fields/catalogue.ts';

/** A table as the engine documents it. */
export type SqlTable = ResultOf<(typeof consoleContract)['sql.schema']>[number];

/** A function that a query may call. */
export type SqlFunction = ResultOf<(typeof consoleContract)['sql.functions']>[number];

/** A column, or a member of a nested one, ready to be written into a query. */
export interface SqlColumn {
  /** With dots between the members: `userIdentity.arn`. */
  readonly name: string;
  /** As it has to be written: `userIdentity.arn`, `"a name with spaces"`. */
  readonly words: string;
  readonly type: string;
  readonly help: string;
  /** The last part of the name, and how deep it is nested. */
  readonly leaf: string;
  readonly depth: number;
}

const plainWord = /^[a-z_]\w*$/i;

/** An identifier in quotes where it needs them. */
const sqlName = (name: string): string => (plainWord.test(name) ? name : `"${name.replaceAll('"', '""')}"`);

/** A table as it is written: `events`, or `notes.marks` for one beside them. */
export const sqlTableName = (table: string): string => table.split('.').map(sqlName).join('.');

const member = /^\s*(?:"((?:[^"]|"")*)"|(\w+))\s+/;

/** Members of DuckDB's `STRUCT(arn VARCHAR, "other name" STRUCT(…))`; none for other types. */
export function structMembers(type: string): readonly { readonly name: string; readonly type: string }[] {
  const inner = /^STRUCT\((.*)\)$/is.exec(type)?.[1];
  if (inner === undefined) return [];
  return splitOutside(inner).flatMap((part) => {
    const head = member.exec(part);
    if (!head) return [];
    const name = head[1]?.replaceAll('""', '"') ?? head[2] ?? '';
    return [{ name, type: part.slice(head[0].length).trim() }];
  });
}

/** Splits at the commas that stand in no bracket and no quotes. */
function splitOutside(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let isQuoted = false;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    else if (character === ',' && depth === 0) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, text.slice(from)];
}

const shortType = (type: string): string => (/^STRUCT\(/i.test(type) ? 'struct' : type.toLowerCase());

function membersOf(path: readonly string[], type: string): readonly SqlColumn[] {
  return structMembers(type).flatMap((one) => {
    const inner = [...path, one.name];
    const name = inner.join('.');
    const column = {
      name,
      words: inner.map(sqlName).join('.'),
      type: shortType(one.type),
      help: fieldNamed(name)?.help ?? '',
      leaf: one.name,
      depth: path.length,
    };
    return [column, ...membersOf(inner, one.type)];
  });
}

/** A table's columns, each nested one followed by its members. */
export const columnsOf = (table: SqlTable): readonly SqlColumn[] =>
  table.columns.flatMap(({ name, type, help }) => [
    { name, words: sqlName(name), type: shortType(type), help, leaf: name, depth: 0 },
    ...membersOf([name], type),
  ]);
