import { describe, expect, it } from 'vitest';
import { printFilter } from '../../../shared/filter/print.ts';
import { leadWord, recognise } from '../../../shared/filter/recognise.ts';

const found = (text: string) => recognise(text).map(({ kind, value }) => [kind, value]);

describe('a pasted text', () => {
  it.each([
    ['AKIAIOSFODNN7EXAMPLE', 'key', 'AKIAIOSFODNN7EXAMPLE'],
    ['  ASIAIOSFODNN7EXAMPLE\n', 'key', 'ASIAIOSFODNN7EXAMPLE'],
    ['arn:aws:iam::111122223333:user/maya', 'arn', 'arn:aws:iam::111122223333:user/maya'],
    ['AROACKCEVSQ6C2EXAMPLE:build', 'principal', 'AROACKCEVSQ6C2EXAMPLE:build'],
    ['111122223333', 'account', '111122223333'],
    ['1111-2222-3333', 'account', '111122223333'],
    ['203.0.113.7', 'address', '203.0.113.7'],
    ['203[.]0[.]113[.]7', 'address', '203.0.113.7'],
    ['2001:db8::7', 'address', '2001:db8::7'],
    ['203.0.113.0/24', 'block', '203.0.113.0/24'],
    ['11111111-2222-3333-4444-555555555555', 'id', '11111111-2222-3333-4444-555555555555'],
    ['N4N7GDK58NMKJ12R', 'id', 'N4N7GDK58NMKJ12R'],
    ['s3://acme-logs/AWSLogs/1', 'bucket', 'acme-logs'],
    ['arn:aws:s3:::acme-logs/key', 'bucket', 'acme-logs'],
  ])('%j is one thing: %s', (text, kind, value) => {
    expect(found(text)).toEqual([[kind, value]]);
    expect(recognise(text)[0]?.isGuess).toBe(false);
  });

  it('may be the name of a session or of a bucket, which only its shape says', () => {
    expect(found('release-4711')).toEqual([
      ['session', 'release-4711'],
      ['bucket', 'release-4711'],
    ]);
    expect(found('maya@example.org')).toEqual([['session', 'maya@example.org']]);
    expect(recognise('release-4711').every(({ isGuess }) => isGuess)).toBe(true);
  });

  it.each(['', '   ', 'columns', 'go to notes', '203.0.113.7 203.0.113.8', 'x'.repeat(3_000)])(
    'is none of them: %j',
    (text) => {
      expect(recognise(text)).toEqual([]);
    },
  );

  it('has a filter for the events that have it', () => {
    const filters = ['203.0.113.7', '2001:db8::7', '203.0.113.0/24', '111122223333', 'N4N7GDK58NMKJ12R'].map(
      (text) => printFilter(recognise(text)[0]!.filter),
    );
    expect(filters).toEqual([
      'sourceIPAddress:203.0.113.7',
      'sourceIPAddress:2001:db8::7/128',
      'sourceIPAddress:203.0.113.0/24',
      'recipientAccountId:111122223333 or userIdentity.accountId:111122223333',
      'requestID:N4N7GDK58NMKJ12R',
    ]);
    const [session, bucket] = recognise('release-4711');
    expect(printFilter(session!.filter)).toContain('userIdentity.arn');
    expect(printFilter(bucket!.filter)).toBe(
      'requestParameters.bucketName:release-4711 or resources[*].ARN:arn:aws:s3:::release-4711',
    );
    expect(leadWord({ kind: 'id' })).toBe('event or request ID');
  });
});
