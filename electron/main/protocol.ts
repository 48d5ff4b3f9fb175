import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { protocol, type Session } from 'electron';
import { pathAtOrigin, scheme } from './page-address.ts';

/** A built file of the page, held in memory. */
interface PageFile {
  readonly type: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** By path from the root of the origin, such as `/assets/index.js`. Nothing outside this list is ever answered. */
export type PageFiles = ReadonlyMap<string, PageFile>;

const noncePlaceholder = '__STYLE_NONCE__';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/**
 * Reads the built page once. Files of unknown kinds are left out. HTML files get the nonce in place of its placeholder.
 */
export function readPageFiles(folder: string, styleNonce: string): PageFiles {
  const files = new Map<string, PageFile>();
  for (const path of filesIn(folder, '')) {
    const type = types[extname(path)];
    if (!type) continue;
    const content = readFileSync(`${folder}${path}`);
    const body = path.endsWith('.html')
      ? Buffer.from(content.toString('utf8').replaceAll(noncePlaceholder, styleNonce))
      : content;
    files.set(path, { type, body: new Uint8Array(body) });
  }
  return files;
}

// Not readdir's own recursion: inside an asar archive, Electron's replacement of it came late and incomplete.
function* filesIn(root: string, path: string): Generator<string> {
  for (const entry of readdirSync(`${root}${path}`, { withFileTypes: true })) {
    if (entry.isDirectory()) yield* filesIn(root, `${path}/${entry.name}`);
    else if (entry.isFile()) yield `${path}/${entry.name}`;
  }
}

/** The policy of every response. Styles need a nonce because CodeMirror adds its rules in a style element. */
export const contentSecurityPolicy = (styleNonce: string): string =>
  [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self' 'nonce-${styleNonce}'`,
    `img-src 'self' data: blob:`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
    `require-trusted-types-for 'script'`,
    `trusted-types svelte-trusted-html`,
  ].join('; ');

const securityHeaders = (styleNonce: string): Record<string, string> => ({
  'Content-Security-Policy': contentSecurityPolicy(styleNonce),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
});

/** The answer to a request of the page: a file of the list, 404, or 405 for anything but GET. */
export function answerPage(
  files: PageFiles,
  styleNonce: string,
  request: { readonly method: string; readonly url: string },
): Response {
  const headers = securityHeaders(styleNonce);
  if (request.method !== 'GET')
    return new Response(null, { status: 405, headers: { ...headers, Allow: 'GET' } });
  const path = pathAtOrigin(request.url);
  const file = path === undefined ? undefined : files.get(path === '/' ? '/index.html' : path);
  if (!file) return new Response(null, { status: 404, headers });
  return new Response(file.body, { status: 200, headers: { ...headers, 'Content-Type': file.type } });
}

/** Must run before the application is ready. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves the page to this session and to no other. */
export function servePage(session: Session, files: PageFiles, styleNonce: string): void {
  session.protocol.handle(scheme, (request) => answerPage(files, styleNonce, request));
}
