import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { identityName, identityNames, identityWord } from '../../../shared/cloudtrail/identity-name.ts';

describe('the name in a principal', () => {
  test.each([
    ['arn:aws:iam::123837392027:user/bert-jan', 'user', 'bert-jan'],
    ['arn:aws:iam::123837392027:user/teams/blue/bert-jan', 'user', 'bert-jan'],
    ['arn:aws-cn:iam::123837392027:user/bert-jan', 'user', 'bert-jan'],
    ['arn:aws:iam::123837392027:role/TerraformExecution', 'role', 'TerraformExecution'],
    [
      'arn:aws:iam::123837392027:role/aws-service-role/support.amazonaws.com/AWSServiceRoleForSupport',
      'role',
      'AWSServiceRoleForSupport',
    ],
    [
      'arn:aws:sts::123837392027:assumed-role/TerraformExecution/release-4711',
      'role',
      'TerraformExecution / release-4711',
    ],
    ['arn:aws:sts::123837392027:assumed-role/web/i-0dbc91f429e48eeed', 'role', 'web / i-0dbc91f429e48eeed'],
    [
      'arn:aws:iam::123837392027:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Administrator_Access_0123456789abcdef',
      'identity-center',
      'Administrator_Access',
    ],
    [
      'arn:aws:sts::123837392027:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/bert@example.com',
      'identity-center',
      'Admin / bert@example.com',
    ],
    ['arn:aws:iam::123837392027:root', 'root', 'root · 123837392027'],
    ['arn:aws-us-gov:iam::123837392027:root', 'root', 'root · 123837392027'],
    ['arn:aws:sts::123837392027:federated-user/anna', 'federated', 'anna'],
    ['123837392027:anna', 'federated', 'anna'],
    [
      'arn:aws:identitystore::123837392027:user/94482488-3041-7086-bf7b-0a5e8b1c2d3e',
      'identity-center',
      '94482488-3041-7086-bf7b-0a5e8b1c2d3e',
    ],
    [
      '90677c2ab1-94482488-3041-7086-bf7b-0a5e8b1c2d3e',
      'identity-center',
      '90677c2ab1-94482488-3041-7086-bf7b-0a5e8b1c2d3e',
    ],
    ['AROATFQR7NSC5AU2ZV3IE:release-4711', 'role', 'AROATFQR7NSC5AU2ZV3IE / release-4711'],
    ['AROATFQR7NSC5AU2ZV3IE', 'role', 'AROATFQR7NSC5AU2ZV3IE'],
    ['AIDATFQR7NSC5AU2ZV3IE', 'user', 'AIDATFQR7NSC5AU2ZV3IE'],
    ['123837392027', 'account', '123837392027'],
    ['ec2.amazonaws.com', 'service', 'ec2.amazonaws.com'],
    ['malware-protection.guardduty.amazonaws.com', 'service', 'malware-protection.guardduty.amazonaws.com'],
    ['ec2.amazonaws.com.cn', 'service', 'ec2.amazonaws.com.cn'],
    ['AWS Internal', 'service', 'AWS Internal'],
    ['namequalifier:subject', 'unknown', 'namequalifier:subject'],
    ['accounts.google.com:app:user', 'unknown', 'accounts.google.com:app:user'],
    ['HIDDEN_DUE_TO_SECURITY_REASONS', 'unknown', 'HIDDEN_DUE_TO_SECURITY_REASONS'],
    ['arn:aws:s3:::a-bucket', 'unknown', 'arn:aws:s3:::a-bucket'],
    ['', 'unknown', ''],
  ])('%s', (principal, kind, name) => {
    expect(identityName(principal)).toMatchObject({ kind, name });
  });

  test('knows account and path, and leaves out the path that says nothing', () => {
    expect(identityName('arn:aws:iam::1:user/teams/blue/anna')).toMatchObject({
      account: '1',
      path: '/teams/blue/',
    });
    expect(identityName('arn:aws:iam::1:user/anna').path).toBeUndefined();
    expect(identityName('arn:aws:iam:::user/anna').account).toBeUndefined();
  });

  test('keeps what is meant to deceive as it stands', () => {
    expect(identityName('arn:aws:iam::1:user/nimda\u202e\u0000').name).toBe('nimda\u202e\u0000');
    expect(identityName('arn:aws:sts::1:assumed-role/a\nb/c\u2066/d')).toMatchObject({
      kind: 'role',
      name: 'a\nb / c\u2066/d',
    });
    // A line break does not end what is read, so none can hide the rest of a name.
    expect(identityName('arn:aws:iam::1:root\n:user/x').kind).toBe('unknown');
    expect(identityName('evil.example\nec2.amazonaws.com').kind).toBe('unknown');
  });

  test('of what is cut off or no ARN of an identity is the whole text', () => {
    for (const text of [
      'arn:aws:iam::1:user/',
      'arn:aws:iam::1:role',
      'arn:aws:sts::1:assumed-role/x',
      'arn:',
      'user/x',
    ])
      expect(identityName(text)).toMatchObject({ kind: 'unknown', name: text });
  });
});

const names = (...principals: string[]): string[] => identityNames(principals).map(({ name }) => name);

describe('the names of a list', () => {
  test('say more only where two would read alike', () => {
    expect(names('arn:aws:iam::1:user/anna', 'arn:aws:iam::1:role/deploy')).toEqual(['anna', 'deploy']);
    expect(names('arn:aws:iam::1:user/deploy', 'arn:aws:iam::1:role/deploy')).toEqual([
      'deploy · user',
      'deploy · role',
    ]);
    expect(names('arn:aws:iam::1:user/anna', 'arn:aws:iam::2:user/anna', 'arn:aws:iam::2:user/bert')).toEqual(
      ['anna · 1', 'anna · 2', 'bert'],
    );
    expect(names('arn:aws:iam::1:role/a/x', 'arn:aws:iam::1:role/b/x')).toEqual(['a/x', 'b/x']);
    expect(names('arn:aws:iam::1:role/a/x', 'arn:aws:iam::1:role/b/x', 'arn:aws:iam::2:role/b/x')).toEqual([
      'a/x · 1',
      'b/x · 1',
      'b/x · 2',
    ]);
  });

  test('are the whole texts where nothing shorter tells them apart', () => {
    const both = ['arn:aws:iam::1:user/anna', 'arn:aws-cn:iam::1:user/anna'] as const;
    expect(names(...both)).toEqual(both);
    expect(names('arn:aws:iam::1:user/anna', 'arn:aws:iam::1:user/anna')).toEqual(['anna', 'anna']);
  });

  test('differ wherever the principals differ', () => {
    const part = fc.constantFrom('a', 'b', 'user', '1', ' · ', '/', ':');
    const text = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(''));
    const principal = fc.oneof(
      text,
      fc
        .tuple(
          fc.constantFrom('aws', 'aws-cn'),
          fc.constantFrom('1', '2', ''),
          fc.constantFrom('user', 'role'),
          text,
        )
        .map(([partition, account, kind, name]) => `arn:${partition}:iam::${account}:${kind}/${name}`),
      fc
        .tuple(fc.constantFrom('1', '2'), text)
        .map(([account, name]) => `arn:aws:sts::${account}:assumed-role/${name}`),
    );
    fc.assert(
      fc.property(fc.uniqueArray(principal, { minLength: 2, maxLength: 8 }), (list) => {
        expect(new Set(names(...list)).size).toBe(list.length);
      }),
      { numRuns: 3_000 },
    );
  });
});

test('every kind that can be told has a word', () => {
  expect(identityWord('role')).toBe('role');
  expect(identityWord('unknown')).toBe('');
});
