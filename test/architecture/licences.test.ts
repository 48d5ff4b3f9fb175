import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importsOf } from './imports.ts';
import { readText, root, sourcesOf } from './project-files.ts';

interface LockEntry {
  readonly version?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
  readonly optional?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

interface Manifest {
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly allowScripts?: Readonly<Record<string, boolean>>;
}

type Lock = Readonly<Record<string, LockEntry>>;

/** Fine inside the application; the last is for type, which may be shipped but not sold by itself. */
const shippable = [
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'Unlicense',
  'OFL-1.1',
];
/** Fine for tools that build and test it. */
const forTools = [...shippable, 'Python-2.0', 'MPL-2.0', 'WTFPL'];

/** Packages whose package.json names no licence, with a sentence of the licence found in their LICENSE file. */
const byHand: Readonly<Record<string, { readonly license: string; readonly says: string }>> = {};

const manifest = JSON.parse(readText('package.json')) as Manifest;
const whole = JSON.parse(readText('package-lock.json')) as { readonly packages: Lock };
const lock: Lock = Object.fromEntries(Object.entries(whole.packages).filter(([path]) => path !== ''));
const nameOf = (path: string): string =>
  path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

const licenceOf = (path: string, { license }: LockEntry): string =>
  license ?? byHand[path]?.license ?? 'none stated';

/** Of licences joined by OR we choose one that we accept; of those joined by AND we must accept all. */
const accepts = (list: readonly string[], licence: string): boolean =>
  licence
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((part) => list.includes(part.trim())));

/** Where Node finds a package that the package at `from` asks for. */
function resolve(packages: Lock, from: string, name: string): string | undefined {
  let at = from;
  for (;;) {
    const path = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    if (packages[path]) return path;
    if (at === '') return undefined;
    at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')));
  }
}

/** The named packages and all they depend on. */
function closure(packages: Lock, names: Iterable<string>): ReadonlySet<string> {
  const seen = new Set<string>();
  const add = (from: string, name: string): void => {
    const path = resolve(packages, from, name);
    if (!path || seen.has(path)) return;
    seen.add(path);
    const { dependencies, optionalDependencies, peerDependencies } = packages[path] ?? {};
    for (const next of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }))
      add(path, next);
  };
  for (const name of names) add('', name);
  return seen;
}

const packageName = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** Packages that our own code imports; what they are made of reaches the person who installs the application. */
function imported(): ReadonlySet<string> {
  const specifiers = sourcesOf('shared', 'electron', 'renderer')
    .flatMap(importsOf)
    .flatMap(({ specifier, typeOnly }) => (specifier === undefined || typeOnly ? [] : [specifier]));
  return new Set(specifiers.filter((name) => !/^(\.|node:)/.test(name)).map(packageName));
}

describe('licences', () => {
  test('the project states its own, and brings the text', () => {
    expect(manifest.license).toBe('Apache-2.0');
    expect(readText('LICENSE')).toContain('Apache License');
  });

  test('of every package are accepted', () => {
    expect(Object.keys(lock).length).toBeGreaterThan(300);
    const refused = Object.entries(lock).filter(
      ([path, entry]) => !accepts(forTools, licenceOf(path, entry)),
    );
    expect(refused.map(([path, entry]) => `${path}: ${licenceOf(path, entry)}`)).toEqual([]);
  });

  test('of what goes into the application are of the freest kinds', () => {
    const used = imported();
    // Electron brings its own licence texts into the package; its npm package only fetches it.
    const shipped = closure(
      lock,
      [...used, ...Object.keys(manifest.dependencies ?? {})].filter((name) => name !== 'electron'),
    );
    expect([...shipped].map(nameOf)).toEqual(
      expect.arrayContaining(['svelte', '@duckdb/node-bindings', 'valibot', 'ajv', 'inter-ui']),
    );
    const refused = [...shipped].filter((path) => !accepts(shippable, licenceOf(path, lock[path] ?? {})));
    expect(refused).toEqual([]);
  });

  test('are what the installed packages themselves say', () => {
    const installed = Object.keys(lock).filter((path) => existsSync(join(root, path, 'package.json')));
    expect(installed.length).toBeGreaterThan(300);
    const differing = installed.filter((path) => {
      const found = JSON.parse(readText(join(path, 'package.json'))) as { readonly license?: unknown };
      return typeof found.license === 'string' && found.license !== lock[path]?.license;
    });
    expect(differing).toEqual([]);
  });

  test('left unnamed by a package stand in its LICENSE file', () => {
    const unnamed = Object.keys(lock).filter((path) => lock[path]?.license === undefined);
    expect(unnamed.sort()).toEqual(Object.keys(byHand).sort());
    for (const [path, { says }] of Object.entries(byHand))
      expect(readText(join(path, 'LICENSE')), path).toContain(says);
  });

  test('are refused when unknown, and read with OR and AND', () => {
    expect(accepts(forTools, 'GPL-3.0-only')).toBe(false);
    expect(accepts(forTools, 'none stated')).toBe(false);
    expect(accepts(shippable, 'MPL-2.0')).toBe(false);
    expect(accepts(shippable, '(GPL-3.0-only OR MIT)')).toBe(true);
    expect(accepts(shippable, 'MIT AND GPL-3.0-only')).toBe(false);
  });
});

describe('what a package brings along', () => {
  test('is found as Node finds it', () => {
    const packages = {
      'node_modules/a': { dependencies: { b: '1' } },
      'node_modules/a/node_modules/b': { dependencies: { c: '1' } },
      'node_modules/b': {},
      'node_modules/c': { peerDependencies: { '@x/d': '1' } },
      'node_modules/@x/d': {},
      'node_modules/e': {},
    };
    expect([...closure(packages, ['a'])]).toEqual([
      'node_modules/a',
      'node_modules/a/node_modules/b',
      'node_modules/c',
      'node_modules/@x/d',
    ]);
  });
});

/** Entries that `npm ci` could not check, and packages that could run a program while being installed. */
const loose = (packages: Lock): readonly string[] =>
  Object.entries(packages)
    .filter(
      ([, { version, integrity, link }]) =>
        !version || !/^sha512-[\w+/]{86}==$/.test(integrity ?? '') || link,
    )
    .map(([path]) => path);
const running = (packages: Lock): readonly string[] =>
  Object.entries(packages).flatMap(([path, { hasInstallScript }]) =>
    hasInstallScript ? [nameOf(path)] : [],
  );

describe('installing', () => {
  test('checks the content of every package', () => {
    expect(loose(lock)).toEqual([]);
    const integrity = `sha512-${'a'.repeat(86)}==`;
    const planted = {
      good: { version: '1.0.0', integrity },
      bare: { version: '1.0.0' },
      weak: { version: '1.0.0', integrity: 'sha1-aaaa' },
      linked: { version: '1.0.0', integrity, link: true },
    };
    expect(loose(planted)).toEqual(['bare', 'weak', 'linked']);
  });

  test('runs no program of any package', () => {
    const denied = Object.entries(manifest.allowScripts ?? {}).flatMap(([name, allowed]) =>
      allowed ? [] : [name],
    );
    expect(Object.values(manifest.allowScripts ?? {})).not.toContain(true);
    expect(running(lock).filter((name) => !denied.includes(name))).toEqual([]);
    expect(running({ 'node_modules/a/node_modules/@x/b': { hasInstallScript: true } })).toEqual(['@x/b']);
  });

  test('denies no package that is not there', () => {
    expect(Object.keys(manifest.allowScripts ?? {}).filter((name) => !running(lock).includes(name))).toEqual(
      [],
    );
  });
});
