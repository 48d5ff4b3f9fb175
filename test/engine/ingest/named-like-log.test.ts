import { expect, it } from 'vitest';
import { asNamed } from '../../../electron/engine/ingest/find/named-like-log.ts';
import { readText } from './containers/read-text.ts';

const day = 'AWSLogs/111122223333/CloudTrail/eu-west-1/2025/03/03/';
const log = `${day}111122223333_CloudTrail_eu-west-1_20250303T1001Z_AAAAAAAAAAAAAAAA.json.gz`;
const digest =
  'AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2025/03/03/111122223333_CloudTrail-Digest_eu-west-1_trail_eu-west-1_20250303T110000Z.json.gz';
const digestText = JSON.stringify({ digestS3Object: 'x', logFiles: [] });

async function endOf(content: string, path: string) {
  const { outcome } = await readText(content);
  return asNamed(
    {
      ...outcome,
      fileId: 1,
      memberOf: null,
      memberPath: null,
      sizeBytes: 0,
      sha256: null,
      contentSha256: null,
      gzipMembers: null,
    },
    path,
  );
}

it.each([
  [
    '<?xml version="1.0"?>\n<Error><Code>AccessDenied</Code></Error>',
    /an error answer of a service \(AccessDenied\)/,
  ],
  ['<!DOCTYPE html><html></html>', /web page/],
  ['{"message":"Forbidden"}', /an error answer of a service/],
  ['version https://git-lfs.github.com/spec/v1\noid sha256:aa\n', /Git LFS pointer/],
  ['\0'.repeat(4_096), /nothing but NUL bytes/],
  ['', /nothing/],
  ['{}', /JSON without content/],
  ['[]', /JSON without content/],
  ['null', /JSON/],
  ['{"Records":null}', /JSON/],
  [digestText, /digest/],
  ['just words', /text/],
])('refuses %j under the name of a log file and says what it is', async (content, what) => {
  const end = await endOf(content, log);
  expect(end.status).toBe('refused');
  expect(end.reason).toMatch(/^Named like a CloudTrail log file, but it holds /);
  expect(end.reason).toMatch(what);
  expect(end.reason).not.toMatch(/not CloudTrail events/);
});

it('leaves digests, empty lists of records, other names and other services alone', async () => {
  expect((await endOf(digestText, digest)).status).toBe('skipped');
  expect((await endOf('<html>', digest)).reason).toMatch(/^Named like a CloudTrail digest file, but/);
  expect((await endOf('{"Records":[]}', log)).status).toBe('accepted');
  for (const path of [
    `${day}readme.txt`,
    'AWSLogs/111122223333/Config/eu-west-1/2025/3/3/x.json.gz',
    'AWSLogs/111122223333/elasticloadbalancing/eu-west-1/2025/03/03/111122223333_elasticloadbalancing_eu-west-1_app.log.gz',
  ])
    expect((await endOf('just words', path)).status).toBe('skipped');
});
