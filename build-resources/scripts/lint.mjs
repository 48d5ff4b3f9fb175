/**
 * `npm run lint`: ESLint and Prettier over the whole project. Exit codes: 0 all well, 1 something is wrong.
 *
 * `npm run lint -- --changed` leaves out files that have not changed since they last passed. It misses what a change brings
 * about in another file, such as a condition that has become unnecessary because a type elsewhere is narrower now. So it is
 * for the moment after a change; what must hold is found by running without it.
 */
import { inLanes } from './lib/lanes.mjs';

const isQuick = process.argv.includes('--changed');

/** @param {string} location */
const cache = (location) =>
  isQuick ? ['--cache', '--cache-strategy', 'content', '--cache-location', `.cache/lint/${location}`] : [];

/** @param {string} name @param {string[]} files */
const eslint = (name, ...files) => [
  ...['eslint/bin/eslint.js', '-c', 'build-resources/eslint.config.js', '--max-warnings', '0'],
  ...cache(name),
  ...files,
];

const passed = await inLanes(
  [
    eslint('renderer', 'renderer'),
    ['prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', ...cache('prettier'), '.'],
  ],
  [eslint('others', '.', '--ignore-pattern', 'renderer/')],
);
process.exitCode = passed ? 0 : 1;
