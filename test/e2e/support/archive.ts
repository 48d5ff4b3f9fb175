import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { writeTrail } from '../../../electron/sample/write-trail.ts';
import { handOver } from './launch.ts';

/** What the tests ask of a record; everything else stays as it was read. */
export interface PlainRecord {
  readonly eventID: string;
  readonly eventName: string;
  readonly eventTime: string;
  readonly eventSource: string;
  readonly awsRegion: string;
  readonly recipientAccountId: string;
  readonly errorCode?: string;
  readonly readOnly?: boolean;
  readonly userIdentity?: { readonly type?: string; readonly arn?: string };
}

/** An archive on disk and, read by nothing of ours, the events in it. */
export interface Archive {
  readonly folder: string;
  /** Each event once, by its identity. */
  readonly events: readonly PlainRecord[];
  /** Log files that can be read. */
  readonly logs: number;
}

/** Gives a folder and all in it to the user the application runs as. */
export async function handOverAll(folder: string): Promise<void> {
  const below = readdirSync(folder, { recursive: true, withFileTypes: true });
  await handOver(folder, ...below.map((entry) => join(entry.parentPath, entry.name)));
}

/** Copies evidence that must not be written beside. */
export async function copyOf(folder: string, to: string): Promise<string> {
  cpSync(folder, to, { recursive: true });
  await handOverAll(to);
  return to;
}

/** A generated archive in a new folder of that name, `logs` by default; with `broken`, also files that cannot be read in full. */
export async function makeArchive(
  parent: string,
  options: {
    readonly events: number;
    readonly seed?: number;
    readonly name?: string;
    readonly broken?: boolean;
  },
): Promise<Archive> {
  mkdirSync(parent, { recursive: true });
  const folder = join(parent, options.name ?? 'logs');
  const { files } = await writeTrail({ events: options.events, seed: options.seed ?? 7 }, folder);
  const events = eventsIn(folder);
  if (options.broken) addBroken(folder);
  await handOver(parent);
  await handOverAll(folder);
  return { folder, events, logs: files };
}

/** The broken files of an archive and what must be said of each. */
export const brokenFiles = ['cut-off.json.gz', 'not-json.json', 'picture.png'] as const;

function addBroken(folder: string): void {
  const [cut, words, picture] = brokenFiles;
  const whole = gzipSync(
    JSON.stringify({ Records: Array.from({ length: 200 }, (_, at) => ({ eventVersion: '1.08', at })) }),
  );
  mkdirSync(join(folder, 'strays'));
  writeFileSync(join(folder, 'strays', cut), whole.subarray(0, whole.length >> 1));
  writeFileSync(join(folder, 'strays', words), '{"Records": [ this is not JSON');
  writeFileSync(join(folder, 'strays', picture), Buffer.from('89504e470d0a1a0a0000000d', 'hex'));
}

function eventsIn(folder: string): PlainRecord[] {
  const found = new Map<string, PlainRecord>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.name.endsWith('.json.gz')) continue;
    const text = gunzipSync(readFileSync(join(entry.parentPath, entry.name))).toString('utf8');
    const { Records } = JSON.parse(text) as { readonly Records?: readonly PlainRecord[] };
    for (const record of Records ?? []) found.set(`${record.recipientAccountId} ${record.eventID}`, record);
  }
  return [...found.values()];
}
