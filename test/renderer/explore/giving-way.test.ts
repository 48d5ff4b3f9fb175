import { describe, expect, it } from 'vitest';
import { columnsInRoom, withHidden } from '../../../renderer/features/explore/rows/giving-way.ts';
import { defaultColumns, type Column } from '../../../renderer/state/explore-state.ts';

const column = (field: string, widthPx: number, isPinned = false): Column => ({ field, widthPx, isPinned });
const all = [
  column('eventTime', 100, true),
  column('eventName', 100),
  column('client', 100),
  column('sourceIPAddress', 100),
  column('userAgent', 100),
];
const names = (columns: readonly Column[]): readonly string[] => columns.map(({ field }) => field);

describe('columns that give way', () => {
  it('go one by one until the rest fits, and only while they may', () => {
    expect(columnsInRoom(all, 500, true)).toEqual(all);
    expect(names(columnsInRoom(all, 499, true))).toEqual([
      'eventTime',
      'eventName',
      'sourceIPAddress',
      'userAgent',
    ]);
    expect(names(columnsInRoom(all, 300, true))).toEqual(['eventTime', 'eventName', 'sourceIPAddress']);
    expect(names(columnsInRoom(all, 300, true, ['client']))).toEqual(['eventTime', 'eventName', 'client']);
    expect(columnsInRoom(all, 100, false)).toEqual(all);
  });

  it('never are those that a person needs to know a row, nor pinned ones', () => {
    expect(names(columnsInRoom(all, 10, true))).toEqual(['eventTime', 'eventName']);
    expect(columnsInRoom(all, 10, true)[1]?.widthPx).toBe(100);
    const pinned = [...all, column('client', 100, true)];
    expect(names(columnsInRoom(pinned, 10, true))).toContain('client');
  });

  it('leave columns that are narrower rather than cut by the pane, at the widths that the person chose', () => {
    const shown = columnsInRoom(defaultColumns, 730, true);
    expect(names(shown)).toEqual([
      'note.star',
      'eventTime',
      'eventName',
      'principal',
      'target.name',
      'result',
    ]);
    const widths = shown.map(({ widthPx }) => widthPx);
    expect(widths.reduce((sum, widthPx) => sum + widthPx)).toBeLessThanOrEqual(730);
    expect(widths.slice(0, 2)).toEqual([40, 168]);
    expect(withHidden(shown, { all: defaultColumns, shown })).toEqual(defaultColumns);
  });

  it('are where they were after a change of the others', () => {
    const shown = columnsInRoom(all, 300, true);
    const wider = shown.map((one) => (one.field === 'eventName' ? { ...one, widthPx: 200 } : one));
    expect(withHidden(wider, { all, shown })).toEqual(
      all.map((one) => (one.field === 'eventName' ? { ...one, widthPx: 200 } : one)),
    );
    const moved = [shown[1], shown[0], shown[2]].filter((one) => one !== undefined);
    expect(names(withHidden(moved, { all, shown }))).toEqual([
      'eventName',
      'client',
      'eventTime',
      'sourceIPAddress',
      'userAgent',
    ]);
    const fewer = shown.filter(({ field }) => field !== 'sourceIPAddress');
    expect(names(withHidden(fewer, { all, shown }))).toEqual([
      'eventTime',
      'eventName',
      'client',
      'userAgent',
    ]);
  });
});
