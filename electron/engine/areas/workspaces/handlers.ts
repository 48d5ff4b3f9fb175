import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Handlers, ProgressOf } from '../../../../shared/bridge/contract.ts';
import type { workspaceContract, WorkspaceInfo } from '../../../../shared/contract/workspaces.ts';
import { takeInventory } from '../../ingest/find/inventory.ts';
import type { WorkspaceSlot } from './workspace-slot.ts';
import { chooseWorkspacePlace } from '../../workspace/place.ts';

/** Writes the logs of the sample investigation into a folder. */
export type WriteSample = (
  folder: string,
  options: {
    readonly signal: AbortSignal;
    readonly onProgress: (progress: ProgressOf<(typeof workspaceContract)['workspace.createSample']>) => void;
  },
) => Promise<void>;

/** Making, opening and closing workspaces. `pathOf` gives the path behind a grant or throws `no-grant`. */
export function workspaceHandlers(context: {
  readonly slot: WorkspaceSlot;
  readonly pathOf: (grant: string) => string;
  readonly dataDir: string;
  readonly documentsDir: string;
  readonly writeSample: WriteSample;
}): Handlers<typeof workspaceContract> {
  const { slot, pathOf, dataDir, documentsDir } = context;
  return {
    'workspace.preview': async ({ grants }, { signal, report }) => {
      const paths = grants.map(pathOf);
      const place = await chooseWorkspacePlace({ sources: paths, documentsDir, existing: 'report' });
      const inventory = await takeInventory(paths, signal, report);
      return { ...inventory, paths, workspacePath: place.path, workspaceExists: place.exists };
    },
    'workspace.create': async ({ grants, at }) => {
      const sources = grants.map(pathOf);
      const place = await chooseWorkspacePlace({
        sources,
        documentsDir,
        at: at === null ? null : pathOf(at),
        existing: 'number',
      });
      return slot.createAt({ workspacePath: place.path, sourcePaths: sources });
    },
    'workspace.createSample': (_params, { signal, report }) =>
      openSample(slot, join(dataDir, 'sample'), (folder) =>
        context.writeSample(folder, {
          signal,
          onProgress: ({ events, totalEvents }) => report({ events, totalEvents }),
        }),
      ),
    'workspace.open': ({ grant, lock, rebuild }) => slot.openAt({ path: pathOf(grant), lock, rebuild }),
    'workspace.current': () => slot.info(),
    'workspace.close': async () => {
      await slot.close();
      return {};
    },
    'workspace.watch': async (_params, { signal, report }) => {
      await slot.watch(report, signal);
      return {};
    },
    'workspace.loadState': () => slot.open().folder.state.load(),
    'workspace.saveState': async ({ state }) => {
      const { folder } = slot.open();
      if (!folder.isReadOnly) await folder.state.save(state);
      return {};
    },
  };
}

/** Opens the sample investigation; the first time its logs are written before. */
async function openSample(
  slot: WorkspaceSlot,
  folder: string,
  writeLogs: (folder: string) => Promise<void>,
): Promise<WorkspaceInfo> {
  const archive = join(folder, 'sample-logs');
  const workspacePath = join(folder, 'Sample investigation.trailglass');
  if (existsSync(join(workspacePath, 'workspace.json'))) {
    return slot.openAt({ path: workspacePath, lock: 'respect' });
  }
  await rm(archive, { recursive: true, force: true });
  await writeLogs(archive);
  return slot.createAt({
    workspacePath,
    sourcePaths: [archive],
    title: 'Sample investigation',
    isSample: true,
  });
}
