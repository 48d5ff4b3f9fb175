import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parameterNames, readParameter } from '../../../shared/sql/parameters.ts';

test.each<[string, readonly string[]]>([
  ['select * from events where recipientAccountId = $account and eventTime > $since', ['account', 'since']],
  ['select $a, $A, $b, $a', ['a', 'b']],
  ["select '$no', 'it''s $no', $yes", ['yes']],
  ['select "$no" from t', []],
  ['select 1 -- $no\n, $yes', ['yes']],
  ['select /* $no /* $no */ $no */ $yes', ['yes']],
  ['select $$ $no $$, $tag$ $no $$ $no $tag$, $yes', ['yes']],
  ["select E'a\\'$no', $yes", ['yes']],
  ['select a$b, $yes', ['yes']],
  ['select $größe', ['größe']],
  ['select $1, ?', []],
  ['select $', []],
  ["select 'open $no", []],
  ['select /* open $no', []],
  ['select $x::int', ['x']],
])('%s has the parameters %j', (sql, names) => {
  expect(parameterNames(sql)).toEqual(names);
});

test('any text is read to its end', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('$', "'", '"', '/*', '*/', '--', '\n', 'a', 'E', '\\', '1', ' ')),
      (parts) => {
        for (const name of parameterNames(parts.join(''))) expect(name).toMatch(/^[a-z]+[a-z0-9]*$/i);
      },
    ),
  );
});

test('texts become values of their type', () => {
  expect(readParameter('text', ' as it is ')).toEqual({ value: { kind: 'text', text: ' as it is ' } });
  expect(readParameter('number', ' 42 ')).toEqual({ value: { kind: 'integer', integer: 42n } });
  expect(readParameter('number', '9007199254740993')).toEqual({
    value: { kind: 'integer', integer: 9007199254740993n },
  });
  expect(readParameter('number', '99999999999999999999')).toEqual({
    value: { kind: 'decimal', number: 1e20 },
  });
  expect(readParameter('number', '-0.5e3')).toEqual({ value: { kind: 'decimal', number: -500 } });
  expect(readParameter('boolean', 'TRUE')).toEqual({ value: { kind: 'boolean', isTrue: true } });
  const at = BigInt(Date.UTC(2024, 2, 1, 15, 28, 0)) * 1_000n;
  for (const text of [
    '2024-03-01 15:28',
    '2024-03-01T15:28:00Z',
    '2024-03-01 17:28:00+02:00',
    '2024-03-01 17:28+0200',
  ])
    expect(readParameter('time', text)).toEqual({ value: { kind: 'time', micros: at } });
  expect(readParameter('time', '2024-03-01 15:28:00.000250')).toEqual({
    value: { kind: 'time', micros: at + 250n },
  });
});

test.each([
  ['number', 'forty'],
  ['number', ''],
  ['number', '1e999'],
  ['boolean', 'yes'],
  ['time', 'yesterday'],
  ['time', '2024-02-31'],
  ['time', '2024-03-01 25:00'],
] as const)('a %s is not %j, and the words say what is', (type, text) => {
  expect(readParameter(type, text)).toMatchObject({ problem: expect.stringMatching(/^Write /) as string });
});
