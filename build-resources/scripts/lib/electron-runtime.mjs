/**
 * Finds an Electron to run. The `electron` package has no install script: its binary comes from GitHub on first use.
 * Where GitHub cannot be reached, a verified older runtime stands in for development and tests (electron-fetch.mjs).
 */
import { existsSync, readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { fetchedRuntime, fetchRuntime, FETCHED_VERSION } from './electron-fetch.mjs';
import { inProject } from './paths.mjs';
import { run } from './run.mjs';
import { say, took } from './say.mjs';

const packageFolder = inProject('node_modules', 'electron');
const GITHUB_PROBE_MS = 4_000;

/** @typedef {import('./electron-runtime.d.mts').ElectronRuntime} ElectronRuntime */

/** @returns {string} the version package.json pins, the one packages for users carry */
export const pinnedVersion = () =>
  JSON.parse(readFileSync(inProject('package.json'), 'utf8')).devDependencies.electron;

const executableName = () =>
  ({ darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' })[process.platform] ?? 'electron';

/**
 * @param {string} dist
 * @param {ElectronRuntime['origin']} origin
 * @returns {ElectronRuntime | undefined}
 */
function runtimeIn(dist, origin) {
  const executable = join(dist, executableName());
  if (!existsSync(executable)) return undefined;
  const versionFile = join(dist, 'version');
  const version = existsSync(versionFile)
    ? readFileSync(versionFile, 'utf8').trim().replace(/^v/, '')
    : 'unknown';
  return { executable, dist, version, origin };
}

function installedRuntime() {
  // path.txt is what Electron's own installer writes last: without it an earlier unpacking was cut short.
  if (!existsSync(join(packageFolder, 'path.txt'))) return undefined;
  const found = runtimeIn(join(packageFolder, 'dist'), 'installed');
  return found?.version === pinnedVersion() ? found : undefined;
}

/** @returns {Promise<boolean>} */
function githubAnswers() {
  return new Promise((resolve) => {
    const asked = request('https://github.com/electron/electron/releases', { method: 'HEAD' }, (response) => {
      response.resume();
      resolve((response.statusCode ?? 500) < 400);
    });
    const timer = setTimeout(() => asked.destroy(new Error('no answer in time')), GITHUB_PROBE_MS);
    asked.on('error', () => resolve(false)).on('close', () => clearTimeout(timer));
    asked.end();
  });
}

/** Lets the `electron` package fetch its own binary, which it checks against its own checksums. */
async function installPinned() {
  const mirror = process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror;
  if (!mirror && !(await githubAnswers())) {
    say('GitHub does not answer, so the pinned Electron cannot be fetched');
    return undefined;
  }
  const since = performance.now();
  say(`fetching Electron ${pinnedVersion()}`);
  const { code, output } = await run(process.execPath, [join(packageFolder, 'install.js')], {
    capture: true,
  });
  const found = code === 0 ? installedRuntime() : undefined;
  say(found ? `fetched in ${took(since)}` : `Electron's installer failed: ${output.trim().split('\n')[0]}`);
  return found;
}

/**
 * @param {{quiet?: boolean, allowDownload?: boolean}} [options]
 * @returns {Promise<ElectronRuntime>}
 */
export async function findElectron({ quiet = false, allowDownload = true } = {}) {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) {
    const found = runtimeIn(override, 'override');
    if (!found) throw new Error(`ELECTRON_OVERRIDE_DIST_PATH names ${override}, which holds no Electron.`);
    return announce(found, quiet);
  }
  const atHand = installedRuntime() ?? runtimeIn(fetchedRuntime(), 'fetched');
  if (atHand) return announce(atHand, quiet);
  if (!allowDownload) throw new Error('No Electron is at hand. `npm start` fetches one.');
  const pinned = existsSync(packageFolder) ? await installPinned() : undefined;
  if (pinned) return announce(pinned, quiet);
  const fetched = runtimeIn(await fetchRuntime(), 'fetched');
  if (!fetched)
    throw new Error('The fetched Electron holds no executable. Delete node_modules/.cache and try again.');
  return announce(fetched, quiet);
}

/** @param {ElectronRuntime} runtime @param {boolean} quiet */
function announce(runtime, quiet) {
  if (!quiet && runtime.origin === 'fetched') {
    say(`Electron ${FETCHED_VERSION}, for development and tests; packages ship the pinned version`);
  } else if (!quiet) {
    say(`Electron ${runtime.version}`);
  }
  return runtime;
}
