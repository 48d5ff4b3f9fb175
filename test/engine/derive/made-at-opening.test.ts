import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { parseFilter } from '../../../shared/filter/parse.ts';
import { all, testEngine, type TestEngine } from '../../support/engine.ts';
import { logFile, record } from '../../support/records.ts';
import { tempFolder } from '../../support/temp.ts';

/** A workspace whose evidence is gone, and whose database holds the derived tables as `statements` leave them. */
async function workspaceAfter(statements: readonly string[]): Promise<string> {
  const folder = tempFolder();
  const trail = join(folder, 'trail');
  mkdirSync(trail);
  const addresses = ['10.1.2.3', '10.1.2.4', '198.51.100.7'];
  const records = addresses.map((sourceIPAddress, at) => record(at, { sourceIPAddress }));
  writeFileSync(join(trail, 'a.json.gz'), logFile(records));
  const engine = testEngine(folder);
  await engine.importAll(trail);
  const { path } = (await engine.call('workspace.current', {}))!;
  await engine.call('workspace.close', {});
  rmSync(trail, { recursive: true });
  const instance = await DuckDBInstance.create(join(path, 'events.duckdb'));
  const connection = await instance.connect();
  for (const statement of statements) await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
  return path;
}

const inBlock = async ({ call }: TestEngine): Promise<number> =>
  (
    await call('events.count', {
      question: { ...all, filter: parseFilter('sourceIPAddress:10.0.0.0/8').filter! },
    })
  ).total;

describe.each([
  [
    'made by other rules',
    [`UPDATE meta SET value = '0' WHERE key LIKE 'derived %'`, `DELETE FROM ip_addresses`],
  ],
  ['missing', [`DROP TABLE ip_addresses`, `DROP TABLE conflicting_events`]],
])('derived tables that are %s', (_what, statements) => {
  it('are made as a job when the workspace is opened, and questions wait for them', async () => {
    const path = await workspaceAfter(statements);
    const engine = testEngine();
    await engine.engine.openWorkspaceAt({ path, lock: 'respect' });
    expect(await inBlock(engine)).toBe(2);
    expect((await engine.call('workspace.current', {}))!.notices).toEqual([]);
    expect(existsSync(join(path, '..', 'trail'))).toBe(false);
  });

  it('are made in memory when it is opened for reading', async () => {
    const path = await workspaceAfter(statements);
    const engine = testEngine();
    await engine.engine.openWorkspaceAt({ path, lock: 'read-only' });
    expect(await inBlock(engine)).toBe(2);
  });
});
