import { existsSync } from 'node:fs';
import { extname, join } from 'node:path';
import { app, dialog, type BrowserWindow, type OpenDialogOptions } from 'electron';
import { exportExtension, type EventExportFormat } from '../../shared/contract/export.ts';
import { safeFileName } from './text-files.ts';

async function pick(window: BrowserWindow, options: OpenDialogOptions): Promise<readonly string[] | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, options);
  return canceled || filePaths.length === 0 ? null : filePaths;
}

const first = (paths: readonly string[] | null): string | null => paths?.[0] ?? null;

/** The person chooses a folder or files of evidence; null when they change their mind. */
export const pickArchive = (
  window: BrowserWindow,
  what: 'folder' | 'files',
): Promise<readonly string[] | null> =>
  pick(window, {
    title: what === 'folder' ? 'Open a folder of CloudTrail logs' : 'Open CloudTrail logs',
    buttonLabel: 'Open',
    properties: what === 'folder' ? ['openDirectory', 'multiSelections'] : ['openFile', 'multiSelections'],
  });

/** The person chooses lists of names and ranges. */
export const pickReferences = (window: BrowserWindow): Promise<readonly string[] | null> =>
  pick(window, {
    title: 'Add lists of names and ranges',
    buttonLabel: 'Add',
    properties: ['openFile', 'multiSelections'],
  });

export const pickWorkspace = async (window: BrowserWindow): Promise<string | null> =>
  first(
    await pick(window, { title: 'Open a workspace', buttonLabel: 'Open', properties: ['openDirectory'] }),
  );

/** A folder to make a workspace in. */
export const pickPlace = async (window: BrowserWindow): Promise<string | null> =>
  first(
    await pick(window, {
      title: 'Where to make the workspace',
      buttonLabel: 'Choose',
      properties: ['openDirectory', 'createDirectory'],
    }),
  );

export const pickTextFile = async (window: BrowserWindow): Promise<string | null> =>
  first(await pick(window, { title: 'Open a file', buttonLabel: 'Open', properties: ['openFile'] }));

/** Where an export goes, and whether the person agreed to replace what is there. */
export interface ExportPlace {
  readonly path: string;
  readonly isReplacing: boolean;
}

/** The person chooses a place for an export; a name without an ending gets the format's. */
export async function pickExportPlace(
  window: BrowserWindow,
  suggestedName: string,
  format: EventExportFormat,
): Promise<ExportPlace | null> {
  const extension = exportExtension[format];
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: 'Export',
    buttonLabel: 'Export',
    defaultPath: join(app.getPath('documents'), safeFileName(suggestedName)),
    filters: [
      { name: formatNames[format], extensions: [extension.split('.').at(-1) ?? extension] },
      { name: 'All files', extensions: ['*'] },
    ],
    properties: ['showOverwriteConfirmation', 'createDirectory'],
  });
  if (canceled || !filePath) return null;
  if (extname(filePath) === '') return { path: `${filePath}.${extension}`, isReplacing: false };
  return { path: filePath, isReplacing: existsSync(filePath) };
}

const formatNames: Readonly<Record<EventExportFormat, string>> = {
  csv: 'CSV',
  jsonl: 'JSON lines',
  records: 'CloudTrail log file',
  parquet: 'Parquet',
  xlsx: 'Excel workbook',
  'event-history': 'Event history CSV',
};

export async function pickTarget(window: BrowserWindow, suggestedName: string): Promise<string | null> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: 'Save',
    defaultPath: join(app.getPath('documents'), safeFileName(suggestedName)),
    properties: ['showOverwriteConfirmation', 'createDirectory'],
  });
  return canceled || !filePath ? null : filePath;
}
