/**
 * `npm run check`: what a person runs after a change, knowing from .cache/ what has not changed since. Types, lint, and of the
 * tests without a window those that a change since the last commit most likely breaks; `npm test` runs everything.
 * Exit codes: 0 all well, 1 something is wrong.
 */
import { parse } from 'node:path';
import { inProject } from './lib/paths.mjs';
import { npm, run } from './lib/run.mjs';
import { say, took } from './lib/say.mjs';

/** @param {string[]} args */
const vitest = (...args) =>
  run(process.execPath, [
    inProject('node_modules', 'vitest', 'vitest.mjs'),
    ...['run', '-c', 'test/vitest.config.ts', '--passWithNoTests', '--reporter=dot', ...args],
  ]);

/** @param {string[]} args */
const git = async (...args) =>
  (await run('git', args, { capture: true })).output.split('\n').filter((line) => line !== '');

/** Almost every suite of the engine imports almost all of it: those named like a changed file are the ones to wait for. */
async function suitesOfEngine() {
  const changed = [
    ...(await git('diff', '--name-only', 'HEAD')),
    ...(await git('ls-files', '--others', '--exclude-standard')),
  ];
  const ofEngine = changed.filter((path) => /^(electron|test)\/engine\/.*\.ts$/.test(path));
  return [...new Set(ofEngine.map((path) => `/${parse(path).name.replace(/\.test$/, '')}.test.ts`))];
}

const since = performance.now();
const failed = [];

/** @param {string} name @param {() => Promise<{code: number}>} work */
async function step(name, work) {
  const start = performance.now();
  const { code } = await work();
  if (code !== 0) failed.push(name);
  say(`${name} ${code === 0 ? 'passed' : 'FAILED'} in ${took(start)}`);
}

const near = ['shared', 'bridge', 'main'];
const suites = await suitesOfEngine();
await step('types', () => npm(['run', '--silent', 'typecheck']));
await step('lint', () => npm(['run', '--silent', 'lint', '--', '--changed']));
await step(`tests of ${near.join(', ')} that import what changed`, () =>
  vitest('--changed', ...near.map((name) => `--project=${name}`)),
);
if (suites.length > 0)
  await step(`tests of the engine: ${suites.map((suite) => suite.slice(1)).join(', ')}`, () =>
    vitest('--project=engine', ...suites),
  );
say(failed.length > 0 ? `FAILED: ${failed.join('; ')}` : `all well after ${took(since)}`);
process.exitCode = failed.length > 0 ? 1 : 0;
