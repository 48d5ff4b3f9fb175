import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { isAddressBlock } from '../../../shared/filter/address.ts';
import { completionsAt, fieldSuggestions } from '../../../shared/filter/complete.ts';
import { describeFilter } from '../../../shared/filter/describe.ts';
import { everything, type Filter } from '../../../shared/filter/filter.ts';
import { parseFilter } from '../../../shared/filter/parse.ts';
import { filterSchema } from '../../../shared/filter/schema.ts';

const described = (text: string): string =>
  describeFilter(parseFilter(text).filter ?? expect.unreachable(text));

describe('descriptions', () => {
  it.each([
    ['', 'every event'],
    ['none()', 'no event'],
    ['eventName:DeleteTrail', 'Event name is DeleteTrail'],
    ['eventName!=DeleteTrail', 'Event name is not DeleteTrail'],
    ['errorCode:*', 'Error code is present'],
    ['-errorCode:*', 'Error code is missing'],
    ['sourceIPAddress:10.0.0.0/8', 'Source IP in 10.0.0.0/8'],
    ['eventName:(a, b, c, d, e)', 'Event name is one of a, b, c and 2 more'],
    ['eventName:"a, b"', 'Event name is “a, b”'],
    ['eventName:Del*', 'Event name is like Del*'],
    ['eventName:/a b/i', 'Event name matches /a b/i'],
    ['eventTime>=2023-07-10', 'Time is at or after 2023-07-10'],
    ['requestParameters.n>5', 'requestParameters.n is above 5'],
    ['eventTime:[2023-07-10 to 2023-07-11]', 'Time is from 2023-07-10 to 2023-07-11'],
    ['absent(errorCode)', 'Error code is not in the record'],
    ['null(responseElements)', 'Response is null'],
    ['principal=@eventName', 'Principal is the same as Event name'],
    ['not (a or eventName:b)', 'not (contains a or Event name is b)'],
    ['(a b) or c', '(contains a and contains b) or contains c'],
  ])('%j reads %j', (text, sentence) => {
    expect(described(text)).toBe(sentence);
  });

  it('cut long values and show no invisible characters', () => {
    expect(described(`eventName:${'x'.repeat(500)}`).length).toBeLessThan(120);
    expect(described('eventName:"a\u202eb\u0000c"')).toBe('Event name is a�b�c');
  });
});

describe('completion', () => {
  it.each([
    ['eve|', { kind: 'field', prefix: 'eve', from: 0, to: 3 }],
    ['|', { kind: 'field', prefix: '', from: 0, to: 0 }],
    ['a ev|ent', { kind: 'field', prefix: 'ev', from: 2, to: 7 }],
    ['userIdentity.se|', { kind: 'field', prefix: 'userIdentity.se', from: 0, to: 15 }],
    ['eve|ntName:x', { kind: 'field', prefix: 'eve', from: 0, to: 9 }],
    ['-err|', { kind: 'field', prefix: 'err', from: 1, to: 4 }],
    ['exists(err|)', { kind: 'field', prefix: 'err', from: 7, to: 10 }],
    ['eventName=@ev|', { kind: 'field', prefix: 'ev', from: 11, to: 13 }],
    ['eventName |', { kind: 'operator', field: 'eventName', from: 10, to: 10 }],
    ['word |', { kind: 'field', prefix: '', from: 5, to: 5 }],
    ['eventName:|', { kind: 'value', field: 'eventName', prefix: '', from: 10, to: 10, quoted: false }],
    ['eventName: |', { kind: 'value', field: 'eventName', prefix: '', from: 11, to: 11, quoted: false }],
    ['eventname=De|le', { kind: 'value', field: 'eventName', prefix: 'De', from: 10, to: 14, quoted: false }],
    ['eventName:"De|', { kind: 'value', field: 'eventName', prefix: 'De', from: 10, to: 13, quoted: true }],
    ['eventName:(a, |)', { kind: 'value', field: 'eventName', prefix: '', from: 14, to: 14, quoted: false }],
    ['eventName:(a, b|', { kind: 'value', field: 'eventName', prefix: 'b', from: 14, to: 15, quoted: false }],
    [
      'eventTime:[2023-07-10 to |',
      { kind: 'value', field: 'eventTime', prefix: '', from: 25, to: 25, quoted: false },
    ],
    ['eventName:(a, b) |', { kind: 'field', prefix: '', from: 17, to: 17 }],
    ['eventName:a and |', { kind: 'field', prefix: '', from: 16, to: 16 }],
    ['eventName:a |', { kind: 'field', prefix: '', from: 12, to: 12 }],
    [
      'requestParameters.x:|',
      { kind: 'value', field: 'requestParameters.x', prefix: '', from: 20, to: 20, quoted: false },
    ],
  ])('%j', (marked, completion) => {
    expect(completionsAt(marked.replace('|', ''), marked.indexOf('|'))).toEqual(completion);
  });

  it('finds fields by parts of their names and labels', () => {
    const names = (prefix: string): readonly string[] => fieldSuggestions(prefix).map(({ name }) => name);
    expect(names('sess cont')[0]).toMatch(/^userIdentity\.sessionContext\./);
    expect(names('region')[0]).toBe('awsRegion');
    expect(names('eventName')[0]).toBe('eventName');
    expect(names('username')).toContain('userIdentity.userName');
    expect(names('issuer arn')[0]).toBe('userIdentity.sessionContext.sessionIssuer.arn');
    expect(names('zzz')).toEqual([]);
    expect(names('').length).toBeGreaterThan(40);
  });
});

