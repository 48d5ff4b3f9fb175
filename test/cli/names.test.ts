import { join } from 'node:path';
import { expect, test } from 'vitest';
import { logFile, record } from '../support/records.ts';
import { tempFolder, writeFiles } from '../support/temp.ts';
import { cli } from './run-cli.ts';

test('names takes a list, tells where each name comes from, finds events by it and forgets it again', async () => {
  const folder = tempFolder();
  const archive = writeFiles(join(folder, 'logs'), { 'a.json.gz': logFile([record(0), record(1)]) });
  const list = writeFiles(join(folder, 'lists'), {
    'accounts.csv': 'Account ID,Name,OU\n111122223333,Production\u001b[31m,Workloads/Prod\n',
    'nothing.csv': 'a,b\n1,2\n',
  });
  const workspace = join(folder, 'w.trailglass');
  expect((await cli(['import', archive, '--workspace', workspace, '--quiet'])).code).toBe(0);
  const refused = await cli(['names', workspace, '--add', join(list, 'nothing.csv')]);
  expect(refused.code).not.toBe(0);
  expect(refused.err).toContain('nothing.csv names no accounts, users or addresses.');
  const added = await cli(['names', workspace, '--add', join(list, 'accounts.csv'), '--json']);
  expect(added.code).toBe(0);
  const told = JSON.parse(added.out) as {
    readonly given: readonly { readonly file: string; readonly sha256: string }[];
    readonly accounts: readonly unknown[];
  };
  expect(told.accounts).toEqual([
    expect.objectContaining({
      account: '111122223333',
      name: 'Production [31m',
      ou: 'Workloads/Prod',
      source: 'accounts.csv',
    }),
  ]);
  const table = await cli(['names', workspace]);
  expect(table.out).toMatch(/accounts\.csv +given by a person +1 /);
  const events = await cli([
    'events',
    workspace,
    '--filter',
    'account.name:prod*',
    '--columns',
    'eventID,account.ou',
    '--csv',
  ]);
  expect(events.out.trim().split(/\r?\n/)).toHaveLength(3);
  expect(events.out).toContain('Workloads/Prod');
  const removed = await cli(['names', workspace, '--remove', told.given[0]!.sha256.slice(0, 12), '--json']);
  expect(JSON.parse(removed.out)).toEqual({ found: [], given: [], accounts: [] });
});
