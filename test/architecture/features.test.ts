import { describe, expect, test } from 'vitest';
import { importsOf, type Import } from './imports.ts';
import { sourcesOf } from './project-files.ts';

const sources = sourcesOf('renderer');
const edges = sources.flatMap(importsOf);

const featureOf = (path: string): string | undefined => /^renderer\/features\/([^/]+)\//.exec(path)?.[1];

/** Imports by which a feature knows another or the shell, types included. */
const acquaintances = (all: readonly Import[]): readonly string[] =>
  all.flatMap(({ from, target, line }) => {
    const own = featureOf(from);
    if (own === undefined || target === undefined) return [];
    const other = featureOf(target);
    const isKnown = other !== undefined && other !== own;
    return isKnown || target.startsWith('renderer/app/') ? [`${from}:${line} imports ${target}`] : [];
  });

const planted = (path: string, text: string): readonly string[] => acquaintances(importsOf({ path, text }));

describe('a feature', () => {
  test('knows neither another feature nor the shell', () => {
    const names = new Set(edges.flatMap(({ from }) => featureOf(from) ?? []));
    expect(names.size).toBeGreaterThan(6);
    expect(acquaintances(edges)).toEqual([]);
  });

  test.each([
    ['renderer/features/places/planted.ts', `import { planOf } from '../console/plan.ts';`],
    ['renderer/features/places/planted.ts', `import type { Plan } from '../console/plan.ts';`],
    ['renderer/features/places/planted.ts', `type A = import('../console/plan.ts').Plan;`],
    ['renderer/features/places/planted.ts', `export * from '../console/plan.ts';`],
    ['renderer/features/places/planted.ts', `import { features } from '../../app/features.ts';`],
    ['renderer/features/places/planted.ts', `import type { Assembly } from '../../app/assemble.ts';`],
    [
      'renderer/features/explore/rows/Planted.svelte',
      `<script>import NoteCell from '../../annotations/NoteCell.svelte';</script>`,
    ],
    [
      'renderer/features/explore/rows/Planted.svelte',
      `{#await import('../../annotations/NoteCell.svelte') then cell}{cell}{/await}`,
    ],
  ])('%s must not say %s', (path, text) => {
    expect(planted(path, text)).toHaveLength(1);
  });

  test('may know its own folders and what lies below all features', () => {
    const text = `
      import { planOf } from './plan.ts';
      import { columns } from '../rows/columns.ts';
      import { commands } from '../../../services/commands.svelte.ts';`;
    expect(planted('renderer/features/explore/filter/planted.ts', text)).toEqual([]);
  });

  test('with a screen is in the list of features', () => {
    const withFacts = sources.flatMap(({ path }) =>
      /^renderer\/features\/[^/]+\/feature\.ts$/.test(path) ? [path] : [],
    );
    const listed = edges.flatMap(({ from, target }) => (from === 'renderer/app/features.ts' ? [target] : []));
    expect(withFacts.length).toBeGreaterThan(5);
    expect(listed).toEqual(expect.arrayContaining(withFacts));
  });
});
