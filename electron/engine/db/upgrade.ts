import type { DuckDBConnection } from '@duckdb/node-api';
import { readFrom, text, textOrNull } from './rows.ts';
import { createTable, schemaVersion } from './schema.ts';
import { setMeta, transact } from './transact.ts';

/** A column that a version added to a table. */
interface AddedColumn {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  /** How its values are packed, where that is said. */
  readonly compression?: string;
}

/** What a version of the tables differs in from the one before it. */
interface Step {
  readonly added: readonly AddedColumn[];
  /** Views for people that stood in the file before they were made at every opening. */
  readonly dropped?: readonly string[];
  /** Tables that were not there before. */
  readonly tables?: readonly string[];
}

const added = (table: string, column: string, type: string, compression?: string): AddedColumn => ({
  ...{ table, column, type },
  ...(compression === undefined ? {} : { compression }),
});

/** What makes the tables of a former version those of the next one, by that version. */
const steps: Readonly<Record<number, Step>> = {
  3: {
    added: [
      added('files', 'content_sha256', 'VARCHAR'),
      added('files', 'gzip_members', 'BIGINT[]'),
      added('duplicate_records', 'likeness', 'VARCHAR'),
    ],
    dropped: ['events', 'insights', 'network_activity', 'aggregated_counts'],
  },
  4: {
    added: [
      added('event_columns', 'result', 'VARCHAR', 'dict_fsst'),
      added('event_columns', 'consequence', 'VARCHAR', 'dict_fsst'),
    ],
  },
  5: { added: [], tables: ['companions'] },
};

const stepsFrom = (version: number): readonly Step[] =>
  Object.entries(steps).flatMap(([from, step]) => (Number(from) >= version ? [step] : []));

/** The columns that this version's tables have more than those of a former one. */
export const columnsSince = (version: number): readonly AddedColumn[] =>
  stepsFrom(version).flatMap((step) => step.added);

/** The tables that this version has more than a former one. */
export const tablesSince = (version: number): readonly string[] =>
  stepsFrom(version).flatMap((step) => step.tables ?? []);

/** True when columns of events came since that version, or other rules for them: they have to be read again. */
const hasFormerRules = (version: number): boolean => columnsSince(version).length > 0;

function statementsOf({ added: columns, dropped = [], tables = [] }: Step): readonly string[] {
  const packing = ({ compression }: AddedColumn): string =>
    compression === undefined ? '' : ` USING COMPRESSION ${compression}`;
  return [
    ...dropped.map((view) => `DROP VIEW IF EXISTS trail.main.${view}`),
    ...tables.map(createTable),
    ...columns.map(
      (one) => `ALTER TABLE trail.main.${one.table} ADD COLUMN ${one.column} ${one.type}${packing(one)}`,
    ),
  ];
}

/** The key in `meta` under which stands from which file on columns follow the rules of a former version. */
export const deriveFromKey = 'derive-from';

/** True for a version whose tables can be made those of this one. */
export const isUpgradable = (version: number): boolean => steps[version] !== undefined;

/**
 * Makes the tables of a former version those of this one, all or nothing. What its columns hold follows that version's
 * rules until `deriveAgain` has run, which continues from the file that `meta` names.
 */
export async function upgradeTables(connection: DuckDBConnection, from: number): Promise<void> {
  await transact(connection, async () => {
    for (const step of stepsFrom(from))
      for (const statement of statementsOf(step)) await connection.run(statement);
    if (hasFormerRules(from)) await setMeta(connection, deriveFromKey, '0');
    await setMeta(connection, 'schema', String(schemaVersion));
  });
}

/** The file from which on columns follow a former version's rules; undefined when none do. */
export async function outdatedFrom(connection: DuckDBConnection): Promise<number | undefined> {
  const rows = await readFrom(
    connection,
    `SELECT key, value FROM trail.main.meta WHERE key IN ('schema', $1)`,
    { key: text, value: textOrNull },
    [deriveFromKey],
  );
  const facts = new Map(rows.map(({ key, value }) => [key, value]));
  const schema = Number(facts.get('schema'));
  if (schema !== schemaVersion && (!isUpgradable(schema) || hasFormerRules(schema))) return 0;
  const from = facts.get(deriveFromKey);
  return from === undefined ? undefined : Number(from);
}
