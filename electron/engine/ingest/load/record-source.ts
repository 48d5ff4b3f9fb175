import { once } from 'node:events';
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import {
  DuckDBTableFunction,
  DOUBLE,
  INTEGER,
  VARCHAR,
  type DuckDBConnection,
  type DuckDBDataChunk,
} from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import { throwIfAborted } from '../../db/pool.ts';
import { limits } from '../bytes/limits.ts';
import type { Part } from '../record/parts.ts';
import { Ring } from './ring.ts';
import { seenHashes } from './seen-hashes.ts';
import {
  beatPlace,
  endKb,
  places,
  sharedPlaces,
  type EndMessage,
  type FileTask,
  type PartMessage,
  type ReaderMessage,
  type WorkerStart,
} from './worker-protocol.ts';

/** Rows in one DuckDB data chunk. */
const chunkRows = 2_048;
/** Readers none of which gives a sign of life for this long have died. */
const silenceMs = 300_000;

interface Reader {
  readonly port: MessagePort;
  readonly worker: Worker;
  readonly ring: Ring;
  isIdle: boolean;
  /** The newest message: its items, how many of them have been used, and whether another follows. */
  items: ReaderMessage['items'];
  used: number;
  isLast: boolean;
  /** A file of which parts came and no end yet. */
  openFile: number | undefined;
}

/** A part in use: what its message says, with what lies in memory. */
type OpenPart = PartMessage & Pick<Part, 'positions' | 'spans' | 'bytes'> & { readonly reader: Reader };

type Vector = ReturnType<typeof duckdb.data_chunk_get_vector>;

let sources = 0;

/** What one batch brought. */
export interface Batch {
  readonly ends: EndMessage[];
  readonly exact: { fileId: number; ordinal: number; bytes: Uint8Array }[];
  exactBytes: number;
  rows: number;
}

/**
 * The records of many files as a DuckDB table function. Reader threads unpack and split; DuckDB asks for chunks
 * synchronously on this thread, so messages are taken with `receiveMessageOnPort` and waited for with `Atomics.wait`.
 * A batch ends at a file boundary once it has its number of rows, or as many files as one commit takes.
 */
export class RecordSource {
  /** The table function's name: its own for every source, because a registered one cannot be replaced. */
  readonly name = `trail_records_${(sources += 1)}`;
  readonly #readers: Reader[];
  readonly #shared: Int32Array;
  readonly #signal: AbortSignal;
  readonly #onRead: (end: EndMessage | undefined) => void;
  /** Records handed over so far, of all batches. */
  rows = 0;
  #part: OpenPart | undefined;
  #partRow = 0;
  #batch: Batch = { ends: [], exact: [], exactBytes: 0, rows: 0 };
  #wantedRows = 0;

