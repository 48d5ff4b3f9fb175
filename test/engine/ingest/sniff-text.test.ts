import { describe, expect, it } from 'vitest';
import { sniffText } from '../../../electron/engine/ingest/record/sniff-text.ts';
import { readText } from './containers/read-text.ts';

const others: readonly (readonly [string, string, string, RegExp | undefined])[] = [
  [
    'VPC flow log',
    'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n2 111122223333 eni-0a1b 10.0.0.1 10.0.0.2 1 2 6 1 1 1 2 ACCEPT OK\n',
    'other-log',
    /VPC flow log/,
  ],
  [
    'flow log lines',
    '2 111122223333 eni-0a1b2c 10.0.0.1 10.0.0.2 1 2 6 1 1 1 2 ACCEPT OK\n',
    'other-log',
    /VPC flow log/,
  ],
  [
    'S3 access log',
    `${'a1'.repeat(32)} bucket [03/Mar/2025:10:00:00 +0000] 198.51.100.7 - REQ REST.GET.OBJECT k\n`,
    'other-log',
    /S3 server access/,
  ],
  [
    'ALB log',
    'https 2025-03-03T10:00:00.000000Z app/lb/50dc 198.51.100.7:2817 10.0.0.1:80 0.0 0.0 0.0 200 200 34 366\n',
    'other-log',
    /load balancer/,
  ],
  ['CloudFront log', '#Version: 1.0\n#Fields: date time x-edge-location\n', 'other-log', /web access log/],
  [
    'credential report',
    'user,arn,user_creation_time,password_enabled\n<root_account>,arn:aws:iam::111122223333:root,2020-01-01T00:00:00+00:00,x\n',
    'credential-report',
    /credential report/,
  ],
  [
    'Suzaku timeline',
    'Timestamp,RuleTitle,Level,EventName,EventSource,EventID\n2025-03-03,a,high,b,c,e-1\n',
    'timeline',
    /results, not evidence/,
  ],
  ['YAML', 'Resources:\n  Bucket:\n    Type: AWS::S3::Bucket\n', 'yaml', undefined],
  ['another table', 'id,name,colour\n1,a,red\n', 'table', /“id”, “name”, “colour”/],
  ['a hostile header', '=cmd|calc,\u202Eb,c\n1,2,3\n', 'table', /“=cmd\|calc”, “b”/],
  ['prose', 'Dear all, please find attached, as promised, nothing.\nBest\n', 'text', undefined],
  ['NUL bytes', 'ab\0\0cd', 'binary', undefined],
];

describe('naming text that holds no records', () => {
  it.each(others)('names %s', async (_name, text, kind, reason) => {
    expect(sniffText(text).kind).toBe(kind);
    if (reason) expect(sniffText(text).reason).toMatch(reason);
    expect((await readText(text)).outcome).toMatchObject({ status: 'skipped', container: kind, records: 0 });
  });
});
