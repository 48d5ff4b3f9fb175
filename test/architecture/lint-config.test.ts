import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { ESLint, type Linter } from 'eslint';
import ts from 'typescript-eslint';
import { describe, expect, test } from 'vitest';
import { isAllowed, layerOf, layers, type Layer } from './layer-table.ts';
import { root, sourcesOf } from './project-files.ts';

const rule = '@typescript-eslint/no-restricted-imports';

// Only what needs the compiler is left out: imports can be judged without it, and without its seconds of work.
const eslint = new ESLint({
  cwd: root,
  overrideConfigFile: 'build-resources/eslint.config.js',
  overrideConfig: { ...ts.configs.disableTypeChecked, files: ['**/*.ts', '**/*.svelte'] } as Linter.Config,
});

/** One file a place of the project that imports may point at. */
const places = [
  'shared/contract/index.ts',
  'electron/engine/engine.ts',
  'electron/engine/ingest/load/run.ts',
  'electron/sample/write-trail.ts',
  'electron/transport/message-port.ts',
  'electron/transport/preload-channels.ts',
  'electron/cli/main.ts',
  'electron/main/app.ts',
  'electron/preload.ts',
  'renderer/app/assemble.ts',
  'renderer/services/actions.ts',
  'renderer/bridge/client.ts',
  'renderer/state/trail.ts',
  'renderer/kit/format.ts',
  'renderer/grid/columns.ts',
  'renderer/charts/bars.ts',
  'renderer/editor/theme.ts',
  'renderer/features/places/matrix.ts',
];
const packages = [
  'node:fs',
  'node:fs/promises',
  'electron',
  '@duckdb/node-api',
  'svelte',
  'svelte/reactivity',
];

const isFile = (path: string): boolean => path.endsWith('.ts');
/** A file of the layer that need not exist. */
const memberOf = ({ path }: Layer, name: string): string => (isFile(path) ? path : `${path}/${name}`);

interface Probe {
  readonly specifier: string;
  readonly target: string | undefined;
  readonly typeOnly: boolean;
}

const probesFrom = (file: string): readonly Probe[] =>
  [false, true].flatMap((typeOnly) => [
    ...packages.map((specifier) => ({ specifier, target: undefined, typeOnly })),
    ...places.map((target) => {
      const path = posix.relative(posix.dirname(file), target);
      return { specifier: path.startsWith('.') ? path : `./${path}`, target, typeOnly };
    }),
  ]);

const line = ({ specifier, typeOnly }: Probe): string =>
  `import ${typeOnly ? 'type ' : ''}{ a } from '${specifier}';`;

/** Lines that ESLint, as the project sets it up, calls forbidden imports. */
async function forbiddenLines(file: string, lines: readonly string[]): Promise<ReadonlySet<string>> {
  const script = file.endsWith('.svelte') ? ['<script lang="ts">', ...lines, '</script>'] : lines;
  const [result] = await eslint.lintText(script.join('\n'), { filePath: join(root, file) });
  const messages = result?.messages ?? [];
  expect(messages.filter(({ fatal }) => fatal)).toEqual([]);
  return new Set(
    messages.flatMap((message) => (message.ruleId === rule ? [script[message.line - 1] ?? ''] : [])),
  );
}

/** Where lint and the table of layers disagree; lint leaves packages that the table does not know to the table's test. */
async function disagreements(layer: Layer, file: string): Promise<readonly string[]> {
  const probes = probesFrom(file).filter(({ target }) => target === undefined || layerOf(target) !== layer);
  const reported = await forbiddenLines(file, probes.map(line));
  return probes
    .filter((probe) => reported.has(line(probe)) === isAllowed(layer, probe))
    .map(
      (probe) =>
        `${file}: ${line(probe)} is ${reported.has(line(probe)) ? 'refused' : 'let through'} by lint`,
    );
}

describe('lint and the table of layers', () => {
  test.each(layers.map((layer) => [layer.path, layer] as const))('agree about %s', async (_path, layer) => {
    expect(await disagreements(layer, memberOf(layer, 'planted.ts'))).toEqual([]);
  });

  test.each(
    layers.filter(({ path }) => path.startsWith('renderer')).map((layer) => [layer.path, layer] as const),
  )('agree about components in %s', async (_path, layer) => {
    expect(await disagreements(layer, memberOf(layer, 'Planted.svelte'))).toEqual([]);
  });

  test('agree about files in folders further down', async () => {
    for (const layer of layers.filter(({ path }) => !isFile(path))) {
      expect(await disagreements(layer, memberOf(layer, 'planted/deeper/planted.ts'))).toEqual([]);
    }
  });

  test('keep features apart, types included', async () => {
    const lines = [
      `import { matrix } from '../../places/matrix.ts';`,
      `import type { Matrix } from '../../places/matrix.ts';`,
    ];
    const own = `import { filters } from '../filter/filter-chips.ts';`;
    const file = 'renderer/features/explore/rows/planted.ts';
    expect(await forbiddenLines(file, [...lines, own])).toEqual(new Set(lines));
  });

  test('would be seen to disagree', async () => {
    const [shared] = layers;
    const wrong = { ...shared, path: 'shared', may: ['shared', 'renderer'], packages: [], node: false };
    expect(await disagreements(wrong, 'shared/planted.ts')).toContain(
      `shared/planted.ts: import { a } from '../renderer/kit/format.ts'; is refused by lint`,
    );
  });

  test('name files that exist', () => {
    expect(places.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

describe('every source file', () => {
  test('is linted, with the strict typed rules and the rules of its layer', async () => {
    const sources = sourcesOf('shared', 'electron', 'renderer').map(({ path }) => path);
    expect(sources.length).toBeGreaterThan(200);
    for (const path of sources) {
      expect(await eslint.isPathIgnored(join(root, path)), path).toBe(false);
    }
    const strict = new ESLint({ cwd: root, overrideConfigFile: 'build-resources/eslint.config.js' });
    for (const layer of layers) {
      const config = (await strict.calculateConfigForFile(
        join(root, memberOf(layer, 'a.ts')),
      )) as Linter.Config;
      expect(config.rules?.[rule], layer.path).toEqual([2, expect.anything()]);
      for (const typed of [
        'no-explicit-any',
        'no-floating-promises',
        'no-misused-promises',
        'no-non-null-assertion',
      ]) {
        expect([config.rules?.[`@typescript-eslint/${typed}`]].flat(2)[0], `${layer.path} ${typed}`).toBe(2);
      }
    }
  });
});
