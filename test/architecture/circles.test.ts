import { describe, expect, test } from 'vitest';
import { fileCircles, folderCircles } from './circles.ts';
import { importsOf, type Import } from './imports.ts';
import { sourcesOf } from './project-files.ts';

const sources = sourcesOf('shared', 'electron', 'renderer');
const edges = sources.flatMap(importsOf);

/** The imports of files that are not there, each a path and what it says. */
const planted = (files: Readonly<Record<string, string>>): readonly Import[] =>
  Object.entries(files).flatMap(([path, text]) => importsOf({ path, text }));

describe('circles', () => {
  test('do not exist among files, types included', () => {
    expect(fileCircles(edges)).toEqual([]);
  });

  test('do not exist among folders, types included', () => {
    expect(folderCircles(edges)).toEqual([]);
  });

  test.each([
    [
      'two files',
      { 'shared/a.ts': `import { b } from './b.ts';`, 'shared/b.ts': `import { a } from './a.ts';` },
      'shared/a.ts → shared/b.ts → shared/a.ts',
    ],
    [
      'three files, over a re-export and another folder',
      {
        'shared/a.ts': `import './b.ts';`,
        'shared/b.ts': `export * from './deep/c.ts';`,
        'shared/deep/c.ts': `import { a } from '../a.ts';`,
      },
      'shared/a.ts → shared/b.ts → shared/deep/c.ts → shared/a.ts',
    ],
    [
      'types alone',
      {
        'shared/a.ts': `import type { B } from './b.ts';`,
        'shared/b.ts': `export type A = import('./a.ts').A;`,
      },
      'shared/a.ts → shared/b.ts → shared/a.ts',
    ],
    [
      'a component and its state',
      {
        'renderer/a/A.svelte': `<p>a</p>\n<script lang="ts">\n  import { a } from './a.svelte.ts';\n</script>`,
        'renderer/a/a.svelte.ts': `import A from './A.svelte';`,
      },
      'renderer/a/A.svelte → renderer/a/a.svelte.ts → renderer/a/A.svelte',
    ],
  ])('of %s are found', (_of, files, circle) => {
    expect(fileCircles(planted(files))).toEqual([circle]);
    expect(folderCircles(planted(files))).toEqual([]);
  });

  test.each([
    [
      'two folders, over different files',
      { 'shared/a/one.ts': `import '../b/one.ts';`, 'shared/b/two.ts': `import '../a/two.ts';` },
      'shared/a → shared/b → shared/a',
    ],
    [
      'three folders',
      {
        'shared/a/one.ts': `import '../b/one.ts';`,
        'shared/b/two.ts': `import '../c/one.ts';`,
        'shared/c/two.ts': `import '../a/two.ts';`,
      },
      'shared/a → shared/b → shared/c → shared/a',
    ],
    [
      'folders at different depths',
      {
        'electron/engine/a/deep/one.ts': `import '../../b/one.ts';`,
        'electron/engine/b/two.ts': `import '../a/deep/two.ts';`,
      },
      'electron/engine/a/deep → electron/engine/b → electron/engine/a/deep',
    ],
    [
      'types alone',
      {
        'shared/a/one.ts': `import type { B } from '../b/one.ts';`,
        'shared/b/two.ts': `export type A = import('../a/two.ts').A;`,
      },
      'shared/a → shared/b → shared/a',
    ],
    [
      're-exports',
      {
        'shared/a/one.ts': `export { b } from '../b/one.ts';`,
        'shared/b/two.ts': `export type { A } from '../a/two.ts';`,
      },
      'shared/a → shared/b → shared/a',
    ],
    [
      'the scripts and the markup of components',
      {
        'renderer/a/A.svelte': `<script lang="ts">\n  import type { B } from '../b/b.ts';\n</script>`,
        'renderer/b/B.svelte': `<script>let a = 1;</script>\n{#await import('../a/page.ts') then page}{page}{/await}`,
      },
      'renderer/a → renderer/b → renderer/a',
    ],
  ])('of %s are found', (_of, files, circle) => {
    expect(fileCircles(planted(files))).toEqual([]);
    expect(folderCircles(planted(files))).toEqual([circle]);
  });

  test('are none where a folder and one inside it use each other', () => {
    const files = {
      'shared/a/one.ts': `import './deep/two.ts';`,
      'shared/a/deep/three.ts': `import '../four.ts';`,
      'shared/a-deep/five.ts': `import '../a/one.ts';`,
    };
    expect(folderCircles(planted(files))).toEqual([]);
  });
});

/** A folder whose rooms have an order: each may import from the lines after its own, and from no other room. */
interface Order {
  readonly folder: string;
  readonly rooms: readonly (readonly string[])[];
}

const importOrder: Order = {
  folder: 'electron/engine/ingest',
  rooms: [
    ['load'],
    ['find'],
    ['read'],
    ['containers'],
    ['packages'],
    ['record'],
    ['tables'],
    ['scan', 'bytes'],
  ],
};
const sharedOrder: Order = {
  folder: 'shared',
  rooms: [
    ['contract'],
    ['annotations', 'cloudtrail'],
    ['filter', 'sql', 'table'],
    ['bridge', 'fields', 'time', 'words'],
  ],
};

const roomIn = (folder: string, path: string): string | undefined =>
  path.startsWith(`${folder}/`) ? path.slice(folder.length + 1).split('/', 1)[0] : undefined;

/** The imports against the order, each as `file:line imports what`. */
function againstOrder({ folder, rooms }: Order, all: readonly Import[]): readonly string[] {
  const lineOf = (room: string): number => rooms.findIndex((line) => line.includes(room));
  return all.flatMap(({ from, target = '', line, specifier = '' }) => {
    const [own, other] = [roomIn(folder, from), roomIn(folder, target)];
    if (own === undefined || other === undefined || own === other || lineOf(own) < lineOf(other)) return [];
    return [`${from}:${line} imports ${specifier}`];
  });
}

describe.each([importOrder, sharedOrder])('the rooms of $folder', (order) => {
  test('are all in the order', () => {
    const rooms = new Set(sources.flatMap(({ path }) => roomIn(order.folder, path) ?? []));
    expect([...rooms].sort()).toEqual(order.rooms.flat().sort());
  });

  test('import in its direction alone', () => {
    expect(againstOrder(order, edges)).toEqual([]);
  });
});

describe('an import against the order', () => {
  test.each([
    ['electron/engine/ingest/read/planted.ts', `import { load } from '../load/load.ts';`],
    ['electron/engine/ingest/record/planted.ts', `import type { Within } from '../containers/container.ts';`],
    ['electron/engine/ingest/scan/planted.ts', `export { limits } from '../bytes/limits.ts';`],
  ])('of the import is seen: %s says %s', (path, text) => {
    expect(againstOrder(importOrder, importsOf({ path, text }))).toHaveLength(1);
  });

  test.each([
    ['shared/table/planted.ts', `import type { LedgerRow } from '../contract/evidence.ts';`],
    ['shared/filter/planted.ts', `import { csvText } from '../table/csv.ts';`],
    ['shared/cloudtrail/notes/planted.ts', `import { cleanTag } from '../../annotations/tag.ts';`],
  ])('of shared code is seen: %s says %s', (path, text) => {
    expect(againstOrder(sharedOrder, importsOf({ path, text }))).toHaveLength(1);
  });

  test('is none with it, or within a room', () => {
    const text = `import { readFile } from '../bytes/read-file.ts';\nimport { load } from './load.ts';`;
    const path = 'electron/engine/ingest/load/planted.ts';
    expect(againstOrder(importOrder, importsOf({ path, text }))).toEqual([]);
  });
});
