import type { App, CommandLine, Session } from 'electron';
import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { guardPages, guardSession, isOwnRequest, silenceChromium } from '../../electron/main/security.ts';
import { FakeSession, FakeWebContents, memoryLog } from '../support/electron-mock.ts';

function guardedSession(isDevelopment = false) {
  const session = new FakeSession();
  const log = memoryLog();
  guardSession(session as unknown as Session, log, { isDevelopment });
  return { session, log };
}

describe('the session', () => {
  const requested = (permission: string): boolean => {
    const { session } = guardedSession();
    const answer = vi.fn();
    session.setPermissionRequestHandler.mock.calls[0]?.[0](null, permission, answer);
    expect(answer).toHaveBeenCalledOnce();
    return answer.mock.calls[0]?.[0] as boolean;
  };
  const checked = (permission: string): boolean =>
    guardedSession().session.setPermissionCheckHandler.mock.calls[0]![0](null, permission);

  it.each([
    'media',
    'geolocation',
    'notifications',
    'midi',
    'midiSysex',
    'pointerLock',
    'fullscreen',
    'openExternal',
    'clipboard-read',
    'display-capture',
    'fileSystem',
    'hid',
    'serial',
    'usb',
    'unknown',
    '',
  ])('denies the permission “%s”', (permission) => {
    expect(requested(permission)).toBe(false);
    expect(checked(permission)).toBe(false);
  });

  it('allows writing text to the clipboard', () => {
    expect(requested('clipboard-sanitized-write')).toBe(true);
    expect(checked('clipboard-sanitized-write')).toBe(true);
  });

  it('denies devices, downloads, spelling downloads and proxies', () => {
    const { session } = guardedSession();
    expect(session.setDevicePermissionHandler.mock.calls[0]?.[0]({})).toBe(false);
    const download = { preventDefault: vi.fn() };
    session.emit('will-download', download);
    expect(download.preventDefault).toHaveBeenCalledOnce();
    expect(session.setSpellCheckerEnabled).toHaveBeenCalledWith(false);
    expect(session.setProxy).toHaveBeenCalledWith({ mode: 'direct' });
  });

  it('cancels requests to elsewhere and logs them', () => {
    const { session, log } = guardedSession();
    const handler = session.webRequest.onBeforeRequest.mock.calls[0]?.[0];
    const answer = vi.fn();
    handler?.({ url: 'https://example.com/' }, answer);
    handler?.({ url: 'app://trail/index.html' }, answer);
    expect(answer.mock.calls).toEqual([[{ cancel: true }], [{ cancel: false }]]);
    expect(log.lines).toHaveLength(1);
  });
});

describe('a request', () => {
  it.each(['app://trail/index.html', 'data:image/png;base64,AA', 'blob:app://trail/1'])(
    '%s is ours',
    (url) => {
      expect(isOwnRequest(url, { isDevelopment: false })).toBe(true);
    },
  );

  it.each([
    'http://127.0.0.1/',
    'https://example.com/',
    'ws://127.0.0.1/',
    'wss://example.com/',
    'file:///etc/passwd',
    'ftp://example.com/',
    'chrome://settings',
    'chrome-extension://abc/',
    'javascript:alert(1)',
    'appx://trail/',
    '//example.com',
    '',
  ])('%s is not', (url) => {
    expect(isOwnRequest(url, { isDevelopment: false })).toBe(false);
  });

  it('may come from the developer tools in development only', () => {
    expect(isOwnRequest('devtools://devtools/x.js', { isDevelopment: true })).toBe(true);
    expect(isOwnRequest('devtools://devtools/x.js', { isDevelopment: false })).toBe(false);
  });
});

describe('every page', () => {
  const guarded = () => {
    const app = new EventEmitter();
    const log = memoryLog();
    guardPages(app as unknown as App, log);
    const contents = new FakeWebContents(1);
    app.emit('web-contents-created', {}, contents);
    return { contents, log };
  };

  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])(
    'stays where it is: %s',
    (name) => {
      const { contents, log } = guarded();
      const event = { preventDefault: vi.fn(), url: 'https://example.com/' };
      contents.emit(name, event);
      expect(event.preventDefault).toHaveBeenCalledOnce();
      expect(log.lines).toMatchObject([{ level: 'warn', detail: { url: 'https://example.com/' } }]);
    },
  );

  it('opens no window', () => {
    const { contents } = guarded();
    expect(contents.openHandler?.({ url: 'app://trail/index.html' })).toEqual({ action: 'deny' });
  });
});

it('Chromium’s background services are off, and features that were disabled stay so', () => {
  const switches = new Map([['disable-features', 'Before']]);
  silenceChromium({
    getSwitchValue: (name: string) => switches.get(name) ?? '',
    appendSwitch: (name: string, value = '') => void switches.set(name, value),
  } as unknown as CommandLine);
  expect(switches.get('disable-features')).toMatch(/^Before,.*MediaRouter.*OptimizationHints/);
  expect([...switches.keys()]).toEqual(
    expect.arrayContaining(['disable-background-networking', 'disable-component-update', 'no-pings']),
  );
  expect(switches.get('host-resolver-rules')).toBe('MAP * ~NOTFOUND');
});
