import { describe, expect, it, vi } from 'vitest';
import { KeyReader } from '../../renderer/services/keys.ts';
import { gridKeys } from '../../renderer/app/panel-keys.ts';
import { bodyCommand, headerCommand } from '../../renderer/grid/keys.ts';
import { presetRange, rangeText } from '../../renderer/services/range-presets.ts';
import { addUp } from '../../renderer/features/evidence/labels.ts';
import { choicesFor } from '../../renderer/features/welcome/problem-choices.ts';
import { AppError, type ErrorCode } from '../../shared/bridge/errors.ts';
import { sampleSummary } from './support/inventory.ts';

describe('range presets', () => {
  it('end with the newest event, that event included', () => {
    const last = Date.UTC(2021, 6, 28, 15, 28, 0) * 1_000;
    expect(rangeText(presetRange(last, 3_600_000_000))).toBe('2021-07-28 14:28:01 → 15:28:01');
  });
});

describe('keys', () => {
  const press = (reader: KeyReader, target: EventTarget, init: KeyboardEventInit, names: string[]) => {
    const event = new KeyboardEvent('keydown', init);
    Object.defineProperty(event, 'target', { value: target });
    const commands = names.map((keys) => ({ name: keys, title: keys, keys, run: vi.fn() }));
    return reader.read(event, commands)?.name;
  };

  it('reads chords and sequences', () => {
    const reader = new KeyReader(false);
    const all = ['Ctrl+Z', 'Ctrl+Shift+Z', 'Alt+Left', 'g e', '?', 'F6'];
    expect(press(reader, document.body, { key: 'z', ctrlKey: true }, all)).toBe('Ctrl+Z');
    expect(press(reader, document.body, { key: 'Z', ctrlKey: true, shiftKey: true }, all)).toBe(
      'Ctrl+Shift+Z',
    );
    expect(press(reader, document.body, { key: 'ArrowLeft', altKey: true }, all)).toBe('Alt+Left');
    expect(press(reader, document.body, { key: 'g' }, all)).toBeUndefined();
    expect(press(reader, document.body, { key: 'e' }, all)).toBe('g e');
    expect(press(reader, document.body, { key: 'e' }, all)).toBeUndefined();
    expect(press(reader, document.body, { key: '?', shiftKey: true }, all)).toBe('?');
  });

  it('knows a command by each of its strokes, and no letters once they are switched off', () => {
    let isOn = true;
    const reader = new KeyReader(false, () => isOn);
    const search = { name: 'search', title: 'Search', keys: '/', alsoKeys: ['Ctrl+F'], run: vi.fn() };
    const go = { name: 'go', title: 'Go', keys: 'g e', run: vi.fn() };
    const read = (init: KeyboardEventInit) => {
      const event = new KeyboardEvent('keydown', init);
      Object.defineProperty(event, 'target', { value: document.body });
      return reader.read(event, [search, go])?.name;
    };
    expect(read({ key: '/' })).toBe('search');
    expect(read({ key: 'f', ctrlKey: true })).toBe('search');
    isOn = false;
    expect(read({ key: '/' })).toBeUndefined();
    expect(read({ key: 'g' })).toBeUndefined();
    expect(read({ key: 'e' })).toBeUndefined();
    expect(read({ key: 'f', ctrlKey: true })).toBe('search');
  });

  it('of the grid that the sheet names are keys of the grid', () => {
    const names: Readonly<Record<string, string>> = {
      Up: 'ArrowUp',
      Down: 'ArrowDown',
      Left: 'ArrowLeft',
      Right: 'ArrowRight',
      Space: ' ',
    };
    const keyOf = (stroke: string) => {
      const parts = stroke.split('+');
      const last = parts.at(-1) ?? '';
      return {
        key: names[last] ?? last,
        ctrlKey: parts.includes('Ctrl'),
        shiftKey: parts.includes('Shift'),
        altKey: parts.includes('Alt'),
        metaKey: false,
      };
    };
    const strokes = (panel: string): string[] =>
      gridKeys
        .filter((one) => one.panel === panel)
        .flatMap(({ keys }) => keys.flatMap((line) => line.keys.split(' ')));
    const [body, header] = [strokes('In the rows of a grid'), strokes('In the headers of a grid')];
    expect(Math.min(body.length, header.length)).toBeGreaterThan(5);
    for (const stroke of body) expect(bodyCommand(keyOf(stroke)), stroke).toBeDefined();
    for (const stroke of header) expect(headerCommand(keyOf(stroke)), stroke).toBeDefined();
  });

  it('leaves letters and text editing to fields', () => {
    const reader = new KeyReader(false);
    const field = document.createElement('input');
    const all = ['Ctrl+Z', 'Ctrl+K', '/', 'F6', 'Escape'];
    expect(press(reader, field, { key: '/' }, all)).toBeUndefined();
    expect(press(reader, field, { key: 'z', ctrlKey: true }, all)).toBeUndefined();
    expect(press(reader, field, { key: 'Escape' }, all)).toBeUndefined();
    expect(press(reader, field, { key: 'k', ctrlKey: true }, all)).toBe('Ctrl+K');
    expect(press(reader, field, { key: 'F6' }, all)).toBe('F6');
    const back = { key: 'ArrowLeft', altKey: true };
    expect(press(reader, field, back, ['Alt+Left'])).toBe('Alt+Left');
    expect(press(new KeyReader(true), field, back, ['Alt+Left'])).toBeUndefined();
  });
});

describe('problems', () => {
  const labels = (code: ErrorCode): string[] =>
    choicesFor({
      kind: 'open',
      error: new AppError(code, 'x'),
      granted: { grant: 'grant-0001', label: '/x' },
    }).map((choice) => choice.label);

  it('offer the ways out that fit', () => {
    expect(labels('workspace-locked')).toEqual(['Open read-only', 'Take over']);
    expect(labels('workspace-damaged')).toEqual(['Rebuild the database']);
    expect(labels('workspace-newer')).toEqual(['Open workspace…']);
  });
});

describe('the account of records', () => {
  it('notices a record that is missing', () => {
    expect(addUp(sampleSummary).isExact).toBe(true);
    expect(addUp({ ...sampleSummary, events: 2_432 })).toEqual({ isExact: false, difference: 1 });
  });
});
