/**
 * The environment in which DuckDB’s own allocator keeps freed memory for ten seconds (jemalloc: a tenth of one). An import takes
 * it again at once, and pages that are given back cost it a fifth of its processor time. It is read once, when DuckDB is loaded; only
 * DuckDB’s builds for Linux have this allocator.
 */
export const engineMemory: Readonly<Record<string, string>> = {
  DUCKDB_JE_MALLOC_CONF: 'dirty_decay_ms:10000,muzzy_decay_ms:10000',
};
