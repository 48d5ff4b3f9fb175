import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeFilter } from '../../../shared/filter/describe.ts';
import { isSameFilter } from '../../../shared/filter/conjuncts.ts';
import { entriesInWords, listFilter, listsOf, usualLists } from '../../../shared/filter/list-filter.ts';
import { parseFilter } from '../../../shared/filter/parse.ts';
import { looksLikeList, readList } from '../../../shared/filter/pasted-list.ts';
import { printFilter } from '../../../shared/filter/print.ts';

const read = (text: string): readonly (readonly [string, string])[] =>
  readList(text).entries.map(({ kind, value }) => [kind, value]);

describe('a pasted list', () => {
  it.each<readonly [string, string, string]>([
    ['203.0.113.7', 'ip', '203.0.113.7'],
    ['203[.]0[.]113[.]7', 'ip', '203.0.113.7'],
    ['203(.)0{.}113[dot]7', 'ip', '203.0.113.7'],
    ['203.0.113.7:443', 'ip', '203.0.113.7'],
    ['hxxps://203.0.113[.]7/a?b', 'ip', '203.0.113.7'],
    ['hXXp[:]//evil[.]example/x', 'host', 'evil.example'],
    ['203.0.113.7/32', 'ip', '203.0.113.7'],
    ['203.0.113.0/24', 'block', '203.0.113.0/24'],
    ['2001:DB8::1', 'ip', '2001:db8::1/128'],
    ['[2001:db8::1]:443', 'ip', '2001:db8::1/128'],
    ['2001:db8::/32', 'block', '2001:db8::/32'],
    ['"arn:aws:iam::111122223333:role/Admin"', 'arn', 'arn:aws:iam::111122223333:role/Admin'],
    ['arn:aws-cn:s3:::bucket', 'arn', 'arn:aws-cn:s3:::bucket'],
    ['AKIAIOSFODNN7EXAMPLE', 'key', 'AKIAIOSFODNN7EXAMPLE'],
    ['ASIAIOSFODNN7EXAMPLE,', 'key', 'ASIAIOSFODNN7EXAMPLE'],
    ['AROAEXAMPLEEXAMPLE123:session', 'principal', 'AROAEXAMPLEEXAMPLE123:session'],
    ['1111-2222-3333', 'account', '111122223333'],
    ['(111122223333)', 'account', '111122223333'],
    ['EXAMPLE8-90ab-cdef-fedc-ba987EXAMPLE', 'other', 'EXAMPLE8-90ab-cdef-fedc-ba987EXAMPLE'],
    ['6f1d8c22-90ab-4def-8edc-ba9871234567', 'event', '6f1d8c22-90ab-4def-8edc-ba9871234567'],
    ['s3.amazonaws.com', 'host', 's3.amazonaws.com'],
    ['something', 'other', 'something'],
  ])('%s is one %s', (text, kind, value) => {
    expect(read(text)).toEqual([[kind, value]]);
  });

  it('takes any separators, quotes and remarks, once each', () => {
    const { entries, repeated } = readList(
      `# indicators of 2024-03-01\n- 10.0.0.1\n"10.0.0.2";'10.0.0.3' | 10.0.0.4\t10.0.0.1\r\n["10.0.0.5", "10.0.0.6"]\n* 10[.]0[.]0[.]1`,
    );
    expect(entries.map(({ value }) => value)).toEqual([1, 2, 3, 4, 5, 6].map((n) => `10.0.0.${n}`));
    expect(repeated).toBe(2);
  });

  it('gives back what was put in, whatever stands between', () => {
    const address = fc
      .tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255))
      .map((parts) => parts.join('.'));
    const gap = fc.constantFrom('\n', '\r\n', ', ', ';', ' | ', '\t', '","', "' '", '  ');
    fc.assert(
      fc.property(
        fc.uniqueArray(address, { minLength: 1, maxLength: 30 }),
        gap,
        fc.boolean(),
        (list, between, isSafe) => {
          const text = (isSafe ? list.map((one) => one.replaceAll('.', '[.]')) : list).join(between);
          expect(read(text)).toEqual(list.map((one) => ['ip', one]));
        },
      ),
    );
  });

  it('never fails, and is told from a search', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void readList(text)));
    expect(looksLikeList('10.0.0.1 10.0.0.2')).toBe(true);
    expect(looksLikeList('10.0.0.1')).toBe(false);
    for (const search of [
      'eventName:DeleteTrail and 10.0.0.1',
      'two words',
      'errorCode:* not awsRegion:us-east-1',
    ])
      expect(looksLikeList(search)).toBe(false);
  });
});

describe('the filter of a list', () => {
  it('looks in every field where its kind stands, in one or', () => {
    const { entries } = readList('10.0.0.1 10.0.0.0/8 111122223333 AKIAIOSFODNN7EXAMPLE');
    const filter = listFilter(usualLists(entries));
    expect(printFilter(filter)).toBe(
      'sourceIPAddress:10.0.0.1 or sourceIPAddress:10.0.0.0/8 or recipientAccountId:111122223333 or ' +
        'userIdentity.accountId:111122223333 or userIdentity.accessKeyId:AKIAIOSFODNN7EXAMPLE or ' +
        'requestParameters.accessKeyId:AKIAIOSFODNN7EXAMPLE or ' +
        'responseElements.credentials.accessKeyId:AKIAIOSFODNN7EXAMPLE or ' +
        'responseElements.accessKey.accessKeyId:AKIAIOSFODNN7EXAMPLE',
    );
  });

  it('is read back as the lists it came from, also after printing and parsing, with thousands of entries', () => {
    const addresses = Array.from({ length: 5_000 }, (_, n) => `10.${n >> 8}.${n & 255}.1`);
    const arns = Array.from({ length: 1_500 }, (_, n) => `arn:aws:iam::111122223333:role/team/Role-${n}`);
    const lists = usualLists(readList([...addresses, ...arns].join('\n')).entries);
    const filter = listFilter(lists);
    expect(listsOf(filter)).toEqual(lists);
    const again = parseFilter(printFilter(filter));
    expect(again.problems).toEqual([]);
    expect(isSameFilter(again.filter!, filter)).toBe(true);
    expect(listsOf(again.filter!)).toEqual(lists);
    expect(describeFilter(filter)).toBe(
      'Source IP is one of 5,000 IP addresses or Caller ARN or 2 more fields is one of 1,500 ARNs',
    );
    expect(describeFilter({ kind: 'not', of: listFilter(lists.slice(0, 1)) })).toBe(
      'Source IP is none of 5,000 IP addresses',
    );
  });

  it('is no list when it asks anything but whole values in any case', () => {
    for (const text of ['eventName:a*', 'eventName=a', 'word', 'eventName:a errorCode:b', 'not eventName:a'])
      expect(listsOf(parseFilter(text).filter!)).toBeUndefined();
  });

  it('names entries by what they are', () => {
    expect(entriesInWords(['10.0.0.1', '10.0.0.2', 'x'])).toBe('2 IP addresses and 1 value');
  });
});
