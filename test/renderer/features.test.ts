import { describe, expect, it } from 'vitest';
import { features } from '../../renderer/app/features.ts';
import { storedParts } from '../../renderer/app/assemble.ts';
import { screenNames } from '../../renderer/state/screens.svelte.ts';
import { fakeTrail } from './support/fake-trail.ts';

const screens = features.flatMap(({ screen }) => screen ?? []);

describe('the list of features', () => {
  it('has every screen that can be in front, once', () => {
    expect(screens.map(({ name }) => name).sort()).toEqual([...screenNames].sort());
  });

  it('gives each entry of the rail its own title and keys', () => {
    const entries = screens.flatMap(({ entry }) => entry ?? []);
    expect(entries.map(({ title, keys }) => `${title}: ${keys}`)).toEqual([
      'Overview: g o',
      'Explore: g e',
      'Accounts & Regions: g a',
      'Notes: g n',
      'SQL: g q',
      'Evidence: g v',
    ]);
  });

  it('draws no field twice', () => {
    const fields = features.flatMap(({ cells }) => Object.keys(cells ?? {}));
    expect(fields.length).toBeGreaterThan(0);
    expect(new Set(fields).size).toBe(fields.length);
  });

  it('keeps each part of the screen under a name of its own', () => {
    const keys = storedParts(fakeTrail()).map(({ key }) => key);
    expect([...keys].sort()).toEqual(['history', 'journey', 'openedViewId', 'screen', 'sql']);
  });
});
