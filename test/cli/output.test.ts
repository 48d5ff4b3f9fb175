import { expect, test } from 'vitest';
import { rowWriter } from '../../electron/cli/tables.ts';
import { withCaret } from '../../electron/cli/caret-line.ts';
import { timeText } from '../../shared/words/time-text.ts';
import { columnsOf, cutTo, safeJson, visible } from '../../electron/cli/visible-text.ts';

function written(
  format: 'table' | 'json' | 'csv',
  names: string[],
  rows: (string | number | boolean | null)[][],
): string {
  let text = '';
  const writer = rowWriter(
    format,
    names.map((name) => ({ name: name.replace('#', ''), isNumber: name.startsWith('#') })),
    (more) => (text += more),
  );
  writer.rows(rows);
  writer.end();
  return text;
}

test.each([
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@x', "'@x"],
  ['\tx', "'\tx"],
  ['\rx', `"'\rx"`],
  ['a,b', '"a,b"'],
  ['a"b', '"a""b"'],
  ['a\nb', '"a\nb"'],
  [' a', '" a"'],
  ['a=b', 'a=b'],
  ['', ''],
])('CSV writes %j as %j', (cell, expected) => {
  expect(written('csv', ['n'], [[cell]])).toBe(`n\r\n${expected}\r\n`);
});

test('CSV leaves numbers alone and writes nothing for a missing value', () => {
  expect(written('csv', ['#a', 'b', 'c'], [['-5', -5, null]])).toBe('a,b,c\r\n-5,-5,\r\n');
  expect(written('csv', ['=a'], [])).toBe("'=a\r\n");
});

test('tables align wide characters and numbers, and cut what is too long', () => {
  expect(
    written(
      'table',
      ['name', '#n'],
      [
        ['日本', 5],
        ['a', 1_000],
        [null, null],
      ],
    ),
  ).toBe('name     n\n────  ────\n日本     5\na     1000\n\n');
  expect(written('table', ['x'], [['y'.repeat(500)]]).split('\n')[2]).toBe(`${'y'.repeat(119)}…`);
});

test('control, invisible and direction characters are shown', () => {
  expect(visible('a\u0000\n\u001b\u007f\u0085\u200b\u202eb\ufeff')).toBe(
    'a␀␊␛␡<U+0085><U+200B><U+202E>b<U+FEFF>',
  );
  const value = { k: 'a\u001b\u0085\u202e\u2028é' };
  expect(safeJson(value)).toMatch(/^[\u0020-\u007eé]*$/);
  expect(JSON.parse(safeJson(value))).toEqual(value);
});

test('widths count columns of a terminal', () => {
  expect([columnsOf('abc'), columnsOf('日本'), columnsOf('e\u0301')]).toEqual([3, 4, 1]);
  expect(cutTo('日本語日本', 5)).toBe('日本…');
});

test('the caret stands under the mistake, in long and wide text too', () => {
  expect(withCaret('abc def', 4, 7)).toBe('  abc def\n      ^^^');
  expect(withCaret('one\nt\u001bwo x', 9)).toBe('  t␛wo x\n       ^');
  expect(withCaret('日本 x', 3, 4)).toBe('  日本 x\n       ^');
  const [line = '', caret = ''] = withCaret(`${'a'.repeat(300)}HERE${'b'.repeat(300)}`, 300, 304).split('\n');
  expect(line.slice(caret.indexOf('^'), caret.length)).toBe('HERE');
  expect(line.length).toBeLessThan(140);
  expect(withCaret('', 0)).toBe('  \n  ^');
});

test('times show a fraction only when there is one', () => {
  expect(timeText(1_741_000_000_000_000)).toBe('2025-03-03T11:06:40Z');
  expect(timeText(1_741_000_000_000_120)).toBe('2025-03-03T11:06:40.000120Z');
  expect(timeText(-1)).toBe('1969-12-31T23:59:59.999999Z');
});
