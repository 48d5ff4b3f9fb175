import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { vi } from 'vitest';

/** Electron's port in place of Node's: events carry `data`, and closing tells only the other end. */
export class FakePortMain extends EventEmitter {
  readonly #port: MessagePort;
  #isStarted = false;

  constructor(port: MessagePort) {
    super();
    this.#port = port;
    port.on('close', () => this.emit('close'));
  }

  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#port.on('message', (data: unknown) => this.emit('message', { data, ports: [] }));
    this.#port.start();
  }

  postMessage(message: unknown): void {
    this.#port.postMessage(message);
  }

  close(): void {
    this.#port.close();
  }
}

class FakeMessageChannelMain {
  readonly port1: FakePortMain;
  readonly port2: FakePortMain;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port1 = new FakePortMain(port1);
    this.port2 = new FakePortMain(port2);
  }
}

/** Web contents that record how they were guarded. */
export class FakeWebContents extends EventEmitter {
  readonly id: number;
  openHandler: ((details: { url: string }) => { action: string }) | undefined;

  constructor(id: number) {
    super();
    this.id = id;
  }

  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler;
  }
}

/** A window that records its options and what was done to it. */
export class FakeBrowserWindow extends EventEmitter {
  static made: FakeBrowserWindow[] = [];
  readonly options: Record<string, unknown> & { webPreferences?: Record<string, unknown> };
  readonly webContents: FakeWebContents;
  readonly loadURL = vi.fn((_url: string) => Promise.resolve());
  readonly show = vi.fn();
  readonly maximize = vi.fn();
  readonly setTitle = vi.fn();
  readonly destroy = vi.fn();
  readonly isDestroyed = () => false;
  readonly isMaximized = () => false;
  readonly getNormalBounds = () => ({ x: 10, y: 20, width: 1200, height: 700 });

  constructor(options: Record<string, unknown> = {}) {
    super();
    this.options = options;
    FakeBrowserWindow.made.push(this);
    this.webContents = new FakeWebContents(FakeBrowserWindow.made.length);
  }
}

type Invoked = (event: unknown, data: unknown) => unknown;

/** `ipcMain` whose messages a test sends itself. */
export class FakeIpcMain extends EventEmitter {
  readonly handlers = new Map<string, Invoked>();

  handle(channel: string, handler: Invoked): void {
    this.handlers.set(channel, handler);
  }
}

type AskHandler = (contents: null, permission: string, answer: (isAllowed: boolean) => void) => void;
type RequestHandler = (details: { url: string }, answer: (outcome: { cancel: boolean }) => void) => void;

/** A session that keeps what was set on it. */
export class FakeSession extends EventEmitter {
  readonly setPermissionRequestHandler = vi.fn<(handler: AskHandler) => void>();
  readonly setPermissionCheckHandler =
    vi.fn<(handler: (contents: null, permission: string) => boolean) => void>();
  readonly setDevicePermissionHandler = vi.fn<(handler: (details: object) => boolean) => void>();
  readonly setDisplayMediaRequestHandler = vi.fn();
  readonly setSpellCheckerEnabled = vi.fn();
  readonly setProxy = vi.fn(() => Promise.resolve());
  readonly webRequest = { onBeforeRequest: vi.fn<(handler: RequestHandler) => void>() };
  readonly protocol = { handle: vi.fn() };
}

/**
 * The one stand-in for the `electron` module: `vi.mock('electron', async () => (await import('…/electron-mock.ts')).electronMock())`.
 * Nothing of it runs Electron; that is what the e2e tests are for.
 */
export function electronMock() {
  return {
    app: Object.assign(new EventEmitter(), {
      getVersion: () => '9.9.9',
      getPath: (name: string) => `/paths/${name}`,
    }),
    BrowserWindow: FakeBrowserWindow,
    screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] },
    Menu: {
      setApplicationMenu: vi.fn(),
      buildFromTemplate: vi.fn((template: unknown) => ({ template, popup: vi.fn() })),
    },
    dialog: { showOpenDialog: vi.fn(), showSaveDialog: vi.fn() },
    shell: { showItemInFolder: vi.fn() },
    ipcMain: new FakeIpcMain(),
    nativeTheme: { themeSource: 'system', shouldUseDarkColors: true },
    protocol: { registerSchemesAsPrivileged: vi.fn() },
    utilityProcess: { fork: vi.fn() },
    MessageChannelMain: FakeMessageChannelMain,
  };
}

/** A log that only remembers. */
export function memoryLog() {
  const lines: { level: string; message: string; detail: unknown }[] = [];
  const write = (level: string) => (message: string, detail?: unknown) =>
    void lines.push({ level, message, detail });
  return { lines, info: write('info'), warn: write('warn'), error: write('error') };
}
