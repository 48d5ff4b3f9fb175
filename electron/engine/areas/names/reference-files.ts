import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import * as v from 'valibot';
import { AppError } from '../../../../shared/bridge/errors.ts';
import { mebibyte, megabytes } from '../../disk/bounds.ts';
import { kindOf, lookIfAny } from '../../disk/entry.ts';
import { systemCode } from '../../disk/disk-error.ts';
import { makeFolder, removeFile } from '../../disk/folders.ts';
import { parseAs } from '../../disk/json-text.ts';
import { openPlain } from '../../disk/plain-file.ts';
import { readText, replaceText } from '../../disk/text-file.ts';
import type { WorkspaceFolder } from '../../workspace/session.ts';
import { isAddressDatabase } from './address-database.ts';
import { clean, type Facts, type Origin } from './facts.ts';
import { countFacts, readFacts } from './read-facts.ts';

/** What a decision about a reference file is called in work.jsonl; its key is the SHA-256 of the file. */
const kind = 'reference-file';
const mostFiles = 200;
const mostBytes = 32 * mebibyte;
const isHash = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);

const valueSchema = v.object({
  name: v.pipe(v.string(), v.maxLength(1_000)),
  bytes: v.pipe(v.number(), v.minValue(0)),
  modifiedMs: v.nullable(v.number()),
});

/** A file that a person gave, with what it tells. */
export interface ReferenceFile {
  readonly origin: Origin;
  readonly facts: Facts;
  readonly sizeBytes: number;
  /** ISO 8601 in UTC. */
  readonly addedAt: string;
  readonly addedBy: string;
}

/** What was read of the files that people gave. */
export interface ReferenceFiles {
  readonly files: readonly ReferenceFile[];
  /** Files that are gone or are not what they were, in words; null when all is well. */
  readonly notice: string | null;
}

const dayOf = (ms: number | null): string | null =>
  ms === null || !Number.isFinite(ms) || Math.abs(ms) > 8e15 ? null : new Date(ms).toISOString().slice(0, 10);

/** Reads the files that people gave a workspace, in the order in which they were given. */
export async function readReferences({ work, layout }: WorkspaceFolder): Promise<ReferenceFiles> {
  // A link in its place leads out of the workspace.
  const found = await lookIfAny(layout.references);
  const isThere = found !== null && kindOf(found) === 'folder';
  const entries = [...work.latest(kind).values()].filter(({ key }) => isHash(key)).slice(0, mostFiles);
  const files: ReferenceFile[] = [];
  const missing: string[] = [];
  for (const { key, value, at, by } of entries) {
    const said = typeof value === 'string' ? parseAs(valueSchema, value) : undefined;
    const text =
      said && isThere && (await readText(join(layout.references, key), mostBytes).catch(() => null));
    if (!said || typeof text !== 'string' || sha256(Buffer.from(text)) !== key) {
      missing.push(clean(said?.name ?? key));
      continue;
    }
    const facts = readFacts(text);
    const dated = facts.dated ?? dayOf(said.modifiedMs);
    files.push({
      origin: { file: clean(said.name), sha256: key, dated, isGiven: true },
      ...{ facts, sizeBytes: said.bytes, addedAt: at, addedBy: clean(by) },
    });
  }
  return {
    files: files.sort((a, b) => a.addedAt.localeCompare(b.addedAt)),
    notice:
      missing.length === 0
        ? null
        : `These files of names and ranges are gone or changed, so nothing is taken from them: ${missing.slice(0, 5).join(', ')}. Give them again, or remove them.`,
  };
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Takes a copy of a person's file into the workspace; answers its hash. Errors: `file-unreadable`, `bad-params`, those of writing. */
export async function addReference({ work, layout }: WorkspaceFolder, path: string): Promise<string> {
  const { text, modifiedMs, sizeBytes } = await readGiven(path);
  const name = basename(path);
  if (countFacts(readFacts(text)) === 0) throw tellsNothing(name);
  if (work.latest(kind).size >= mostFiles)
    throw new AppError('bad-params', `More than ${mostFiles} such files are not kept. Remove one first.`);
  const hash = sha256(Buffer.from(text));
  await makeFolder(layout.references);
  await replaceText(join(layout.references, hash), text, { what: 'the file', mostBytes });
  const value = JSON.stringify({ name: name.slice(0, 1_000), bytes: sizeBytes, modifiedMs });
  await work.add(kind, new Map([[hash, value]]));
  return hash;
}

/** Forgets a person's file. Errors: `not-found`, those of writing. */
export async function removeReference({ work, layout }: WorkspaceFolder, hash: string): Promise<void> {
  if (!isHash(hash) || !work.latest(kind).has(hash))
    throw new AppError(
      'not-found',
      'This file was not given to the workspace. It may have been removed already.',
    );
  await work.add(kind, new Map([[hash, null]]));
  await removeFile(join(layout.references, hash)).catch((error: unknown) => {
    if (systemCode(error) !== 'ENOENT') throw error;
  });
}

interface Given {
  readonly text: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number | null;
}

async function readGiven(path: string): Promise<Given> {
  const name = basename(path);
  const handle = await openPlain(path, 'read').catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT')
      throw new AppError('file-unreadable', `${name} is not there. Check the path and try again.`);
    throw error;
  });
  try {
    const found = await handle.look();
    const sizeBytes = Number(found.size);
    if (sizeBytes > mostBytes)
      throw new AppError(
        'bad-params',
        `${name} has ${megabytes(sizeBytes)}; files of names and ranges may have ${megabytes(mostBytes)}.`,
      );
    const bytes = Buffer.from(await handle.read(Buffer.alloc(sizeBytes), 0));
    if (isAddressDatabase(bytes)) throw notRead(name);
    // Read again it has to be the same, so bytes that are no UTF-8 are replaced before it is hashed.
    return { text: bytes.toString('utf8'), sizeBytes, modifiedMs: Number(found.mtimeMs) };
  } finally {
    await handle.close();
  }
}

const tellsNothing = (name: string): AppError =>
  new AppError(
    'bad-params',
    `${name} names no accounts, users or addresses. Give the output of aws organizations list-accounts, ip-ranges.json, or a table with columns such as “account id, name, ou” or “cidr, name”.`,
  );

const notRead = (name: string): AppError =>
  new AppError(
    'bad-params',
    `${name} is a database of addresses (MMDB), which this version does not read. Countries and networks stay empty; export the blocks you need as a table with the columns “cidr, name”.`,
  );
