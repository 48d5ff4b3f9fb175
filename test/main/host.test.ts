import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { app, dialog, ipcMain, nativeTheme, shell, type BrowserWindow } from 'electron';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { CommandQueue } from '../../electron/main/command-queue.ts';
import { Grants } from '../../electron/main/grants.ts';
import { hostHandlers } from '../../electron/main/host-handlers.ts';
import { listenToPages } from '../../electron/main/page-ports.ts';
import { Settings } from '../../electron/main/settings.ts';
import { messagePortTransport } from '../../electron/transport/message-port.ts';
import { dropChannel, portChannel } from '../../electron/transport/preload-channels.ts';
import { connect } from '../../shared/bridge/connect.ts';
import { hostContract, type EngineState, type HostCommand } from '../../shared/contract/host.ts';
import {
  FakeBrowserWindow,
  memoryLog,
  type FakeIpcMain,
  type FakePortMain,
} from '../support/electron-mock.ts';

vi.mock('electron', async () => (await import('../support/electron-mock.ts')).electronMock());

const bus = ipcMain as unknown as FakeIpcMain;
const openDialog = vi.mocked(dialog.showOpenDialog);
const saveDialog = vi.mocked(dialog.showSaveDialog);

let folder: string;
let ports: FakePortMain[];
// What only Electron's own Node states.
beforeAll(
  () => void Object.defineProperty(process.versions, 'electron', { value: '33.0.0', configurable: true }),
);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trailglass-host-'));
  ports = [];
  app.getPath = () => folder;
});
afterEach(() => {
  for (const port of ports) port.close();
  bus.removeAllListeners();
  openDialog.mockReset();
  saveDialog.mockReset();
  rmSync(folder, { recursive: true, force: true });
});

function setUp() {
  const window = new FakeBrowserWindow();
  const grants = new Grants(() => Promise.resolve());
  const settings = new Settings(folder);
  const commands = new CommandQueue();
  const log = memoryLog();
  const engine = {
    connect: vi.fn(),
    watch: (listener: (state: EngineState) => void) => {
      listener({ kind: 'running', restarts: 0 });
      return () => undefined;
    },
    restartDue: vi.fn(),
  };
  listenToPages({
    windows: new Map([[window.webContents.id, window as unknown as BrowserWindow]]),
    handlersFor: (which) =>
      hostHandlers(which, { grants, settings, commands, engine, logPath: '/logs/engine.log' }),
    engine,
    grants,
    log,
  });
  const frame = {
    origin: 'app://trail',
    parent: null,
    url: 'app://trail/index.html',
    postMessage: vi.fn<(channel: string, message: unknown, ports: FakePortMain[]) => void>(),
  };
  const event = { sender: { id: window.webContents.id }, senderFrame: frame };
  return { window, grants, settings, commands, log, engine, frame, event };
}

function connectHost() {
  const parts = setUp();
  bus.emit(portChannel, parts.event, { to: 'host', nonce: 'n1' });
  const port = parts.frame.postMessage.mock.calls[0]![2][0]!;
  ports.push(port);
  return { ...parts, host: connect(messagePortTransport(port), hostContract, { validateResults: true }) };
}

const workspace = (name: string): string => {
  mkdirSync(join(folder, name));
  writeFileSync(join(folder, name, 'workspace.json'), '{}');
  return join(folder, name);
};

