import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import {
  launcherAs,
  ordinaryUser,
  prepareSandbox,
} from '../../build-resources/scripts/lib/ordinary-user.mjs';

const START_MS = 30_000;
const oneOfTheAllowed = 'disable-dev-shm-usage';

export interface PackedApp {
  readonly page: Page;
  readonly process: ChildProcess;
  /** Whether Chromium's sandbox is on: not for root, unless there is another user to run as. */
  readonly sandboxed: boolean;
  close(): Promise<void>;
}

/** As an ordinary user with the sandbox on where that can be had, else as root without. */
async function launcher(executable: string, folder: string) {
  if (process.getuid?.() !== 0) return { command: executable, args: [], sandboxed: true };
  const { user } = await ordinaryUser();
  if (!user || (await prepareSandbox(user, join(executable, '..')))) {
    return { command: executable, args: ['--no-sandbox'], sandboxed: false };
  }
  return { command: launcherAs(user, executable, folder), args: [], sandboxed: true };
}

function endpointOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(
      () => reject(new Error(`the application did not start in time:\n${said}`)),
      START_MS,
    );
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const found = /DevTools listening on (ws:\/\/\S+)/.exec(said)?.[1];
      if (!found) return;
      clearTimeout(timer);
      resolve(found);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`the application ended with code ${String(code)}:\n${said}`));
    });
  });
}

async function firstPage(browser: Browser): Promise<Page> {
  const context = browser.contexts()[0];
  if (!context) throw new Error('the application has no browser context');
  return context.pages()[0] ?? context.waitForEvent('page', { timeout: START_MS });
}

/**
 * A copy of a package that takes one switch more, so that it can be driven: in its archive the name of an allowed switch
 * is overwritten with that of the debugging port, which has as many letters. Nothing else differs, and nothing for tests is
 * in the package itself.
 */
export function drivableCopy(packed: string, copy: string): string {
  rmSync(copy, { recursive: true, force: true });
  execFileSync('cp', ['-al', packed, copy]);
  const archive = join(copy, 'resources', 'app.asar');
  const bytes = readFileSync(archive);
  const at = bytes.indexOf(oneOfTheAllowed);
  if (at < 0 || bytes.indexOf(oneOfTheAllowed, at + 1) >= 0)
    throw new Error(`${archive} names ${oneOfTheAllowed} not exactly once`);
  bytes.write('remote-debugging-port', at);
  rmSync(archive);
  writeFileSync(archive, bytes);
  return join(copy, 'trailglass');
}

/**
 * Starts a drivable copy of a package. Through Chromium's debugging port, because playwright's own Electron driver needs
 * Node's inspector, which the package's fuses switch off.
 */
export async function startPacked(executable: string, args: readonly string[] = []): Promise<PackedApp> {
  const folder = mkdtempSync(join(tmpdir(), 'trailglass-packed-'));
  chmodSync(folder, 0o777);
  const { command, args: sandboxArgs, sandboxed } = await launcher(executable, folder);
  const child = spawn(command, ['--remote-debugging-port=0', ...sandboxArgs, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, XDG_CONFIG_HOME: join(folder, 'profile') },
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const close = async (): Promise<void> => {
    child.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const browser = await chromium.connectOverCDP(await endpointOf(child));
    return { page: await firstPage(browser), process: child, sandboxed, close };
  } catch (error) {
    await close();
    throw error;
  }
}
