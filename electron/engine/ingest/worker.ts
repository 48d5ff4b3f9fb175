import { parentPort, workerData } from 'node:worker_threads';
import { openContent, PackingError, type OpenedFile } from './content.ts';
import { extract, type Part } from './extract.ts';
import { limits } from './limits.ts';
import { readingProblem } from './read-file.ts';
import { seenHashes } from './seen-hashes.ts';
import {
  places,
  type EndMessage,
  type FileTask,
  type WorkerMessage,
  type WorkerStart,
} from './worker-protocol.ts';

const start = workerData as WorkerStart;
const { shared, port } = start;
const waitingPlace = places.waitingKb + start.reader;

function post(message: WorkerMessage, transfer: readonly ArrayBuffer[] = []): void {
  port.postMessage(message, [...transfer]);
  Atomics.add(shared, places.posted, 1);
  Atomics.notify(shared, places.posted);
}

const isStopped = (): boolean => Atomics.load(shared, places.stop) !== 0;

/** Holds this thread while the engine has enough to do. */
function waitForRoom(): void {
  for (;;) {
    const waiting = Atomics.load(shared, waitingPlace);
    if (waiting * 1_024 < limits.waitingBytes || isStopped()) return;
    Atomics.wait(shared, waitingPlace, waiting, 200);
  }
}

/** A buffer that nothing else uses, so that it can be handed over instead of copied. */
const ownBuffer = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  bytes.buffer instanceof ArrayBuffer && bytes.byteLength >= bytes.buffer.byteLength / 2
    ? (bytes as Uint8Array<ArrayBuffer>)
    : Uint8Array.from(bytes);

function postPart(fileId: number, part: Part): void {
  waitForRoom();
  const bytes = ownBuffer(part.bytes);
  Atomics.add(shared, waitingPlace, Math.ceil(bytes.byteLength / 1_024));
  post({ kind: 'part', fileId, ...part, bytes }, [bytes.buffer]);
}

class Stopped extends Error {}

async function readFile(task: FileTask): Promise<EndMessage> {
  const end = { kind: 'end', fileId: task.fileId, positionBytes: null, records: 0 } as const;
  let opened: OpenedFile;
  try {
    opened = await openContent(task.path);
  } catch (error) {
    const reason = readingProblem(error);
    return { ...end, sizeBytes: 0, sha256: null, status: 'refused', container: 'unreadable', reason };
  }
  const { sizeBytes, sha256 } = opened;
  if (sizeBytes > 0 && !seenHashes.add(start.hashes, sha256)) {
    const reason = 'The same content as another file; its records are counted there.';
    return { ...end, sizeBytes, sha256, status: 'same-content', container: 's3-log', reason };
  }
  try {
    const outcome = await extract(opened.unpack(), (part) => {
      if (isStopped()) throw new Stopped();
      postPart(task.fileId, part);
    });
    return { ...end, sizeBytes, sha256, ...outcome };
  } catch (error) {
    if (error instanceof Stopped) throw error;
    const reason = error instanceof PackingError ? error.message : readingProblem(error);
    return { ...end, sizeBytes, sha256, status: 'refused', container: 's3-log', reason };
  }
}

async function run(): Promise<void> {
  while (!isStopped()) {
    const task = start.tasks[Atomics.add(shared, places.nextTask, 1)];
    if (!task) break;
    post(await readFile(task));
  }
}

parentPort?.postMessage('ready');
run()
  .catch((error: unknown) => {
    if (!(error instanceof Stopped)) throw error;
  })
  .finally(() => {
    post({ kind: 'idle' });
    // The thread must outlive its messages: when a port's owner exits, what the engine has not taken yet is lost.
    Atomics.wait(shared, places.stop, 0);
  });
