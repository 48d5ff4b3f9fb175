import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { AppError } from '../../../shared/bridge/errors.ts';
import { workspaceLayout } from '../../engine/workspace/layout.ts';
import { readManifest } from '../../engine/workspace/manifest.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { Run } from '../run.ts';
import { visible } from '../visible-text.ts';
import { importSources } from './import.ts';

/**
 * Sets the database of a workspace aside and makes it again from the sources; notes and saved work stay. Sources that are
 * not there are named. Errors: `evidence-unreadable` when none is there; then nothing was changed.
 */
export async function rebuildWorkspace(
  run: Run,
  request: { readonly workspace: string; readonly json: boolean },
): Promise<ExitCode> {
  const { session, terminal } = run;
  const { manifest } = await readManifest(workspaceLayout(resolve(request.workspace)).manifest);
  const sources = manifest.sources.map(({ path }) => path);
  const missing = sources.filter((source) => !existsSync(source));
  if (missing.length === sources.length) throw nothingToReadFrom(sources);
  await session.engine.openWorkspaceAt({ path: request.workspace, lock: 'respect', rebuild: true });
  const code = await importSources(run, { ...request, sources: [] });
  for (const source of missing) {
    terminal.note(
      `${visible(source)} is not there, so nothing of it is in the database now. Put it back and import again; the former database is kept beside the new one.`,
    );
  }
  return code === exitCodes.ok && missing.length > 0 ? exitCodes.failed : code;
}

const nothingToReadFrom = (sources: readonly string[]): AppError =>
  new AppError(
    'evidence-unreadable',
    sources.length === 0
      ? 'The workspace names no source, so there is nothing to rebuild it from. Nothing was changed. Import the evidence: trailglass import <path> --workspace <workspace>'
      : `None of the sources is there (${sources.join(', ')}), so there is nothing to rebuild the database from. Nothing was changed. Put the evidence back first.`,
  );
