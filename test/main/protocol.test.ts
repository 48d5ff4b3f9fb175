import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  answerPage,
  contentSecurityPolicy,
  readPageFiles,
  type PageFiles,
} from '../../electron/main/protocol.ts';

vi.mock('electron', async () => (await import('../support/electron-mock.ts')).electronMock());

let folder: string;
let files: PageFiles;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trailglass-page-'));
  const page = join(folder, 'renderer');
  mkdirSync(join(page, 'assets', 'fonts'), { recursive: true });
  writeFileSync(join(folder, 'secret.json'), '{"secret":true}');
  writeFileSync(join(page, 'index.html'), '<meta name="style-nonce" content="__STYLE_NONCE__">');
  writeFileSync(join(page, 'assets', 'index.js'), 'const nonce = "__STYLE_NONCE__";');
  writeFileSync(join(page, 'assets', 'index.css'), 'body{}');
  writeFileSync(join(page, 'assets', 'fonts', 'sans.woff2'), Buffer.from([0, 1, 255]));
  writeFileSync(join(page, 'assets', 'index.js.map'), '{}');
  writeFileSync(join(page, 'assets', 'unknown.exe'), 'MZ');
  symlinkSync(join(folder, 'secret.json'), join(page, 'assets', 'linked.json'));
  files = readPageFiles(page, 'bm9uY2U=');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ask = (url: string, method = 'GET'): Response => answerPage(files, 'bm9uY2U=', { method, url });

describe('the files of the page', () => {
  it('are the built ones of known kinds only; links are not followed', () => {
    expect([...files.keys()].sort()).toEqual([
      '/assets/fonts/sans.woff2',
      '/assets/index.css',
      '/assets/index.js',
      '/index.html',
    ]);
  });

  it.each([
    ['/index.html', 'text/html; charset=utf-8'],
    ['/assets/index.js', 'text/javascript; charset=utf-8'],
    ['/assets/index.css', 'text/css; charset=utf-8'],
    ['/assets/fonts/sans.woff2', 'font/woff2'],
  ])('are served with their type: %s', (path, type) => {
    const response = ask(`app://trail${path}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
  });

  it('are served byte for byte, with the nonce in the page and nowhere else', async () => {
    expect(await ask('app://trail/').text()).toBe('<meta name="style-nonce" content="bm9uY2U=">');
    expect(await ask('app://trail/assets/index.js').text()).toBe('const nonce = "__STYLE_NONCE__";');
    expect(new Uint8Array(await ask('app://trail/assets/fonts/sans.woff2').arrayBuffer())).toEqual(
      new Uint8Array([0, 1, 255]),
    );
  });

  it('ignores what follows the path', () => {
    expect(ask('app://trail/index.html?x=1#y').status).toBe(200);
  });

  it.each([
    'app://trail/nothing.js',
    'app://trail/../secret.json',
    'app://trail/assets/../../secret.json',
    'app://trail/%2e%2e/secret.json',
    'app://trail/..%2fsecret.json',
    'app://trail/assets%2findex.js',
    'app://trail//index.html',
    'app://trail/assets/index.js.map',
    'app://trail/assets',
    'app://trail/assets/linked.json',
    'app://trail/__proto__',
    'app://elsewhere/index.html',
    'https://trail/index.html',
    'not an address',
  ])('refuses %s', async (url) => {
    const response = ask(url);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('');
  });

  it.each(['POST', 'PUT', 'HEAD', 'DELETE', 'OPTIONS'])('refuses %s', (method) => {
    expect(ask('app://trail/index.html', method).status).toBe(405);
  });
});

describe('every response', () => {
  it.each([
    ['found', 'app://trail/index.html', 'GET'],
    ['missing', 'app://trail/nothing', 'GET'],
    ['refused', 'app://trail/index.html', 'POST'],
  ])('carries the security headers: %s', (_what, url, method) => {
    const { headers } = ask(url, method);
    expect(headers.get('content-security-policy')).toBe(contentSecurityPolicy('bm9uY2U='));
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
  });
});

it('the policy is exactly this', () => {
  expect(contentSecurityPolicy('abc=')).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-abc='; img-src 'self' data: blob:; " +
      "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
      "require-trusted-types-for 'script'; trusted-types svelte-trusted-html",
  );
});
