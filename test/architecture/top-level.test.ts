import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectFiles, root, type SourceFile } from './project-files.ts';

const files = projectFiles();
const maxBytes = 1_000_000;

const folders = ['shared', 'electron', 'renderer', 'test', 'build-resources'];
const topFiles = [
  'package.json',
  'tsconfig.json',
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
  'package-lock.json',
];

/** Paths that do not belong: other top-level names, and hidden files below the top. */
const misplaced = (paths: readonly string[]): readonly string[] =>
  paths.filter((path) => {
    const [top = '', ...rest] = path.split('/');
    if (rest.length === 0) return !topFiles.includes(top) && !top.startsWith('.');
    return (!folders.includes(top) && !top.startsWith('.')) || rest.some((name) => name.startsWith('.'));
  });

interface Ban {
  readonly what: string;
  readonly found: RegExp;
  /** Which files it is looked for in; all without it. */
  readonly where?: RegExp;
  /** Parts of lines that look alike and are fine, with the reason beside them. */
  readonly fine?: RegExp;
}

const bans: readonly Ban[] = [
  {
    what: 'a path of one machine',
    found: /(?<![\w.*-])(?:\/(?:work|root|home|Users)\/[\w.-]+|[A-Za-z]:\\{1,2}Users\\{1,2}\w+)/,
    // The made-up people of our tests.
    fine: /\/home\/(?:a|ana|person|somebody)\b/g,
  },
  {
    what: 'a package registry',
    found:
      /\b(?:registry|npm|yarn|pypi|artifactory|nexus|verdaccio)[\w-]*(?:\.[\w-]+)+\.?[a-z]{2,}(?::\d+)?\//i,
    // Part of the user agent that Terraform itself sends.
    fine: /\+https:\/\/registry\.terraform\.io\//,
  },
  { what: 'an address in the lock file', found: /"resolved"\s*:/, where: /package-lock\.json$/ },
  {
    what: 'a test that keeps all others from running',
    found: /\b(?:test|it|describe|suite|bench)(?:\.\w+)*\.only\b/,
    where: /\.[mc]?[jt]s$/,
  },
  { what: 'raw HTML', found: /\{@html\b/, where: /\.svelte$/ },
];

const self = /^test\/architecture\/top-level\.test\.ts$/;

function banned({ path, text }: SourceFile): readonly string[] {
  if (self.test(path)) return [];
  return text.split('\n').flatMap((line, index) =>
    bans
      .filter(({ where }) => !where || where.test(path))
      .filter(({ found, fine }) => found.test(fine ? line.replace(fine, '') : line))
      .map(({ what }) => `${path}:${index + 1} holds ${what}`),
  );
}

describe('the files of the project', () => {
  test('are really seen', () => {
    expect(files.length).toBeGreaterThan(300);
    expect(files).toEqual(expect.arrayContaining(['package.json', 'LICENSE', 'electron/main.ts']));
  });

  test('lie in the known folders', () => {
    expect(misplaced(files)).toEqual([]);
    expect(
      misplaced(['src/a.ts', 'notes.md', 'test/.private.ts', '.ci/run', '.gitignore', 'shared/a.ts']),
    ).toEqual(['src/a.ts', 'notes.md', 'test/.private.ts']);
  });

  test('are none of them large', () => {
    const large = files.filter((path) => statSync(join(root, path)).size > maxBytes);
    expect(large).toEqual([]);
  });

  test('hold nothing that must not be in them', () => {
    const texts = files
      .map((path) => ({ path, bytes: readFileSync(join(root, path)) }))
      .filter(({ bytes }) => !bytes.includes(0))
      .map(({ path, bytes }) => ({ path, text: bytes.toString('utf8') }));
    expect(texts.length).toBeGreaterThan(300);
    expect(texts.flatMap(banned)).toEqual([]);
  });

  test.each([
    ['test/a.test.ts', `open('/home/someone/out/a.png')`],
    ['test/a.ts', `const home = "/home/builder/trails";`],
    ['build-resources/a.mjs', `cd('C:\\\\Users\\\\ana')`],
    ['.npmrc', 'registry=https://registry.packages.example/'],
    ['package-lock.json', '"resolved": "https://example.com/a.tgz",'],
    ['README.md', 'npm i --registry http://npm.internal.example:4873/'],
    ['test/a.test.ts', `describe.only('a', () => {});`],
    ['test/a.test.ts', `test.concurrent.only('a', () => {});`],
    ['renderer/kit/A.svelte', '<p>{@html text}</p>'],
  ])('would not be allowed: %s with %s', (path, text) => {
    expect(banned({ path, text })).not.toEqual([]);
  });

  test.each([
    ['test/a.test.ts', `expect(path).toBe('/home/ana/a.json');`],
    ['electron/a.ts', `join(folder, 'home', name); // relative/home/x`],
    ['electron/a.ts', `'(+https://registry.terraform.io/providers)'`],
    ['electron/engine/jobs/registry.ts', `import { a } from './registry.ts';`],
    ['test/a.test.ts', `run({ only: true }); list.only(1);`],
  ])('would be allowed: %s with %s', (path, text) => {
    expect(banned({ path, text })).toEqual([]);
  });
});
