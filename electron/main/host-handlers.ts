import { stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { app, nativeTheme, shell, type BrowserWindow } from 'electron';
import { AppError } from '../../shared/bridge/errors.ts';
import type { HostHandlers } from '../../shared/contract/host.ts';
import type { CommandQueue } from './command-queue.ts';
import {
  pickArchive,
  pickReferences,
  pickExportPlace,
  pickPlace,
  pickTarget,
  pickTextFile,
  pickWorkspace,
} from './dialogs.ts';
import type { EngineHost } from './engine-host.ts';
import type { Grants } from './grants.ts';
import type { Settings } from './settings.ts';
import { outsideEvidence, readTextFile, writeTextFile } from './text-files.ts';

/** What the host's answers are made of. */
export interface HostServices {
  readonly grants: Grants;
  readonly settings: Settings;
  readonly commands: CommandQueue;
  readonly engine: Pick<EngineHost<never>, 'watch' | 'restartDue'>;
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
    'host.pickReferences': async () => {
      const paths = await pickReferences(window);
      return paths && Promise.all(paths.map((path) => grants.give(path)));
    },
    'host.pickWorkspace': async () => granted(await pickWorkspace(window)),
    'host.pickPlace': async () => granted(await pickPlace(window)),
    ...recentHandlers(grants, settings),
    'host.saveText': async ({ suggestedName, text }) => {
      const path = await pickTarget(window, suggestedName);
      if (path === null) return null;
      await writeTextFile(path, text, grants.evidence());
      return { path };
    },
    ...exportHandlers(window, grants),
    'host.openText': async () => {
      const path = await pickTextFile(window);
      return path === null ? null : readTextFile(path);
    },
    'host.settings': () => ({
      theme: settings.theme,
      hasLetterKeys: settings.hasLetterKeys,
      zone: settings.zone,
      importedPerSecond: settings.importedPerSecond,
    }),
    'host.saveSettings': ({ theme, hasLetterKeys, zone, importedPerSecond }) => {
      if (theme !== undefined) {
        settings.theme = theme;
        nativeTheme.themeSource = theme;
      }
      if (hasLetterKeys !== undefined) settings.hasLetterKeys = hasLetterKeys;
      if (zone !== undefined) settings.zone = zone;
      if (importedPerSecond !== undefined) settings.importedPerSecond = importedPerSecond;
      return {};
    },
    'host.setTitle': ({ title }) => {
      window.setTitle(printable(title));
      return {};
    },
    'host.restartEngine': () => {
      engine.restartDue();
      return {};
    },
    'host.commands': (_params, { signal, report }) => until(signal, () => commands.listen(report)),
    'host.engine': (_params, { signal, report }) => until(signal, () => engine.watch(report)),
  };
}

/** The list of workspaces that were open before. */
const recentHandlers = (
  grants: Grants,
  settings: Settings,
): Pick<HostHandlers, 'host.recent' | 'host.remember' | 'host.summarise' | 'host.forget'> => ({
  'host.recent': () =>
    Promise.all(
      settings.recent.map(async ({ path, title, openedAt, summary }) => ({
        granted: await grants.give(path),
        title,
        openedAt,
        isThere: await isWorkspace(path),
        summary,
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
  'host.summarise': ({ path, summary }) => {
    settings.summarise(path, summary);
    return {};
  },
  'host.forget': ({ grant }) => {
    const path = grants.pathOf(grant);
    if (path === undefined) throw new AppError('no-grant', 'That workspace is not in the recent list.');
    settings.forget(path);
    return {};
  },
});

/** Places for exported files, and showing them. */
const exportHandlers = (
  window: BrowserWindow,
  grants: Grants,
): Pick<HostHandlers, 'host.pickExport' | 'host.reveal'> => ({
  'host.pickExport': async ({ suggestedName, format }) => {
    const place = await pickExportPlace(window, suggestedName, format);
    if (place === null) return null;
    const path = await outsideEvidence(place.path, grants.evidence());
    return { granted: await grants.give(path), isReplacing: place.isReplacing };
  },
  'host.reveal': async ({ grant }) => {
    const path = grants.pathOf(grant);
    if (path === undefined) throw new AppError('no-grant', 'Trailglass was not given this file.');
    if (!(await isThere(path))) {
      throw new AppError(
        'not-found',
        `There is no file ${path} any more. It may have been moved or renamed.`,
      );
    }
    shell.showItemInFolder(path);
    return {};
  },
});

async function isWorkspace(path: string): Promise<boolean> {
  try {
    return (await stat(join(path, 'workspace.json'))).isFile();
  } catch {
    return false;
  }
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

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
