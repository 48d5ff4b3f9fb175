import { requestKeys } from '../../../shared/fields/request-keys.ts';
import type { PathStep } from '../../../shared/filter/path.ts';
import { identifier, join, raw, sql, type Sql } from '../db/sql.ts';
import type { TableInBackground } from '../derive/derived-table.ts';
import { jsonPath } from './dialects/duckdb/json-path.ts';
import { pathText } from './dialects/duckdb/json.ts';
import { nullPaths } from './dialects/duckdb/request-keys.ts';
import { sqlWithValues } from './dialects/duckdb/sql-literal.ts';

/** A document of a record and the request keys in it. */
interface Document {
  readonly name: string;
  readonly keys: readonly Key[];
}

interface Key {
  readonly path: string;
  /** Below the document. */
  readonly names: readonly string[];
}

const documents: readonly Document[] = [
  ...new Set(requestKeys.map(({ path }) => path.split('.')[0] ?? '')),
].map((name) => ({
  name,
  keys: requestKeys.flatMap(({ path }) => {
    const [first, ...names] = path.split('.');
    return first === name ? [{ path, names }] : [];
  }),
}));

const stepsOf = (names: readonly string[]): readonly PathStep[] => names.map((key) => ({ kind: 'key', key }));

const all = (pieces: readonly Sql[]): Sql => join(pieces, ', ');

/** The keys that begin a path in a document, each once. */
const firstNames = ({ keys }: Document): readonly string[] => [
  ...new Set(keys.flatMap(({ names }) => names[0] ?? [])),
];

/** Holds wherever a document has any of the keys; see `mayHave`. */
function mayHaveAny(document: Document): Sql {
  const column = identifier(document.name);
  return sql`(regexp_matches(${column}, ${`"(?:${firstNames(document).join('|')})"`}) OR contains(${column}, ${'\\'}))`;
}

/** What `json_transform` gives of a number is not always what a path gives: it writes those with a point or exponent anew. */
const mayHaveFractions = ({ name }: Document): Sql =>
  sql`regexp_matches(${identifier(name)}, ${':\\s*-?[0-9]+[.eE]'})`;

/** The keys below some names, as nested objects with what `leaf` makes of each. */
function nested<Leaf>(
  keys: readonly Key[],
  leaf: (key: Key) => Leaf,
  wrap: (members: readonly (readonly [name: string, value: Leaf])[]) => Leaf,
  depth = 0,
): Leaf {
  const names = [...new Set(keys.flatMap(({ names }) => names[depth] ?? []))];
  return wrap(
    names.map((name) => {
      const below = keys.filter(({ names }) => names[depth] === name);
      const [only] = below;
      const isLeaf = below.length === 1 && only?.names.length === depth + 1;
      return [name, isLeaf ? leaf(only) : nested(below, leaf, wrap, depth + 1)];
    }),
  );
}

/** All keys of a document as one struct, NULL where it has none: read at once where that gives what single paths give. */
function structOf(document: Document): Sql {
  const column = identifier(document.name);
  const shape = nested<unknown>(
    document.keys,
    () => 'VARCHAR',
    (members) => Object.fromEntries(members),
  );
  const single = nested<Sql>(
    document.keys,
    ({ names }) => pathText(column, stepsOf(names)),
    (members) =>
      sql`struct_pack(${all(members.map(([name, value]) => sql`${identifier(name)} := ${value}`))})`,
  );
  return sql`CASE WHEN NOT ${mayHaveAny(document)} THEN NULL WHEN ${mayHaveFractions(document)} THEN ${single}
    ELSE TRY(json_transform(${column}, ${JSON.stringify(shape)})) END`;
}

/** The paths of a document where it has null; an empty or no list where it has none. */
function nullsIn({ name, keys }: Document): Sql {
  const column = identifier(name);
  const paths = all(keys.map(({ path }) => sql`${path}`));
  const places = all(keys.map(({ names }) => sql`${jsonPath(stepsOf(names))}`));
  return sql`CASE WHEN contains(${column}, 'null') THEN list_transform(list_filter(list_zip([${paths}],
    TRY(json_type(${column}, [${places}]))), lambda one: one[2] = 'NULL'), lambda one: one[1]) END`;
}

const memberOf = (document: Document, { names }: Key): Sql =>
  join([document.name, ...names].map(identifier), '.');

/** A row for every event of some files that may have a key; where none is there after all, everything in it is NULL. */
const rowsOf = (isOfFiles: Sql): Sql => sql`SELECT file_id, ordinal,
    ${all(documents.flatMap((document) => document.keys.map((key) => memberOf(document, key))))}, ${identifier(nullPaths)}
  FROM (SELECT file_id, ordinal, ${all(documents.map((one) => sql`${structOf(one)} AS ${identifier(one.name)}`))},
      nullif(list_concat(${all(documents.map(nullsIn))}), []) AS ${identifier(nullPaths)}
    FROM trail.main.event_columns
    WHERE ${isOfFiles} AND (${join(documents.map(mayHaveAny), ' OR ')}))`;

/** What the events' requests and answers have at the paths that people ask for most. */
export const requestKeyValues: TableInBackground = {
  name: 'request_keys',
  help: 'One row an event whose request or answer has any of these keys, each value as text.',
  columns: [
    { name: 'file_id', type: 'INTEGER', help: 'The event: event_columns.file_id' },
    { name: 'ordinal', type: 'INTEGER', help: 'The event: event_columns.ordinal' },
    ...requestKeys.map(({ path, help }) => ({ name: path, type: 'VARCHAR', help })),
    { name: nullPaths, type: 'VARCHAR[]', help: 'The paths among these where the record says null' },
  ],
  version: 1,
  from: [],
  when: 'in-background',
  follows: 'columns',
  build: async ({ connection, into }, { from, to }) => {
    const isOfFiles = raw(`file_id BETWEEN ${from} AND ${to}`);
    await connection.run(`INSERT INTO ${into} ${sqlWithValues(rowsOf(isOfFiles))}`);
  },
  trim: async ({ connection, into }) => {
    // Every event that leaves becomes a duplicate or goes with its file; looking for these is far cheaper than for all that stay.
    await connection.run(
      `DELETE FROM ${into} WHERE (file_id, ordinal) IN (SELECT (file_id, ordinal) FROM trail.main.duplicate_records)
         OR file_id NOT IN (SELECT id FROM trail.main.files)`,
    );
  },
};
