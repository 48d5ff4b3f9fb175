import { parentPort, workerData } from 'node:worker_threads';
import { limits } from '../bytes/limits.ts';
import { pieces, type Part } from '../record/parts.ts';
import { evidenceFile, readingProblem, type ByteSource } from '../bytes/read-file.ts';
import { KeptInflater } from '../packages/kept-inflater.ts';
import { readSource } from '../read/read-source.ts';
import { seenHashes } from './seen-hashes.ts';
import { StopReading } from '../record/stop-reading.ts';
import { bytesPerRecord, fitsRing, Ring, ringPartBytes } from './ring.ts';
import {
  beatPlace,
  endKb,
  places,
  sizeKb,
  type EndMessage,
  type FileTask,
  type PartMessage,
  type ReaderMessage,
  type WorkerStart,
} from './worker-protocol.ts';

const start = workerData as WorkerStart;
const { shared, port } = start;
const ring = new Ring(start.ring);
/** Used again for file after file; only much larger ones get memory of their own. */
const packedMemory = Buffer.allocUnsafeSlow(4 * 1_048_576);
const inflater = KeptInflater.make();
/** A message goes out with so much in it, or after so long. */
const postBytes = 2 * 1_048_576;
const postItems = 512;
const postMs = 50;
const waitingPlace = places.waitingKb + start.reader;

const outbox = {
  items: [] as (PartMessage | EndMessage)[],
  buffers: [] as ArrayBuffer[],
  bytes: 0,
  sinceMs: 0,
};

function post(isLast: boolean): void {
  const message: ReaderMessage = { items: outbox.items, isLast };
  port.postMessage(message, outbox.buffers);
  outbox.items = [];
  outbox.buffers = [];
  outbox.bytes = 0;
  Atomics.add(shared, places.posted, 1);
  Atomics.notify(shared, places.posted);
}

function postWhenFull(): void {
  const { items, bytes, sinceMs } = outbox;
  if (bytes >= postBytes || items.length >= postItems || Date.now() - sinceMs >= postMs) post(false);
}

function put(item: PartMessage | EndMessage, kilobytes: number): void {
  if (outbox.items.length === 0) outbox.sinceMs = Date.now();
  Atomics.add(shared, waitingPlace, kilobytes);
  outbox.items.push(item);
  outbox.bytes += kilobytes * 1_024;
}

const isStopped = (): boolean => Atomics.load(shared, places.stop) !== 0;

/** Holds this thread while the engine has enough to do. */
function waitForRoom(): void {
  for (;;) {
    const waiting = Atomics.load(shared, waitingPlace);
    if (waiting * 1_024 < limits.waitingBytes || isStopped()) return;
    if (outbox.items.length > 0) post(false);
    Atomics.wait(shared, waitingPlace, waiting, 200);
  }
}

/** Room in the ring for a part, waited for while the engine has enough to do. */
function placeOf(part: Part): PartMessage['place'] {
  if (!fitsRing(part)) {
    const bytes = Uint8Array.from(part.bytes);
    outbox.buffers.push(bytes.buffer);
    return { own: { positions: part.positions.slice(), spans: part.spans, bytes } };
  }
  for (;;) {
    const placed = ring.place(part);
    if (placed) return placed;
    if (isStopped()) throw new StopReading();
    if (outbox.items.length > 0) post(false);
    ring.waitForRoom(200);
  }
}

function postPart(fileId: number, whole: Part): void {
  for (const part of pieces(whole, ringPartBytes, bytesPerRecord)) {
    if (isStopped()) throw new StopReading();
    waitForRoom();
    const { firstOrdinal, qualities, exact } = part;
    const kilobytes = sizeKb(part);
    put(
      {
        kind: 'part',
        fileId,
        firstOrdinal,
        qualities: qualities?.slice(),
        exact,
        sizeKb: kilobytes,
        place: placeOf(part),
      },
      kilobytes,
    );
    postWhenFull();
  }
}

/** Ends wait their turn like records: an archive may hold millions of members without any. */
function postEnd(end: EndMessage): void {
  if (isStopped()) throw new StopReading();
  waitForRoom();
  put(end, endKb(end));
  postWhenFull();
}

async function readTask(task: FileTask): Promise<void> {
  const ended = { kind: 'end', taskFileId: task.fileId } as const;
  let source: ByteSource;
  try {
    source = evidenceFile(task.path, packedMemory);
  } catch (error) {
    postEnd({
      ...ended,
      fileId: task.fileId,
      memberOf: null,
      memberPath: null,
      sizeBytes: 0,
      sha256: null,
      contentSha256: null,
      gzipMembers: null,
      status: 'refused',
      container: 'unreadable',
      reason: readingProblem(error),
      positionBytes: null,
      records: 0,
      refusedRecords: 0,
      problems: [],
    });
    return;
  }
  await readSource(source, task.fileId, {
    isQuick: start.isQuick,
    inflater,
    nextFileId: () => Atomics.add(shared, places.nextFileId, 1),
    isNew: (sha256) => seenHashes.add(start.hashes, sha256),
    emit: (fileId) => (part) => postPart(fileId, part),
    ended: (end) => postEnd({ ...ended, ...end }),
  });
}

async function run(): Promise<void> {
  while (!isStopped()) {
    const task = start.tasks[Atomics.add(shared, places.nextTask, 1)];
    if (!task) break;
    await readTask(task);
  }
}

setInterval(() => Atomics.add(shared, beatPlace(shared, start.reader), 1), 1_000).unref();
parentPort?.postMessage('ready');
run()
  .catch((error: unknown) => {
    if (!(error instanceof StopReading)) throw error;
  })
  .finally(() => {
    post(true);
    // The thread must outlive its messages: when a port's owner exits, what the engine has not taken yet is lost.
    Atomics.wait(shared, places.stop, 0);
  });
