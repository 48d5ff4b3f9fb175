import fc from 'fast-check';
import { fieldNamed } from '../../../shared/fields/catalogue.ts';
import type { Filter, Test } from '../../../shared/filter/filter.ts';
import { printPath, type PathStep } from '../../../shared/filter/path.ts';

/** Texts that have tripped parsers: syntax, escapes, numbers, times, blocks and any Unicode. */
export const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc
    .array(fc.constantFrom(...'"\\*?/()[]:=<>!@-,.\' \n\t%#$ai0'.split('')), { maxLength: 8 })
    .map((parts) => parts.join('')),
  fc.constantFrom(
    'and',
    'OR',
    'not',
    'to',
    'true',
    'False',
    '007',
    '12',
    '-3',
    '1e21',
    '10.0.0.0/8',
    '10.0.0.0/99',
    '::1/64',
    '2023-07-10',
    'eventName',
    'exists(',
    'a b',
    '@eventName',
    '/x/i',
    '-a',
    '*',
    '\\',
    '"',
    '\ud800',
    'x\udc00',
  ),
);

const anyKey = fc.oneof(
  anyText.filter((key) => key !== ''),
  fc.constantFrom('bucketName', 'userIdentity', 'eventname', 'x-amz', 'and'),
);
const anyStep: fc.Arbitrary<PathStep> = fc.oneof(
  { weight: 4, arbitrary: anyKey.map((key): PathStep => ({ kind: 'key', key })) },
  fc.nat(99).map((index): PathStep => ({ kind: 'index', index })),
  fc.constant<PathStep>({ kind: 'any' }),
);
const catalogue = [
  'eventName',
  'eventTime',
  'readOnly',
  'sourceIPAddress',
  'errorCode',
  'userIdentity.arn',
  'requestParameters',
  'outcome',
];

/** A catalogue field, a usual path, or any path at all. */
export const anyField: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...catalogue) },
  fc.constantFrom(
    'requestParameters.bucketName',
    'resources[*].ARN',
    'requestParameters.items[0].id',
    'eventContext',
    'useridentity.arn',
    'EVENTNAME',
    'and',
    'foo',
    'foo.bar',
  ),
  fc
    .tuple(anyKey, fc.array(anyStep, { maxLength: 3 }))
    .map(([key, steps]) => printPath([{ kind: 'key', key }, ...steps])),
);

const anyNumber = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }));
const moment = fc
  .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());

/** Any test that makes sense on the field: times get times, truth values get truth values. */
function anyTest(field: string): fc.Arbitrary<Test> {
  const type = fieldNamed(field)?.type;
  const scalar =
    type === 'time'
      ? moment
      : type === 'boolean'
        ? fc.oneof(fc.boolean(), fc.constantFrom('true', 'False'))
        : fc.oneof(anyText, anyNumber, fc.boolean());
  const bound = type === 'time' ? moment : fc.oneof(anyText, anyNumber);
  const caseSensitive = fc.boolean();
  const block = fc.constantFrom('10.0.0.0/8', '2001:db8::/32', '::ffff:10.0.0.0/104', '1.2.3.4/32');
  return fc.oneof(
    fc.record({ op: fc.constant('equals' as const), value: scalar, caseSensitive }),
    fc.record({ op: fc.constant('in' as const), values: fc.array(scalar, { maxLength: 4 }), caseSensitive }),
    fc.record({
      op: fc.constant('wildcard' as const),
      pattern: type === 'time' || type === 'boolean' ? anyText.map((text) => `*${text}?`) : anyText,
      caseSensitive,
    }),
    fc.record({ op: fc.constant('regex' as const), pattern: anyText, caseSensitive }),
    fc.record({
      op: fc.constant('compare' as const),
      than: fc.constantFrom('<' as const, '<=' as const, '>' as const, '>=' as const),
      value: bound,
    }),
    fc.record({ op: fc.constant('between' as const), from: bound, to: bound }),
    fc.record({ op: fc.constant('cidr' as const), block }),
    fc.record({ op: fc.constantFrom('exists' as const, 'absent' as const, 'null' as const) }),
    fc.record({ op: fc.constant('same-as' as const), field: anyField, caseSensitive }),
  );
}

const anyLeaf: fc.Arbitrary<Filter> = fc.oneof(
  {
    weight: 5,
    arbitrary: anyField.chain((field) =>
      anyTest(field).map((test): Filter => ({ kind: 'field', field, test })),
    ),
  },
  anyText.map((text): Filter => ({ kind: 'text', text })),
);

/** Any tree, also ones no text gives as they stand: nested alike, empty, with single members. */
export const anyFilter: fc.Arbitrary<Filter> = fc.letrec<{ tree: Filter }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    anyLeaf,
    fc.array(tie('tree'), { maxLength: 3 }).map((of): Filter => ({ kind: 'and', of })),
    fc.array(tie('tree'), { maxLength: 3 }).map((of): Filter => ({ kind: 'or', of })),
    tie('tree').map((of): Filter => ({ kind: 'not', of })),
  ),
})).tree;
