/** Builds the two halves of the application with Vite, when their sources changed since the last build. */
import { existsSync, rmSync } from 'node:fs';
import { fingerprint, readStamp, writeStamp } from './fingerprint.mjs';
import { inProject } from './paths.mjs';
import { run } from './run.mjs';
import { complain, say, took } from './say.mjs';

const stampFile = inProject('out', '.build-stamp');
const sources = ['shared', 'electron', 'renderer', 'package.json', 'package-lock.json', 'tsconfig.json'];
const results = ['out/electron/main.js', 'out/electron/cli.js', 'out/renderer/index.html'];
const configs = ['electron/vite.config.ts', 'renderer/vite.config.ts'];

/** @returns {string | undefined} the state of the sources that out/ was built from */
export const builtFrom = () => readStamp(stampFile);

/**
 * @param {{force?: boolean, quiet?: boolean}} [options]
 * @returns {Promise<boolean>} false when Vite failed; Vite has then said why
 */
export async function ensureBuilt({ force = false, quiet = false } = {}) {
  const state = fingerprint(sources);
  if (!force && builtFrom() === state && results.every((file) => existsSync(inProject(file)))) return true;
  const since = performance.now();
  say('building the application');
  rmSync(stampFile, { force: true });
  // Chunk names carry a hash: without this, those of earlier builds stay behind and reach the package.
  rmSync(inProject('out', 'electron'), { recursive: true, force: true });
  const vite = inProject('node_modules', 'vite', 'bin', 'vite.js');
  for (const config of configs) {
    const level = quiet ? ['--logLevel', 'warn'] : [];
    const { code } = await run(process.execPath, [vite, 'build', '-c', config, ...level]);
    if (code !== 0) {
      complain(`the build failed (${config})`);
      return false;
    }
  }
  const missing = results.filter((file) => !existsSync(inProject(file)));
  if (missing.length > 0) {
    complain(`the build ended without an error but did not write ${missing.join(', ')}`);
    return false;
  }
  writeStamp(stampFile, state);
  say(`built in ${took(since)}`);
  return true;
}
