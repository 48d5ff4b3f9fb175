/**
 * `npm start [-- <path or option>…]`: installs, builds and starts Trailglass from a checkout, doing only what is due.
 * Exit codes: 0 closed by the person, 1 a step failed, 3 ready but there is no display to open a window on.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { spawn } from 'node:child_process';
import { ensureBuilt } from './lib/build-app.mjs';
import { hasDisplay } from './lib/display.mjs';
import { findElectron } from './lib/electron-runtime.mjs';
import { ensureDependencies } from './lib/install.mjs';
import { isRoot, root } from './lib/paths.mjs';
import { sandboxAdvice, sandboxWorks } from './lib/sandbox.mjs';
import { complain, say } from './lib/say.mjs';

const NO_DISPLAY = 3;

/** npm runs scripts in the project's folder; a path was meant relative to where the person stands. */
function applicationArguments() {
  const from = process.env.INIT_CWD ?? process.cwd();
  return process.argv.slice(2).map((argument) => {
    const path = resolve(from, argument);
    return !argument.startsWith('-') && existsSync(path) ? path : argument;
  });
}

function explainNoDisplay() {
  complain(
    `Trailglass is built, but there is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can open.
  With a virtual display:   xvfb-run -a npm start          (Debian: apt-get install xvfb xauth)
  Without a window:         node out/electron/cli.js --help
                            node out/electron/cli.js import ./logs --workspace ./logs.trailglass`,
  );
}

/** @param {import('./lib/electron-runtime.mjs').ElectronRuntime} runtime @returns {Promise<number>} */
function open(runtime) {
  const sandbox = process.platform === 'linux' && isRoot() ? ['--no-sandbox'] : [];
  if (sandbox.length > 0) say('started as root, which Chromium allows only without its sandbox');
  say('starting');
  const child = spawn(runtime.executable, ['.', ...applicationArguments(), ...sandbox], {
    cwd: root,
    stdio: 'inherit',
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.kill(signal));
  return new Promise((done) => {
    child.on('error', (error) => {
      complain(`Electron could not be started: ${error.message}`);
      done(1);
    });
    child.on('exit', (code, signal) => done(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1)));
  });
}

async function main() {
  if (!(await ensureDependencies()) || !(await ensureBuilt({ quiet: true }))) return 1;
  if (!hasDisplay()) {
    explainNoDisplay();
    return NO_DISPLAY;
  }
  const runtime = await findElectron();
  if (process.platform === 'linux' && !isRoot() && !(await sandboxWorks(runtime.dist))) {
    complain(sandboxAdvice(runtime.dist));
    return 1;
  }
  return open(runtime);
}

process.exitCode = await main().catch((error) => {
  complain(error.message);
  return 1;
});
