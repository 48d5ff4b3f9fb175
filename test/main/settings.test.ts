import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Settings } from '../../electron/main/settings.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trailglass-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const opened = (path: string) => ({ path, title: path.slice(1), openedAt: '2026-01-02T03:04:05.000Z' });

describe('settings', () => {
  it('begin empty', () => {
    const settings = new Settings(folder);
    expect([settings.theme, settings.bounds, settings.recent]).toEqual(['system', null, []]);
  });

  it('survive a restart', () => {
    const bounds = { x: 1, y: 2, width: 1300, height: 800, isMaximized: true };
    const settings = new Settings(folder);
    settings.theme = 'light';
    settings.hasLetterKeys = false;
    settings.zone = 'Asia/Kathmandu';
    settings.bounds = bounds;
    settings.remember(opened('/a'));
    const again = new Settings(folder);
    expect([again.theme, again.bounds, again.recent]).toEqual(['light', bounds, [opened('/a')]]);
    expect([settings.hasLetterKeys, again.hasLetterKeys]).toEqual([false, false]);
    expect(again.zone).toBe('Asia/Kathmandu');
  });

  it('keep the newest twenty workspaces, each once', () => {
    const settings = new Settings(folder);
    for (let number = 0; number < 25; number += 1) settings.remember(opened(`/${String(number)}`));
    settings.remember(opened('/7'));
    const paths = settings.recent.map(({ path }) => path);
    expect(paths).toHaveLength(20);
    expect(paths.slice(0, 3)).toEqual(['/7', '/24', '/23']);
    settings.forget('/7');
    expect(settings.recent[0]?.path).toBe('/24');
  });

  it.each([
    ['no JSON', '{"theme":'],
    ['values of other kinds', '{"theme":"pink","bounds":{"x":"left"},"recent":[{"path":7}]}'],
  ])('are as if absent when the file holds %s', (_what, content) => {
    writeFileSync(join(folder, 'settings.json'), content);
    const settings = new Settings(folder);
    expect([settings.theme, settings.bounds, settings.recent]).toEqual(['system', null, []]);
    settings.theme = 'dark';
    expect(JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'))).toMatchObject({ theme: 'dark' });
  });
});