describe('a request for a port', () => {
  it('to the host is answered with a port that speaks the host’s contract', async () => {
    const { host, frame } = connectHost();
    expect(frame.postMessage.mock.calls[0]?.slice(0, 2)).toEqual([portChannel, { to: 'host', nonce: 'n1' }]);
    expect(await host('host.about', {})).toMatchObject({ version: '9.9.9', logPath: '/logs/engine.log' });
  });

  it('to the engine hands one end to the engine and the other to the page', () => {
    const { event, engine, frame } = setUp();
    bus.emit(portChannel, event, { to: 'engine', nonce: 'n2' });
    expect(engine.connect).toHaveBeenCalledOnce();
    expect(frame.postMessage).toHaveBeenCalledOnce();
    ports.push(engine.connect.mock.calls[0]?.[0] as FakePortMain);
  });

  it.each([
    ['a foreign window', (event: object) => ({ ...event, sender: { id: 999 } })],
    [
      'a foreign page',
      (event: { senderFrame: object }) => ({
        ...event,
        senderFrame: { ...event.senderFrame, origin: 'https://example.com' },
      }),
    ],
    [
      'a frame in the page',
      (event: { senderFrame: object }) => ({ ...event, senderFrame: { ...event.senderFrame, parent: {} } }),
    ],
    ['a frame that is gone', (event: object) => ({ ...event, senderFrame: null })],
  ])('from %s gets nothing', async (_who, disguise) => {
    const { event, engine, frame, log, grants } = setUp();
    bus.emit(portChannel, disguise(event), { to: 'engine', nonce: 'n' });
    bus.emit(portChannel, disguise(event), { to: 'host', nonce: 'n' });
    expect(engine.connect).not.toHaveBeenCalled();
    expect(frame.postMessage).not.toHaveBeenCalled();
    expect(await bus.handlers.get(dropChannel)?.(disguise(event), ['/etc/passwd'])).toEqual([]);
    expect(grants.all()).toEqual([]);
    expect(log.lines).toHaveLength(3);
  });

  it.each([
    [null],
    ['host'],
    [{ to: 'main', nonce: 'n' }],
    [{ to: 'host' }],
    [{ to: 'host', nonce: 'n'.repeat(101) }],
    [{ to: 'host', nonce: 'n', more: 1 }],
  ])('in another form gets nothing: %j', (message) => {
    const { event, frame, engine } = setUp();
    bus.emit(portChannel, event, message);
    expect(frame.postMessage).not.toHaveBeenCalled();
    expect(engine.connect).not.toHaveBeenCalled();
  });
});

describe('a drop', () => {
  it('is answered with grants that count as evidence; what has no absolute path is left out', async () => {
    const { event, grants } = setUp();
    const granted = await bus.handlers.get(dropChannel)?.(event, ['/logs/a', '', 'relative', '/logs/b']);
    expect(granted).toMatchObject([{ label: '/logs/a' }, { label: '/logs/b' }]);
    expect(grants.evidence()).toEqual(['/logs/a', '/logs/b']);
  });

  it.each([[null], ['/a'], [[7]], [Array.from({ length: 1_001 }, () => '/a')]])(
    'in another form gives nothing',
    async (data) => {
      const { event } = setUp();
      expect(await bus.handlers.get(dropChannel)?.(event, data)).toEqual([]);
    },
  );
});

