/**
 * `npm run typecheck`: the compiler over each part of the project. It keeps in .cache/ what it knows of files that have not
 * changed since. Exit codes: 0 all well, 1 something is wrong.
 */
import { fingerprint, readStamp, writeStamp } from './lib/fingerprint.mjs';
import { inLanes } from './lib/lanes.mjs';
import { inProject } from './lib/paths.mjs';

/** @param {string} part */
const compiler = (part) => [
  ...['typescript/bin/tsc', '-p', part],
  ...['--incremental', '--tsBuildInfoFile', `.cache/types/${part}.tsbuildinfo`],
];

/** Remembers only that all was well: with `--incremental`, svelte-check 4.7 finds errors in sound components. */
async function components() {
  const stamp = inProject('.cache', 'types', 'components');
  const state = fingerprint([
    'renderer',
    'shared',
    'test',
    'tsconfig.json',
    'package.json',
    'package-lock.json',
  ]);
  if (readStamp(stamp) === state) return true;
  const passed = await inLanes([
    ['svelte-check/bin/svelte-check', '--tsconfig', 'renderer/tsconfig.json', '--fail-on-warnings'],
  ]);
  if (passed) writeStamp(stamp, state);
  return passed;
}

const passed = await Promise.all([components(), inLanes(['shared', 'electron', 'test'].map(compiler))]);
process.exitCode = passed.includes(false) ? 1 : 0;
