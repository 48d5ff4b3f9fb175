import fc from 'fast-check';
import { predicateOf } from '../../../../shared/filter/evaluate.ts';
import { fieldNamed } from '../../../../shared/fields/catalogue.ts';
import type { Filter, Test } from '../../../../shared/filter/filter.ts';
import { fieldTexts, paths, rows, sharedTexts, subjects } from './compile-filter-rows.ts';

const columns = [
  'eventTime',
  'eventName',
  'errorCode',
  'outcome',
  'principal',
  'readOnly',
  'sourceIPAddress',
  'userAgent',
  'userIdentity.arn',
  'requestParameters',
  'resources',
  'additionalEventData',
  'userIdentity.sessionContext.attributes.creationDate',
  'userIdentity.sessionContext.attributes.mfaAuthenticated',
  'globalService',
];
/** Fields of every type and paths of every kind. */
export const fieldNames = [...columns, ...paths];
export const on = (field: string, test: Test): Filter => ({ kind: 'field', field, test });
const isTime = (field: string): boolean => fieldNamed(field)?.type === 'time';
const times = ['2023-07-10', '2023-07-10T11:00:00Z', '2023-07-11T12:00:06Z'];

/** The ids of the rows that a filter keeps without a database. */
export const expected = (filter: Filter): readonly number[] => {
  const holds = predicateOf(filter);
  return rows.filter((_, at) => holds(subjects[at]!)).map((row) => row.id);
};

/** Tests of every kind that can be put to a field. */
export const testsFor = (field: string): readonly Test[] => {
  const [low, high] = isTime(field)
    ? (['2023-07-10T11:00:00Z', '2023-07-11'] as const)
    : (['10.1', 'axb'] as const);
  return [true, false].flatMap((caseSensitive): Test[] => [
    ...[
      'DeleteTrail',
      'TRUE',
      '5',
      'é/È',
      '',
      '2023-07-10T10:00:00Z',
      'AccessDenied',
      '10.1.2.3',
      '2001:db8:0::5',
      '10.1.2.3:8443',
      'ΑΣ',
      'İX',
    ].map((value) => ({
      op: 'equals' as const,
      value,
      caseSensitive,
    })),
    { op: 'equals', value: true, caseSensitive },
    { op: 'equals', value: 5, caseSensitive },
    { op: 'equals', value: 1000, caseSensitive },
    { op: 'equals', value: 1.5, caseSensitive },
    { op: 'in', values: ['DeleteTrail', 'axb', 5, true, 'C:\\temp', 'Throttling'], caseSensitive },
    { op: 'in', values: ['11.0.0.1', '2001:DB8::5', 'AWS Internal'], caseSensitive },
    { op: 'in', values: [], caseSensitive },
    {
      op: 'in',
      values: Array.from({ length: 200 }, (_, n) => [n, `x${n}`, 'DeleteTrail', 'É/è'][n % 4] ?? n),
      caseSensitive,
    },
    ...['*', 'Delete*', '*trail', '*%*', 'a?b', 'a\\*b', '?', '*T*l', '*\\\\*', 'É*', '*Σ', 'i?'].map(
      (pattern) => ({
        op: 'wildcard' as const,
        pattern,
        caseSensitive,
      }),
    ),
    { op: 'regex', pattern: '^del|[0-9]{2}$', caseSensitive },
    { op: 'same-as', field: 'eventName', caseSensitive },
    { op: 'same-as', field: 'resources[*].ARN', caseSensitive },
    { op: 'same-as', field: 'requestParameters.bucketName', caseSensitive },
    ...(['<', '<=', '>', '>='] as const).map((than) => ({ op: 'compare' as const, than, value: low })),
    ...(isTime(field)
      ? []
      : [
          { op: 'compare' as const, than: '>' as const, value: 49.5 },
          { op: 'between' as const, from: 5, to: 50 },
          { op: 'between' as const, from: 5, to: 'x' },
        ]),
    { op: 'between', from: low, to: high },
    ...['10.0.0.0/8', '10.1.2.3/32', '0.0.0.0/0', '2001:db8::/32', '::/0', '2001:db8:0:1::/64'].map(
      (block) => ({ op: 'cidr' as const, block }),
    ),
    { op: 'exists' },
    { op: 'absent' },
    { op: 'null' },
  ]);
};

const anyWords = fc.constantFrom(...sharedTexts);
const anyText = fc.constantFrom(...fieldTexts);
const anyScalar = fc.oneof(anyText, fc.constantFrom(5, 100, 1.5, 1000, true, false));
const anyTest = (field: string): fc.Arbitrary<Test> => {
  const bound = isTime(field) ? fc.constantFrom(...times) : fc.oneof(anyText, fc.constantFrom(5, 50, 99.5));
  const caseSensitive = fc.boolean();
  return fc.oneof(
    fc.record({ op: fc.constant('equals' as const), value: anyScalar, caseSensitive }),
    fc.record({
      op: fc.constant('in' as const),
      values: fc.array(anyScalar, { maxLength: 5 }),
      caseSensitive,
    }),
    fc.record({
      op: fc.constant('wildcard' as const),
      pattern: fc
        .array(fc.constantFrom('*', '?', '\\', '\\*', 'a', 'É', '%', '_', 'Trail', '5'), { maxLength: 4 })
        .map((parts) => parts.join('')),
      caseSensitive,
    }),
    fc.record({
      op: fc.constant('regex' as const),
      pattern: fc.constantFrom('^a', 'Trail$', '[0-9]+', '(a|é)', '^$', '\\.'),
      caseSensitive,
    }),
    fc.record({
      op: fc.constant('compare' as const),
      than: fc.constantFrom('<' as const, '<=' as const, '>' as const, '>=' as const),
      value: bound,
    }),
    fc.record({ op: fc.constant('between' as const), from: bound, to: bound }),
    fc.record({
      op: fc.constant('cidr' as const),
      block: fc.constantFrom('10.0.0.0/8', '10.1.0.0/15', '2001:db8::/31', '::/1', '10.1.2.3/32'),
    }),
    fc.record({ op: fc.constantFrom('exists' as const, 'absent' as const, 'null' as const) }),
    fc.record({
      op: fc.constant('same-as' as const),
      field: fc.constantFrom(...fieldNames.filter((name) => !isTime(name))),
      caseSensitive,
    }),
  );
};
const anyLeaf: fc.Arbitrary<Filter> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(...fieldNames).chain((field) => anyTest(field).map((test) => on(field, test))),
  },
  { weight: 1, arbitrary: anyWords.map((text): Filter => ({ kind: 'text', text })) },
);
/** Filters of all kinds, with values that the rows have. */
export const anyFilter = fc.letrec<{ tree: Filter }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    anyLeaf,
    fc.array(tie('tree'), { maxLength: 3 }).map((of): Filter => ({ kind: 'and', of })),
    fc.array(tie('tree'), { maxLength: 3 }).map((of): Filter => ({ kind: 'or', of })),
    tie('tree').map((of): Filter => ({ kind: 'not', of })),
  ),
})).tree;
