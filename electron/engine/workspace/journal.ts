import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { mebibyte } from '../disk/bounds.ts';
import { systemCode } from '../disk/disk-error.ts';
import { parseAs } from '../disk/json-text.ts';
import { cutTail, LineFile, readLines } from '../disk/line-file.ts';
import { openPlain } from '../disk/plain-file.ts';
import { serialised, setAside } from './files.ts';
import { userName } from './user-name.ts';

const entrySchema = v.object({
  seq: v.pipe(v.number(), v.integer(), v.minValue(1)),
  at: v.string(),
  who: v.string(),
  what: v.string(),
  detail: v.record(v.string(), v.unknown()),
  previous: v.string(),
  hash: v.string(),
});

/** One line of the journal. `hash` is SHA-256 over the line's text without its hash; `previous` is the hash before. */
export type JournalEntry = v.InferOutput<typeof entrySchema>;

/** What the first entry has as `previous`. */
export const chainStart = '0'.repeat(64);

/** The longest detail an entry may have, in characters of JSON; longer ones are cut to a note of their length. */
const maxDetailLength = 65_536;

/** A journal that is longer when it is opened is set aside whole, and a new one begun that names its end. */
const longestJournal = 64 * mebibyte;

/** Who did what in a workspace: append-only, each entry sealed to the one before. */
export interface Journal {
  /** Said once at opening: a truncated end was kept aside, or the journal was unusable and set aside. */
  readonly notice: string | null;
  /** Appends an entry and waits until the disk has it. On a read-only workspace it does nothing and gives null. */
  append(what: string, detail?: Readonly<Record<string, unknown>>): Promise<JournalEntry | null>;
  close(): Promise<void>;
}

/** The answer of a check: how many entries follow each other unbroken, and where the chain breaks first. */
export interface JournalCheck {
  readonly entries: number;
  /** One-based line of the first entry that does not fit, and why; null when all fit. */
  readonly broken: { readonly line: number; readonly reason: string } | null;
  /** Hash of the last fitting entry: noted elsewhere, it makes cutting off the end visible too. */
  readonly lastHash: string;
}

/**
 * Opens a journal for appending. A half-written last line, left by a crash, is kept in a file beside it. Errors:
 * `workspace-unsafe`, `disk-full`, `not-writable`, `disk-failed`, as `append`.
 */
export async function openJournal(path: string, options: { readonly isReadOnly: boolean }): Promise<Journal> {
  if (options.isReadOnly) return { notice: null, append: async () => null, close: async () => undefined };
  const found = await repair(path);
  const inTurn = serialised();
  const file = fileAt(path);
  let { seq, hash } = found;
  const append = (what: string, detail: Readonly<Record<string, unknown>>): Promise<JournalEntry> =>
    inTurn(async () => {
      const { line, entry } = sealed(seq + 1, what, detail, hash);
      await file.append([line]);
      ({ seq, hash } = entry);
      return entry;
    });
  if (found.record) await append(found.record.what, found.record.detail);
  let isClosed = false;
  return {
    notice: found.notice,
    append: async (what, detail = {}) => (isClosed ? null : append(what, detail)),
    close: () =>
      inTurn(async () => {
        isClosed = true;
      }),
  };
}

/** Nothing that was done may go unrecorded, so it grows without a limit while it is open. */
const fileAt = (path: string): LineFile =>
  new LineFile(path, { what: 'the journal', mostBytes: Number.MAX_SAFE_INTEGER });

/** Reads the whole journal, changing nothing, and checks every seal. A missing journal is an empty one. Errors: `workspace-unsafe`. */
export async function verifyJournal(path: string): Promise<JournalCheck> {
  let entries = 0;
  let lastHash = chainStart;
  const broken = (reason: string): JournalCheck => ({
    entries,
    broken: { line: entries + 1, reason },
    lastHash,
  });
  for await (const { text } of readLines(path)) {
    const entry = readEntry(text);
    if (!entry) return broken('The line was changed or is incomplete.');
    if (entry.previous !== lastHash) return broken('A line before it was removed, added or exchanged.');
    if (entry.seq !== entries + 1) return broken('Its number does not follow the one before.');
    entries += 1;
    lastHash = entry.hash;
  }
  return { entries, broken: null, lastHash };
}

