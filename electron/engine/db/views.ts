import { fields, type Field } from '../../../shared/fields/catalogue.ts';
import { recordFamilies } from './record-families.ts';
import { tableNames } from './schema.ts';
import type { Sql } from './sql.ts';

const quoted = (name: string): string => `"${name}"`;

/** Nested `struct_pack` text for dotted names: `userIdentity.arn` becomes a member of `userIdentity`. */
function nestedColumns(all: readonly Field[], prefix = ''): string[] {
  const heads = new Map<string, Field[]>();
  for (const field of all) {
    const head = field.name.slice(prefix.length).split('.')[0] ?? '';
    heads.set(head, [...(heads.get(head) ?? []), field]);
  }
  return [...heads].map(([head, members]) => {
    const only = members[0];
    if (members.length === 1 && only?.name === prefix + head)
      return `${quoted(head)} := ${quoted(only.name)}`;
    return `${quoted(head)} := struct_pack(${nestedColumns(members, `${prefix}${head}.`).join(', ')})`;
  });
}

const asSelectItem = (assignment: string): string => {
  const at = assignment.indexOf(' := ');
  return `${assignment.slice(at + 4)} AS ${assignment.slice(0, at)}`;
};

/** The events of a table with the columns of `event_columns` under AWS's nested names. */
export const eventsFrom = (
  table: string,
): string => `SELECT ${nestedColumns(fields).map(asSelectItem).join(', ')},
    raw, file_id, ordinal, position FROM ${table}`;

const views: readonly (readonly [name: string, select: string])[] = [
  ['events', eventsFrom('trail.main.event_columns')],
  ...recordFamilies.map(({ view, select }) => [view, select] as const),
  ...tableNames.map((name) => [name, `SELECT * FROM trail.main.${name}`] as const),
];

/**
 * What people name without a catalogue: views in the catalogue in memory, made at every opening, so that the database file
 * holds tables only and nothing in it is found by a bare name. Those of derived tables are made with them.
 */
export const viewStatements: readonly string[] = views.map(
  ([name, select]) => `CREATE VIEW memory.main.${name} AS ${select}`,
);

/** SQL of ours under the names that people write: without the catalogue, through the views. */
export const inPlainNames = (piece: Sql): Sql => ({
  ...piece,
  parts: piece.parts.map((part) => part.replaceAll(/\b(?:trail|derived)\.main\./g, '')),
});
