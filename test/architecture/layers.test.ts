import { describe, expect, test } from 'vitest';
import { evidenceWrites } from './evidence-writes.ts';
import { importsOf } from './imports.ts';
import { forbidden, isNamed, layers } from './layer-table.ts';
import { sourcesOf } from './project-files.ts';

const sources = sourcesOf('shared', 'electron', 'renderer');
const edges = sources.flatMap(importsOf);
const paths = new Set(sources.map(({ path }) => path));

const planted = (path: string, text: string): readonly string[] => forbidden(importsOf({ path, text }));

describe('what each folder imports', () => {
  test('the project is really read', () => {
    expect(sources.length).toBeGreaterThan(200);
    expect(edges.length).toBeGreaterThan(800);
    for (const { path } of layers) {
      expect(
        [...paths].some((file) => file === path || file.startsWith(`${path}/`)),
        path,
      ).toBe(true);
    }
  });

  test('is in the table of the architecture', () => {
    expect(forbidden(edges)).toEqual([]);
  });

  test('is needed: every package of the table is imported somewhere', () => {
    const specifiers = edges.flatMap(({ specifier }) => specifier ?? []);
    const unused = [...new Set(layers.flatMap(({ packages }) => packages))].filter(
      (pattern) => !specifiers.some((specifier) => isNamed(specifier, pattern)),
    );
    expect(unused).toEqual([]);
  });

  test('exists: every relative import names a file of the project', () => {
    const targets = edges.filter(({ target }) => target !== undefined && /\.(ts|svelte)$/.test(target));
    expect(targets.filter(({ target = '' }) => !paths.has(target))).toEqual([]);
  });

  test.each([
    ['shared/filter/planted.ts', `import { readFileSync } from 'node:fs';`],
    ['shared/filter/planted.ts', `import type { Engine } from '../../electron/engine/engine.ts';`],
    ['electron/engine/planted.ts', `import { app } from 'electron';`],
    ['electron/engine/planted.ts', `import type { App } from 'electron';`],
    ['electron/engine/planted.ts', `const { app } = await import('electron');`],
    ['electron/engine/planted.ts', `const { app } = require('electron');`],
    ['electron/engine/planted.ts', `const module = await import(name);`],
    ['electron/engine/planted.ts', `export * from '../main/app.ts';`],
    ['electron/engine/planted.ts', `type A = import('../main/app.ts').A;`],
    ['electron/engine/planted.ts', `import { inMemoryPair } from '../transport/in-memory.ts';`],
    ['electron/engine/ingest/planted.ts', `import writeFileAtomic from 'write-file-atomic';`],
    ['electron/engine/ingest/planted.ts', `import { makePlace } from '../workspace/create.ts';`],
    ['electron/engine/planted.ts', `import { writeTrail } from '../sample/write-trail.ts';`],
    ['electron/sample/planted.ts', `import { createEngine } from '../engine/engine.ts';`],
    ['electron/transport/planted.ts', `import { createEngine } from '../engine/engine.ts';`],
    ['electron/cli/planted.ts', `import 'electron';`],
    ['electron/main/planted.ts', `import { createEngine } from '../engine/engine.ts';`],
    ['electron/main/planted.ts', `import { DuckDBInstance } from '@duckdb/node-api';`],
    ['electron/preload.ts', `import { createEngine } from '../shared/bridge/serve.ts';`],
    ['electron/planted.ts', `import { join } from 'node:path';`],
    ['renderer/features/explore/planted.ts', `import { runApp } from '../../../electron/main/app.ts';`],
    [
      'renderer/app/Planted.svelte',
      `<h1>x</h1>\n<script lang="ts">\n  import { readFileSync } from 'node:fs';\n</script>`,
    ],
    [
      'renderer/app/Planted.svelte',
      `<script>let a = 1;</script>\n{#await import('node:fs') then fs}{fs}{/await}`,
    ],
    ['renderer/kit/planted.ts', `import { createTrail } from '../state/trail.ts';`],
    ['renderer/grid/planted.ts', `import type { Trail } from '../state/trail.ts';`],
    [
      'renderer/charts/Planted.svelte',
      `<script>import Page from '../features/console/SqlPage.svelte';</script>`,
    ],
    ['renderer/editor/planted.ts', `import { actions } from '../app/actions.ts';`],
    ['renderer/app/planted.ts', `import lodash from 'lodash';`],
  ])('%s must not say %s', (path, text) => {
    expect(planted(path, text)).toHaveLength(1);
  });

  test('may be types only, where the table says so', () => {
    expect(planted('electron/main/planted.ts', `import type { A } from '../engine/engine.ts';`)).toEqual([]);
    expect(planted('electron/preload.ts', `import type { A } from '../shared/contract/host.ts';`)).toEqual(
      [],
    );
  });

  test('says at which line it stands', () => {
    expect(
      planted('renderer/kit/Planted.svelte', `<p>a</p>\n<script>\n  import 'node:fs';\n</script>`),
    ).toEqual(['renderer/kit/Planted.svelte:3 imports node:fs']);
  });
});

describe('Electron at run time', () => {
  test('is imported by the main process and the preload script alone', () => {
    const users = edges.filter(({ specifier }) => specifier === 'electron').map(({ from }) => from);
    expect(users.length).toBeGreaterThan(5);
    expect(users.filter((path) => !/^electron\/(main\.ts|main\/.+|preload\.ts)$/.test(path))).toEqual([]);
  });
});

describe('evidence', () => {
  test('cannot be changed by the code that reads it', () => {
    const readers = sources.filter(({ path }) => path.startsWith('electron/engine/ingest/'));
    expect(readers.length).toBeGreaterThan(10);
    expect(readers.flatMap(evidenceWrites)).toEqual([]);
  });

  test.each([
    `import { writeFile } from 'node:fs/promises';`,
    `import { utimesSync } from 'node:fs';`,
    `import { renameSync as move } from 'fs';`,
    `import * as fs from 'node:fs';`,
    `import fs from 'node:fs';`,
    `const fs = await import('node:fs');`,
    `export { unlink } from 'node:fs/promises';`,
    `import { execFile } from 'node:child_process';`,
    `const handle = openSync(path, 'r+');`,
    `const handle = await fs.open(path, 'w');`,
    `const handle = openSync(path, 2);`,
    `const stream = createReadStream(path, { flags: 'a+' });`,
    `const flags = constants.O_RDWR;`,
    `const flags = constants['O_CREAT'];`,
  ])('is in danger by %s', (text) => {
    expect(evidenceWrites({ path: 'electron/engine/ingest/planted.ts', text })).toHaveLength(1);
  });

  test('is not in danger by reading', () => {
    const text = `import { constants, openSync, type Stats } from 'node:fs';
      const handle = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
      const again = openSync(path, 'r');`;
    expect(evidenceWrites({ path: 'electron/engine/ingest/planted.ts', text })).toEqual([]);
  });
});
