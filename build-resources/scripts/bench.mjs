// `npm run bench`: builds, then measures import and queries beside the limits of the machine, in one run.
// With --frames: how smoothly the real application draws over TRAILGLASS_FRAMES_EVENTS events (default 1000000), or
// over those of the workspace in the folder TRAILGLASS_FRAMES_WORKSPACE.
// Options after `--`: --events N[,N …] (default 1000000; the queries run over the last), --rounds N (default 3),
// --archive DIR (instead of a generated one), --no-baseline (nothing beside an earlier version), --alone (nothing else beside
// the import), --import (no queries), --skip-import (only queries),
// --workspace DIR (a workspace that is there, as it is), --only TEXT (questions with the text in their names).
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { builtBaseline } from './lib/baseline.mjs';
import { hasDisplay, startDisplay } from './lib/display.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = (...words) => {
  const { status } = spawnSync(process.execPath, words, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};

run('build-resources/scripts/build.mjs', '--quiet');
if (process.argv.includes('--frames')) {
  const display = hasDisplay() ? undefined : await startDisplay();
  if (display) process.env.DISPLAY = display.name;
  run(
    'node_modules/vitest/vitest.mjs',
    'run',
    '-c',
    'test/vitest.config.ts',
    '--project=frames',
    '--disable-console-intercept',
  );
  await display?.stop();
  process.exit(0);
}
run('node_modules/vite/bin/vite.js', 'build', '-c', 'test/bench/vite.config.ts', '--logLevel', 'warn');
const options = process.argv.slice(2);
const isBeside = !options.some((word) => ['--no-baseline', '--alone', '--skip-import'].includes(word));
const baseline = isBeside ? builtBaseline() : undefined;
run(
  'out/bench/main.js',
  ...options.filter((word) => word !== '--no-baseline'),
  ...(baseline ? ['--baseline', baseline] : []),
);
