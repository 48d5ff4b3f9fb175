import { constants, gunzipSync } from 'node:zlib';
import type { ProgressOf } from '../../../../shared/bridge/contract.ts';
import type { Inventory, workspaceContract } from '../../../../shared/contract/workspaces.ts';
import { throwIfAborted } from '../../db/pool.ts';
import { discover, type FoundFile } from './discover.ts';
import { isLogKind, kinds, type Kind } from '../record/kinds.ts';
import { readHead } from '../bytes/read-file.ts';
import { readDocument } from '../read/read-document.ts';
import { isGzip } from '../record/sniff.ts';

/** What an archive holds; where its workspace would lie is not looked at. */
export type ArchiveInventory = Omit<Inventory, 'paths' | 'workspacePath' | 'workspaceExists'>;

const headBytes = 16_384;
/** A larger archive is judged by its file names where they follow the delivery grammar. */
const sniffAllFiles = 5_000;
const problemLimit = 200;

function unpackHead(head: Buffer): Buffer {
  try {
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 4 * 1_048_576 });
  } catch {
    return Buffer.alloc(0);
  }
}

/**
 * What a file is, by reading the beginning of its content as the import would. The import decides by the whole content
 * and may come to another answer.
 */
async function sniffFile(path: string | Uint8Array): Promise<Kind> {
  const packed = readHead(path, headBytes);
  const head = isGzip(packed) ? unpackHead(packed) : packed;
  if (packed.length > 0 && head.length === 0) return 'binary';
  const { container } = await readDocument({ kind: 'whole', bytes: Buffer.from(head) }, () => undefined);
  return container;
}

const isLogByName = (file: FoundFile): boolean =>
  file.hints.deliveredMicros !== null && file.hints.folderKind !== 'CloudTrail-Digest';

function tally(values: readonly (string | null)[]): ArchiveInventory['accounts'] {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([value, files]) => ({ value, files })).sort((a, b) => b.files - a.files);
}

/** Looks over an archive before anything is imported: by names and first bytes, without reading any file whole. */
export async function takeInventory(
  sources: readonly string[],
  signal: AbortSignal,
  report: (progress: ProgressOf<(typeof workspaceContract)['workspace.preview']>) => void,
): Promise<ArchiveInventory> {
  const seen = { files: 0, sizeBytes: 0 };
  const { files, passedOver } = await discover(sources, {
    signal,
    onFile: (sizeBytes) => {
      seen.files += 1;
      seen.sizeBytes += sizeBytes;
      if (seen.files % 500 === 0) report({ ...seen });
    },
  });
  report({ ...seen });
  const byKind = new Map<Kind, { files: number; sizeBytes: number }>();
  const problems = passedOver.map(({ path, reason }) => ({ path, reason }));
  let looked = 0;
  for (const file of files) {
    throwIfAborted(signal);
    const kind = files.length > sniffAllFiles && isLogByName(file) ? 's3-log' : await kindOf(file, problems);
    const sum = byKind.get(kind) ?? { files: 0, sizeBytes: 0 };
    byKind.set(kind, { files: sum.files + 1, sizeBytes: sum.sizeBytes + file.sizeBytes });
    looked += 1;
    if (looked % 200 === 0) await new Promise(setImmediate);
  }
  const deliveries = files.flatMap((file) => file.hints.deliveredMicros ?? []);
  return {
    ...seen,
    kinds: [...byKind]
      .map(([kind, sum]) => {
        const { label, isReadable } = kinds[kind];
        return { kind, label, isReadable, isLog: isLogKind(kind), ...sum };
      })
      .sort((a, b) => Number(b.isReadable) - Number(a.isReadable) || b.files - a.files),
    accounts: tally(files.map((file) => file.hints.account)),
    regions: tally(files.map((file) => file.hints.region)),
    firstDeliveryMicros: deliveries.reduce<number | null>(
      (min, at) => (min === null || at < min ? at : min),
      null,
    ),
    lastDeliveryMicros: deliveries.reduce<number | null>(
      (max, at) => (max === null || at > max ? at : max),
      null,
    ),
    problems: problems.slice(0, problemLimit),
  };
}

async function kindOf(file: FoundFile, problems: ArchiveInventory['problems']): Promise<Kind> {
  try {
    return await sniffFile(file.openPath);
  } catch {
    problems.push({ path: file.path, reason: 'It cannot be read.' });
    return 'unreadable';
  }
}
