import { stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { app, nativeTheme, type BrowserWindow } from 'electron';
import { AppError } from '../../shared/bridge/errors.ts';
import type { HostHandlers } from '../../shared/contract/host.ts';
import type { CommandQueue } from './command-queue.ts';
import { pickArchive, pickPlace, pickTarget, pickTextFile, pickWorkspace } from './dialogs.ts';
import type { EngineHost } from './engine-host.ts';
import type { Grants } from './grants.ts';
import type { Settings } from './settings.ts';
import { readTextFile, writeTextFile } from './text-files.ts';

/** What the host's answers are made of. */
export interface HostServices {
  readonly grants: Grants;
  readonly settings: Settings;
  readonly commands: CommandQueue;
  readonly engine: Pick<EngineHost<never>, 'watch'>;
  readonly logPath: string;
}

/** The host as one window sees it. */
export function hostHandlers(window: BrowserWindow, services: HostServices): HostHandlers {
  const { grants, settings, commands, engine, logPath } = services;
  const granted = async (path: string | null) => (path === null ? null : grants.give(path));
  return {
    'host.about': () => ({
      version: app.getVersion(),
      electron: process.versions['electron'],
      logPath,
      platform: process.platform,
    }),
    'host.pickArchive': async ({ what }) => {
      const paths = await pickArchive(window, what);
      return paths && Promise.all(paths.map((path) => grants.give(path, { isEvidence: true })));
    },
    'host.pickWorkspace': async () => granted(await pickWorkspace(window)),
    'host.pickPlace': async () => granted(await pickPlace(window)),
    'host.recent': () =>
      Promise.all(
        settings.recent.map(async ({ path, title, openedAt }) => ({
          granted: await grants.give(path),
          title,
          openedAt,
          isThere: await isWorkspace(path),
        })),
      ),
    'host.remember': async ({ path, title }) => {
      if (!isAbsolute(path) || !(await isWorkspace(path))) {
        throw new AppError(
          'not-a-workspace',
          'That folder is not a workspace, so it was not added to the recent list.',
        );
      }
      settings.remember({ path, title, openedAt: new Date().toISOString() });
      return {};
    },
    'host.forget': ({ grant }) => {
      const path = grants.pathOf(grant);
      if (path === undefined) throw new AppError('no-grant', 'That workspace is not in the recent list.');
      settings.forget(path);
      return {};
    },
    'host.saveText': async ({ suggestedName, text }) => {
      const path = await pickTarget(window, suggestedName);
      if (path === null) return null;
      await writeTextFile(path, text, grants.evidence());
      return { path };
    },
    'host.openText': async () => {
      const path = await pickTextFile(window);
      return path === null ? null : readTextFile(path);
    },
    'host.settings': () => ({ theme: settings.theme }),
    'host.saveSettings': ({ theme }) => {
      settings.theme = theme;
      nativeTheme.themeSource = theme;
      return {};
    },
    'host.setTitle': ({ title }) => {
      window.setTitle(printable(title));
      return {};
    },
    'host.commands': (_params, { signal, report }) => until(signal, () => commands.listen(report)),
    'host.engine': (_params, { signal, report }) => until(signal, () => engine.watch(report)),
  };
}

async function isWorkspace(path: string): Promise<boolean> {
  try {
    return (await stat(join(path, 'workspace.json'))).isFile();
  } catch {
    return false;
  }
}

const printable = (text: string): string =>
  text.replace(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '');

/** Runs a subscription until its call is cancelled or its page is gone. */
function until(signal: AbortSignal, begin: () => () => void): Promise<Record<string, never>> {
  return new Promise((resolve) => {
    const stop = begin();
    const end = (): void => {
      stop();
      resolve({});
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}
