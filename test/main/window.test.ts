import { describe, expect, it, vi } from 'vitest';
import type { Settings } from '../../electron/main/settings.ts';
import { openWindow, placeOnDisplays } from '../../electron/main/window.ts';
import { memoryLog, type FakeBrowserWindow } from '../support/electron-mock.ts';

vi.mock('electron', async () => (await import('../support/electron-mock.ts')).electronMock());

const desk = { x: 0, y: 0, width: 1920, height: 1080 };
const bounds = (x: number, y: number) => ({ x, y, width: 1200, height: 700, isMaximized: false });

describe('the place of the window', () => {
  it('is a default size at first', () => {
    expect(placeOnDisplays(null, [desk])).toEqual({ width: 1440, height: 900 });
  });

  it('is where it was, also when it reaches over the edge', () => {
    expect(placeOnDisplays(bounds(-300, 50), [desk])).toEqual({ x: -300, y: 50, width: 1200, height: 700 });
  });

  it('keeps only its size when its display is gone', () => {
    expect(placeOnDisplays(bounds(2500, 50), [desk])).toEqual({ width: 1200, height: 700 });
    expect(placeOnDisplays(bounds(1900, 50), [desk])).toEqual({ width: 1200, height: 700 });
    expect(placeOnDisplays(bounds(2500, 50), [desk, { ...desk, x: 1920 }])).toMatchObject({ x: 2500 });
  });
});

describe('the window', () => {
  const open = (options: { isMaximized?: boolean; isDevelopment?: boolean } = {}) => {
    const settings = {
      bounds:
        options.isMaximized === undefined ? null : { ...bounds(0, 0), isMaximized: options.isMaximized },
    };
    const log = memoryLog();
    const window = openWindow({
      preload: '/built/preload.cjs',
      settings: settings as unknown as Settings,
      log,
      isDevelopment: options.isDevelopment ?? false,
    }) as unknown as FakeBrowserWindow;
    return { window, settings, log };
  };

  it('is sandboxed, isolated and without Node', () => {
    const { window } = open();
    expect(window.options.webPreferences).toMatchObject({
      preload: '/built/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      devTools: false,
    });
    expect(open({ isDevelopment: true }).window.options.webPreferences?.['devTools']).toBe(true);
  });

  it('loads our page and shows itself when there is something to see', () => {
    const { window } = open();
    expect(window.loadURL).toHaveBeenCalledExactlyOnceWith('app://trail/index.html');
    expect(window.options).toMatchObject({
      show: false,
      backgroundColor: '#0f1216',
      minWidth: 1024,
      minHeight: 640,
    });
    expect(window.show).not.toHaveBeenCalled();
    window.emit('ready-to-show');
    expect(window.show).toHaveBeenCalledOnce();
  });

  it('remembers its place when it closes, and that it was maximised', () => {
    const { window, settings } = open({ isMaximized: true });
    expect(window.maximize).toHaveBeenCalledOnce();
    window.emit('close');
    expect(settings.bounds).toEqual({ x: 10, y: 20, width: 1200, height: 700, isMaximized: false });
  });

  it('does not take its title from the page', () => {
    const event = { preventDefault: vi.fn() };
    open().window.emit('page-title-updated', event);
    expect(event.preventDefault).toHaveBeenCalledOnce();
  });

  it('loads the page again when its process ends, but not over and over', () => {
    const { window, log } = open();
    const crash = () =>
      window.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 11 });
    crash();
    expect(window.loadURL).toHaveBeenCalledTimes(2);
    crash();
    expect(window.loadURL).toHaveBeenCalledTimes(2);
    expect(window.destroy).toHaveBeenCalledOnce();
    expect(log.lines).toMatchObject([{ level: 'error' }, { level: 'error' }]);
  });
});
