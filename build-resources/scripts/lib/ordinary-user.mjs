/**
 * Electron with its real sandbox, for tests that run as root: Chromium refuses its sandbox to root, so the program is
 * started as an ordinary user made for this.
 */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onPath, isRoot, root } from './paths.mjs';
import { run } from './run.mjs';
import { sandboxWorks, setUpHelper } from './sandbox.mjs';

const NAME = 'trailglass-test';

/** @typedef {import('./ordinary-user.d.mts').OrdinaryUser} OrdinaryUser */

async function lookUp() {
  const { code, output } = await run('getent', ['passwd', NAME], { capture: true });
  const [, , uid, gid, , home] = output.trim().split(':');
  return code === 0 && home ? { name: NAME, uid: Number(uid), gid: Number(gid), home } : undefined;
}

/** @param {{uid: number, gid: number}} user */
const as = (user) => ['setpriv', `--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];

/** @returns {Promise<{user: OrdinaryUser} | {user: undefined, reason: string}>} */
export async function ordinaryUser() {
  const none = (/** @type {string} */ reason) => ({ user: undefined, reason });
  if (process.platform !== 'linux' || !isRoot())
    return none('this process is not root, so no other user is needed');
  for (const tool of ['getent', 'setpriv', 'useradd']) {
    if (!onPath(tool)) return none(`the command ${tool} is missing`);
  }
  if (!(await lookUp())) {
    await run('useradd', ['--create-home', '--shell', '/usr/sbin/nologin', NAME], { capture: true });
  }
  const user = await lookUp();
  if (!user) return none(`the user ${NAME} could not be made`);
  const [setpriv = '', ...args] = as(user);
  const readable = await run(setpriv, [...args, 'test', '-r', join(root, 'package.json')], {
    capture: true,
    cwd: '/',
  });
  if (readable.code !== 0) return none(`the user ${NAME} may not read ${root}`);
  return { user };
}

/**
 * @param {OrdinaryUser} user
 * @param {string} dist
 * @returns {Promise<string | undefined>}
 */
export async function prepareSandbox(user, dist) {
  if ((await sandboxWorks(dist, as(user))) || setUpHelper(dist)) return undefined;
  return 'user namespaces are off, and the helper chrome-sandbox cannot be set up';
}

/** @param {string} text */
const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/**
 * @param {OrdinaryUser} user
 * @param {string} executable
 * @param {string} folder
 * @returns {string}
 */
export function launcherAs(user, executable, folder) {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'electron-as-ordinary-user.sh');
  const environment = [`HOME=${user.home}`, `USER=${user.name}`, `LOGNAME=${user.name}`, 'TMPDIR=/tmp'].map(
    quoted,
  );
  const forgotten = ['XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_RUNTIME_DIR'].map(
    (name) => `-u ${name}`,
  );
  writeFileSync(
    file,
    `#!/bin/sh
cd ${quoted(root)} || exit 1
exec ${as(user).join(' ')} \\
  env ${forgotten.join(' ')} ${environment.join(' ')} ${quoted(executable)} "$@"
`,
  );
  chmodSync(file, 0o755);
  return file;
}
