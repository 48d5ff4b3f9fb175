import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import { addressNumber, addressRange } from '../../../shared/filter/address-range.ts';
import { predicateOf, type FilterSubject } from '../../../shared/filter/evaluate.ts';
import type { Filter, Test } from '../../../shared/filter/filter.ts';
import { parsePath } from '../../../shared/filter/path.ts';
import { subjectOf } from '../../../shared/cloudtrail/subject.ts';

const on = (field: string, test: Test): Filter => ({ kind: 'field', field, test });
const equals = (field: string, value: string): Filter =>
  on(field, { op: 'equals', value, caseSensitive: true });

describe('a filter put to a record', () => {
  const record = {
    eventTime: '2023-07-10T11:00:00Z',
    eventName: 'DeleteTrail',
    eventSource: 'cloudtrail.amazonaws.com',
    errorCode: '',
    readOnly: false,
    sourceIPAddress: '203.0.113.9, 198.51.100.21:443',
    userIdentity: '{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/Admin/x"}',
    requestParameters: '{"name":"main","tags":[{"key":"a"},{"key":null}]}',
    responseElements: null,
  };
  const keeps = (filter: Filter): boolean => predicateOf(filter)(subjectOf(record, JSON.stringify(record)));

  it('reads columns as an import fills them', () => {
    expect(keeps(equals('readOnly', 'false'))).toBe(true);
    expect(keeps(equals('outcome', 'success'))).toBe(true);
    expect(keeps(equals('globalService', 'false'))).toBe(true);
    expect(keeps(equals('principal', 'arn:aws:iam::111122223333:role/Admin'))).toBe(true);
    expect(keeps(on('errorCode', { op: 'exists' }))).toBe(false);
    expect(keeps(on('errorCode', { op: 'absent' }))).toBe(false);
    expect(keeps(on('responseElements', { op: 'null' }))).toBe(true);
    expect(keeps(on('completeness', { op: 'exists' }))).toBe(false);
  });

  it('reads elements that came as text of JSON', () => {
    expect(keeps(equals('requestParameters.name', 'main'))).toBe(true);
    expect(keeps(equals('requestParameters.tags[*].key', 'a'))).toBe(true);
    expect(keeps(on('requestParameters.tags[*].key', { op: 'null' }))).toBe(true);
    expect(keeps(on('requestParameters.tags[1].key', { op: 'absent' }))).toBe(false);
  });

  it('compares times as moments and addresses by value', () => {
    expect(keeps(equals('eventTime', '2023-07-10T13:00:00+02:00'))).toBe(true);
    expect(keeps(on('eventTime', { op: 'compare', than: '>', value: '2023-07-10T11:00:00Z' }))).toBe(false);
    expect(keeps(equals('sourceIPAddress', '::ffff:198.51.100.21'))).toBe(true);
    expect(keeps(on('sourceIPAddress', { op: 'cidr', block: '203.0.113.0/24' }))).toBe(true);
    expect(keeps(on('sourceIPAddress', { op: 'cidr', block: '10.0.0.0/8' }))).toBe(false);
  });

  it('folds every letter by itself where case is ignored', () => {
    const isLike = (name: string, pattern: string): boolean =>
      predicateOf(on('eventName', { op: 'wildcard', pattern, caseSensitive: false }))(
        subjectOf({ eventName: name }, '{}'),
      );
    expect(isLike('ΑΣ', 'ασ')).toBe(true);
    expect(isLike('ΑΣ', 'ας')).toBe(false);
    expect(isLike('ΑΣΑ', '*Σ*')).toBe(true);
    expect(isLike('İSTANBUL', 'istanbul')).toBe(true);
    expect(isLike('İ', '?')).toBe(true);
  });

  it('takes no number from a text that only resembles one', () => {
    const isAbove0 = (text: string): boolean =>
      predicateOf(on('requestParameters.n', { op: 'compare', than: '>', value: 0 }))(
        subjectOf({ requestParameters: { n: text } }, '{}'),
      );
    expect(['5', ' 5\t', '+5', '.5', '5.', '5e0'].map(isAbove0)).toEqual(Array(6).fill(true));
    expect(['\u00a05', '2024_01', '0x5', 'inf', 'nan', '1e400', ''].map(isAbove0)).toEqual(
      Array(7).fill(false),
    );
  });

  it('finds words in keys and values, and in the text as it is', () => {
    expect(keeps({ kind: 'text', text: 'DELETETRAIL' })).toBe(true);
    expect(keeps({ kind: 'text', text: 'eventname' })).toBe(true);
    expect(keeps({ kind: 'text', text: '"readOnly":false' })).toBe(true);
    expect(keeps({ kind: 'text', text: 'nowhere' })).toBe(false);
  });

  it('sorts text by code point', () => {
    const above = (value: string): boolean =>
      predicateOf(on('eventName', { op: 'compare', than: '>', value }))(subjectOf({ eventName: '😀' }));
    expect(above('\uffff')).toBe(true);
    expect(above('😀a')).toBe(false);
    expect(above('')).toBe(true);
  });

  it('asks each of several notes', () => {
    const noted: FilterSubject = {
      column: (name) => (name === 'note.tag' ? ['a', 'b'] : undefined),
      record: {},
      raw: '{}',
    };
    expect(predicateOf(equals('note.tag', 'b'))(noted)).toBe(true);
    expect(predicateOf(equals('note.tag', 'c'))(noted)).toBe(false);
    expect(predicateOf(on('note.comment', { op: 'absent' }))(noted)).toBe(true);
    expect(predicateOf(on('note.comment', { op: 'null' }))(noted)).toBe(false);
  });
});

