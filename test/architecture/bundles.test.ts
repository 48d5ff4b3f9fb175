import { execFileSync } from 'node:child_process';
import { builtinModules } from 'node:module';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { beforeAll, describe, expect, test } from 'vitest';
import { importsOf } from './imports.ts';
import { readText, root, type SourceFile } from './project-files.ts';

let pageParts: readonly SourceFile[] = [];
let desktopParts: readonly SourceFile[] = [];
let preload: SourceFile = { path: '', text: '' };

function filesIn(folder: string): readonly string[] {
  const names = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  return names
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length).replaceAll('\\', '/'));
}

const built = (folder: string, kinds: RegExp): readonly SourceFile[] =>
  filesIn(folder)
    .filter((path) => kinds.test(path))
    .map((path) => ({ path, text: readText(path) }));

beforeAll(() => {
  execFileSync(process.execPath, ['build-resources/scripts/build.mjs', '--quiet'], {
    cwd: root,
    stdio: 'inherit',
  });
  pageParts = built('out/renderer', /\.(js|css|html|svg)$/);
  desktopParts = built('out/electron', /\.c?js$/);
  preload = { path: 'out/electron/preload.cjs', text: readText('out/electron/preload.cjs') };
}, 180_000);

/** Calls that make code out of text; `Function` counts even where a bundle gave it another use, as nothing needs it. */
function madeFromText(file: SourceFile): readonly string[] {
  const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.ESNext, false, ts.ScriptKind.JS);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === 'eval') found.push('eval');
    if ((ts.isCallExpression(node) || ts.isNewExpression(node)) && calls(node.expression, 'Function'))
      found.push('Function');
    if (ts.isCallExpression(node) && /^set(Timeout|Interval)$/.test(nameOf(node.expression))) {
      const [first] = node.arguments;
      if (first && (ts.isStringLiteralLike(first) || ts.isTemplateExpression(first))) found.push('a timer');
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const nameOf = (node: ts.Expression): string =>
  ts.isIdentifier(node) ? node.text : ts.isPropertyAccessExpression(node) ? node.name.text : '';
const calls = (node: ts.Expression, name: string): boolean => nameOf(node) === name;

/** Hosts named in addresses: of markup languages, and of Svelte's error texts, both never asked for. */
const namedHosts = new Set(['www.w3.org', 'svelte.dev']);
const foreignHosts = (text: string): readonly string[] =>
  [...text.matchAll(/(?:https?|wss?):\/\/([\w.-]+\w)/g)]
    .map(([, host = '']) => host)
    .filter((host) => !namedHosts.has(host));

const asksElsewhere = (text: string): boolean =>
  /\b(?:fetch|sendBeacon|EventSource|WebSocket|Worker|import)\(\s*["'`](?:https?:|wss?:)?\/\//.test(text) ||
  /@import\s+(?:url\()?["']?(?:https?:)?\/\//.test(text) ||
  /url\(\s*["']?(?:https?:)?\/\//.test(text) ||
  /\b(?:src|href)=["'](?:https?:)?\/\//.test(text);

const hasMap = (text: string): boolean => /[#@]\s*sourceMappingURL=/.test(text);

function machinePaths(text: string): readonly string[] {
  const here = [root.replace(/\/$/, ''), homedir()].filter(
    (path) => path.length > 1 && new RegExp(`${path}[/\\\\]`).test(text),
  );
  const elsewhere = text.match(
    /(?<![\w.*:/-])(?:\/(?:root|home|Users)\/[\w.-]+\/|[A-Za-z]:\\{1,2}Users\\{1,2}\w+)/g,
  );
  return [...here, ...(elsewhere ?? [])];
}

const guilty = (parts: readonly SourceFile[], test: (text: string) => boolean): readonly string[] =>
  parts.filter(({ text }) => test(text)).map(({ path }) => path);

describe('what is built', () => {
  test('is all there', () => {
    expect(pageParts.map(({ path }) => path)).toContain('out/renderer/index.html');
    expect(pageParts.filter(({ path }) => path.endsWith('.js'))).not.toEqual([]);
    for (const name of ['main.js', 'utility.js', 'ingest-worker.js', 'cli.js', 'preload.cjs']) {
      expect(existsSync(join(root, 'out/electron', name)), name).toBe(true);
    }
  });

  test('has no source maps', () => {
    expect(
      [...filesIn('out/renderer'), ...filesIn('out/electron')].filter((path) => path.endsWith('.map')),
    ).toEqual([]);
    expect(guilty([...pageParts, ...desktopParts], hasMap)).toEqual([]);
    expect(hasMap('a();\n//# sourceMappingURL=a.js.map')).toBe(true);
  });

  test('names no place on the machine that built it', () => {
    expect(
      [...pageParts, ...desktopParts]
        .filter(({ text }) => machinePaths(text).length > 0)
        .map(({ path }) => path),
    ).toEqual([]);
    expect(machinePaths(`require("${join(root, 'shared/a.ts')}")`)).not.toEqual([]);
    expect(machinePaths('import "/home/ana/trail/a.js"')).not.toEqual([]);
  });

  test('asks no other machine for anything', () => {
    expect(guilty([...pageParts, ...desktopParts], asksElsewhere)).toEqual([]);
    for (const text of [
      'fetch("https://example.com/a")',
      'fetch(`//example.com`)',
      '<img src="https://example.com/a.png">',
      '@import "//a.b/c.css"',
    ]) {
      expect(asksElsewhere(text), text).toBe(true);
    }
    expect(asksElsewhere('fetch("./catalogue.json")')).toBe(false);
  });
});

describe('the page', () => {
  test('names no host but those of markup and of error texts', () => {
    expect(pageParts.flatMap(({ text }) => foreignHosts(text))).toEqual([]);
    expect(foreignHosts('const api = "https://api.example.com/v1";')).toEqual(['api.example.com']);
  });

  test('makes no code out of text', () => {
    const scripts = pageParts.filter(({ path }) => path.endsWith('.js'));
    expect(scripts.flatMap(madeFromText)).toEqual([]);
    const planted =
      'eval("1"); new Function("return 1"); window.Function("a"); setTimeout("go()", 1); (0, eval)("1");';
    expect(madeFromText({ path: 'planted.js', text: planted })).toEqual([
      'eval',
      'Function',
      'Function',
      'a timer',
      'eval',
    ]);
  });

  test('imports nothing from outside its own folder', () => {
    const specifiers = pageParts.filter(({ path }) => path.endsWith('.js')).flatMap(importsOf);
    expect(specifiers.filter(({ specifier }) => !specifier?.startsWith('./'))).toEqual([]);
  });
});

describe('the desktop side', () => {
  test('the preload script is CommonJS and requires Electron alone', () => {
    const imports = importsOf(preload);
    expect(imports.map(({ specifier }) => specifier)).toEqual(['electron']);
    expect(preload.text).toMatch(/\brequire\("electron"\)/);
    const isModule =
      ts.preProcessFile(preload.text).importedFiles.length > 1 || /^\s*(import|export)\s/m.test(preload.text);
    expect(isModule).toBe(false);
  });

  test('needs only Node, Electron and DuckDB beside it', () => {
    const node = new Set(builtinModules.flatMap((name) => [name, `node:${name}`]));
    const specifiers = desktopParts
      .flatMap(importsOf)
      .flatMap(({ specifier }) => (specifier ? [specifier] : []));
    expect(specifiers.length).toBeGreaterThan(20);
    const outside = specifiers.filter((name) => !name.startsWith('.') && !node.has(name));
    expect([...new Set(outside)].filter((name) => !/^(electron$|@duckdb\/)/.test(name))).toEqual([]);
  });

  test('touches Electron in the main process and the preload script alone', () => {
    const users = desktopParts.filter((part) =>
      importsOf(part).some(({ specifier }) => specifier === 'electron'),
    );
    expect(users.map(({ path }) => path).sort()).toEqual([
      'out/electron/main.js',
      'out/electron/preload.cjs',
    ]);
  });
});
