import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mendedJson } from '../../../../electron/engine/areas/export/mend-json.ts';

const deep = '['.repeat(20_000) + ']'.repeat(20_000);

it.each([
  ['{"a":1,"b":[true,null,-1.5e3,"\\u00e9\\ud83d\\ude00 \u{1f600}"]}'],
  ['\n{ "a" : [ ] ,\r\n\t"b" : { } }\n'],
  ['"a"'],
  ['{"a":"b\\"c\\\\","a ":{"a":1}}'],
  [deep],
])('strict text comes back as it is: %.60s', (text) => {
  expect(mendedJson(text)).toEqual({ text, isMended: false });
});

it.each([
  ['{"x":NaN,"y":-Infinity,"z":0x1F}', '{"x":"NaN","y":"-Infinity","z":"0x1F"}'],
  ['{"a":[1,2,],"b":{"c":1,},}', '{"a":[1,2],"b":{"c":1}}'],
  ['/* one */{"a":1, // two\n"b":2}# three', ' {"a":1,  \n"b":2} '],
  ['{"a":"x\ny\tz\u0000"}', '{"a":"x\\ny\\tz\\u0000"}'],
  ['{"a":"\\ud800","b":"\\udc00\\ud83d","c":"\ud800"}', '{"a":"\ufffd","b":"\ufffd\ufffd","c":"\ufffd"}'],
  ['{"a":1,"a":2,"b":3,"a":{"c":NaN}}', '{"a":1,"b":3}'],
  ['{"a":1,"\\u0061":2,}', '{"a":1}'],
  [
    "{'a': 'it\\'s \"x\"', 'b': None, 'c': True, 'd': False, 'e': '\\xe9\\d'}",
    '{"a": "it\'s \\"x\\"", "b": null, "c": true, "d": false, "e": "é\\\\d"}',
  ],
  ['{a:1,eventName:"x"}', '{"a":1,"eventName":"x"}'],
  ['{"a":007,"b":+1,"c":.5}', '{"a":"007","b":"+1","c":".5"}'],
  ['{"a":{"b":["c', '{"a":{"b":["c"]}}'],
  ['{"a":1} and more', '{"a":1} '],
  ['{"a":__proto__,"b":constructor}', '{"a":"__proto__","b":"constructor"}'],
  ['\ufeff{"a":1}', ' {"a":1}'],
  ['{"a" 1}', '{"unreadable":"{\\"a\\" 1}"}'],
  ['', 'null'],
])('%j becomes %j', (text, mended) => {
  expect(mendedJson(text)).toEqual({ text: mended, isMended: true });
});

it('gives strict JSON for any text, which needs no mending again, and leaves JSON alone', () => {
  const piece = fc.constantFrom(
    ...[
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      "'",
      '\\',
      '\\u',
      'd800',
      '"a"',
      '"a":',
      'NaN',
      '1',
      ' ',
      '\n',
      '/*',
      '*/',
      '//',
      '#',
      '\ud800',
      'é',
    ],
  );
  const text = fc.oneof(
    fc.array(piece, { maxLength: 30 }).map((all) => all.join('')),
    fc.string({ unit: 'binary' }),
  );
  fc.assert(
    fc.property(text, (any) => {
      const { text: mended } = mendedJson(any);
      JSON.parse(mended);
      expect(mendedJson(mended)).toEqual({ text: mended, isMended: false });
    }),
    { numRuns: 20_000 },
  );
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), fc.boolean(), (value, isPretty) => {
      const json = JSON.stringify(value, null, isPretty ? 2 : 0);
      expect(mendedJson(json).text).toBe(json);
    }),
  );
});
