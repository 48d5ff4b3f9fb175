import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { app, dialog, nativeTheme, session, type BrowserWindow, type MessagePortMain } from 'electron';
import * as v from 'valibot';
import { CommandQueue } from './command-queue.ts';
import { EngineHost } from './engine-host.ts';
import { forkEngine } from './engine-process.ts';
import { Grants } from './grants.ts';
import { hostHandlers } from './host-handlers.ts';
import { commandFor, launchSchema, personWords, readLaunch, type Launch } from './launch-request.ts';
import { refusedSwitches } from './launch-switches.ts';
import { openLog, type Log } from './log.ts';
import { installMenu, offerEditMenu } from './menu.ts';
import { listenToPages } from './page-ports.ts';
import { declareScheme, readPageFiles, servePage } from './protocol.ts';
import { guardPages, guardSession, silenceChromium } from './security.ts';
import { Settings } from './settings.ts';
import { openWindow } from './window.ts';

/** Where the built parts lie. */
export interface BuiltParts {
  readonly preload: string;
  readonly utility: string;
  readonly page: string;
}

const NONCE_BYTES = 16;
const WRONG_USE = 2;

/** Runs the desktop application from the start of the process to its end. */
export function runApp(parts: BuiltParts): void {
  const isDevelopment = !app.isPackaged;
  if (isDevelopment) {
    const userData = process.env['TRAILGLASS_USER_DATA'];
    if (userData) app.setPath('userData', userData);
  } else refuseSwitches();
  app.setAppLogsPath(join(app.getPath('userData'), 'logs'));

  const launch: Launch = {
    words: [...personWords(process.argv, process.defaultApp)],
    cwd: process.cwd(),
  };
  if (!app.requestSingleInstanceLock(launch)) {
    app.quit();
    return;
  }
  const log = openLog(join(app.getPath('logs'), 'main.log'), { alsoTerminal: isDevelopment });
  process.on('uncaughtException', (error) => log.error('an error nobody caught', error));
  process.on('unhandledRejection', (error) => log.error('a rejection nobody caught', error));

  log.info('started', { version: app.getVersion(), electron: process.versions['electron'] });

  silenceChromium(app.commandLine);
  // With --no-sandbox, which root needs, Chromium's children would die of a forced sandbox.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  declareScheme();
  guardPages(app, log);
  new Desktop(parts, log, isDevelopment).begin(launch);
}

/** Ends the process before anything that listens has begun. */
function refuseSwitches(): void {
  const isRoot = process.getuid?.() === 0;
  const refused = refusedSwitches(process.argv.slice(1), { platform: process.platform, isRoot });
  if (refused.length === 0) return;
  dialog.showErrorBox(
    'Trailglass did not start',
    `It does not take ${refused.join(', ')}: a switch that can drive or weaken the application. Start it without.`,
  );
  process.exit(WRONG_USE);
}

class Desktop {
  readonly #parts: BuiltParts;
  readonly #log: Log;
  readonly #isDevelopment: boolean;
  readonly #windows = new Map<number, BrowserWindow>();
  readonly #commands = new CommandQueue();
  readonly #settings = new Settings(app.getPath('userData'));
  readonly #grants: Grants;
  readonly #engine: EngineHost<MessagePortMain>;
  readonly #engineLogPath = join(app.getPath('logs'), 'engine.log');
  #isClosed = false;

  constructor(parts: BuiltParts, log: Log, isDevelopment: boolean) {
    this.#parts = parts;
    this.#log = log;
    this.#isDevelopment = isDevelopment;
    this.#grants = new Grants((id, path) => this.#engine.tell(id, path));
    this.#engine = new EngineHost<MessagePortMain>({
      fork: () => forkEngine(parts.utility),
      init: {
        kind: 'init',
        appVersion: app.getVersion(),
        dataDir: join(app.getPath('userData'), 'data'),
        documentsDir: app.getPath('documents'),
        logFile: this.#engineLogPath,
      },
      grants: () => this.#grants.all(),
      log,
    });
  }

  begin(launch: Launch): void {
    app.on('second-instance', (_event, _argv, _cwd, data) => {
      const other = v.safeParse(launchSchema, data);
      if (other.success) this.#open(other.output);
      this.#focus();
    });
    app.on('open-file', (event, path) => {
      event.preventDefault();
      this.#open({ words: [path], cwd: '/' });
    });
    app.on('activate', () => this.#focus());
    app.on('window-all-closed', () => app.quit());
    app.on('will-quit', (event) => this.#willQuit(event));
    this.#open(launch);
    app.whenReady().then(
      () => this.#ready(),
      (error: unknown) => this.#fail(error),
    );
  }

  #ready(): void {
    const { page } = this.#parts;
    const options = { isDevelopment: this.#isDevelopment };
    const styleNonce = randomBytes(NONCE_BYTES).toString('base64');
    nativeTheme.themeSource = this.#settings.theme;
    guardSession(session.defaultSession, this.#log, options);
    try {
      servePage(session.defaultSession, readPageFiles(page, styleNonce), styleNonce);
    } catch (error) {
      this.#fail(error);
      return;
    }
    this.#engine.start();
    listenToPages({
      windows: this.#windows,
      handlersFor: (window) =>
        hostHandlers(window, {
          grants: this.#grants,
          settings: this.#settings,
          commands: this.#commands,
          engine: this.#engine,
          logPath: this.#engineLogPath,
        }),
      engine: this.#engine,
      grants: this.#grants,
      log: this.#log,
    });
    installMenu({
      ...options,
      isMac: process.platform === 'darwin',
      send: (command) => this.#commands.push({ kind: 'menu', command }),
    });
    this.#openWindow();
  }

  #openWindow(): void {
    const window = openWindow({
      preload: this.#parts.preload,
      settings: this.#settings,
      log: this.#log,
      isDevelopment: this.#isDevelopment,
    });
    const { id } = window.webContents;
    this.#windows.set(id, window);
    window.on('closed', () => this.#windows.delete(id));
    offerEditMenu(window);
  }

  #open(launch: Launch): void {
    const request = readLaunch(launch);
    if (!request) return;
    commandFor(request, this.#grants).then(
      (command) => this.#commands.push(command),
      (error: unknown) => this.#log.error('a launch could not be understood', error),
    );
  }

  #focus(): void {
    const window = this.#windows.values().next().value;
    if (!window) return;
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  /** With the windows gone, the engine gets time to close its workspace before everything ends. */
  #willQuit(event: { preventDefault(): void }): void {
    if (this.#isClosed) return;
    event.preventDefault();
    void this.#engine.close().finally(() => {
      this.#isClosed = true;
      // In a turn of its own, and not by another quit: one asked for while one is being prevented can be lost.
      setImmediate(() => app.exit(0));
    });
  }

  #fail(error: unknown): void {
    this.#log.error('the application could not start', error);
    this.#isClosed = true;
    app.exit(1);
  }
}
