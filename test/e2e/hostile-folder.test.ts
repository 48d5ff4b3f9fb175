import { cpSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { layoutEntries, type EntryKey } from '../../electron/engine/workspace/layout.ts';
import { exchange, oddEntries, outsideIn, type OddEntry, type Outside } from '../support/odd-entries.ts';
import { handOverAll, makeArchive, type Archive } from './support/archive.ts';
import {
  closeWorkspace,
  importFolder,
  openDesk,
  openWorkspace,
  rowCount,
  statusText,
} from './support/desk.ts';
import { keptUserData, type LaunchedApp } from './support/launch.ts';

let trailglass: LaunchedApp;
let folder: string;
let archive: Archive;
let outside: Outside;

beforeAll(async () => {
  folder = await keptUserData();
  archive = await makeArchive(join(folder, 'small'), { events: 500 });
  outside = outsideIn(folder);
  trailglass = await openDesk();
  await importFolder(trailglass, archive.folder);
  await closeWorkspace(trailglass);
});
afterAll(async () => {
  await trailglass.close();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => expect(trailglass.pageProblems).toEqual([]));

/** Opens a copy of the workspace in which one entry is something else. */
async function openWith(key: EntryKey, odd: Pick<OddEntry, 'make'>): Promise<string> {
  const path = join(folder, `${key}.trailglass`);
  cpSync(`${archive.folder}.trailglass`, path, { recursive: true });
  // Before the exchange: giving a link away would give away what it leads to.
  await handOverAll(path);
  await exchange(path, key, odd, outside);
  await openWorkspace(trailglass, path);
  return path;
}

const odd = (name: string): OddEntry => oddEntries.find((one) => one.name === name)!;
const link: Pick<OddEntry, 'make'> = { make: (path, { folder: to }) => symlinkSync(to, path) };

it.each([
  ['temp', link],
  ['exports', link],
  ['journal', odd('a link to a file')],
  ['annotations', odd('a link to a device that never ends')],
  ['saved', odd('a pipe')],
] as const)('%s that leads out of the workspace is left out, and the screen says so', async (key, entry) => {
  const before = outside.told();
  await openWith(key, entry);
  const { page } = trailglass;
  await expect
    .poll(() => statusText(page).catch(() => ''))
    .toContain(`Read-only: Not what belongs there: ${layoutEntries[key].name}`);
  await expect.poll(() => rowCount(page)).toBe(archive.events.length);
  await closeWorkspace(trailglass);
  expect(outside.told()).toBe(before);
});

it('a workspace.json that leads elsewhere is refused with the reason', async () => {
  const before = outside.told();
  await openWith('manifest', odd('a link to a file'));
  const dialog = trailglass.page.getByRole('dialog', { name: 'The workspace could not be opened' });
  await dialog.getByText('workspace.json is a link to another place').waitFor();
  expect(outside.told()).toBe(before);
});
