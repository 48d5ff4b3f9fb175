import { StatementType, type DuckDBConnection, type DuckDBPreparedStatement } from '@duckdb/node-api';
import { AppError } from '../../../../shared/bridge/errors.ts';
import type { SqlMode } from '../../../../shared/contract/console.ts';
import { readOne, text } from '../../db/rows.ts';
import { notAllowed } from './console-error.ts';

/** What DuckDB's JSON plans are asked with; `explained` writes the other beginnings. */
const planOf = {
  plan: 'EXPLAIN (FORMAT JSON) ',
  'measured-plan': 'EXPLAIN (ANALYZE, FORMAT JSON) ',
} as const;

/**
 * Functions that a SELECT can call and that do more than read: they change settings of the whole instance, write log
 * files, or run SQL given as text, which the gate could not see through; the two that name secrets look for stored ones
 * in the home folder. Found by calling every function DuckDB 1.5.5
 * lists on a hardened instance.
 */
export const refusedFunctions: ReadonlySet<string> = new Set([
  'add_parquet_key',
  'arrow_scan',
  'arrow_scan_dumb',
  'checkpoint',
  'disable_logging',
  'disable_peg_parser',
  'disable_profile',
  'disable_profiling',
  'duckdb_secrets',
  'enable_logging',
  'enable_peg_parser',
  'enable_profile',
  'enable_profiling',
  'force_checkpoint',
  'json_execute_serialized_sql',
  'nextval',
  'query',
  'seq_scan',
  'truncate_duckdb_logs',
  'which_secret',
  'write_log',
]);

/** PRAGMA that only answer with rows. DuckDB rewrites them to SELECT, which its parser cannot show us. */
const allowedPragmas: ReadonlySet<string> = new Set([
  'collations',
  'database_list',
  'database_size',
  'functions',
  'platform',
  'show',
  'show_databases',
  'show_tables',
  'show_tables_expanded',
  'storage_info',
  'table_info',
  'version',
]);

/**
 * Lets one SELECT, or EXPLAIN of one, through. Call it inside a read-only transaction, with the settings locked and file
 * access off: the gate, the transaction and the locked instance each stop what the others cannot. With a `mode` of a
 * plan the statement's plan is prepared instead; an EXPLAIN is taken as it is. Parameters are still to be bound. Errors:
 * `sql-not-allowed`, `sql-syntax` for nothing at all, and DuckDB's own.
 */
export async function admit(
  connection: DuckDBConnection,
  sql: string,
  mode: SqlMode = 'rows',
): Promise<DuckDBPreparedStatement> {
  const prepared = await prepareOne(connection, sql).catch((error: unknown) => {
    // A statement that changes data often fails to bind before its kind is known.
    const verb = changingVerb.exec(sql.slice(leadingSpace(sql)))?.[0];
    throw verb === undefined ? error : refusedKind(verb.toUpperCase());
  });
  if (prepared.statementType === StatementType.SELECT) {
    await refuseSideEffects(connection, sql);
    return mode === 'rows' ? prepared : prepareOne(connection, `${planOf[mode]}${sql}`);
  }
  if (prepared.statementType !== StatementType.EXPLAIN) {
    throw refusedKind(StatementType[prepared.statementType].replaceAll('_', ' '));
  }
  return explained(connection, sql);
}

const changingVerb =
  /^(insert|update|delete|truncate|merge|drop|create|alter|copy|attach|install|load|export|import)\b/i;

const refusedKind = (name: string): AppError =>
  notAllowed(`it is ${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name} statement`);

/**
 * EXPLAIN ANALYZE runs what it explains, COPY and COMMIT too, and names only itself as its kind. So the inner statement
 * is taken out, judged like any other, and explained again with a beginning of our own.
 */
async function explained(connection: DuckDBConnection, sql: string): Promise<DuckDBPreparedStatement> {
  const bare = sql.slice(leadingSpace(sql));
  const head = /^explain\s+(analyze\s+)?(\(\s*(?:(?:analyze|format\s+\w+)\s*,?\s*)+\)\s*)?/i.exec(bare);
  if (!head) throw notAllowed('it does not begin with EXPLAIN');
  const inner = bare.slice(head[0].length);
  const innerKind = (await prepareOne(connection, inner)).statementType;
  if (innerKind !== StatementType.SELECT) throw notAllowed('it explains something other than a SELECT');
  await refuseSideEffects(connection, inner);
  const analyze = head[1] ? 'ANALYZE ' : '';
  return prepareOne(connection, `EXPLAIN ${analyze}${head[2] ?? ''}${inner}`);
}

async function prepareOne(connection: DuckDBConnection, sql: string): Promise<DuckDBPreparedStatement> {
  if (leadingSpace(sql) === sql.length) throw nothingToRun();
  const statements = await connection.extractStatements(sql).catch((error: unknown) => {
    // What DuckDB's driver answers for text without any statement, such as a lone semicolon.
    if (error instanceof Error && error.message === 'Error in native callback') throw nothingToRun();
    throw error;
  });
  if (statements.count > 1) {
    throw notAllowed(
      /\bpivot\b/i.test(sql)
        ? 'it is more than one. PIVOT counts as several until its values are listed: PIVOT … ON column IN (value, …)'
        : 'it is more than one. Run them one at a time',
    );
  }
  return statements.prepare(0);
}

async function refuseSideEffects(connection: DuckDBConnection, sql: string): Promise<void> {
  const { serialized } = await readOne(
    connection,
    `SELECT system.main.json_serialize_sql('${sql.replaceAll("'", "''")}') AS serialized`,
    { serialized: text },
  );
  const tree = JSON.parse(serialized) as {
    readonly error: boolean;
    readonly error_type?: string;
  };
  if (tree.error) {
    const pragma = /^pragma\s+(\w+)/i.exec(sql.slice(leadingSpace(sql)))?.[1]?.toLowerCase();
    if (pragma !== undefined && allowedPragmas.has(pragma)) return;
    throw notAllowed(
      pragma === undefined ? 'it cannot be looked through' : `PRAGMA ${pragma} is not for reading`,
    );
  }
  const refused = functionsIn(tree).find((name) => refusedFunctions.has(name));
  if (refused !== undefined) throw notAllowed(`the function ${refused} does more than read`);
}

function functionsIn(tree: unknown): string[] {
  const names: string[] = [];
  const waiting: unknown[] = [tree];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (typeof node !== 'object' || node === null) continue;
    for (const [key, value] of Object.entries(node)) {
      if (key === 'function_name' && typeof value === 'string') names.push(value.toLowerCase());
      else if (typeof value === 'object') waiting.push(value);
    }
  }
  return names;
}

/** Length of white space and comments at the start. A misread comment can only lead to a refusal. */
function leadingSpace(sql: string): number {
  return /^(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/.exec(sql)?.[0].length ?? 0;
}

const nothingToRun = (): AppError =>
  new AppError('sql-syntax', 'There is no statement to run.', { detail: { offset: 0 } });
