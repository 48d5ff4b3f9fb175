import { posix } from 'node:path';
import type { Import } from './imports.ts';

/** What the files of one folder may import. The narrowest folder that holds a file decides. */
export interface Layer {
  /** A folder, or a single file. */
  readonly path: string;
  /** Folders and files of the project. */
  readonly may: readonly string[];
  /** Folders whose types alone may be imported. */
  readonly mayTypes?: readonly string[];
  /** Packages; `@scope/*` stands for a whole scope, `name/*` for what lies inside a package. */
  readonly packages: readonly string[];
  /** Node's own modules. */
  readonly node: boolean;
}

const pagePackages = [
  'svelte',
  'svelte/*',
  'valibot',
  '@lucide/svelte',
  '@lucide/svelte/*',
  '@leeoniya/ufuzzy',
];
const page = (path: string, may: readonly string[], more: readonly string[] = []): Layer => ({
  path,
  may: ['shared', path, ...may],
  packages: [...pagePackages, ...more],
  node: false,
});
const engine = {
  may: ['shared', 'electron/engine'],
  packages: [
    '@duckdb/*',
    'valibot',
    'csv-parse/sync',
    'hyparquet',
    'ipaddr.js',
    'pino',
    'tar-stream',
    'yauzl',
    'yazl',
  ],
  node: true,
};

export const layers: readonly Layer[] = [
  { path: 'shared', may: ['shared'], packages: ['valibot'], node: false },
  { path: 'electron/engine', ...engine },
  // Reads evidence: knows its own folder, the database and how rules become columns, and no package that writes files.
  {
    path: 'electron/engine/ingest',
    may: ['shared', 'electron/engine/ingest', 'electron/engine/db', 'electron/engine/ask/class-columns.ts'],
    mayTypes: ['electron/engine'],
    packages: ['@duckdb/*', 'valibot', 'csv-parse/sync', 'hyparquet', 'ipaddr.js', 'tar-stream', 'yauzl'],
    node: true,
  },
  // The entry that ties the engine to a port.
  {
    path: 'electron/engine/utility.ts',
    ...engine,
    may: [...engine.may, 'electron/transport', 'electron/sample'],
  },
  // Invented archives, for the sample investigation and for tests.
  { path: 'electron/sample', may: ['shared', 'electron/sample'], packages: [], node: true },
  { path: 'electron/transport', may: ['shared', 'electron/transport'], packages: ['valibot'], node: true },
  {
    path: 'electron/cli',
    may: [
      'shared',
      'electron/engine',
      'electron/sample',
      'electron/transport',
      'electron/cli',
      'package.json',
    ],
    packages: ['commander'],
    node: true,
  },
  {
    path: 'electron/main',
    may: ['shared', 'electron/transport', 'electron/main'],
    mayTypes: ['electron/engine'],
    packages: ['electron', 'conf', 'electron-log/*', 'valibot', 'write-file-atomic'],
    node: true,
  },
  { path: 'electron/main.ts', may: ['electron/main'], packages: ['electron'], node: true },
  {
    path: 'electron/preload.ts',
    may: ['electron/transport/preload-channels.ts'],
    mayTypes: ['shared'],
    packages: ['electron'],
    node: false,
  },
  page('renderer', ['renderer']),
  page('renderer/app', ['renderer'], ['inter-ui/*', '@fontsource-variable/jetbrains-mono/*']),
  // What features share; test/architecture/features.test.ts keeps features apart from each other.
  page('renderer/features', [
    'renderer/services',
    'renderer/state',
    'renderer/kit',
    'renderer/grid',
    'renderer/charts',
    'renderer/editor',
  ]),
  page('renderer/services', ['renderer/state', 'renderer/kit']),
  page('renderer/kit', []),
  page('renderer/grid', ['renderer/kit']),
  page('renderer/charts', ['renderer/kit'], ['d3-scale']),
  page('renderer/editor', ['renderer/kit'], ['@codemirror/*']),
  page('renderer/state', []),
  page('renderer/bridge', []),
];

const inside = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

/** The row of the table that speaks about a file. */
export function layerOf(path: string): Layer | undefined {
  return layers.filter((layer) => inside(path, layer.path)).sort((a, b) => b.path.length - a.path.length)[0];
}

/** Whether an import is of this package; `name/*` stands for what lies inside one. */
export const isNamed = (specifier: string, pattern: string): boolean =>
  pattern.endsWith('/*') ? specifier.startsWith(pattern.slice(0, -1)) : specifier === pattern;

/** Whether the table lets a file in `layer` have this import. */
export function isAllowed(layer: Layer, edge: Pick<Import, 'specifier' | 'target' | 'typeOnly'>): boolean {
  const { specifier, target, typeOnly } = edge;
  if (specifier === undefined) return false;
  if (specifier.startsWith('node:')) return layer.node;
  if (target === undefined) return layer.packages.some((pattern) => isNamed(specifier, pattern));
  const folders = typeOnly ? [...layer.may, ...(layer.mayTypes ?? [])] : layer.may;
  return folders.some((folder) => inside(posix.normalize(target), folder));
}

/** The imports that the table does not allow, each as `file:line imports what`. */
export function forbidden(edges: readonly Import[]): readonly string[] {
  return edges.flatMap((edge) => {
    const layer = layerOf(edge.from);
    if (layer && isAllowed(layer, edge)) return [];
    const what = edge.specifier ?? 'a computed name';
    return [`${edge.from}:${edge.line} ${layer ? 'imports' : 'lies in no layer and imports'} ${what}`];
  });
}
