import { DuckDBInstance } from '@duckdb/node-api';
import type { ResultOf } from '../../../../shared/bridge/contract.ts';
import type { consoleContract } from '../../../../shared/contract/console.ts';
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
    const reader = await connection.runAndReadAll(
      `SELECT function_name, function_type, coalesce(description, ''), parameters, parameter_types
       FROM system.main.duckdb_functions()
       WHERE function_type IN ('scalar', 'aggregate', 'macro', 'table')
         AND regexp_full_match(function_name, '[a-z][a-z0-9_]*')
       ORDER BY ALL`,
    );
    return grouped(reader.getRowsJson());
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

type Listed = ConsoleFunctions[number];

function grouped(rows: readonly (readonly unknown[])[]): ConsoleFunctions {
  const found = new Map<string, Listed>();
  for (const [nameCell, typeCell, help, names, types] of rows) {
    const name = String(nameCell);
    const type = String(typeCell);
    if (refusedFunctions.has(name) || unlisted.test(name)) continue;
    if (type === 'table' && !tables.includes(name)) continue;
    const call = `${name}(${argumentsOf(names, types).join(', ')})`;
    const before = found.get(name);
    found.set(name, {
      name,
      kind: type === 'aggregate' ? 'aggregate' : type === 'table' ? 'table' : 'scalar',
      calls: [...new Set([...(before?.calls ?? []), call])],
      help: before?.help || String(help),
    });
  }
  return [...found.values()];
}

function argumentsOf(names: unknown, types: unknown): readonly string[] {
  const known = Array.isArray(types) ? types : [];
  return (Array.isArray(names) ? names : []).map((name, index) => {
    const type = known[index] as unknown;
    return nameless.test(String(name)) && typeof type === 'string' ? type.toLowerCase() : String(name);
  });
}
