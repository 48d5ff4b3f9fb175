import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hostileContents } from '../support/hostile-contents.ts';
import { tempFolder } from '../support/temp.ts';
import { cli } from './run-cli.ts';

/** Values of 32 MB in as many parts as fit, where a record stands and where anything may stand. */
const large: Readonly<Record<string, () => string>> = {
  'a record of lists in lists': () =>
    `{"Records":[{"eventVersion":${'['.repeat(2 ** 24)}${']'.repeat(2 ** 24)}}]}`,
  'a record of empty lists': () =>
    `{"Records":[{"eventVersion":"1.08","requestParameters":[${'[],'.repeat(10_000_000)}[]]}]}`,
  'a value of lists in lists': () => `{"any":{"eventVersion":${'['.repeat(2 ** 24)}${']'.repeat(2 ** 24)}}}`,
  'a value of members': () => `{"any":{"eventName":{${'"a":{},'.repeat(4_500_000)}"b":1}}}`,
};

test('memory for hostile evidence is bounded, and every file is told', async () => {
  const root = tempFolder();
  const trail = join(root, 'trail');
  mkdirSync(trail);
  for (const [name, make] of Object.entries(hostileContents)) writeFileSync(join(trail, name), await make(2));
  for (const [name, make] of Object.entries(large)) writeFileSync(join(trail, name), make());
  const workspace = join(root, 'w.trailglass');
  // For each thread; without bounds the large ones need gigabytes.
  const env = { NODE_OPTIONS: '--max-old-space-size=320' };
  const imported = await cli(['import', trail, '--workspace', workspace, '--quiet'], undefined, env);
  expect(imported).toMatchObject({ code: 0 });
  const ledger = await cli(['ledger', workspace, '--json']);
  const rows = ledger.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { path: string; status: string; reason: string | null });
  for (const name of [...Object.keys(hostileContents), ...Object.keys(large)]) {
    const row = rows.find(({ path }) => path === join(trail, name));
    expect(row?.status, name).toBeDefined();
    if (row?.status !== 'accepted') expect(row?.reason, name).toMatch(/\w{3}/);
  }
  const reasonOf = (name: string): unknown => rows.find(({ path }) => path === join(trail, name))?.reason;
  expect(reasonOf('a record of empty lists')).toMatch(/larger than 8 MB/);
  expect(reasonOf('a value of lists in lists')).toMatch(/more than 4 million objects, lists and members/);
});
