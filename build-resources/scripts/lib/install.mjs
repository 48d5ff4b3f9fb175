/** Installs the dependencies of the lock file, but only when node_modules does not already hold them. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { inProject } from './paths.mjs';
import { npm } from './run.mjs';
import { say, took } from './say.mjs';

const lockFile = inProject('package-lock.json');
/** What npm itself writes down about the folder it has filled. */
const installedFile = inProject('node_modules', '.package-lock.json');

/** @returns {string | undefined} why an install is due; undefined when all is there */
function reason() {
  if (!existsSync(installedFile)) return 'dependencies are missing';
  if (statSync(lockFile).mtimeMs <= statSync(installedFile).mtimeMs) return undefined;
  // A fresh checkout of the same lock file has a new date too: look inside before throwing node_modules away.
  const wanted = JSON.parse(readFileSync(lockFile, 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  const changed = Object.entries(wanted).some(([path, entry]) => {
    if (path === '') return false;
    const found = installed[path];
    // Optional packages are mostly other systems' binaries, which npm leaves out.
    return found ? found.version !== entry.version : !entry.optional;
  });
  return changed ? 'package-lock.json has changed' : undefined;
}

/** @returns {Promise<boolean>} false when npm failed; npm has then said why */
export async function ensureDependencies() {
  const why = reason();
  if (!why) return true;
  const since = performance.now();
  say(`${why}: npm ci`);
  // Said outright, because `npm test --silent` would otherwise silence npm's own reasons here too.
  const { code } = await npm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code === 0) say(`dependencies installed in ${took(since)}`);
  return code === 0;
}
