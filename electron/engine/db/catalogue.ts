import type { DuckDBConnection } from '@duckdb/node-api';
import { createDerived, type DerivedShape } from './derived-shape.ts';
import { formerSchemas, type FormerSchema } from './former-schemas.ts';
import { readFrom, text, textOrNull } from './rows.ts';
import { schemaStatements, schemaVersion } from './schema.ts';

/** What a catalogue holds: a line for every object, by kind and name. */
type Catalogue = ReadonlyMap<string, string>;

const current: FormerSchema = { version: schemaVersion, tables: schemaStatements, views: {} };

/** Every schema that opens, the newest first: the one place that says what the catalogue of each version must be. */
const knownSchemas: readonly FormerSchema[] = [current, ...formerSchemas];

/** Far more objects than any of ours has; what lies beyond is not read. */
const mostObjects = 1_000;

/** Names are a stranger's. */
const longestName = 60;

/** Of what differs so much is named. */
const mostNamed = 3;

/** A database of ours. */
interface Recognised {
  readonly version: number;
  /** The derived tables that are there and of the shape that this version gives them. */
  readonly sound: ReadonlySet<string>;
}

/**
 * What the attached database is: a known schema by its version, `empty`, or what differs from the schema that is nearest.
 * Derived tables may be missing or of any shape. Only the catalogue is read, and nothing in it is run or bound before it is
 * known to be ours.
 */
export async function recognise(
  connection: DuckDBConnection,
  derived: readonly DerivedShape[],
): Promise<Recognised | 'empty' | { readonly differences: readonly string[] }> {
  const all = await objectsOf(connection, 'trail');
  if (all.size >= mostObjects) return { differences: ['thousands of tables, views or other objects'] };
  const isDerived = isAbout(derived.map(({ name }) => name));
  const found = only(all, (key) => !isDerived(key));
  let nearest: readonly string[] | undefined;
  for (const known of knownSchemas) {
    const model = await modelOf(connection, known);
    if (differences(model.bare, found).length === 0) return 'empty';
    const objects = differences(model.objects, found);
    const columns = objects.length > 0 ? undefined : await columnsOf(connection, 'trail');
    const wrong = columns
      ? differences(
          model.columns,
          only(columns, (key) => !isDerived(key)),
        )
      : objects;
    if (columns && wrong.length === 0)
      return {
        version: known.version,
        sound: await soundOf(connection, derived, new Map([...all, ...columns])),
      };
    if (!nearest || wrong.length < nearest.length) nearest = wrong;
  }
  return { differences: nearest ?? [] };
}

/** Which derived tables of a catalogue are as this version makes them. */
async function soundOf(
  connection: DuckDBConnection,
  derived: readonly DerivedShape[],
  found: Catalogue,
): Promise<ReadonlySet<string>> {
  const tables = derived.map((shape) => createDerived('trail', shape));
  const model = await modelOf(connection, { version: 0, tables, views: {} });
  const expected = new Map([...model.objects, ...model.columns]);
  const sound = derived.filter(({ name }) => {
    const isOwn = isAbout([name]);
    return differences(only(expected, isOwn), only(found, isOwn)).length === 0;
  });
  return new Set(sound.map(({ name }) => name));
}

const only = (catalogue: Catalogue, isWanted: (key: string) => boolean): Catalogue =>
  new Map([...catalogue].filter(([key]) => isWanted(key)));

/** Whether a line is about one of some tables itself or about a column of it. */
const isAbout =
  (names: readonly string[]) =>
  (key: string): boolean =>
    names.some((name) => key === keyOf('table', name) || key.startsWith(`${keyOf('column', name)}.`));

/** What differs as one phrase, for a sentence. */
export function inWords(differences: readonly string[]): string {
  const named = differences.slice(0, mostNamed).join(', ');
  const more = differences.length - mostNamed;
  return more > 0 ? `${named} and ${more} more` : named;
}

interface Model {
  /** As a database without anything is. */
  readonly bare: Catalogue;
  readonly objects: Catalogue;
  readonly columns: Catalogue;
}

let bareCatalogue: Catalogue | undefined;
const models = new Map<string, Model>();

/** A schema as DuckDB tells it. That depends on nothing but the schema, and asking takes longer than all else in an opening. */
async function modelOf(connection: DuckDBConnection, schema: FormerSchema): Promise<Model> {
  const key = schema.tables.join(';');
  const bare = bareCatalogue ?? (await inModel(connection, () => objectsOf(connection, 'model')));
  bareCatalogue = bare;
  const model = models.get(key) ?? (await inModel(connection, () => makeModel(connection, schema, bare)));
  models.set(key, model);
  return model;
}

