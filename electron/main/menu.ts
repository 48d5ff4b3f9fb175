import { Menu, type BrowserWindow, type MenuItemConstructorOptions } from 'electron';
import type { HostCommand } from '../../shared/contract/host.ts';

/** What a menu item asks the page to do. */
type MenuCommand = Extract<HostCommand, { readonly kind: 'menu' }>['command'];

/** On what the menu depends. */
export interface MenuOptions {
  readonly isMac: boolean;
  readonly isDevelopment: boolean;
  readonly send: (command: MenuCommand) => void;
}

/** The application's menu. Its keys are shown, not claimed: the page knows what a key means where the person is. */
export function menuTemplate({ isMac, isDevelopment, send }: MenuOptions): MenuItemConstructorOptions[] {
  const item = (label: string, command: MenuCommand, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    click: () => send(command),
    ...(accelerator ? { accelerator, registerAccelerator: false } : {}),
  });
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  return [
    ...(isMac ? [{ role: 'appMenu' } satisfies MenuItemConstructorOptions] : []),
    {
      label: '&File',
      submenu: [
        item('Open &archive as a new workspace…', 'open-archive', 'CmdOrCtrl+O'),
        item('A&dd archive to this workspace…', 'add-evidence'),
        item('Open &workspace…', 'open-workspace', 'CmdOrCtrl+Shift+O'),
        item('&Close workspace', 'close-workspace'),
        separator,
        item('&Save view', 'save-view', 'CmdOrCtrl+S'),
        item('&Export…', 'export', 'CmdOrCtrl+Shift+E'),
        ...(isMac ? [] : [separator, { role: 'quit' } satisfies MenuItemConstructorOptions]),
      ],
    },
    {
      label: '&Edit',
      submenu: [
        item('&Undo', 'undo', 'CmdOrCtrl+Z'),
        item('&Redo', 'redo', 'CmdOrCtrl+Shift+Z'),
        separator,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
        separator,
        item('&Find', 'focus-search', 'CmdOrCtrl+F'),
      ],
    },
    {
      label: '&View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        separator,
        { role: 'togglefullscreen' },
        ...(isDevelopment
          ? ([
              separator,
              { role: 'reload' },
              { role: 'toggleDevTools' },
            ] satisfies MenuItemConstructorOptions[])
          : []),
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [item('&Keyboard shortcuts', 'shortcuts', '?'), item('&About Trailglass', 'about')],
    },
  ];
}

export function installMenu(options: MenuOptions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(options)));
}

/** Cut, copy and paste where the page offers no menu of its own. */
export function offerEditMenu(window: BrowserWindow): void {
  window.webContents.on('context-menu', (_event, { isEditable, selectionText, editFlags }) => {
    const items: MenuItemConstructorOptions[] = isEditable
      ? [
          { role: 'cut', enabled: editFlags.canCut },
          { role: 'copy', enabled: editFlags.canCopy },
          { role: 'paste', enabled: editFlags.canPaste },
          { role: 'selectAll', enabled: editFlags.canSelectAll },
        ]
      : selectionText
        ? [{ role: 'copy' }]
        : [];
    if (items.length > 0) Menu.buildFromTemplate(items).popup({ window });
  });
}
