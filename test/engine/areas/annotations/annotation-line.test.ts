import { describe, expect, it } from 'vitest';
import { ChangeLog } from '../../../../electron/engine/areas/annotations/change-log.ts';
import {
  changeLines,
  namesEvents,
  readLine,
  type NoteLine,
} from '../../../../electron/engine/areas/annotations/annotation-line.ts';

const head = { id: 'one', at: '2025-05-01T10:00:00.000Z', by: 'maya' };
const piece = (account: string, names: readonly string[], isByHash = false) => ({
  account,
  isByHash,
  names: JSON.stringify(names),
  count: names.length,
});
const read = (text: string): NoteLine => {
  const line = readLine(text);
  if (typeof line === 'string') throw new Error(`${line}: ${text}`);
  return line;
};

describe('lines of annotations.jsonl', () => {
  it('names all events of a change on one line while they fit, account by account', () => {
    const lines = changeLines(
      head,
      { do: 'tag', tag: 'lead' },
      [piece('111122223333', ['a', 'b']), piece('', ['c']), piece('111122223333', ['0f'], true)],
      10,
    );
    expect(lines).toEqual([
      '{"id":"one","at":"2025-05-01T10:00:00.000Z","by":"maya","do":"tag","tag":"lead","events":{"111122223333":["a","b"],"":["c"]},"records":{"111122223333":["0f"]}}',
    ]);
  });

  it('takes several lines for more events, and counts only when all are read, in whatever order', () => {
    const pieces = [piece('1', ['a', 'b']), piece('1', ['c', 'd']), piece('1', ['e']), piece('2', ['f'])];
    const lines = changeLines(head, { do: 'star' }, pieces, 2);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { part: 1, parts: 3, events: { '1': ['a', 'b'] } },
      { part: 2, parts: 3, events: { '1': ['c', 'd'] } },
      { part: 3, parts: 3, events: { '1': ['e'], '2': ['f'] } },
    ]);
    const log = new ChangeLog();
    const [first = '', second = '', third = ''] = lines;
    expect(log.take(read(third))).toEqual({ number: 0, isComplete: false });
    expect(log.take(read(first))).toEqual({ number: 0, isComplete: false });
    expect(log.take(read(first))).toEqual({ number: null, isComplete: false });
    expect(log.take(read(second))).toEqual({ number: 0, isComplete: true });
    log.settle();
    expect(log.rows()).toHaveLength(1);

    const cut = new ChangeLog();
    cut.take(read(first));
    cut.take(read(second));
    cut.settle();
    expect(cut.rows()).toEqual([]);
    expect(cut.newest(10)).toEqual([]);
  });

  it('tells lines of other versions from lines that are none', () => {
    const common = { id: 'x', at: '2025-05-01T10:00:00Z', by: 'y' };
    expect(readLine('{"id":"x","at"')).toBe('unreadable');
    expect(readLine('[]')).toBe('unreadable');
    expect(readLine('null')).toBe('unreadable');
    expect(readLine(JSON.stringify({ ...common, do: 'pin' }))).toBe('foreign');
    expect(readLine(JSON.stringify({ ...common, do: 'tag', tag: 'a,b' }))).toBe('foreign');
    expect(readLine(JSON.stringify({ ...common, at: 'yesterday', do: 'star' }))).toBe('foreign');
    expect(readLine(JSON.stringify({ ...common, do: 'star', more: 1, events: { a: ['b'] } }))).toEqual({
      ...common,
      do: 'star',
      events: { a: ['b'] },
      records: {},
      part: 1,
      parts: 1,
    });
  });

  it('applies undo, redo and edits to the change they name', () => {
    const log = new ChangeLog();
    const common = { at: '2025-05-01T10:00:00Z', by: 'y' };
    const take = (line: object): void => {
      log.take(read(JSON.stringify({ ...common, ...line })));
    };
    take({ id: 'a', do: 'comment', text: 'first', events: { '1': ['x'] } });
    take({ id: 'b', do: 'edit', change: 'a', text: 'second' });
    take({ id: 'c', do: 'undo', change: 'a' });
    take({ id: 'd', do: 'undo', change: 'nothing' });
    log.settle();
    expect(log.rows()).toMatchObject([{ slot: 'comment', value: 'second', isUndone: true }]);
    expect(namesEvents(read(JSON.stringify({ ...common, id: 'c', do: 'undo', change: 'a' })))).toBe(false);
  });
});
