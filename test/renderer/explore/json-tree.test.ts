import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDocument } from '../../../renderer/features/explore/detail/json-document.ts';
import {
  allBranches,
  branchesAround,
  jsonText,
  leavesOf,
  linesOf,
  matchIds,
  type Unfolding,
} from '../../../renderer/features/explore/detail/json-lines.ts';

const closed: Unfolding = { changed: new Map(), openDepth: 0, search: '' };
const paths = (text: string, unfolding: Partial<Unfolding> = {}, limit = 100): string[] => {
  const value = readDocument(text);
  if (!value) throw new Error('unreadable');
  return linesOf(value, { ...closed, ...unfolding }, limit).lines.map((line) => line.path);
};

describe('reading a record for the tree', () => {
  it('keeps the digits of numbers, the order of keys and keys that repeat', () => {
    const text = '{"b": 12345678901234567890, "10": 1.50, "2": 1e400, "b": null}';
    const value = readDocument(text);
    expect(value && jsonText(value).replace(/\s+/g, '')).toBe(text.replace(/\s+/g, ''));
  });

  it('reads whatever JSON.parse reads, to the same value', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const value = readDocument(text);
        expect(value && JSON.parse(jsonText(value))).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each(['', '{', '{"a":}', '[1,]', '{"a" 1}', 'nul', '"\n', '1 2', '{"a":1}}', '\u0000'])(
    'gives nothing for %j',
    (text) => expect(readDocument(text)).toBeUndefined(),
  );

  it('gives nothing for nesting that would break the page, instead of breaking', () => {
    expect(readDocument('['.repeat(100_000))).toBeUndefined();
    expect(readDocument('['.repeat(5_000) + ']'.repeat(5_000))).toBeUndefined();
    expect(readDocument('['.repeat(200) + ']'.repeat(200))).toBeDefined();
  });
});

describe('lines of the tree', () => {
  const text = '{"who":{"name":"ana","keys":["k1","k2"]},"odd key":1,"empty":{}}';

  it('opens as deep as it is told and nothing deeper', () => {
    expect(paths(text)).toEqual(
      ['who', "['odd key']", 'empty'].map((path) => path.replace(/^\['odd key'\]$/, "['odd key']")),
    );
    expect(paths(text, { openDepth: 1 })).toEqual(['who', 'who.name', 'who.keys', "['odd key']", 'empty']);
    expect(paths(text, { openDepth: 9 })).toContain('who.keys[1]');
  });

  it('remembers what the person opened', () => {
    expect(paths(text, { changed: new Map([['/0', true]]) })).toContain('who.keys');
    expect(paths(text, { openDepth: 9, changed: new Map([['/0', false]]) })).not.toContain('who.keys');
  });

  it('opens the way to what is searched for, in keys and values', () => {
    expect(paths(text, { search: 'K2' })).toContain('who.keys[1]');
    expect(paths(text, { search: 'nowhere' })).not.toContain('who.name');
  });

  it('counts and orders the matches, folded or not, and knows what is around each', () => {
    const value = readDocument(text);
    const ids = value ? matchIds(value, ' K ') : [];
    expect(ids).toEqual(['/0/1', '/0/1/0', '/0/1/1', '/1']);
    expect(value && matchIds(value, '  ')).toEqual([]);
    expect(branchesAround('/0/1/1')).toEqual(['/0', '/0/1']);
    expect(branchesAround('/1')).toEqual([]);
  });

  it('folds and unfolds everything', () => {
    const value = readDocument(text);
    if (!value) throw new Error('unreadable');
    expect(paths(text, { changed: allBranches(value, true) })).toContain('who.keys[1]');
    expect(paths(text, { openDepth: 9, changed: allBranches(value, false) })).toEqual([
      'who',
      "['odd key']",
      'empty',
    ]);
  });

  it('lists what has nothing inside, empty things among them', () => {
    const value = readDocument(text);
    expect(value && leavesOf(value).map((leaf) => leaf.path)).toEqual([
      'who.name',
      'who.keys[0]',
      'who.keys[1]',
      "['odd key']",
      'empty',
    ]);
  });

  it('names the field of an array’s element for any element', () => {
    const value = readDocument('{"resources":[{"ARN":"a"}]}');
    const lines = value ? linesOf(value, { ...closed, openDepth: 9 }, 100).lines : [];
    expect(lines.at(-1)).toMatchObject({ path: 'resources[0].ARN', field: 'resources[*].ARN' });
  });

  it('stops at its limit and says so', () => {
    const value = readDocument(`[${Array.from({ length: 5_000 }, (_, n) => n).join(',')}]`);
    const drawn = value && linesOf(value, closed, 500);
    expect(drawn?.lines).toHaveLength(500);
    expect(drawn?.isCut).toBe(true);
  });
});
