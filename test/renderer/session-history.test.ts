import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFilter } from '../../shared/filter/parse.ts';
import { everything } from '../../shared/filter/filter.ts';
import { trailOf } from '../../renderer/features/explore/filter/history-trail.ts';
import { arrangeColumns } from '../../renderer/services/values/arrange-columns.ts';
import { freshState, type Column, type ExploreState } from '../../renderer/state/explore-state.ts';
import { Explore } from '../../renderer/state/explore.svelte.ts';
import { ahead, maxSteps, pathTo, stepOf, type History } from '../../renderer/state/history.ts';
import { Journey } from '../../renderer/state/journey.svelte.ts';
import { Screens } from '../../renderer/state/screens.svelte.ts';
import { packHistory, unpackHistory } from '../../renderer/state/stored-history.ts';
import { storedSteps } from '../../renderer/state/stored-explore.ts';
import { readParts } from '../../renderer/state/stored-part.ts';

const tree = (text: string) => parseFilter(text).filter ?? everything;
const search = (explore: Explore, text: string): void => explore.narrow(text, { filter: tree(text) });
const labels = (explore: Explore): readonly string[] => explore.past.map((step) => step.label);
const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
const read = (state: unknown): ExploreState | undefined => state as ExploreState;

describe('steps', () => {
  it('are also columns that are moved, added and taken away, each by itself', () => {
    const explore = new Explore();
    const column = (field: string): Column => ({ field, widthPx: 90, isPinned: false });
    const [time, name, region] = [column('eventTime'), column('eventName'), column('awsRegion')];
    explore.adjust({ columns: [time, name, region] });
    search(explore, 'a');
    arrangeColumns(explore, [name, time, region]);
    arrangeColumns(explore, [name, region]);
    arrangeColumns(explore, [name, region, column('requestID')]);
    arrangeColumns(explore, [{ ...name, isPinned: true }, region, column('requestID')]);
    expect(labels(explore)).toEqual([
      ...['a', 'Columns arranged', 'Column Time removed', 'Column Request ID added', 'Columns arranged'],
    ]);
    for (let undone = 0; undone < 3; undone += 1) explore.undo();
    expect(explore.state.columns).toEqual([name, time, region]);
    explore.undo();
    expect(explore.state.columns).toEqual([time, name, region]);
    expect(explore.state.filter).toEqual(tree('a'));
  });

  it('are undone and redone, and the widths of now stay', () => {
    const explore = new Explore();
    search(explore, 'a');
    search(explore, 'b');
    const wide = freshState.columns.map((column) => ({ ...column, widthPx: 333 }));
    arrangeColumns(explore, wide);
    explore.adjust({ selectedId: '1.2' });
    explore.undo();
    expect(explore.state.filter).toEqual(tree('a'));
    expect(explore.state.columns).toEqual(wide);
    expect([labels(explore), explore.future.map(({ label }) => label)]).toEqual([['a'], ['b']]);
    explore.redo();
    expect(explore.state).toMatchObject({ filter: tree('b'), selectedId: '1.2' });
    explore.undo();
    explore.undo();
    explore.undo();
    expect(explore.state.filter).toEqual(everything);
    explore.redo();
    explore.redo();
    explore.redo();
    expect(labels(explore)).toEqual(['a', 'b']);
  });

  it('branch when one goes back and narrows anew; the branch left aside can be returned to', () => {
    const explore = new Explore();
    for (const text of ['a', 'b', 'c']) search(explore, text);
    explore.undo();
    explore.undo();
    search(explore, 'd');
    expect(labels(explore)).toEqual(['a', 'd']);
    expect(explore.future).toEqual([]);
    expect(
      trailOf(explore.history).map(({ label, place, depth, from }) => [label, place, depth, from]),
    ).toEqual([
      ['d', 'here', 0, null],
      ['c', 'branch', 1, null],
      ['b', 'branch', 1, 'a'],
      ['a', 'behind', 0, null],
      ['Beginning', 'behind', 0, null],
    ]);
    explore.goTo(3);
    expect(explore.state.filter).toEqual(tree('c'));
    expect(labels(explore)).toEqual(['a', 'b', 'c']);
    explore.undo();
    explore.undo();
    // Redo goes the way one came, not the way one left.
    expect(explore.future.map(({ label }) => label)).toEqual(['b', 'c']);
  });

  it('know their count once it is known, for their own question only', () => {
    const explore = new Explore();
    search(explore, 'a');
    explore.noteTotal({ scope: freshState.scope, filter: tree('b') }, 7);
    expect(explore.history.steps.at(-1)?.total).toBeNull();
    explore.noteTotal(explore.question, 42);
    expect(explore.history.steps.map(({ total }) => total)).toEqual([null, 42]);
  });

  it('are two hundred at most: the ends of old branches go first, then the beginning', () => {
    const explore = new Explore();
    search(explore, 'aside');
    explore.undo();
    for (let number = 0; number < maxSteps + 50; number += 1) search(explore, `n${number}`);
    expect(explore.history.steps).toHaveLength(maxSteps);
    expect(explore.past).toHaveLength(maxSteps - 1);
    expect(explore.history.steps.map(({ label }) => label)).not.toContain('aside');
    for (let number = 0; number < maxSteps; number += 1) explore.undo();
    expect(explore.state.filter).toEqual(tree('n50'));
    expect(explore.future).toHaveLength(maxSteps - 1);
  });

  const moves = fc.array(
    fc.oneof(
      fc.record({ do: fc.constant('narrow' as const), to: fc.integer({ min: 0, max: 9 }) }),
      fc.record({ do: fc.constantFrom('undo' as const, 'redo' as const), to: fc.constant(0) }),
      fc.record({ do: fc.constant('go' as const), to: fc.integer({ min: 0, max: 60 }) }),
    ),
    { maxLength: 80 },
  );
  const played = (all: readonly { do: string; to: number }[]): Explore => {
    const explore = new Explore();
    for (const move of all) {
      if (move.do === 'narrow') search(explore, `v${move.to}`);
      else if (move.do === 'undo') explore.undo();
      else if (move.do === 'redo') explore.redo();
      else explore.goTo(move.to);
    }
    return explore;
  };

  it('make a tree whatever is done, undo leads to its root, and storing loses nothing', () => {
    fc.assert(
      fc.property(moves, (all) => {
        const explore = played(all);
        const { history } = explore;
        for (const step of history.steps) {
          if (step.parentId !== null) expect(stepOf(history, step.parentId)).toBeDefined();
          if (step.nextId !== null) expect(stepOf(history, step.nextId)?.parentId).toBe(step.id);
          expect(pathTo(history, step.id)[0]?.parentId).toBeNull();
        }
        expect(pathTo(history, history.currentId)).toHaveLength(explore.past.length + 1);
        expect(ahead(history)).toHaveLength(explore.future.length);
        const now = explore.snapshot();
        const stored = JSON.parse(JSON.stringify(packHistory(now))) as ReturnType<typeof packHistory>;
        expect(unpackHistory(stored, read)).toEqual(now);
        const again = new Explore();
        again.restore(unpackHistory(stored, read));
        expect(again.state).toEqual(explore.state);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a stored history', () => {
  const readBack = (history: unknown): History | undefined =>
    readParts([storedSteps(new Explore())], { version: 2, history })?.['history'] as History | undefined;

  it('holds what steps have in common once: two hundred steps on a pasted list stay small', () => {
    const explore = new Explore();
    const list = Array.from({ length: 5_000 }, (_, at) => `AKIA${String(at).padStart(16, '0')}`);
    const values = {
      kind: 'field',
      field: 'userIdentity.accessKeyId',
      test: { op: 'in', values: list, caseSensitive: true },
    } as const;
    for (let number = 0; number < maxSteps; number += 1) {
      const more = { kind: 'text', text: `word ${number}` } as const;
      explore.narrow(`step ${number}`, { filter: { kind: 'and', of: [values, more] } });
    }
    const text = JSON.stringify(packHistory(explore.snapshot()));
    expect(text.length).toBeLessThan(4 * JSON.stringify(list).length);
    const again = readBack(JSON.parse(text));
    expect(again?.steps).toHaveLength(maxSteps);
    expect(stepOf(again as History, again?.currentId ?? -1)?.state).toEqual(explore.state);
  });

  it('gives up old steps rather than grow beyond its limit', () => {
    const explore = new Explore();
    for (let number = 0; number < 60; number += 1) {
      const text = `${String(number)}${'x'.repeat(19_000)}`;
      const of = Array.from({ length: 10 }, (_, at) => ({ kind: 'text', text: `${text}${at}` }) as const);
      explore.narrow(`step ${number}`, { filter: { kind: 'or', of } });
    }
    const stored = packHistory(explore.snapshot());
    expect(JSON.stringify(stored).length).toBeLessThan(4_500_000);
    expect(stored.steps.length).toBeGreaterThan(5);
    expect(stored.steps.at(-1)?.id).toBe(explore.history.currentId);
  });

  it('from elsewhere is judged: bad steps are left out, a bad current one refuses it, bombs do not go off', () => {
    const explore = new Explore();
    search(explore, 'a');
    search(explore, 'b');
    const stored = packHistory(explore.snapshot());
    const broken = {
      ...stored,
      steps: stored.steps.map((step) => (step.id === 1 ? { ...step, state: { filter: 1 } } : step)),
    };
    const kept = readBack(broken);
    expect(kept?.steps.map(({ id, parentId }) => [id, parentId])).toEqual([
      [0, null],
      [2, null],
    ]);
    expect(readBack({ ...stored, currentId: 9 })).toBeUndefined();
    expect(readBack({ ...stored, parts: [] })).toBeUndefined();
    const bomb = Array.from({ length: 60 }, (_, at) =>
      at === 0 ? { kind: 'text', text: 'x' } : { kind: 'and', of: [{ $: at - 1 }, { $: at - 1 }] },
    );
    const state = { ...freshState, filter: { $: 59 } };
    const only = { id: 0, parentId: null, nextId: null, label: 'x', atMs: 0, total: null, state };
    expect(readBack({ parts: bomb, steps: [only], currentId: 0, nextId: 1 })).toBeUndefined();
  });
});

describe('the way back and forward', () => {
  const begin = () => {
    const explore = new Explore();
    const screens = new Screens();
    screens.go('explore');
    return { explore, screens, journey: new Journey(explore, screens) };
  };
  const at = ({ explore, screens }: ReturnType<typeof begin>) => [
    screens.current,
    explore.past.length,
    screens.params,
  ];

  it('goes over screens, what they were asked to show, and steps', async () => {
    const all = begin();
    const { explore, screens, journey } = all;
    search(explore, 'a');
    await tick();
    screens.go('profile', { kind: 'account', value: '1' });
    await tick();
    screens.go('profile', { kind: 'account', value: '2' });
    await tick();
    journey.back();
    expect(at(all)).toEqual(['profile', 1, { kind: 'account', value: '1' }]);
    journey.back();
    expect(at(all)).toEqual(['explore', 1, {}]);
    journey.back();
    expect(at(all)).toEqual(['explore', 0, {}]);
    expect(journey.canGoBack).toBe(false);
    for (let step = 0; step < 3; step += 1) journey.forward();
    expect(at(all)).toEqual(['profile', 1, { kind: 'account', value: '2' }]);
    expect(journey.canGoForward).toBe(false);
  });

  it('takes what one gesture does as one visit', async () => {
    const all = begin();
    all.screens.go('places');
    await tick();
    search(all.explore, 'a');
    all.screens.go('explore');
    await tick();
    all.journey.back();
    expect(at(all)).toEqual(['places', 0, {}]);
  });

  it('agrees with undo and redo, and forgets what was ahead when something new is done', async () => {
    const all = begin();
    const { explore, journey } = all;
    search(explore, 'a');
    await tick();
    search(explore, 'b');
    await tick();
    explore.undo();
    await tick();
    expect(journey.visits).toHaveLength(3);
    expect(journey.at).toBe(1);
    journey.forward();
    expect(labels(explore)).toEqual(['a', 'b']);
    journey.back();
    search(explore, 'c');
    await tick();
    expect(journey.canGoForward).toBe(false);
    journey.back();
    expect(labels(explore)).toEqual(['a']);
  });

  it('keeps the narrowing where a step is not remembered any more', () => {
    const { explore, screens, journey } = begin();
    search(explore, 'a');
    journey.restore({
      visits: [
        { screen: 'sql', params: {}, stepId: 77 },
        { screen: 'explore', params: {}, stepId: 1 },
      ],
      at: 1,
    });
    expect(journey.visits).toHaveLength(1);
    journey.back();
    expect(screens.current).toBe('explore');
    expect(labels(explore)).toEqual(['a']);
  });
});
