import { DuckDBInstance } from '@duckdb/node-api';
import type { ResultOf } from '../../../../shared/bridge/contract.ts';
import type { consoleContract } from '../../../../shared/contract/console.ts';
import { readFrom, text, texts, type RowOf } from '../../db/rows.ts';
import { refusedFunctions } from './console-gate.ts';

/** The functions as `sql.functions` answers them. */
export type ConsoleFunctions = ResultOf<(typeof consoleContract)['sql.functions']>;

/** Table functions that read no files. */
const tables: readonly string[] = [
  'generate_series',
  'json_each',
  'json_tree',
  'range',
  'repeat_row',
  'unnest',
];

/** Names that are DuckDB's own business or PostgreSQL's, or that cannot work on a hardened instance. */
const unlisted = /^(?:_|duckdb_|pragma_|pg_|icu_|has_|in_search_path|currval|getvariable|write_|set_)/;

/** DuckDB names arguments it has no name for `col0`, `col1` …; their types say more. */
const nameless = /^col\d+$/;

let described: Promise<ConsoleFunctions> | undefined;

/** What a statement may call: DuckDB's own list without what the console refuses. No workspace is needed. */
export function describeFunctions(): Promise<ConsoleFunctions> {
  described ??= readFunctions();
  return described;
}

async function readFunctions(): Promise<ConsoleFunctions> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  try {
    const listed = await readFrom(
      connection,
      `SELECT function_name AS name, function_type AS type, coalesce(description, '') AS help,
         parameters, parameter_types AS types
       FROM system.main.duckdb_functions()
       WHERE function_type IN ('scalar', 'aggregate', 'macro', 'table')
         AND regexp_full_match(function_name, '[a-z][a-z0-9_]*')
       ORDER BY ALL`,
      listedShape,
    );
    return grouped(listed);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

const listedShape = { name: text, type: text, help: text, parameters: texts, types: texts };
type Listed = RowOf<typeof listedShape>;

function grouped(listed: readonly Listed[]): ConsoleFunctions {
  const found = new Map<string, ConsoleFunctions[number]>();
  for (const { name, type, help, parameters, types } of listed) {
    if (refusedFunctions.has(name) || unlisted.test(name)) continue;
    if (type === 'table' && !tables.includes(name)) continue;
    const call = `${name}(${argumentsOf(parameters, types).join(', ')})`;
    const before = found.get(name);
    found.set(name, {
      name,
      kind: type === 'aggregate' ? 'aggregate' : type === 'table' ? 'table' : 'scalar',
      calls: [...new Set([...(before?.calls ?? []), call])],
      help: before?.help || help,
    });
  }
  return [...found.values()];
}

const argumentsOf = (names: Listed['parameters'], types: Listed['types']): readonly string[] =>
  names.map((name, index) => {
    const type = types[index] ?? null;
    return nameless.test(String(name)) && type !== null ? type.toLowerCase() : String(name);
  });
