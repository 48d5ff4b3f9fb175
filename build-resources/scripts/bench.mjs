// `npm run bench`: builds, then measures import and queries beside the limits of the machine, in one run.
// With --frames: how smoothly the real application draws over TRAILGLASS_FRAMES_EVENTS events (default 1000000).
// Options after `--`: --events N (default 1000000), --rounds N (default 3), --archive DIR (instead of a generated one),
// --alone (nothing else beside the import).
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
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
run('out/bench/main.js', ...process.argv.slice(2));
