// `npm run fuzz`: the readers and the merging on generated and damaged documents, far more of them than `npm test` tries; a
// run for the night. Options after `--` go to Vitest. TRAILGLASS_FUZZ_RUNS sets the number of documents (default a million),
// TRAILGLASS_FUZZ_HOURS when to end at the latest (default 8). The number that was read is printed.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const tests = ['test/engine/ingest/fuzz.test.ts', 'test/engine/ingest/order.test.ts'];
const { status } = spawnSync(
  process.execPath,
  [
    ...['node_modules/vitest/vitest.mjs', 'run', '-c', 'test/vitest.config.ts', '--project', 'engine'],
    ...tests,
    ...process.argv.slice(2),
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: { TRAILGLASS_FUZZ_RUNS: '1000000', TRAILGLASS_FUZZ_HOURS: '8', ...process.env },
  },
);
process.exit(status ?? 1);