function sealed(
  seq: number,
  what: string,
  detail: Readonly<Record<string, unknown>>,
  previous: string,
): { readonly line: string; readonly entry: JournalEntry } {
  const detailText = JSON.stringify(detail);
  const kept =
    detailText.length > maxDetailLength
      ? { note: 'too long to keep', characters: detailText.length }
      : { ...detail };
  const body = { seq, at: new Date().toISOString(), who: userName(), what, detail: kept, previous };
  const text = JSON.stringify(body);
  const hash = sha256(text);
  return { line: `${text.slice(0, -1)},"hash":"${hash}"}`, entry: { ...body, hash } };
}

/** The entry of a line whose own seal holds, else null. */
function readEntry(line: string): JournalEntry | null {
  const parts = /^(.*),"hash":"([0-9a-f]{64})"\}$/.exec(line);
  if (!parts?.[1] || sha256(`${parts[1]}}`) !== parts[2]) return null;
  return parseAs(entrySchema, line);
}

interface Found {
  readonly seq: number;
  readonly hash: string;
  readonly notice: string | null;
  readonly record: { readonly what: string; readonly detail: Record<string, unknown> } | null;
}

const fresh: Found = { seq: 0, hash: chainStart, notice: null, record: null };

/** Brings the file to a whole last line and tells where the chain continues. */
async function repair(path: string): Promise<Found> {
  const tail = await readTail(path);
  if (tail === null) return fresh;
  const end = tail.text.lastIndexOf(0x0a) + 1;
  const cutOff = tail.text.subarray(end);
  const unended = cutOff.length > 0 ? lastOf(cutOff.toString('utf8')) : null;
  if (unended) return unended;
  const goodBytes = tail.offset + end;
  const last = goodBytes === 0 ? fresh : lastOf(lastLine(tail.text.subarray(0, end)));
  if (!last) return restarted(path);
  if (cutOff.length > 0) return { ...last, ...(await keepTail(path, goodBytes)) };
  return tail.sizeBytes > longestJournal ? continued(path, last) : last;
}

async function restarted(path: string): Promise<Found> {
  const aside = await setAside(path, 'damaged');
  return {
    ...fresh,
    notice: `The journal’s end is damaged; it was set aside, whole, as ${aside}, and a new one begun.`,
    record: { what: 'journal.restarted', detail: { keptAs: aside } },
  };
}

async function continued(path: string, { seq, hash }: Found): Promise<Found> {
  const aside = await setAside(path, 'full');
  return {
    ...fresh,
    notice: `The journal had grown beyond 64 MB; it is kept, whole, as ${aside}, and a new one names its last entry.`,
    record: { what: 'journal.continued', detail: { keptAs: aside, entries: seq, lastHash: hash } },
  };
}

/** More than one entry can take, from the end of the file. */
const tailBytes = 8 * maxDetailLength + 131_072;

interface Tail {
  readonly text: Buffer;
  readonly offset: number;
  readonly sizeBytes: number;
}

/** The end of the file; null when there is none or nothing in it. */
async function readTail(path: string): Promise<Tail | null> {
  try {
    const handle = await openPlain(path, 'read');
    try {
      const sizeBytes = await handle.sizeBytes();
      const length = Math.min(sizeBytes, tailBytes);
      const offset = sizeBytes - length;
      const text = await handle.read(Buffer.alloc(length), offset);
      return sizeBytes === 0 ? null : { text, offset, sizeBytes };
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

async function keepTail(path: string, keepBytes: number): Promise<Pick<Found, 'notice' | 'record'>> {
  const { keptAs, bytes } = await cutTail(path, keepBytes);
  return {
    notice: `The journal’s last line was cut off by a crash; its ${bytes} bytes are kept in ${keptAs}.`,
    record: { what: 'journal.repaired', detail: { tornBytes: bytes, keptAs } },
  };
}

const lastLine = (text: Buffer): string => {
  const whole = text.toString('utf8').replace(/\n$/, '');
  return whole.slice(whole.lastIndexOf('\n') + 1);
};

function lastOf(line: string): Found | null {
  const entry = readEntry(line);
  return entry ? { ...fresh, seq: entry.seq, hash: entry.hash } : null;
}

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
