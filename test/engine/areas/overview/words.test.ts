import { expect, it } from 'vitest';
import {
  actorPart,
  bytesInWords,
  counted,
  lasting,
  listed,
} from '../../../../electron/engine/areas/overview/stand-out/words.ts';

it('puts lengths, amounts and lists in words', () => {
  expect([88e6, 214e6, 7_500e6, 3 * 86_400e6].map(lasting)).toEqual([
    '88 s',
    '3 min 34 s',
    '2 h 5 min',
    '3 days',
  ]);
  expect([0, 999, 3_200_000_000].map(bytesInWords)).toEqual(['0 bytes', '999 bytes', '3.2 GB']);
  expect([counted(1, 'call'), counted(2_175, 'call')]).toEqual(['1 call', '2,175 calls']);
  const text = (values: readonly string[]): string =>
    listed(values)
      .map((part) => ('text' in part ? part.text : part.value))
      .join('');
  expect([text(['a']), text(['a', 'b', 'a']), text(['a', 'b', 'c', 'd', 'e'])]).toEqual([
    'a',
    'a and b',
    'a, b, c and 2 more',
  ]);
});

it('names callers by the field that has their short name', () => {
  expect(actorPart('arn:aws:iam::111122223333:user/path/maya')).toEqual({
    value: 'maya',
    field: 'userIdentity.userName',
  });
  expect(actorPart('arn:aws:iam::111122223333:role/ci')).toMatchObject({ value: 'ci' });
  expect(actorPart('arn:aws:iam::111122223333:root')).toEqual({ text: 'the root user' });
});
