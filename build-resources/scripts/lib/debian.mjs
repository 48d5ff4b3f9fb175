/** The Debian packages that tests need: a browser, a display, and the libraries Electron links against. */
import { readFileSync } from 'node:fs';
import { isRoot, onPath } from './paths.mjs';
import { run } from './run.mjs';
import { say, took } from './say.mjs';

const PACKAGES = (
  'chromium xvfb xauth libnss3 libgtk-3-0 libasound2 libgbm1 libatk-bridge2.0-0 libcups2 libdrm2 libxkbcommon0 ' +
  'libxss1 libxtst6 libnotify4 libsecret-1-0 xdg-utils fonts-dejavu-core p7zip-full'
).split(' ');

function isDebian() {
  try {
    return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8')) && onPath('dpkg-query');
  } catch {
    return false;
  }
}

/** @returns {Promise<string[]>} */
async function missingPackages() {
  const asked = await run('dpkg-query', ['-W', '-f=${Package} ${db:Status-Status}\\n', ...PACKAGES], {
    capture: true,
  });
  const installed = new Set(
    asked.output.split('\n').flatMap((line) => line.match(/^(\S+) installed$/)?.[1] ?? []),
  );
  return PACKAGES.filter((name) => !installed.has(name));
}

/** @param {string[]} args */
const apt = (args) =>
  run('apt-get', ['-q', ...args], {
    capture: true,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });

/** @param {string[]} missing @returns {Promise<string | undefined>} */
async function installPackages(missing) {
  const since = performance.now();
  say(`installing Debian packages: ${missing.join(' ')}`);
  const updated = await apt(['update']);
  const done = await apt(['install', '--yes', '--no-install-recommends', ...missing]);
  if (done.code !== 0) return `apt-get failed:\n${updated.code === 0 ? '' : updated.output}${done.output}`;
  say(`installed in ${took(since)}`);
  return undefined;
}

/** @returns {Promise<string | undefined>} what is missing and what to do; undefined when all is there */
export async function ensureSystemPackages() {
  if (process.platform !== 'linux') return undefined;
  if (!isDebian()) {
    const tools = ['Xvfb', 'chromium'].filter((tool) => !onPath(tool));
    return tools.length > 0 && !process.env.CHROMIUM
      ? `These commands are missing: ${tools.join(', ')}. Install them with this system's package manager ` +
          '(CHROMIUM may name a browser elsewhere), and the libraries Electron needs: GTK 3, NSS, ALSA, GBM, CUPS.'
      : undefined;
  }
  const missing = await missingPackages();
  if (missing.length === 0) return undefined;
  if (isRoot()) return installPackages(missing);
  return `These Debian packages are missing: ${missing.join(' ')}\nInstall them with:\n  sudo apt-get install --no-install-recommends ${missing.join(' ')}`;
}
