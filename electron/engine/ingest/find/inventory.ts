import { sep } from 'node:path';
import { constants, gunzipSync } from 'node:zlib';
import type { ProgressOf } from '../../../../shared/bridge/contract.ts';
import type { Inventory, workspaceContract } from '../../../../shared/contract/workspaces.ts';
import { throwIfAborted } from '../../db/pool.ts';
import { discover, type FoundFile } from './discover.ts';
import { EventEstimate, type Head } from './event-estimate.ts';
import { LeftOut } from './left-out.ts';
import { isLogKind, kinds, type Kind } from '../record/kinds.ts';
import { readHead } from '../bytes/read-file.ts';
import { readDocument } from '../read/read-document.ts';
import { isGzip } from '../record/sniff.ts';

/** What an archive holds; where its workspace would lie is not looked at. */
export type ArchiveInventory = Omit<Inventory, 'paths' | 'workspacePath' | 'workspaceExists'>;

const headBytes = 16_384;
/** A larger archive is judged by its file names where they follow the delivery grammar. */
const sniffAllFiles = 5_000;
/** Of files judged by their names, so many are opened to estimate events by. */
const sampledFiles = 200;
const problemLimit = 200;
const notRead = 'It is not read.';

/** What looking at one file told. */
interface Seen {
  readonly kind: Kind;
  /** Why it is not read, if it is none that is. */
  readonly reason: string;
  /** Its beginning, as far as it was opened. */
  readonly head: Head | null;
}

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
async function sniffFile(path: string | Uint8Array): Promise<Seen> {
  const packed = readHead(path, headBytes);
  const head = isGzip(packed) ? unpackHead(packed) : packed;
  if (packed.length > 0 && head.length === 0) {
    return { kind: 'binary', reason: 'Packed with gzip, but its beginning cannot be unpacked.', head: null };
  }
  const told = await readDocument({ kind: 'whole', bytes: Buffer.from(head) }, () => undefined);
  const { container: kind, records } = told;
  return { kind, reason: told.reason ?? notRead, head: { records, sizeBytes: packed.length } };
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
  const leftOut = new LeftOut();
  const estimate = new EventEstimate();
  const isMany = files.length > sniffAllFiles;
  const everyNth = Math.ceil(files.length / sampledFiles);
  for (const [at, file] of files.entries()) {
    throwIfAborted(signal);
    const isNamed = isMany && isLogByName(file) && at % everyNth !== 0;
    const { kind, reason, head } = isNamed ? named : await lookAt(file, problems);
    const sum = byKind.get(kind) ?? { files: 0, sizeBytes: 0 };
    byKind.set(kind, { files: sum.files + 1, sizeBytes: sum.sizeBytes + file.sizeBytes });
    if (!kinds[kind].isReadable) leftOut.add(kind, reason, withinSource(file));
    else if (isLogKind(kind) && kind !== 'parquet') estimate.add(file.sizeBytes, head);
    else estimate.addSealed();
    if (at % 200 === 199) await new Promise(setImmediate);
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
    leftOut: leftOut.list(),
    estimatedEvents: estimate.events(),
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

/** Its path from the folder that was opened; the whole one for what was opened itself. */
const withinSource = ({ path, source }: FoundFile): string =>
  path.startsWith(`${source}${sep}`) ? path.slice(source.length + 1) : path;

/** A file whose name alone says that it is a log. */
const named: Seen = { kind: 's3-log', reason: notRead, head: null };

async function lookAt(file: FoundFile, problems: ArchiveInventory['problems']): Promise<Seen> {
  try {
    return await sniffFile(file.openPath);
  } catch {
    const reason = 'It cannot be read.';
    problems.push({ path: file.path, reason });
    return { kind: 'unreadable', reason, head: null };
  }
}