describe('the schema', () => {
  const isValid = (value: unknown): boolean => v.safeParse(filterSchema, value).success;
  const leaf: Filter = { kind: 'field', field: 'eventName', test: { op: 'exists' } };
  const nested = (depth: number): unknown => {
    let tree: unknown = leaf;
    for (let level = 1; level < depth; level++) tree = { kind: 'not', of: tree };
    return tree;
  };

  it('accepts trees', () => {
    for (const tree of [everything, leaf, { kind: 'text', text: '' }, nested(200)])
      expect(isValid(tree)).toBe(true);
  });

  it.each<readonly [string, unknown]>([
    ['nothing', null],
    ['text', 'eventName'],
    ['an unknown kind', { kind: 'sql', sql: '1=1' }],
    ['an unknown test', { ...leaf, test: { op: 'sql' } }],
    ['a further key', { ...leaf, more: 1 }],
    ['a further key in a test', { ...leaf, test: { op: 'exists', more: 1 } }],
    ['a field that is no path', { ...leaf, field: 'a b' }],
    ['a reference that is no path', { ...leaf, test: { op: 'same-as', field: '"', caseSensitive: true } }],
    ['an endless number', { ...leaf, test: { op: 'equals', value: Infinity, caseSensitive: true } }],
    [
      'a list too long',
      { ...leaf, test: { op: 'in', values: new Array(10_001).fill('a'), caseSensitive: true } },
    ],
    ['a text too long', { kind: 'text', text: 'x'.repeat(20_001) }],
    ['a missing part', { kind: 'not' }],
    ['a tree too deep', nested(201)],
    ['a tree far too deep', nested(200_000)],
    [
      'a tree too large',
      { kind: 'or', of: new Array(30).fill({ kind: 'or', of: new Array(9_000).fill(leaf) }) },
    ],
  ])('refuses %s', (_, value) => {
    expect(isValid(value)).toBe(false);
  });
});

it.each<readonly [string, boolean]>([
  ['10.0.0.0/8', true],
  ['0.0.0.0/0', true],
  ['2001:db8::/32', true],
  ['::/0', true],
  ['::ffff:10.0.0.0/104', true],
  ['1:2:3:4:5:6:7:8/128', true],
  ['10.0.0.0', false],
  ['10.0.0.0/33', false],
  ['10.0.0/8', false],
  ['256.0.0.0/8', false],
  ['2001:db8::/129', false],
  ['1::2::3/64', false],
  ['1:2:3:4:5:6:7::8/64', false],
  ['1:2:3:4:5:6:7::/64', true],
  ['1:2:3:4:5:6:7:8::/64', false],
  ['x/8', false],
])('%s is a block: %s', (text, isBlock) => {
  expect(isAddressBlock(text)).toBe(isBlock);
});
