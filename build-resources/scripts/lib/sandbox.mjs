/**
 * Whether Chromium's sandbox can work on this Linux. It needs user namespaces, which some systems switch off for
 * ordinary users, or else its own helper `chrome-sandbox`, owned by root with mode 4755.
 */
import { chmodSync, chownSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isRoot } from './paths.mjs';
import { run } from './run.mjs';

const HELPER_MODE = 0o4755;
const helperOf = (/** @type {string} */ dist) => join(dist, 'chrome-sandbox');

/**
 * @param {string} dist Electron's folder
 * @param {string[]} [as] a command in front that makes what follows run as another user
 * @returns {Promise<boolean>}
 */
export async function sandboxWorks(dist, as = []) {
  // Mapping a user as well: on some systems the namespace can be made, but nothing can be done in it.
  const [command = 'unshare', ...args] = [...as, 'unshare', '--user', '--map-root-user', 'true'];
  if ((await run(command, args, { capture: true, cwd: '/' })).code === 0) return true;
  const helper = statSync(helperOf(dist), { throwIfNoEntry: false });
  return helper?.uid === 0 && (helper.mode & 0o7777) === HELPER_MODE;
}

/** @param {string} dist @returns {boolean} whether the helper could be set up; only root can */
export function setUpHelper(dist) {
  if (!isRoot()) return false;
  try {
    chownSync(helperOf(dist), 0, 0);
    chmodSync(helperOf(dist), HELPER_MODE);
    return true;
  } catch {
    return false;
  }
}

/** @param {string} dist @returns {string} what the person can do where the sandbox does not work */
export const sandboxAdvice = (dist) =>
  `Chromium's sandbox does not work here: this system gives ordinary users no user namespaces. Allow them, or run once:
  sudo chown root:root '${helperOf(dist)}' && sudo chmod 4755 '${helperOf(dist)}'`;
