import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { storedParts } from '../../renderer/app/assemble.ts';
import { fromFirstVersion } from '../../renderer/state/first-version.ts';
import { freshState } from '../../renderer/state/explore-state.ts';
import { readParts, restoreParts, snapshotOf, type StoredPart } from '../../renderer/state/stored-part.ts';
import { fakeTrail } from './support/fake-trail.ts';

/** A screen as version 2 has always stored it. */
const second = {
  version: 2,
  screen: 'profile',
  history: {
    parts: [],
    steps: [
      { id: 0, parentId: null, nextId: 3, label: 'Beginning', atMs: 1, total: 7, state: freshState },
      {
        id: 3,
        parentId: 0,
        nextId: null,
        label: 'one Region',
        atMs: 2,
        total: null,
        state: { ...freshState, scope: { ...freshState.scope, regions: ['eu-west-1'] } },
      },
    ],
    currentId: 3,
    nextId: 4,
  },
  journey: {
    visits: [
      { screen: 'explore', params: {}, stepId: 3 },
      { screen: 'profile', params: { kind: 'account', value: '111122223333' }, stepId: 3 },
    ],
    at: 1,
  },
  openedViewId: 'v1',
  sql: {
    tabs: [
      {
        name: 'mine',
        text: 'select 1',
        openedId: null,
        limit: 1_000,
        timeLimitMs: null,
        samplePercent: 0.1,
        arguments: [],
      },
      { name: null, text: 'select 2', openedId: 'q1', limit: 10_000, arguments: [] },
    ],
    current: 1,
  },
};

const taken = (stored: Readonly<Record<string, unknown>>) => {
  const trail = fakeTrail();
  const parts = storedParts(trail);
  const screen = readParts(parts, stored);
  restoreParts(parts, screen);
  return { trail, parts, screen };
};

describe('a stored screen', () => {
  it('of version 2 is taken up, each part with what it was', () => {
    const { trail } = taken(second);
    const { explore, screens, journey, sqlConsole, saved } = trail;
    expect([screens.current, screens.params]).toEqual([
      'profile',
      { kind: 'account', value: '111122223333' },
    ]);
    expect(explore.state.scope.regions).toEqual(['eu-west-1']);
    expect(explore.history.steps.map(({ id, total }) => [id, total])).toEqual([
      [0, 7],
      [3, null],
    ]);
    expect([journey.visits.length, journey.at]).toEqual([2, 1]);
    expect(sqlConsole.tabs.map(({ text }) => text)).toEqual(['select 1', 'select 2']);
    expect(sqlConsole.current.openedId).toBe('q1');
    expect(saved.openedViewId).toBe('v1');
  });

  it.each([
    [{ account: '111122223333' }, 'profile', { kind: 'account', value: '111122223333' }],
    [{ region: 'eu-west-1' }, 'profile', { kind: 'region', value: 'eu-west-1' }],
    [{}, 'places', {}],
  ])('of when the matrix showed the page of %j leads to %s %j', (place, current, params) => {
    const visits = [
      { screen: 'places', params: { account: '444455556666' }, stepId: 0 },
      { screen: 'places', params: place, stepId: 3 },
    ];
    const { trail } = taken({ ...second, screen: 'places', journey: { visits, at: 1 } });
    expect([trail.screens.current, trail.screens.params]).toEqual([current, params]);
    trail.journey.back();
    expect([trail.screens.current, trail.screens.params]).toEqual([
      'profile',
      { kind: 'account', value: '444455556666' },
    ]);
  });

  it('is stored again as it was', () => {
    const { parts } = taken(second);
    const again = JSON.parse(JSON.stringify(snapshotOf(parts))) as Record<string, unknown>;
    expect(Object.keys(again).sort()).toEqual(Object.keys(second).sort());
    expect(again).toMatchObject({ ...second, history: expect.anything(), sql: expect.anything() });
    expect(readParts(parts, again)?.['history']).toEqual(readParts(parts, second)?.['history']);
  });

  it.each([
    ['of another version', { ...second, version: 3 }],
    ['with something unknown', { ...second, more: 1 }],
    ['without its history', { ...second, history: undefined }],
    ['on a screen that is none', { ...second, screen: 'nowhere' }],
    ['with a broken tab', { ...second, sql: { tabs: [{ text: 1 }], current: 0 } }],
  ])('%s is refused as a whole, and all begins anew', (_what, stored) => {
    const { trail, screen } = taken(stored);
    expect(screen).toBeUndefined();
    expect(trail.explore.state).toEqual(freshState);
    expect(trail.screens.current).toBe('overview');
    expect(trail.sqlConsole.tabs).toHaveLength(1);
  });

  it('of version 1 becomes one of version 2', () => {
    const { chart: _chart, groupBy: _groupBy, isFolded: _isFolded, ...plain } = freshState;
    const step = (label: string) => ({ label, state: plain });
    const explore = { state: plain, past: [step('a'), step('b')], future: [step('c')] };
    const { trail, screen } = taken(fromFirstVersion({ version: 1, screen: 'sql', explore }) ?? {});
    expect(screen).toBeDefined();
    expect(trail.explore.past.map(({ label }) => label)).toEqual(['a', 'b']);
    expect(trail.explore.future.map(({ label }) => label)).toEqual(['c']);
    expect(trail.screens.current).toBe('sql');
    expect([trail.journey.visits.length, trail.journey.at]).toEqual([3, 2]);
    expect(trail.sqlConsole.tabs).toHaveLength(1);
    expect(fromFirstVersion({ version: 1, screen: 'sql', explore, more: 1 })).toBeUndefined();
  });

  it('of before a part was added is read, and the part begins anew', () => {
    let kept: unknown = 'nothing was taken up';
    const added: StoredPart<number | undefined> = {
      key: 'added',
      schema: v.optional(v.number()),
      snapshot: () => 1,
      track: () => undefined,
      restore: (value) => (kept = value),
    };
    const parts = [...storedParts(fakeTrail()), added];
    restoreParts(parts, readParts(parts, second));
    expect(kept).toBeNull();
    restoreParts(parts, readParts(parts, { ...second, added: 5 }));
    expect(kept).toBe(5);
  });
});
