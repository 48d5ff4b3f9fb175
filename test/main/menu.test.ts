import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { menuTemplate } from '../../electron/main/menu.ts';
import { commandSchema } from '../../shared/contract/host.ts';

vi.mock('electron', async () => (await import('../support/electron-mock.ts')).electronMock());

function items(options: { readonly isMac?: boolean; readonly isDevelopment?: boolean } = {}) {
  const send = vi.fn();
  const template = menuTemplate({ isMac: false, isDevelopment: false, ...options, send });
  const all = template.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []));
  return { all, template, send };
}
const roles = (list: readonly MenuItemConstructorOptions[]) =>
  list.flatMap(({ role }) => (role ? [role] : []));

describe('the menu', () => {
  it('offers every command the page understands, once', () => {
    const { all, send } = items();
    for (const item of all) (item.click as (() => void) | undefined)?.();
    const menuCommands = commandSchema.options[3].entries.command.options;
    expect(send.mock.calls.map(([command]) => command as string).sort()).toEqual([...menuCommands].sort());
  });

  it('shows keys without claiming them, so that the page decides what a key means', () => {
    const withKeys = items().all.filter(({ accelerator }) => accelerator);
    expect(withKeys.length).toBeGreaterThan(4);
    expect(withKeys.every(({ registerAccelerator }) => registerAccelerator === false)).toBe(true);
  });

  it('offers reload and developer tools in development only', () => {
    expect(roles(items().all)).not.toContain('reload');
    expect(roles(items().all)).not.toContain('toggleDevTools');
    expect(roles(items({ isDevelopment: true }).all)).toEqual(
      expect.arrayContaining(['reload', 'toggleDevTools']),
    );
  });

  it('quits from the application menu on macOS and from File elsewhere', () => {
    expect(items({ isMac: true }).template[0]?.role).toBe('appMenu');
    expect(roles(items({ isMac: true }).all)).not.toContain('quit');
    expect(roles(items().all)).toContain('quit');
  });
});
