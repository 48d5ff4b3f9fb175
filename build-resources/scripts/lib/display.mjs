/** A display for tests: an Xvfb of our own, on a number that it picks itself, ended by its process id. */
import { spawn } from 'node:child_process';

const START_MS = 15_000;

/** @returns {boolean} whether a window can be opened from here */
export const hasDisplay = () =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/** @returns {Promise<{name: string, stop: () => Promise<void>}>} `name` is the value for DISPLAY */
export function startDisplay() {
  return new Promise((resolve, reject) => {
    const args = ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'];
    const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
    const gone = new Promise((done) => server.once('exit', done));
    const timer = setTimeout(() => fail(new Error('Xvfb did not start in time')), START_MS);
    let started = false;
    const fail = (/** @type {Error} */ error) => {
      if (started) return;
      clearTimeout(timer);
      server.kill();
      reject(error);
    };
    const kill = () => void server.kill();
    process.once('exit', kill);
    const stop = async () => {
      process.off('exit', kill);
      kill();
      await gone;
    };
    server.once('error', fail);
    server.once('exit', (code) => fail(new Error(`Xvfb ended at once with code ${code}`)));
    let said = '';
    server.stdio[3]?.on('data', (chunk) => {
      said += chunk;
      if (!said.endsWith('\n')) return;
      clearTimeout(timer);
      started = true;
      resolve({ name: `:${said.trim()}`, stop });
    });
  });
}
