import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nameBytes, shownName } from '../../../electron/engine/ingest/find/file-names.ts';

const bytesOf = (...parts: readonly (string | number)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'number' ? Buffer.from([part]) : Buffer.from(part))));

it.each([
  ['trail-é.json', bytesOf('trail-é.json')],
  ['a\\b.json', bytesOf('a\\b.json')],
  ['a\\xE9.json', bytesOf('a', 0xe9, '.json')],
  ['a\\\\xE9.json', bytesOf('a\\xE9.json')],
  ['\\xFF\\\\é', bytesOf(0xff, '\\é')],
])('shows %s, and finds it again', (shown, name) => {
  expect(shownName(name)).toBe(shown);
  expect(nameBytes(shown)).toEqual(name);
});

it('shows no two names alike', () => {
  const part = fc.constantFrom(
    ...['\\', 'x', 'E9', '\\x', 'é', '\ufffd', 'a'].map((one) => Buffer.from(one)),
  );
  const odd = fc.constantFrom(0xe9, 0xff, 0x80, 0xc3).map((one) => Buffer.from([one]));
  const name = fc.array(fc.oneof(part, odd), { maxLength: 6 }).map((parts) => Buffer.concat(parts));
  fc.assert(
    fc.property(name, (bytes) => {
      expect(nameBytes(shownName(bytes))).toEqual(bytes);
    }),
    { numRuns: 5_000 },
  );
});
