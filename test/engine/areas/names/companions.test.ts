import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { companionLimits } from '../../../../shared/cloudtrail/companions.ts';
import { testEngine, type TestEngine } from '../../../support/engine.ts';
import { logFile, record } from '../../../support/records.ts';
import { tempFolder, writeFiles } from '../../../support/temp.ts';

const accounts = { Accounts: [{ Id: '111122223333', Arn: 'arn', Name: 'Production' }] };
const ranges = {
  syncToken: '1',
  createDate: '2025-01-01-00-00-00',
  prefixes: [{ ip_prefix: '3.0.0.0/15', service: 'EC2' }],
};

const archive = (): string =>
  writeFiles(tempFolder(), {
    'a.json.gz': logFile([record(1), record(2)]),
    'accounts.json': JSON.stringify(accounts, null, 2),
    'packed.json.gz': gzipSync(JSON.stringify(ranges)),
    'list.csv': 'Account ID,ARN,Email,Name,Status\r\n111122223333,arn,a@example.com,Production,ACTIVE\r\n',
    'inventory.csv': '"my-bucket","AWSLogs/a.json.gz","812","2025-03-03T10:00:00.000Z"\n',
    'addresses.json': JSON.stringify([
      { PublicIp: '203.0.113.9', AllocationId: 'eipalloc-1', Domain: 'vpc' },
    ]),
    'other.json': JSON.stringify({ anything: true }),
  });

const kindsOf = async ({ call }: TestEngine): Promise<Record<string, string>> =>
  Object.fromEntries(
    (await call('names.companions', {})).map(({ path, kind }) => [
      path.slice(path.lastIndexOf('/') + 1),
      kind,
    ]),
  );

const all = {
  'accounts.json': 'list-accounts',
  'packed.json.gz': 'ip-ranges',
  'list.csv': 'account-list',
  'inventory.csv': 's3-inventory',
  'addresses.json': 'describe-addresses',
};

it('keeps what tells something, with its exact text and hash, and names it in the ledger', async () => {
  const engine = testEngine();
  await engine.importAll(archive());
  expect(await kindsOf(engine)).toEqual(all);
  const { rows } = await engine.call('ledger.list', { status: 'skipped', offset: 0, limit: 100 });
  const reasons = Object.fromEntries(
    rows.map(({ path, reason }) => [path.slice(path.lastIndexOf('/') + 1), reason]),
  );
  expect(reasons['accounts.json']).toBe(
    'The output of “aws organizations list-accounts”: names of accounts, no events.',
  );
  expect(reasons['packed.json.gz']).toBe('Ip-ranges.json: the address ranges of AWS on a day, no events.');
  expect(reasons['inventory.csv']).toContain('S3 Inventory');
  const rowsOf: unknown[] = [];
  await engine.call(
    'sql.run',
    {
      sql: `SELECT content, sha256 = sha256(content) FROM companions WHERE kind = 'list-accounts'`,
      limit: 10,
    },
    { onProgress: (part) => rowsOf.push(part) },
  );
  expect(JSON.stringify(rowsOf)).toContain(JSON.stringify(JSON.stringify(accounts, null, 2)));
  expect(JSON.stringify(rowsOf)).toContain('[true]');
});

it('lets go of what a source told when the source is taken out', async () => {
  const engine = testEngine();
  const folder = archive();
  await engine.importAll(folder);
  const { jobId } = await engine.call('ingest.removeSource', { path: folder });
  expect(await engine.finished(jobId)).toMatchObject({ state: 'done' });
  expect(await kindsOf(engine)).toEqual({});
});

it('has one line for a companion that is imported again, and the new text of one that changed', async () => {
  const engine = testEngine();
  const folder = archive();
  await engine.importAll(folder);
  writeFileSync(
    join(folder, 'accounts.json'),
    JSON.stringify({ Organization: { Id: 'o', MasterAccountId: '1' } }),
  );
  const { jobId } = await engine.call('ingest.start', { grants: null });
  await engine.finished(jobId);
  expect(await kindsOf(engine)).toEqual({ ...all, 'accounts.json': 'describe-organization' });
});

it('reads companions again without importing an event; what is gone stays as it was', async () => {
  const engine = testEngine();
  const folder = archive();
  await engine.importAll(folder);
  const { path, versions } = (await engine.call('workspace.current', {}))!;
  await engine.call('workspace.close', {});
  await forget(join(path, 'events.duckdb'));
  renameSync(join(folder, 'list.csv'), join(folder, 'gone.csv.away'));
  await engine.engine.openWorkspaceAt({ path, lock: 'respect' });
  expect(await kindsOf(engine)).toEqual({});
  const { jobId } = await engine.call('names.readAgain', {});
  expect(await engine.finished(jobId)).toMatchObject({
    state: 'done',
    result: '4 files tell something and hold no events.',
  });
  const { 'list.csv': _gone, ...rest } = all;
  expect(await kindsOf(engine)).toEqual(rest);
  const now = (await engine.call('workspace.current', {}))!;
  expect(now.events).toBe(2);
  expect(now.versions.files).toBeGreaterThan(versions.files);
});

/** A workspace as one that was imported before companions were kept. */
async function forget(path: string): Promise<void> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  await connection.run(`DELETE FROM companions`);
  await connection.run(`UPDATE files SET kind = 'json', reason = NULL WHERE kind = 'companion'`);
  connection.closeSync();
  instance.closeSync();
}

it('takes nothing from a companion that is larger than what is kept, and says so', async () => {
  const engine = testEngine();
  const large = JSON.stringify({ ...accounts, padding: 'x'.repeat(companionLimits.characters) });
  await engine.importAll(
    writeFiles(tempFolder(), { 'large.json': large, 'packed.json.gz': gzipSync(large) }),
  );
  expect(await kindsOf(engine)).toEqual({});
  const { rows } = await engine.call('ledger.list', { status: 'skipped', offset: 0, limit: 100 });
  expect(rows.map(({ reason }) => reason)).toContain(
    'The output of “aws organizations list-accounts”: names of accounts, no events. It is larger than 16 MB, so nothing is taken from it.',
  );
});
