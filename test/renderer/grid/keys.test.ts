import { describe, expect, it } from 'vitest';
import { bodyCommand, cellAfter, headerCommand, type Key } from '../../../renderer/grid/keys.ts';

const press = (text: string): Key => {
  const parts = text.split('+');
  const key = parts.at(-1) ?? '';
  return {
    key: key === 'Space' ? ' ' : key,
    ctrlKey: parts.includes('Ctrl'),
    metaKey: parts.includes('Meta'),
    shiftKey: parts.includes('Shift'),
    altKey: parts.includes('Alt'),
  };
};
const grid = { geometry: { total: 10_000_000, rowHeight: 26, viewHeight: 600 }, columns: 8 };

describe('body keys', () => {
  it.each([
    ['Enter', 'open'],
    ['Space', 'toggle'],
    ['Shift+Space', 'extend'],
    ['c', 'copy-cell'],
    ['Shift+C', 'copy-row'],
    ['Ctrl+c', 'copy-rows'],
    ['Meta+c', 'copy-rows'],
    ['Ctrl+a', 'select-all'],
    ['i', 'include'],
    ['x', 'exclude'],
    ['Shift+F10', 'menu'],
    ['ContextMenu', 'menu'],
    ['Escape', 'clear'],
  ])('%s means %s', (key, kind) => expect(bodyCommand(press(key))?.kind).toBe(kind));

  it.each(['F10', 'Ctrl+Shift+V', 'Alt+ArrowLeft', 'Ctrl+k', '/', 'Ctrl+i', 'Ctrl+x', 'Tab'])(
    '%s is not the grid’s',
    (key) => expect(bodyCommand(press(key))).toBeUndefined(),
  );

  const from = { row: 5_000_000, column: 3 };
  const after = (key: string, cell = from): unknown => {
    const command = bodyCommand(press(key));
    return command?.kind === 'move' || command?.kind === 'page' || command?.kind === 'edge'
      ? cellAfter(cell, command, grid)
      : undefined;
  };

  it('moves by one, by a page, and to the true first and last', () => {
    expect(after('ArrowDown')).toEqual({ row: 5_000_001, column: 3 });
    expect(after('k')).toEqual({ row: 4_999_999, column: 3 });
    expect(after('ArrowRight')).toEqual({ row: 5_000_000, column: 4 });
    expect(after('PageDown')).toEqual({ row: 5_000_023, column: 3 });
    expect(after('Home')).toEqual({ row: 5_000_000, column: 0 });
    expect(after('End')).toEqual({ row: 5_000_000, column: 7 });
    expect(after('Ctrl+Home')).toEqual({ row: 0, column: 0 });
    expect(after('Ctrl+End')).toEqual({ row: 9_999_999, column: 7 });
  });

  it('opens, closes, copies in every format and reaches the header', () => {
    expect(bodyCommand(press('Ctrl+ArrowRight'))).toEqual({ kind: 'unfold' });
    expect(bodyCommand(press('Ctrl+ArrowLeft'))).toEqual({ kind: 'fold' });
    expect(bodyCommand(press('Ctrl+c'))).toEqual({ kind: 'copy-rows', format: 'tsv' });
    expect(bodyCommand(press('Ctrl+Shift+C'))).toEqual({ kind: 'copy-rows', format: 'json' });
    expect(bodyCommand(press('Ctrl+Alt+c'))).toEqual({ kind: 'copy-rows', format: 'markdown' });
    expect(bodyCommand(press('Alt+ArrowDown'))).toEqual({ kind: 'header-menu' });
  });

  it('stays inside', () => {
    expect(after('ArrowUp', { row: 0, column: 0 })).toEqual({ row: 0, column: 0 });
    expect(after('ArrowLeft', { row: 0, column: 0 })).toEqual({ row: 0, column: 0 });
    expect(after('PageDown', { row: 9_999_990, column: 0 })).toEqual({ row: 9_999_999, column: 0 });
  });

  it('extends the selection with Shift, but only across rows', () => {
    expect(bodyCommand(press('Shift+ArrowDown'))).toMatchObject({ kind: 'move', extends: true });
    expect(bodyCommand(press('Shift+ArrowRight'))).toMatchObject({ kind: 'move', extends: false });
    expect(bodyCommand(press('Ctrl+Shift+End'))).toMatchObject({ kind: 'edge', extends: true });
  });
});

describe('header keys', () => {
  it('focuses, moves and resizes with the same arrows', () => {
    expect(headerCommand(press('ArrowRight'))).toEqual({ kind: 'focus', columns: 1 });
    expect(headerCommand(press('Alt+ArrowLeft'))).toEqual({ kind: 'move', columns: -1 });
    expect(headerCommand(press('Shift+ArrowRight'))).toEqual({ kind: 'resize', byPx: 16 });
    expect(headerCommand(press('Enter'))).toEqual({ kind: 'sort', adds: false });
    expect(headerCommand(press('Shift+Enter'))).toEqual({ kind: 'sort', adds: true });
    expect(headerCommand(press('Shift+F10'))?.kind).toBe('menu');
    expect(headerCommand(press('ArrowDown'))?.kind).toBe('body');
    expect(headerCommand(press('Ctrl+ArrowRight'))).toEqual({ kind: 'move', columns: 1 });
    expect(['f', 'p', 'Delete'].map((key) => headerCommand(press(key))?.kind)).toEqual([
      'fit',
      'pin',
      'hide',
    ]);
    expect(headerCommand(press('Ctrl+k'))).toBeUndefined();
    expect(headerCommand(press('Ctrl+f'))).toBeUndefined();
  });
});