describe('paths', () => {
  it.each([
    ["requestParameters['a b']", ['requestParameters', 'a b']],
    ["requestParameters['q\"x\\\\y\\'z.[0]']", ['requestParameters', 'q"x\\y\'z.[0]']],
    ['requestParameters.items[*].tags[0].key', ['requestParameters', 'items', '*', 'tags', 0, 'key']],
    ['resources[1].ARN', ['resources', 1, 'ARN']],
  ])('%s is taken apart as by hand', (path, steps) => {
    const found = parsePath(path)?.map((step) =>
      step.kind === 'key' ? step.key : step.kind === 'index' ? step.index : '*',
    );
    expect(found).toEqual(steps);
  });
});

describe('addresses', () => {
  const numberOf = (bytes: readonly number[]): bigint =>
    bytes.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);

  it('have the numbers that another library gives them', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const found = addressNumber(text);
        const address = ipaddr.process(text);
        expect(found).toEqual({
          version: address.kind() === 'ipv4' ? 4 : 6,
          number: numberOf(address.toByteArray()),
        });
      }),
    );
  });

  it('are inside the blocks that hold them', () => {
    fc.assert(
      fc.property(fc.ipV6(), fc.integer({ min: 0, max: 128 }), (text, bits) => {
        const address = ipaddr.parse(text);
        if ((address as ipaddr.IPv6).isIPv4MappedAddress()) return;
        const { version, first, last } = addressRange(`${text}/${bits}`);
        expect(version).toBe(6);
        const number = numberOf(address.toByteArray());
        const free = 128n - BigInt(bits);
        expect([first, last]).toEqual([
          (number >> free) << free,
          ((number >> free) << free) + (1n << free) - 1n,
        ]);
      }),
    );
  });

  it('of IPv4 written as IPv6 are those of IPv4', () => {
    expect(addressNumber('::ffff:10.0.0.1')).toEqual(addressNumber('10.0.0.1'));
    expect(addressRange('::ffff:10.0.0.0/104')).toEqual(addressRange('10.0.0.0/8'));
    expect(addressRange('::/0').version).toBe(6);
    expect(addressRange('10.1.2.3')).toEqual(addressRange('10.1.2.3/32'));
  });
});