async function makeModel(
  connection: DuckDBConnection,
  { tables, views }: FormerSchema,
  bare: Catalogue,
): Promise<Model> {
  for (const statement of tables) await connection.run(statement.replace('trail.main.', 'model.main.'));
  const objects = new Map([...bare, ...(await read(connection, tableTexts, 'model'))]);
  for (const [name, text] of Object.entries(views)) objects.set(keyOf('view', name), text);
  return { bare, objects, columns: await columnsOf(connection, 'model') };
}

/** Work on a database in memory that is made for it. */
async function inModel<Result>(connection: DuckDBConnection, work: () => Promise<Result>): Promise<Result> {
  await connection.run(`ATTACH ':memory:' AS model (READ_WRITE)`);
  try {
    return await work();
  } finally {
    await connection.run(`DETACH model`);
  }
}

const keyOf = (kind: string, name: string): string => `${kind} ${name}`;

/** Texts of tables hold types, defaults, generated columns and constraints. */
const tableTexts = `SELECT 'table' AS kind, if(schema_name = 'main', '', schema_name || '.') || table_name AS name,
     concat_ws(' ', sql, comment, nullif(tags::VARCHAR, '{}')) AS says FROM system.main.duckdb_tables() WHERE database_name = $1`;

/** DuckDB's own types stand in every catalogue. */
const objectKinds: readonly string[] = [
  tableTexts,
  `SELECT 'schema', schema_name, concat_ws(' ', sql, comment, nullif(tags::VARCHAR, '{}'))
   FROM system.main.duckdb_schemas() WHERE database_name = $1`,
  `SELECT 'view', if(schema_name = 'main', '', schema_name || '.') || view_name,
     concat_ws(' ', sql, comment, nullif(tags::VARCHAR, '{}')) FROM system.main.duckdb_views() WHERE database_name = $1`,
  `SELECT replace(function_type, '_', ' '), schema_name || '.' || function_name || '#' || function_oid, coalesce(macro_definition, '')
   FROM system.main.duckdb_functions() WHERE database_name = $1`,
  `SELECT 'type', if(schema_name = 'main', '', schema_name || '.') || type_name, concat_ws(' ', logical_type, type_category, labels::VARCHAR)
   FROM system.main.duckdb_types() WHERE database_name = $1`,
  `SELECT 'index', index_name, coalesce(sql, '') FROM system.main.duckdb_indexes() WHERE database_name = $1`,
  `SELECT 'sequence', sequence_name, coalesce(sql, '') FROM system.main.duckdb_sequences() WHERE database_name = $1`,
];

const objectsOf = (connection: DuckDBConnection, catalogue: string): Promise<Catalogue> =>
  read(connection, `SELECT * FROM (${objectKinds.join(' UNION ALL ')}) LIMIT ${mostObjects}`, catalogue);

/** Asked only once every object is known to be ours, because DuckDB binds views to tell their columns. */
const columnsOf = (connection: DuckDBConnection, catalogue: string): Promise<Catalogue> =>
  read(
    connection,
    `SELECT 'column' AS kind, table_name || '.' || column_name AS name,
       concat_ws(' ', column_index, data_type, data_type_id, is_nullable, column_default, comment) AS says
     FROM system.main.duckdb_columns() WHERE database_name = $1 AND table_name IN (
       SELECT table_name FROM system.main.duckdb_tables() WHERE database_name = $1)`,
    catalogue,
  );

async function read(connection: DuckDBConnection, query: string, catalogue: string): Promise<Catalogue> {
  const rows = await readFrom(connection, query, { kind: text, name: textOrNull, says: textOrNull }, [
    catalogue,
  ]);
  return new Map(rows.map(({ kind, name, says }) => [keyOf(kind, String(name)), String(says)]));
}

function differences(expected: Catalogue, found: Catalogue): readonly string[] {
  const foreign = [...found].flatMap(([key, says]) => {
    const name = key.replace(/#\d+$/, '').slice(0, longestName);
    if (!expected.has(key)) return [`a ${name} that is none of ours`];
    return expected.get(key) === says ? [] : [`another ${name}`];
  });
  const missing = [...expected.keys()].flatMap((key) => (found.has(key) ? [] : [`no ${key}`]));
  return [...foreign, ...missing];
}
