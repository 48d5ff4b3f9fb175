#!/usr/bin/env node
import { version } from '../../package.json';
import { engineMemory } from '../transport/engine-memory.ts';

// DuckDB reads this when it is loaded, so what loads it comes later.
Object.assign(process.env, engineMemory);
const { runProgram } = await import('./program.ts');

process.exitCode = await runProgram(process.argv.slice(2), {
  version,
  workerUrl: new URL('./ingest-worker.js', import.meta.url),
});
