#!/usr/bin/env node
import { version } from '../../package.json';
import { runProgram } from './program.ts';

process.exitCode = await runProgram(process.argv.slice(2), {
  version,
  workerUrl: new URL('./ingest-worker.js', import.meta.url),
});
