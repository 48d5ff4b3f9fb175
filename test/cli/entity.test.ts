import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { logFile, record } from '../support/records.ts';
import { folderOfFile, writeFiles } from '../support/temp.ts';
import { cli } from './run-cli.ts';

const user = (name: string, account = '111122223333') => ({
  type: 'IAMUser',
  principalId: `AIDAEXAMPLE${name}`,
  arn: `arn:aws:iam::${account}:user/${name}`,
  accountId: account,
  accessKeyId: `AKIAEXAMPLE${name.toUpperCase()}00001`,
  userName: name,
});

const folder = folderOfFile();
const workspace = join(folder, 'w.trailglass');
beforeAll(async () => {
  const archive = writeFiles(join(folder, 'logs'), {
    'a.json.gz': logFile([
      record(0, { eventName: 'GetBucketAcl', errorCode: 'AccessDenied', errorMessage: 'no' }),
      record(1, { eventName: 'PutBucketAcl', readOnly: false }),
      record(2, { eventName: 'GetBucketAcl' }),
      record(3, { userIdentity: user('kim') }),
      record(4, { userIdentity: user('kim', '444455556666') }),
      record(5, { userIdentity: user('odd\u001b[31m') }),
    ]),
  });
  expect((await cli(['import', archive, '--workspace', workspace, '--quiet'])).code).toBe(0);
});

describe('entity', () => {
  it('tells credentials, what was refused and done later, and what is not known, by a bare name', async () => {
    const { out, code } = await cli(['entity', workspace, 'maya']);
    expect(code).toBe(0);
    expect(out).toMatch(/^Identity arn:aws:iam::111122223333:user\/maya\n/);
    expect(out).toContain('3 events, 1 write asked for, 1 failed, 1 of them refused');
    expect(out).toMatch(/AKIAEXAMPLE000000001 +not recorded: no CreateAccessKey for it here/);
    expect(out).toMatch(
      /GetBucketAcl ledger-archive \(refused 1, AccessDenied; later done 1, after 2\.0 s to 2\.0 s\): between: PutBucketAcl/,
    );
    expect(out).toContain('get-credential-report');
  });

  it('is one JSON object with --json', async () => {
    const { out } = await cli(['entity', workspace, 'AKIAEXAMPLE000000001', '--json']);
    expect(JSON.parse(out)).toMatchObject({
      kind: 'Access key',
      credentials: { events: 3, distinct: 1, lanes: [{ key: 'AKIAEXAMPLE000000001', direct: 3 }] },
      failures: { refused: 1 },
    });
  });

  it('takes what calls are about for a resource', async () => {
    const { out } = await cli(['entity', workspace, 'ledger-archive']);
    expect(out).toMatch(/^Resource ledger-archive\n/);
    expect(out).toContain('6 events');
  });

  it('asks which one where a name stands for several, and says when nothing is called so', async () => {
    const several = await cli(['entity', workspace, 'kim']);
    expect(several.code).toBe(2);
    expect(several.err).toContain('arn:aws:iam::444455556666:user/kim');
    const none = await cli(['entity', workspace, 'nobody']);
    expect([none.code, none.out]).toEqual([0, 'Resource nobody\nNo event of it is in this archive.\n']);
  });

  it('lets no record steer the terminal', async () => {
    const { out } = await cli(['entity', workspace, 'arn:aws:iam::111122223333:user/odd\u001b[31m']);
    expect(out).toContain('odd␛[31m');
    expect(out).not.toContain('\u001b');
  });
});

describe('permissions', () => {
  it('tells services and the policy of observed use with what it cannot say', async () => {
    const { out, code } = await cli(['permissions', workspace, 'maya']);
    expect(code).toBe(0);
    expect(out).toContain('2 actions of 1 service');
    expect(out).toContain('"s3:PutBucketAcl"');
    expect(out).toContain('not what is needed');
  });

  it('is one JSON object with --json, the policy in it', async () => {
    const { out } = await cli(['permissions', workspace, 'maya', '--json']);
    expect(JSON.parse(out)).toMatchObject({
      actions: 2,
      policy: {
        Version: '2012-10-17',
        Statement: [
          { Action: ['s3:GetBucketAcl', 's3:PutBucketAcl'], Resource: 'arn:aws:s3:::ledger-archive' },
        ],
      },
    });
  });
});