describe('the host', () => {
  it('grants what the person picks, and null when they change their mind', async () => {
    const { host, grants } = connectHost();
    openDialog.mockResolvedValueOnce({ canceled: false, filePaths: ['/logs/a', '/logs/b'] });
    expect(await host('host.pickArchive', { what: 'files' })).toMatchObject([
      { label: '/logs/a' },
      { label: '/logs/b' },
    ]);
    expect(grants.evidence()).toEqual(['/logs/a', '/logs/b']);
    openDialog.mockResolvedValueOnce({ canceled: false, filePaths: ['/cases/x'] });
    const place = await host('host.pickPlace', {});
    expect(grants.pathOf(place?.grant ?? '')).toBe('/cases/x');
    openDialog.mockResolvedValue({ canceled: true, filePaths: [] });
    expect(await host('host.pickArchive', { what: 'folder' })).toBeNull();
    expect(await host('host.pickReferences', {})).toBeNull();
    expect(await host('host.pickWorkspace', {})).toBeNull();
    expect(await host('host.openText', {})).toBeNull();
    saveDialog.mockResolvedValue({ canceled: true, filePath: '' });
    expect(await host('host.saveText', { suggestedName: 'x.csv', text: 'x' })).toBeNull();
  });

  it('asks for folders or for files', async () => {
    const { host } = connectHost();
    openDialog.mockResolvedValue({ canceled: true, filePaths: [] });
    await host('host.pickArchive', { what: 'folder' });
    await host('host.pickArchive', { what: 'files' });
    const properties = openDialog.mock.calls.map((call) => (call as unknown[])[1]);
    expect(properties).toMatchObject([
      { properties: ['openDirectory', 'multiSelections'] },
      { properties: ['openFile', 'multiSelections'] },
    ]);
  });

  it('remembers real workspaces only, and shows whether they are still there', async () => {
    const { host } = connectHost();
    const here = workspace('here.trailglass');
    const gone = workspace('gone.trailglass');
    await host('host.remember', { path: gone, title: 'Gone' });
    await host('host.remember', { path: here, title: 'Here' });
    rmSync(gone, { recursive: true });
    for (const path of [folder, '/etc/passwd', 'here.trailglass', gone]) {
      await expect(host('host.remember', { path, title: 'x' })).rejects.toMatchObject({
        code: 'not-a-workspace',
      });
    }
    const recent = await host('host.recent', {});
    expect(recent).toMatchObject([
      { granted: { label: here }, title: 'Here', isThere: true },
      { granted: { label: gone }, title: 'Gone', isThere: false },
    ]);
    const summary = {
      ...{ events: 2, firstEventMicros: null, lastEventMicros: null },
      ...{ accounts: 1, regions: 0, activity: [] },
    };
    await host('host.summarise', { path: here, summary });
    await host('host.summarise', { path: '/etc/passwd', summary });
    expect((await host('host.recent', {})).map((one) => one.summary)).toEqual([summary, null]);
    const tooLong = { ...summary, activity: Array<number>(61).fill(1) };
    await expect(host('host.summarise', { path: here, summary: tooLong })).rejects.toMatchObject({
      code: 'bad-params',
    });
    await host('host.forget', { grant: recent[1]?.granted.grant ?? '' });
    expect(await host('host.recent', {})).toHaveLength(1);
    await expect(host('host.forget', { grant: 'not a grant' })).rejects.toMatchObject({ code: 'no-grant' });
  });

  it('saves where the person says, under a name that leads nowhere, and never into evidence', async () => {
    const { host, grants } = connectHost();
    const target = join(folder, 'out.csv');
    saveDialog.mockResolvedValue({ canceled: false, filePath: target });
    expect(await host('host.saveText', { suggestedName: '../../x.csv', text: 'a\n' })).toEqual({
      path: target,
    });
    expect(readFileSync(target, 'utf8')).toBe('a\n');
    expect((saveDialog.mock.calls[0] as unknown[])[1]).toMatchObject({
      defaultPath: join(folder, '-..-x.csv'),
    });
    mkdirSync(join(folder, 'logs'));
    await grants.give(join(folder, 'logs'), { isEvidence: true });
    saveDialog.mockResolvedValue({ canceled: false, filePath: join(folder, 'logs', 'out.csv') });
    await expect(host('host.saveText', { suggestedName: 'x', text: 'a' })).rejects.toMatchObject({
      code: 'file-unwritable',
    });
    expect(existsSync(join(folder, 'logs', 'out.csv'))).toBe(false);
  });

  it('gives a place for an export, with an ending, and tells whether the person agreed to replace', async () => {
    const { host, grants } = connectHost();
    const pick = (filePath: string) => {
      saveDialog.mockResolvedValue({ canceled: false, filePath });
      return host('host.pickExport', { suggestedName: '../events.json.gz', format: 'records' });
    };
    const fresh = await pick(join(folder, 'events'));
    expect(fresh).toMatchObject({ granted: { label: join(folder, 'events.json.gz') }, isReplacing: false });
    expect(grants.pathOf(fresh?.granted.grant ?? '')).toBe(join(folder, 'events.json.gz'));
    expect((saveDialog.mock.calls[0] as unknown[])[1]).toMatchObject({
      defaultPath: join(folder, '-events.json.gz'),
      filters: [
        { name: 'CloudTrail log file', extensions: ['gz'] },
        { name: 'All files', extensions: ['*'] },
      ],
      properties: ['showOverwriteConfirmation', 'createDirectory'],
    });
    writeFileSync(join(folder, 'there.json.gz'), '');
    expect(await pick(join(folder, 'there.json.gz'))).toMatchObject({ isReplacing: true });
    // The dialog asked about another name than the one with its ending.
    writeFileSync(join(folder, 'plain.json.gz'), '');
    expect(await pick(join(folder, 'plain'))).toMatchObject({ isReplacing: false });
    saveDialog.mockResolvedValue({ canceled: true, filePath: '' });
    expect(await host('host.pickExport', { suggestedName: 'x', format: 'csv' })).toBeNull();
  });

  it('gives no place for an export in evidence or in no folder', async () => {
    const { host, grants } = connectHost();
    mkdirSync(join(folder, 'logs'));
    await grants.give(join(folder, 'logs'), { isEvidence: true });
    for (const [name, message] of [
      ['logs/out.csv', /evidence is never changed/],
      ['gone/out.csv', /not saved \(ENOENT\)/],
    ] as const) {
      saveDialog.mockResolvedValue({ canceled: false, filePath: join(folder, name) });
      await expect(host('host.pickExport', { suggestedName: 'x', format: 'csv' })).rejects.toMatchObject({
        code: 'file-unwritable',
        message: expect.stringMatching(message) as string,
      });
    }
    expect(grants.all().map(([, path]) => path)).toEqual([join(folder, 'logs')]);
  });

  it('shows only granted files that are there in the file manager', async () => {
    const { host, grants } = connectHost();
    writeFileSync(join(folder, 'out.csv'), '');
    const { grant } = await grants.give(join(folder, 'out.csv'));
    await host('host.reveal', { grant });
    expect(shell.showItemInFolder).toHaveBeenCalledExactlyOnceWith(join(folder, 'out.csv'));
    rmSync(join(folder, 'out.csv'));
    await expect(host('host.reveal', { grant })).rejects.toMatchObject({ code: 'not-found' });
    await expect(host('host.reveal', { grant: '/etc/passwd' })).rejects.toMatchObject({ code: 'no-grant' });
    expect(shell.showItemInFolder).toHaveBeenCalledTimes(1);
  });

  it('opens the text the person picks', async () => {
    const { host } = connectHost();
    const path = join(folder, 'set.json');
    writeFileSync(path, '{"a":1}');
    openDialog.mockResolvedValue({ canceled: false, filePaths: [path] });
    expect(await host('host.openText', {})).toEqual({ name: 'set.json', text: '{"a":1}' });
  });

  it('keeps the theme and applies it', async () => {
    const { host } = connectHost();
    expect(await host('host.settings', {})).toEqual({
      theme: 'system',
      hasLetterKeys: true,
      zone: 'UTC',
      importedPerSecond: null,
    });
    await host('host.saveSettings', { theme: 'light' });
    expect(nativeTheme.themeSource).toBe('light');
    expect(await host('host.settings', {})).toEqual({
      theme: 'light',
      hasLetterKeys: true,
      zone: 'UTC',
      importedPerSecond: null,
    });
    await host('host.saveSettings', { hasLetterKeys: false });
    await host('host.saveSettings', { zone: 'Europe/Berlin' });
    expect(await host('host.settings', {})).toEqual({
      ...{ theme: 'light', hasLetterKeys: false, zone: 'Europe/Berlin', importedPerSecond: null },
    });
  });

  it('puts no control or direction characters into the title', async () => {
    const { host, window } = connectHost();
    await host('host.setTitle', { title: 'acme\u0007\n\u202egpj.exe' });
    expect(window.setTitle).toHaveBeenCalledWith('acmegpj.exe');
  });

  it('reports commands and the engine’s health until the call is cancelled', async () => {
    const { host, commands } = connectHost();
    commands.push({ kind: 'open-sample' });
    const controller = new AbortController();
    const heard: HostCommand[] = [];
    const states: EngineState[] = [];
    const watching = [
      host('host.commands', {}, { signal: controller.signal, onProgress: (command) => heard.push(command) }),
      host('host.engine', {}, { signal: controller.signal, onProgress: (state) => states.push(state) }),
    ].map((call) => call.catch((error: unknown) => error));
    await vi.waitFor(() => expect([heard.length, states.length]).toEqual([1, 1]));
    commands.push({ kind: 'menu', command: 'focus-search' });
    await vi.waitFor(() => expect(heard).toHaveLength(2));
    controller.abort();
    expect(await Promise.all(watching)).toMatchObject([{ code: 'cancelled' }, { code: 'cancelled' }]);
    await host('host.about', {});
    commands.push({ kind: 'menu', command: 'redo' });
    await host('host.about', {});
    expect(heard).toHaveLength(2);
  });
});
