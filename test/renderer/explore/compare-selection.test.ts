import { describe, expect, it } from 'vitest';
import { selectForComparison } from '../../../renderer/features/explore/rows/compare-selection.ts';
import type { GridSource } from '../../../renderer/grid/block.ts';
import { Explore } from '../../../renderer/state/explore.svelte.ts';

const source: GridSource = {
  total: 100,
  key: 'k',
  load: (offset, limit) =>
    Promise.resolve({ ids: Array.from({ length: limit }, (_, n) => `1.${offset + n}`), columns: [] }),
};
/** Every row from 50 on is a line that holds ten events. */
const rows = {
  eventsOf: (spans: readonly { readonly from: number; readonly to: number }[]) =>
    Promise.resolve({
      source,
      spans: spans.map(({ from, to }) => (from >= 50 ? { from, to: from + 10 } : { from, to })),
    }),
};

describe('rows selected for comparison', () => {
  it('are the chosen events while they are a few, and no longer when the selection ends', async () => {
    const explore = new Explore();
    const select = selectForComparison(explore);
    await select(rows, [
      { from: 3, to: 5 },
      { from: 9, to: 10 },
    ]);
    expect(explore.selectedIds).toEqual(['1.3', '1.4', '1.9']);
    explore.compare(true);
    await select(rows, []);
    expect(explore.selectedIds).toEqual([]);
    expect(explore.isComparing).toBe(false);
  });

  it('are none when there are too many, folded ones counted', async () => {
    const explore = new Explore();
    const select = selectForComparison(explore);
    await select(rows, [{ from: 0, to: 9 }]);
    expect(explore.selectedIds).toEqual([]);
    await select(rows, [{ from: 60, to: 61 }]);
    expect(explore.selectedIds).toEqual([]);
  });

  it('leave events alone that were chosen one by one', async () => {
    const explore = new Explore();
    const select = selectForComparison(explore);
    explore.selectIds(['1.1']);
    await select(rows, []);
    await select(rows, [{ from: 7, to: 8 }]);
    expect(explore.selectedIds).toEqual(['1.1']);
  });

  it('are those of the last selection, however late an earlier one arrives', async () => {
    const explore = new Explore();
    const select = selectForComparison(explore);
    let release = (): void => undefined;
    const late = new Promise<void>((resolve) => (release = resolve));
    const first = select({ eventsOf: async (spans) => (await late, rows.eventsOf(spans)) }, [
      { from: 0, to: 2 },
    ]);
    await select(rows, [{ from: 4, to: 6 }]);
    release();
    await first;
    expect(explore.selectedIds).toEqual(['1.4', '1.5']);
  });
});
