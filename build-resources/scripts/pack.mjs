/**
 * `npm run pack [-- --dir]`: makes packages in dist/. On Linux x64 that is the unpacked folder and a tar.gz, and needs
 * no network. Packages for users carry the pinned Electron; where only the stand-in for development is at hand, the
 * package is named for what it is. `--dir` makes the unpacked folder alone. Exit codes: 0 made, 1 failed.
 */
import { existsSync, rmSync } from 'node:fs';
import { builtFrom, ensureBuilt } from './lib/build-app.mjs';
import { findElectron, pinnedVersion } from './lib/electron-runtime.mjs';
import { fingerprint, readStamp, writeStamp } from './lib/fingerprint.mjs';
import { ensureDependencies } from './lib/install.mjs';
import { inProject } from './lib/paths.mjs';
import { run } from './lib/run.mjs';
import { complain, say, took } from './lib/say.mjs';

const stampFile = inProject('dist', '.pack-stamp');
const SYSTEM_7ZA = '/usr/bin/7za';
const folderOnly = process.argv.includes('--dir');

/** electron-builder would fetch its own 7-Zip; and its strongest setting costs a minute more for 2 % less. */
function builderEnvironment() {
  const env = { ...process.env };
  if (existsSync(SYSTEM_7ZA)) env.ELECTRON_BUILDER_7ZIP_PATH ??= SYSTEM_7ZA;
  env.ELECTRON_BUILDER_COMPRESSION_LEVEL ??= '6';
  return env;
}

/** @param {import('./lib/electron-runtime.mjs').ElectronRuntime} runtime @returns {string[]} */
function builderArguments(runtime) {
  const args = ['--config', 'build-resources/electron-builder.yml', '--publish', 'never'];
  args.push(`-c.electronDist=${runtime.dist}`, `-c.electronVersion=${runtime.version}`);
  if (runtime.version !== pinnedVersion()) {
    args.push(
      '-c.artifactName=${productName}-${version}-${os}-${arch}-dev-electron' + runtime.version + '.${ext}',
    );
  }
  return args;
}

async function main() {
  if (!(await ensureDependencies()) || !(await ensureBuilt({ quiet: true }))) return 1;
  const runtime = await findElectron({ quiet: true });
  const args = builderArguments(runtime);
  const state = fingerprint(
    [
      'package.json',
      'package-lock.json',
      'LICENSE',
      'build-resources/electron-builder.yml',
      'build-resources/icons',
    ],
    [builtFrom() ?? '', ...args],
  );
  const made = readStamp(stampFile);
  if (made === `${state} all` || (folderOnly && made === `${state} folder`)) {
    say('dist/ is up to date');
    return 0;
  }
  const since = performance.now();
  if (runtime.version !== pinnedVersion()) {
    say(`a DEVELOPMENT package: it carries Electron ${runtime.version}, not ${pinnedVersion()}`);
    say('for users, run "npx install-electron" where GitHub can be reached, and pack again');
  }
  rmSync(inProject('dist'), { recursive: true, force: true });
  const builder = inProject('node_modules', 'electron-builder', 'cli.js');
  const { code } = await run(process.execPath, [builder, ...args, ...(folderOnly ? ['--dir'] : [])], {
    env: builderEnvironment(),
  });
  if (code !== 0) return 1;
  writeStamp(stampFile, `${state} ${folderOnly ? 'folder' : 'all'}`);
  say(`packed into dist/ in ${took(since)}`);
  return 0;
}

process.exitCode = await main().catch((error) => {
  complain(error.message);
  return 1;
});
