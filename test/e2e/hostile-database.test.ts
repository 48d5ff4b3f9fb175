import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { hostileDatabase } from '../support/hostile-databases.ts';
import { handOverAll, makeArchive, type Archive } from './support/archive.ts';
import { closeWorkspace, importFolder, openDesk, openWorkspace, rowCount } from './support/desk.ts';
import { keptUserData, type LaunchedApp } from './support/launch.ts';

let trailglass: LaunchedApp;
let folder: string;
let archive: Archive;
let outside: string;

beforeAll(async () => {
  folder = await keptUserData();
  archive = await makeArchive(join(folder, 'small'), { events: 500 });
  outside = join(folder, 'outside');
  mkdirSync(outside);
  writeFileSync(join(outside, 'secret.txt'), 'a secret of another folder');
  trailglass = await openDesk();
  await importFolder(trailglass, archive.folder);
  await closeWorkspace(trailglass);
});
afterAll(async () => {
  await trailglass.close();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => expect(trailglass.pageProblems).toEqual([]));

async function open(path: string): Promise<void> {
  await handOverAll(path);
  await openWorkspace(trailglass, path);
}

const damage = () =>
  trailglass.page.getByRole('dialog', { name: 'The database of this workspace is damaged' });

it.each(
  [
    'meta is a view that reads a file',
    'meta is a view that writes through the log',
    'views that ask each other without end',
    'meta is a recursion without end',
    'a macro that switches the gate of the console off',
    'macros under the names of functions',
    'an index on an expression',
    'a generated column',
    'another schema',
    'a version as long as a book',
    'thousands of tables',
    'views and macros that wait in the log of writes',
    'the log of writes of another database',
    'junk for a log of writes',
    'a database of something else',
    'text instead of a database',
    'no bytes at all',
    'half of it',
    'both headers overwritten',
  ].map(hostileDatabase),
)('$name: the window says so, and the way on is a rebuild', async ({ name, spoil, says }) => {
  const path = join(folder, `${name.replaceAll(' ', '-')}.trailglass`);
  cpSync(`${archive.folder}.trailglass`, path, { recursive: true });
  await spoil(join(path, 'events.duckdb'), outside);
  await open(path);
  await damage().waitFor();
  expect(await damage().innerText()).toMatch(says);
  expect(await damage().innerText()).not.toContain('a secret of another folder');
  await damage().getByRole('button', { name: 'Rebuild the database' }).waitFor();
  await trailglass.page.keyboard.press('Escape');
  await damage().waitFor({ state: 'detached' });
  expect(readdirSync(outside)).toEqual(['secret.txt']);
});

it('a sound workspace opens after all of them', async () => {
  await open(`${archive.folder}.trailglass`);
  await expect.poll(() => rowCount(trailglass.page)).toBe(archive.events.length);
});
