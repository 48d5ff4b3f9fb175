import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { handOver, keptUserData, launch, type LaunchedApp } from './support/launch.ts';
import { openRawPort, type RawPort } from './support/raw-bridge.ts';

const running: LaunchedApp[] = [];
const folders: string[] = [];
const start = async (options?: Parameters<typeof launch>[0]): Promise<LaunchedApp> => {
  const trailglass = await launch(options);
  running.push(trailglass);
  return trailglass;
};
const stop = async (trailglass: LaunchedApp): Promise<void> => {
  running.splice(running.indexOf(trailglass), 1);
  await trailglass.close();
};
afterEach(async () => {
  for (const trailglass of running.splice(0)) await trailglass.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function commandsOf(host: RawPort): Promise<() => Promise<unknown[]>> {
  await host.post({ kind: 'call', id: 1, name: 'host.commands', params: {} });
  return async () => (await host.heard()).map((reply) => (reply as { value?: unknown }).value);
}

describe('the desktop around the page', () => {
  it('opens the path of a second start in the running window, and the second program ends', async () => {
    const trailglass = await start();
    const host = await openRawPort(trailglass.page, 'host');
    const commands = await commandsOf(host);
    const workspace = join(trailglass.userData, 'acme.trailglass');
    expect(await trailglass.startAgain([workspace])).toBe(0);
    await expect.poll(commands).toMatchObject([{ kind: 'open-workspace', granted: { label: workspace } }]);
    expect(await trailglass.startAgain(['package.json'])).toBe(0);
    await expect.poll(async () => (await commands()).length).toBe(2);
    const [, archive] = (await commands()) as [unknown, { kind: string; granted: { label: string }[] }];
    expect(archive.kind).toBe('open-archive');
    expect(archive.granted[0]?.label).toMatch(/^[/\\].*package\.json$/);
    expect(await trailglass.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(
      1,
    );
  });

  it('sends what a menu item asks for to the page', async () => {
    const trailglass = await start();
    const commands = await commandsOf(await openRawPort(trailglass.page, 'host'));
    await trailglass.app.evaluate(({ Menu }) => {
      const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? [];
      items.find(({ label }) => label === '&Find')?.click();
    });
    await expect.poll(commands).toEqual([{ kind: 'menu', command: 'focus-search' }]);
  });

  it('saves and opens text where the dialog says', async () => {
    const trailglass = await start();
    const host = await openRawPort(trailglass.page, 'host');
    const path = join(trailglass.userData, 'home', 'set.json');
    await trailglass.app.evaluate(({ dialog }, path) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path });
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
    }, path);
    expect(await host.call('host.saveText', { suggestedName: 'set.json', text: '{"a":"ü"}' })).toMatchObject({
      kind: 'ok',
      value: { path },
    });
    expect(readFileSync(path, 'utf8')).toBe('{"a":"ü"}');
    expect(await host.call('host.openText', {})).toMatchObject({
      value: { name: 'set.json', text: '{"a":"ü"}' },
    });
  });

  it('keeps the window’s place, the theme and the recent list over a restart', async () => {
    const userData = await keptUserData();
    folders.push(userData);
    const workspace = join(userData, 'kept.trailglass');
    mkdirSync(workspace);
    writeFileSync(join(workspace, 'workspace.json'), '{}');
    await handOver(workspace, join(workspace, 'workspace.json'));
    const first = await start({ userData });
    await first.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 30, width: 1100, height: 700 }),
    );
    const host = await openRawPort(first.page, 'host');
    expect(await host.call('host.saveSettings', { theme: 'light' })).toMatchObject({ kind: 'ok' });
    expect(await host.call('host.remember', { path: workspace, title: 'Kept' })).toMatchObject({
      kind: 'ok',
    });
    await stop(first);

    const second = await start({ userData });
    const again = await openRawPort(second.page, 'host');
    expect(await again.call('host.settings', {})).toMatchObject({ value: { theme: 'light' } });
    expect(await again.call('host.recent', {})).toMatchObject({
      value: [{ title: 'Kept', isThere: true, granted: { label: workspace } }],
    });
    expect(await second.page.evaluate(() => matchMedia('(prefers-color-scheme: light)').matches)).toBe(true);
    const bounds = await second.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.getBounds(),
    );
    expect(bounds).toEqual({ x: 40, y: 30, width: 1100, height: 700 });
  });

  it('closes the engine when the window closes, and ends', async () => {
    const userData = await keptUserData();
    folders.push(userData);
    const trailglass = await start({ userData });
    const ended = new Promise((resolve) => trailglass.app.process().once('exit', resolve));
    await openRawPort(trailglass.page, 'engine').then((port) => port.call('workspace.current', {}));
    await trailglass.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    running.splice(running.indexOf(trailglass), 1);
    expect(await ended).toBe(0);
    const log = readFileSync(join(userData, 'logs', 'main.log'), 'utf8');
    expect(log).not.toMatch(/\[error\]/);
  });
});
