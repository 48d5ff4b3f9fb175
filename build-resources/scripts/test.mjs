/**
 * `npm test`: everything that must hold, on a bare Debian 12 with Node 20. Installs what is missing, then runs build,
 * typecheck, lint, knip and all Vitest projects, cheap ones first. `npm test -- --only <project…>` runs those Vitest
 * projects alone, `npm run pictures` the end-to-end tests, which then also take the README's pictures.
 * The last line is always `N passed, N failed, N skipped`. Exit codes: 0 all well, 1 something failed, 2 cannot run here.
 */
import { readFileSync, rmSync } from 'node:fs';
import { ensureBuilt } from './lib/build-app.mjs';
import { ensureSystemPackages } from './lib/debian.mjs';
import { startDisplay } from './lib/display.mjs';
import { findElectron } from './lib/electron-runtime.mjs';
import { ensureDependencies } from './lib/install.mjs';
import { inProject } from './lib/paths.mjs';
import { npm, run } from './lib/run.mjs';
import { complain, say, took } from './lib/say.mjs';
import { account, add, noTotals } from './lib/totals.mjs';

const CANNOT_RUN = 2;
/** Projects that run before the others, in this order and those of a line together. */
const EARLY = [
  ['architecture', 'shared', 'bridge', 'main'],
  ['engine', 'cli'],
];
/** Run after the others and one by one: they use the built application and want the machine to themselves. */
const WHOLE_APPLICATION = ['e2e', 'packaging'];

const takesPictures = process.argv.includes('--pictures');
const onlyAt = process.argv.indexOf('--only');
const only = takesPictures ? ['e2e'] : onlyAt < 0 ? undefined : process.argv.slice(onlyAt + 1);
if (takesPictures) process.env.TRAILGLASS_README_PICTURES = '1';
const totals = noTotals();

/** @returns {Promise<string | undefined>} why tests cannot run here */
async function prepare() {
  if (!(await ensureDependencies())) return 'The dependencies could not be installed.';
  const missing = await ensureSystemPackages();
  if (missing) return missing;
  try {
    await findElectron();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return undefined;
}

/** @param {string} name @param {() => Promise<boolean>} work */
async function step(name, work) {
  const since = performance.now();
  say(`${name} …`);
  const passed = await work();
  say(`${name} ${passed ? 'passed' : 'FAILED'} in ${took(since)}`);
  if (passed) totals.passed += 1;
  else totals.failed.push(name);
  return passed;
}

/** @param {string} script */
const npmStep = (script) => step(script, async () => (await npm(['run', '--silent', script])).code === 0);

/**
 * @param {string} name
 * @param {string[]} filters Vitest options that choose what runs
 */
async function vitest(name, filters) {
  const since = performance.now();
  say(`tests: ${name} …`);
  const file = inProject('test-results', `${name}.json`);
  rmSync(file, { force: true });
  const { code } = await run(
    process.execPath,
    [
      inProject('node_modules', 'vitest', 'vitest.mjs'),
      ...['run', '-c', 'test/vitest.config.ts'],
      ...filters,
      ...[
        '--reporter=default',
        `--reporter=${inProject('build-resources', 'scripts', 'lib', 'totals-reporter.mjs')}`,
      ],
    ],
    { env: { ...process.env, TRAILGLASS_TOTALS: file } },
  );
  const found = noTotals();
  try {
    add(found, JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    found.failed.push(`tests: ${name}: the run ended without a report`);
  }
  if (found.passed + found.failed.length + found.skipped.length === 0)
    found.failed.push(`tests: ${name}: none found`);
  if (code !== 0 && found.failed.length === 0)
    found.failed.push(`tests: ${name}: Vitest ended with code ${code}`);
  say(`tests: ${name} ${found.failed.length === 0 ? 'passed' : 'FAILED'} in ${took(since)}`);
  add(totals, found);
}

/** @param {string[]} projects */
async function vitestOf(projects) {
  if (projects.length > 0)
    await vitest(
      projects.join('+'),
      projects.map((name) => `--project=${name}`),
    );
}

/** @param {() => Promise<void>} work */
async function withDisplay(work) {
  if (process.platform !== 'linux') return work();
  const display = await startDisplay();
  const stop = () => void display.stop().then(() => process.exit(130));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  process.env.DISPLAY = display.name;
  delete process.env.WAYLAND_DISPLAY;
  try {
    await work();
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    await display.stop();
  }
}

async function everything() {
  const built = await step('build', () => ensureBuilt({ quiet: true }));
  if (!only) for (const script of ['typecheck', 'lint', 'knip']) await npmStep(script);
  for (const projects of EARLY) await vitestOf(projects.filter((name) => !only || only.includes(name)));
  const placed = [...EARLY.flat(), ...WHOLE_APPLICATION];
  if (only) await vitestOf(only.filter((name) => !placed.includes(name)));
  // Vitest runs what any of several `!project` filters lets through, so these are left out by path.
  else
    await vitest(
      'renderer',
      [...placed, 'bench'].map((name) => `--exclude=test/${name}/**`),
    );
  const whole = WHOLE_APPLICATION.filter((name) => !only || only.includes(name));
  if (whole.length === 0) return;
  if (!built) {
    totals.failed.push(...whole.map((name) => `tests: ${name}: not run, because the build failed`));
    return;
  }
  await withDisplay(async () => {
    for (const name of whole) await vitestOf([name]);
  });
}

const since = performance.now();
const obstacle = await prepare();
if (obstacle) {
  complain(obstacle);
  totals.failed.push('preparing this machine');
} else {
  await everything().catch((error) => totals.failed.push(`the test script itself: ${error.stack ?? error}`));
}
say(`all done in ${took(since)}`);
console.log(account(totals));
process.exitCode = obstacle ? CANNOT_RUN : totals.failed.length > 0 ? 1 : 0;