  constructor(options: {
    readonly tasks: readonly FileTask[];
    /** The first number for members of archives; above every task's. */
    readonly firstMemberId: number;
    readonly knownHashes: readonly string[];
    readonly readers: number;
    readonly workerUrl: URL;
    /** As `RecordScanner` has it: whoever asks for it reads files with bad rows again. */
    readonly isQuick: boolean;
    readonly signal: AbortSignal;
    readonly onReaderError: (error: unknown) => void;
    /** Called for every file or member that was handed over, and for every chunk of records. */
    readonly onRead: (end: EndMessage | undefined) => void;
  }) {
    const count = Math.max(1, options.readers);
    this.#shared = new Int32Array(new SharedArrayBuffer(sharedPlaces(count) * 4));
    this.#shared[places.nextFileId] = options.firstMemberId;
    this.#signal = options.signal;
    this.#onRead = options.onRead;
    const hashes = seenHashes.create(options.tasks.length + options.knownHashes.length);
    for (const hash of options.knownHashes) seenHashes.add(hashes, hash);
    this.#readers = Array.from({ length: count }, (_, reader) => {
      const { port1, port2 } = new MessageChannel();
      const { tasks, isQuick } = options;
      const ring = new Ring();
      const start: WorkerStart = {
        ...{ tasks, shared: this.#shared, reader, hashes, isQuick },
        port: port2,
        ring: ring.memory,
      };
      const worker = new Worker(options.workerUrl, { workerData: start, transferList: [port2] });
      worker.on('error', options.onReaderError);
      return {
        port: port1,
        worker,
        ring,
        isIdle: false,
        items: [],
        used: 0,
        isLast: false,
        openFile: undefined,
      };
    });
  }

  /** Waits until every reader runs. Rejects when one cannot start, which nothing could report later on. */
  async ready(): Promise<void> {
    await Promise.all(this.#readers.map(({ worker }) => once(worker, 'message')));
  }

  /** True when every file has been read and handed over. */
  get isExhausted(): boolean {
    return this.#part === undefined && this.#readers.every((reader) => reader.isIdle);
  }

  /** Makes the records available to SQL on this connection as a function called `name`: file_id, ordinal, position, raw, quality. */
  register(connection: DuckDBConnection): void {
    connection.registerTableFunction(
      DuckDBTableFunction.create({
        name: this.name,
        bindFunction: (info) => {
          info.addResultColumn('file_id', INTEGER);
          info.addResultColumn('ordinal', INTEGER);
          info.addResultColumn('position', DOUBLE);
          info.addResultColumn('raw', VARCHAR);
          info.addResultColumn('quality', INTEGER);
        },
        initFunction: (info) => info.setMaxThreads(64),
        mainFunction: (_info, chunk) => this.#fill(chunk),
      }),
    );
  }

  /** Starts a batch of about this many rows; the next scan of the function delivers it. */
  startBatch(rows: number): void {
    this.#batch = { ends: [], exact: [], exactBytes: 0, rows: 0 };
    this.#wantedRows = rows;
  }

  /** What the batch since `startBatch` brought. */
  get batch(): Batch {
    return this.#batch;
  }

  /** Stops the readers, whatever they are doing. */
  async close(): Promise<void> {
    Atomics.store(this.#shared, places.stop, 1);
    Atomics.notify(this.#shared, places.stop);
    for (const reader of this.#readers) reader.port.close();
    await Promise.all(this.#readers.map((reader) => reader.worker.terminate()));
  }

  /** Chunks are filled across files: DuckDB works a column at a time, and small files have few records. */
  #fill(chunk: DuckDBDataChunk): void {
    throwIfAborted(this.#signal);
    chunk.rowCount = chunkRows;
    const rows = new ChunkRows(chunk);
    while (rows.count < chunkRows) {
      const part = this.#currentPart();
      if (!part) break;
      this.#partRow += rows.add(part, this.#partRow);
      if (this.#partRow === part.positions.length) this.#finishPart(part);
      if (rows.bytes > limits.chunkBytes) break;
    }
    rows.finish();
    chunk.rowCount = rows.count;
    this.#batch.rows += rows.count;
    this.rows += rows.count;
    this.#onRead(undefined);
  }

  #finishPart({ reader, place, sizeKb }: OpenPart): void {
    if (!('own' in place)) reader.ring.free(place);
    this.#makeRoom(reader, sizeKb);
    this.#part = undefined;
  }

  #makeRoom(reader: Reader, kilobytes: number): void {
    const place = places.waitingKb + this.#readers.indexOf(reader);
    Atomics.sub(this.#shared, place, kilobytes);
    Atomics.notify(this.#shared, place);
  }

  #currentPart(): OpenPart | undefined {
    let quietSince = Date.now();
    let beats = this.#beats();
    while (!this.#part) {
      const seen = Atomics.load(this.#shared, places.posted);
      const isFull = this.#isFull();
      const wanted = this.#readers.filter((reader) =>
        isFull ? reader.openFile !== undefined : !reader.isIdle,
      );
      if (wanted.length === 0) return undefined;
      if (wanted.some((reader) => this.#take(reader))) continue;
      throwIfAborted(this.#signal);
      const now = this.#beats();
      if (now !== beats) quietSince = Date.now();
      beats = now;
      if (Date.now() - quietSince > silenceMs) throw new Error('The reader threads have stopped answering');
      Atomics.wait(this.#shared, places.posted, seen, 50);
    }
    return this.#part;
  }

  #isFull(): boolean {
    const { rows, ends, exactBytes } = this.#batch;
    return (
      rows >= this.#wantedRows ||
      ends.length >= limits.endsPerCommit ||
      exactBytes >= limits.exactPerCommitBytes
    );
  }

  /** Changes as long as any reader lives. */
  #beats(): number {
    return this.#readers.reduce((sum, _, reader) => {
      return sum + Atomics.load(this.#shared, beatPlace(this.#shared, reader));
    }, 0);
  }

  /** Takes the next thing a reader has sent, if there is one. */
  #take(reader: Reader): boolean {
    if (reader.used === reader.items.length) {
      const received = receiveMessageOnPort(reader.port) as { readonly message: ReaderMessage } | undefined;
      if (!received) return false;
      const { items, isLast } = received.message;
      Object.assign(reader, { items, isLast, used: 0 });
    }
    const item = reader.items[reader.used];
    reader.used += 1;
    if (item?.kind === 'part') this.#takePart(reader, item);
    if (item?.kind === 'end') this.#takeEnd(reader, item);
    if (reader.used >= reader.items.length && reader.isLast) {
      reader.used = reader.items.length;
      reader.isIdle = true;
      reader.openFile = undefined;
    }
    return true;
  }

  #takePart(reader: Reader, part: PartMessage): void {
    const { place } = part;
    reader.openFile = part.fileId;
    this.#part = { ...part, reader, ...('own' in place ? place.own : reader.ring.read(place)) };
    this.#partRow = 0;
    for (const record of part.exact) {
      this.#batch.exact.push({ fileId: part.fileId, ...record });
      this.#batch.exactBytes += record.bytes.byteLength;
    }
  }

  #takeEnd(reader: Reader, end: EndMessage): void {
    reader.openFile = undefined;
    this.#batch.ends.push(end);
    this.#onRead(end);
    this.#batch.exactBytes += 2 * (end.companion?.text.length ?? 0);
    this.#makeRoom(reader, endKb(end));
  }
}

/** The rows of one chunk while it is filled. */
class ChunkRows {
  readonly #chunk: DuckDBDataChunk;
  readonly #texts: Vector;
  readonly #fileIds = new Int32Array(chunkRows);
  readonly #ordinals = new Int32Array(chunkRows);
  readonly #positions = new Float64Array(chunkRows);
  readonly #qualities = new Int32Array(chunkRows);
  count = 0;
  /** Of the texts. */
  bytes = 0;

  constructor(chunk: DuckDBDataChunk) {
    this.#chunk = chunk;
    this.#texts = this.#vector(3);
  }

  /** Adds records of a part from one on, as many as there is room for; answers how many. */
  add(part: OpenPart, from: number): number {
    const added = Math.min(chunkRows - this.count, part.positions.length - from);
    this.#positions.set(part.positions.subarray(from, from + added), this.count);
    for (let index = 0; index < added; index += 1) {
      const at = from + index;
      const row = this.count + index;
      this.#ordinals[row] = part.firstOrdinal + at;
      this.#qualities[row] = part.qualities?.[at] ?? 0;
      const text = part.bytes.subarray(part.spans[at * 2], part.spans[at * 2 + 1]);
      duckdb.vector_assign_string_element_len(this.#texts, row, text);
      this.bytes += text.length;
    }
    this.#fileIds.fill(part.fileId, this.count, this.count + added);
    this.count += added;
    return added;
  }

  finish(): void {
    const columns = [this.#fileIds, this.#ordinals, this.#positions, undefined, this.#qualities];
    columns.forEach((column, index) => {
      if (!column) return;
      duckdb.copy_data_to_vector(
        this.#vector(index),
        0,
        column.buffer,
        0,
        this.count * column.BYTES_PER_ELEMENT,
      );
    });
  }

  #vector(column: number): Vector {
    return duckdb.data_chunk_get_vector(this.#chunk.chunk, column);
  }
}
