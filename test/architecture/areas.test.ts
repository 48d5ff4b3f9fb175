import { describe, expect, test } from 'vitest';
import { importsOf, type Import } from './imports.ts';
import { sourcesOf } from './project-files.ts';

/** Contracts that belong to no area: what all share, what the desktop answers, and what runs beside all areas. */
const withoutArea = new Set([
  'common',
  'entity-sections',
  'host',
  'index',
  'jobs',
  'ledger-table',
  'page-subject',
  'reads',
  'statement',
]);
/** Areas whose calls stand in the contract of another. */
const inContractOf: Readonly<Record<string, string>> = { facets: 'events' };
/** Features of the page that put several areas on one screen, or none. */
const composed = new Set(['explore', 'welcome']);
/** The areas that an area may know; they lie below it. */
const below: Readonly<Record<string, readonly string[]>> = {
  coverage: ['timeline'],
  console: ['annotations', 'names'],
  entities: ['timeline'],
  export: ['console', 'search'],
  related: ['events'],
};

const areaOf = (path: string | undefined): string | undefined =>
  /^electron\/engine\/areas\/([^/]+)\//.exec(path ?? '')?.[1];
const paths = (...folders: string[]): readonly string[] => sourcesOf(...folders).map(({ path }) => path);
const second = (all: readonly string[], pattern: RegExp): ReadonlySet<string> =>
  new Set(all.flatMap((path) => pattern.exec(path)?.[1] ?? []));

const engine = sourcesOf('electron/engine');
const areas = second(
  engine.map(({ path }) => path),
  /^electron\/engine\/areas\/([^/]+)\//,
);
const contracts = second(paths('shared/contract'), /^shared\/contract\/([^/]+)\.ts$/);

/** Imports by which an area knows one that does not lie below it. */
const upward = (edges: readonly Import[]): readonly string[] =>
  edges.flatMap(({ from, target, line }) => {
    const [own, other] = [areaOf(from), areaOf(target)];
    if (own === undefined || other === undefined || own === other) return [];
    return below[own]?.includes(other) ? [] : [`${from}:${line} imports ${target ?? ''}`];
  });

describe('an area', () => {
  test('has the name of its contract, and handlers', () => {
    expect(areas.size).toBeGreaterThan(10);
    expect([...areas].filter((area) => !contracts.has(inContractOf[area] ?? area))).toEqual([]);
    const handlers = new Set(engine.map(({ path }) => path));
    expect([...areas].filter((area) => !handlers.has(`electron/engine/areas/${area}/handlers.ts`))).toEqual(
      [],
    );
  });

  test('stands behind every contract', () => {
    expect([...contracts].filter((name) => !areas.has(name) && !withoutArea.has(name))).toEqual([]);
    expect([...withoutArea].filter((name) => !contracts.has(name))).toEqual([]);
  });

  test('gives its name to its feature and its tests', () => {
    const features = second(paths('renderer/features'), /^renderer\/features\/([^/]+)\//);
    expect([...features].filter((name) => !areas.has(name) && !composed.has(name))).toEqual([]);
    const tested = second(paths('test/engine/areas'), /^test\/engine\/areas\/([^/]+)\//);
    expect(tested.size).toBeGreaterThan(5);
    expect([...tested].filter((name) => !areas.has(name))).toEqual([]);
  });

  test('knows only areas below it', () => {
    expect(upward(engine.flatMap(importsOf))).toEqual([]);
  });

  test.each([
    ['electron/engine/areas/annotations/planted.ts', `import { run } from '../console/console.ts';`],
    ['electron/engine/areas/annotations/planted.ts', `import type { Run } from '../console/console.ts';`],
    ['electron/engine/areas/export/formats/planted.ts', `import { a } from '../../places/places.ts';`],
    ['electron/engine/areas/timeline/planted.ts', `export * from '../places/places.ts';`],
  ])('%s must not say %s', (path, text) => {
    expect(upward(importsOf({ path, text }))).toHaveLength(1);
  });

  test('is known to what puts all together, to the list of derived tables, and to what checks the files of a workspace', () => {
    const outside = engine
      .flatMap(importsOf)
      .filter(({ from, target }) => areaOf(from) === undefined && areaOf(target) !== undefined)
      .map(({ from }) => from);
    expect([...new Set(outside)].sort()).toEqual([
      'electron/engine/all-derived-tables.ts',
      'electron/engine/check/check-files.ts',
      'electron/engine/engine.ts',
    ]);
  });
});
