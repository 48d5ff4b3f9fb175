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
const listed = (path: string) => ({ ...opened(path), summary: null });
const summary = {
  events: 3,
  firstEventMicros: 1_627_486_080_000_000,
  lastEventMicros: 1_627_898_400_000_000,
  accounts: 1,
  regions: 2,
  activity: [1, 0, 2],
};

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
    settings.importedPerSecond = 22_000;
    settings.bounds = bounds;
    settings.remember(opened('/a'));
    const again = new Settings(folder);
    expect([again.theme, again.bounds, again.recent]).toEqual(['light', bounds, [listed('/a')]]);
    expect([settings.hasLetterKeys, again.hasLetterKeys]).toEqual([false, false]);
    expect([again.zone, again.importedPerSecond]).toEqual(['Asia/Kathmandu', 22_000]);
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

  it('keep what a workspace holds until it holds something else, through openings and restarts', () => {
    const settings = new Settings(folder);
    settings.remember(opened('/a'));
    settings.remember(opened('/b'));
    settings.summarise('/a', summary);
    settings.summarise('/not listed', summary);
    expect(settings.recent).toEqual([listed('/b'), { ...opened('/a'), summary }]);
    settings.remember(opened('/a'));
    expect(new Settings(folder).recent).toEqual([{ ...opened('/a'), summary }, listed('/b')]);
    settings.summarise('/a', { ...summary, events: 4 });
    expect(settings.recent[0]?.summary?.events).toBe(4);
  });

  it.each([
    ['an older Trailglass', {}],
    ['a hand that made it too long', { summary: { ...summary, activity: Array<number>(61).fill(1) } }],
    ['a hand that wrote something else', { summary: { ...summary, events: 'many' } }],
  ])('list a workspace without what it holds where the file was written by %s', (_who, more) => {
    writeFileSync(
      join(folder, 'settings.json'),
      JSON.stringify({
        recent: [
          { ...opened('/a'), ...more },
          { ...opened('/b'), summary },
        ],
      }),
    );
    expect(new Settings(folder).recent).toEqual([listed('/a'), { ...opened('/b'), summary }]);
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
