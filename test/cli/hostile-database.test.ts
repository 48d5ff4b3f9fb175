import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hostileDatabase, type HostileDatabase } from '../support/hostile-databases.ts';
import { logFile, record } from '../support/records.ts';
import { tempFolder, writeFiles } from '../support/temp.ts';
import { cli } from './run-cli.ts';

async function planted({ spoil }: HostileDatabase) {
  const root = writeFiles(tempFolder(), {
    'trail/a.json.gz': logFile([record(1)]),
    'outside/secret.txt': 'a secret of another folder',
  });
  const [trail, workspace, outside] = [join(root, 'trail'), join(root, 'case'), join(root, 'outside')];
  expect(await cli(['import', trail, '--workspace', workspace, '--quiet'])).toMatchObject({ code: 0 });
  await spoil(join(workspace, 'events.duckdb'), outside);
  return { root, trail, workspace, outside };
}

test.each(
  [
    'meta is a view that reads a file',
    'a macro that switches the gate of the console off',
    'views and macros that wait in the log of writes',
    'a byte short',
  ].map(hostileDatabase),
)('$name: every command refuses it and names the way on', async (hostile) => {
  const { root, trail, workspace, outside } = await planted(hostile);
  const commands = [
    ['info', workspace],
    ['query', workspace, 'SELECT 1'],
    ['events', workspace],
    ['export', '--workspace', workspace, '--format', 'csv', '--output', join(root, 'out.csv')],
    ['import', trail, '--workspace', workspace, '--quiet'],
  ];
  for (const command of commands) {
    const { code, out, err } = await cli(command);
    expect(code, command[0]).toBe(1);
    expect(err).toMatch(hostile.says);
    expect(err).toContain('rebuilt from the evidence');
    expect(out + err).not.toContain('a secret of another folder');
    expect(readdirSync(outside)).toEqual(['secret.txt']);
    expect(readdirSync(root)).not.toContain('out.csv');
  }
});
