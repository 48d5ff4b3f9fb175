import { describe, expect, it } from 'vitest';
import { planRemoval, type RemovalLine } from '../../../electron/engine/ingest/load/removal-plan.ts';

const own = (id: number, path: string, more: Partial<RemovalLine> = {}): RemovalLine => ({
  id,
  memberOf: null,
  sameAs: null,
  path,
  source: '/a',
  isOfSource: true,
  ...more,
});
const other = (id: number, path: string, sameAs: number): RemovalLine => ({
  ...own(id, path, { sameAs }),
  source: '/b',
  isOfSource: false,
});

describe('the plan of a removal', () => {
  it('lets every line of the source go', () => {
    const plan = planRemoval([own(1, '/a/x'), own(2, '/a/y')], ['/b']);
    expect(plan.gone).toEqual([1, 2]);
    expect(plan.heirs.size).toBe(0);
    expect(plan.moved).toEqual([]);
  });

  it('makes the first file with the same content elsewhere take over', () => {
    const plan = planRemoval([own(1, '/a/x'), other(5, '/b/x', 1), other(4, '/b/y', 1)], ['/b']);
    expect([...plan.heirs]).toEqual([[1, 4]]);
  });

  it('keeps what lies below another source as well, but not what only begins alike', () => {
    const lines = [own(1, '/a/sub/x'), own(2, '/a/subway/x'), own(3, '/a/sub')];
    const plan = planRemoval(lines, ['/a/sub']);
    expect(plan.gone).toEqual([2]);
    expect(plan.moved.map(({ id, source }) => [id, source])).toEqual([
      [1, '/a/sub'],
      [3, '/a/sub'],
    ]);
  });

  it('hands the members of an archive to its twin, at any depth, and they inherit in turn', () => {
    const plan = planRemoval(
      [
        own(1, '/a/loose.json'),
        own(2, '/a/x.zip'),
        own(10, '/a/x.zip!/in.zip', { memberOf: 2 }),
        own(11, '/a/x.zip!/in.zip!/e.json', { memberOf: 10 }),
        own(12, '/a/x.zip!/loose.json', { memberOf: 2, sameAs: 1 }),
        other(5, '/b/y.zip', 2),
      ],
      ['/b'],
    );
    expect(plan.gone).toEqual([1, 2]);
    expect([...plan.heirs]).toEqual([
      [1, 12],
      [2, 5],
    ]);
    expect(plan.moved).toEqual([
      { id: 10, memberOf: 5, path: '/b/y.zip!/in.zip', source: '/b' },
      { id: 11, memberOf: 10, path: '/b/y.zip!/in.zip!/e.json', source: '/b' },
      { id: 12, memberOf: 5, path: '/b/y.zip!/loose.json', source: '/b' },
    ]);
  });
});
