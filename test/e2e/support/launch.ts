import { spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, errors, type ElectronApplication, type Page } from 'playwright-core';
import { findElectron } from '../../../build-resources/scripts/lib/electron-runtime.mjs';
import {
  launcherAs,
  ordinaryUser,
  prepareSandbox,
  type OrdinaryUser,
} from '../../../build-resources/scripts/lib/ordinary-user.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const READY_MS = 60_000;
const ATTACH_MS = 30_000;
const ATTACH_TRIES = 3;
const CLOSE_MS = 20_000;

/** A running Trailglass. */
export interface LaunchedApp {
  readonly app: ElectronApplication;
  /** The one window's page, loaded. */
  readonly page: Page;
  /** The application's own folder of this launch: settings, logs, samples. */
  readonly userData: string;
  /** Whether Chromium's sandbox is on; when not, `noSandboxReason` says why. */
  readonly isSandboxed: boolean;
  readonly noSandboxReason: string | undefined;
  /** Uncaught errors, `console.error` lines and policy violations of the page so far. */
  readonly pageProblems: string[];
  /** Addresses of all requests of the page so far. */
  readonly requests: string[];
  /** Starts the program once more with the same folder, as a person would who did not know, and waits for its end. */
  readonly startAgain: (words: readonly string[]) => Promise<number | null>;
  /** Quits the application as a person would and waits for its end. The folder goes too, unless it was given. */
  readonly close: () => Promise<void>;
}

/** How to launch. */
export interface LaunchOptions {
  /** Words after the program's name, such as a path or `--sample`. */
  readonly words?: readonly string[];
  /** A folder of an earlier launch, made with `keptUserData`, to see what survives. */
  readonly userData?: string;
  readonly env?: Readonly<Record<string, string>>;
}

type Runner =
  | {
      readonly executable: string;
      readonly user: OrdinaryUser | undefined;
      readonly noSandboxReason?: undefined;
    }
  | { readonly executable: string; readonly user: undefined; readonly noSandboxReason: string };

let runner: Promise<Runner> | undefined;

/** As the person running the tests; when that is root, as an ordinary user, because Chromium denies root its sandbox. */
async function findRunner(): Promise<Runner> {
  const { executable, dist } = await findElectron({ quiet: true });
  if (process.getuid?.() !== 0) return { executable, user: undefined };
  const found = await ordinaryUser();
  if (!found.user) return { executable, user: undefined, noSandboxReason: found.reason };
  const obstacle = await prepareSandbox(found.user, dist);
  if (obstacle) return { executable, user: undefined, noSandboxReason: obstacle };
  return { executable, user: found.user };
}

/** Gives files and folders, made by a test, to the user the application runs as. */
export async function handOver(...paths: readonly string[]): Promise<void> {
  const { user } = await (runner ??= findRunner());
  if (!user) return;
  for (const path of paths) {
    chownSync(path, user.uid, user.gid);
  }
}

/** A folder for everything an application keeps, to be used for several launches. The caller removes it. */
export async function keptUserData(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'trailglass-e2e-'));
  await handOver(folder);
  return folder;
}

/** Starts the built application in real Electron, each time with a folder of its own. */
export async function launch(options: LaunchOptions = {}): Promise<LaunchedApp> {
  if (!existsSync(join(root, 'out', 'electron', 'main.js')))
    throw new Error('Not built: run `npm run build` first.');
  const { executable: electron, user, noSandboxReason } = await (runner ??= findRunner());
  const userData = options.userData ?? (await keptUserData());
  const documents = join(userData, 'home');
  mkdirSync(documents, { recursive: true });
  await handOver(documents);
  const executable = user ? launcherAs(user, electron, join(userData, 'launcher')) : electron;
  const isSandboxed = noSandboxReason === undefined;
  const env = { ...environment(), ...options.env, TRAILGLASS_USER_DATA: userData };
  const app = await attached({
    executablePath: executable,
    chromiumSandbox: isSandboxed,
    cwd: root,
    args: ['.', '--force-device-scale-factor=1', ...(options.words ?? [])],
    env,
    timeout: ATTACH_MS,
  });
  const pageProblems: string[] = [];
  const requests: string[] = [];
  const context = app.context();
  context.on('weberror', (error) => pageProblems.push(`error: ${error.error().message}`));
  context.on('console', (message) => {
    if (message.type() === 'error') pageProblems.push(`console: ${message.text()}`);
  });
  context.on('request', (request) => requests.push(request.url()));
  const page = await app.firstWindow({ timeout: READY_MS });
  await page.waitForLoadState('load');
  return {
    app,
    page,
    userData,
    isSandboxed,
    noSandboxReason,
    pageProblems,
    requests,
    startAgain: (words) =>
      new Promise((resolve, reject) => {
        const again = spawn(executable, ['.', ...words, ...(isSandboxed ? [] : ['--no-sandbox'])], {
          cwd: root,
          env,
          stdio: 'ignore',
        });
        again.on('error', reject);
        again.on('exit', resolve);
      }),
    close: async () => {
      await endInTime(app, userData);
      if (options.userData === undefined) rmSync(userData, { recursive: true, force: true });
    },
  };
}

/**
 * Playwright's driver now and then (about once in a hundred launches) waits for a first message that Electron has sent
 * before it listened. The application itself has started by then; another launch is the way on.
 */
async function attached(options: Parameters<typeof _electron.launch>[0]): Promise<ElectronApplication> {
  for (let left = ATTACH_TRIES; ; left -= 1) {
    try {
      return await _electron.launch(options);
    } catch (error) {
      if (left === 1 || !(error instanceof errors.TimeoutError)) throw error;
    }
  }
}

async function endInTime(app: ElectronApplication, userData: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), CLOSE_MS);
  });
  const outcome = await Promise.race([app.close(), late]);
  clearTimeout(timer);
  if (outcome !== 'late') return;
  app.process().kill('SIGKILL');
  const log = readFileSync(join(userData, 'logs', 'main.log'), 'utf8');
  throw new Error(
    `Trailglass did not end within ${String(CLOSE_MS / 1_000)} s and was killed. Its log:\n${log}`,
  );
}

function environment(): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && name !== 'NODE_OPTIONS' && !name.startsWith('VITEST')) kept[name] = value;
  }
  return kept;
}
