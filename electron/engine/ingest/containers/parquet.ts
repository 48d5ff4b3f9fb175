import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import * as zlib from 'node:zlib';
import {
  parquetMetadataAsync,
  parquetReadObjects,
  snappyUncompress,
  type AsyncBuffer,
  type Compressors,
  type FileMetaData,
  type RowGroup,
} from 'hyparquet';
import type { Item, Outcome } from '../record/found.ts';
import { limits } from '../bytes/limits.ts';
import type { ReachableSource } from '../packages/buffered.ts';
import { PackingError } from '../bytes/packing-error.ts';
import { RecordSink, type Emit } from '../record/record-sink.ts';
import { StopReading } from '../record/stop-reading.ts';
import { StructReader } from '../tables/sql-struct.ts';
import { partial, type JsonObject } from './container.ts';
import { recordsInCells } from './records-in.ts';
import { recordOfRow } from './row-record.ts';
import { unwrap } from './unwrap.ts';

const note = 'Put together from Parquet columns; what the table does not keep is missing from these records.';
const rowsAtOnce = 100_000;

/**
 * Parquet tables, row group after row group: OCSF rows as Security Lake writes them, rows with CloudTrail's columns as
 * Athena, Glue and others write them, and rows that carry a record as text. Sources: Security Lake User Guide, "Open
 * Cybersecurity Schema Framework (OCSF) in Security Lake"; Apache Parquet format 2.11.
 */
export async function readParquet(source: ReachableSource, emit: Emit): Promise<Outcome> {
  const sink = new RecordSink(emit);
  sink.count('parquet', 0);
  try {
    const metadata = await metadataOf(source);
    const structs = new StructReader();
    let firstRow = 0;
    for (const group of metadata.row_groups) {
      await readGroup({ source, metadata, group, firstRow, structs }, sink);
      firstRow += Number(group.num_rows);
    }
    return sink.outcome('parquet', firstRow === 0);
  } catch (error) {
    if (!(error instanceof PackingError)) throw error;
    sink.remark(0, error.message);
    return sink.outcome('parquet');
  }
}

async function metadataOf(source: ReachableSource): Promise<FileMetaData> {
  const ends = [source.read(0, 4), source.read(Math.max(0, source.sizeBytes - 4), 4)].map(String);
  if (ends.includes('PARE'))
    throw new PackingError(
      'The Parquet file is encrypted. Export the table without encryption and open that.',
    );
  if (ends[1] !== 'PAR1')
    throw new PackingError('The Parquet file is cut off: its directory at the end is missing.');
  if (source.sizeBytes > limits.parquetBytes) {
    throw new PackingError(
      `The Parquet file is larger than ${limits.parquetBytes / 1_073_741_824} GB. Split it into smaller files and open those.`,
    );
  }
  const metadata = await parquetMetadataAsync(fileOf(source), { geoparquet: false }).catch(
    (error: unknown) => {
      throw damaged(error);
    },
  );
  const chunks = metadata.row_groups.flatMap(({ columns }) => columns);
  const codec = chunks.flatMap(({ meta_data }) => meta_data?.codec ?? []).find((name) => !canUnpack(name));
  if (codec !== undefined) {
    throw new PackingError(
      `The columns are packed with ${codec}, which is not unpacked here. Write the table again with Snappy or gzip and open that.`,
    );
  }
  return metadata;
}

const canUnpack = (codec: string): boolean => codec === 'UNCOMPRESSED' || codec in compressors;

const damaged = (error: unknown): PackingError =>
  error instanceof PackingError
    ? error
    : new PackingError(
        `The Parquet file is damaged or uses something that is not read here (${error instanceof Error ? error.message.slice(0, 120) : 'unknown'}).`,
        { cause: error },
      );

const fileOf = (source: ReachableSource): AsyncBuffer => ({
  byteLength: source.sizeBytes,
  slice: (start, end = source.sizeBytes) => {
    const bytes = source.read(start, end - start);
    if (bytes.length < end - start)
      throw new PackingError('The Parquet file points to places beyond its end.');
    return Uint8Array.from(bytes).buffer;
  },
});

interface Group {
  readonly source: ReachableSource;
  readonly metadata: FileMetaData;
  readonly group: RowGroup;
  readonly firstRow: number;
  readonly structs: StructReader;
}

/** Reads one row group. A damaged one is told and costs its own rows only. */
async function readGroup(task: Group, sink: RecordSink): Promise<void> {
  const { source, metadata, group, firstRow, structs } = task;
  const rows = Number(group.num_rows);
  const positionBytes = positionOf(group);
  try {
    checkGroup(group);
    for (let at = 0; at < rows; at += rowsAtOnce) {
      const objects = await parquetReadObjects({
        file: fileOf(source),
        metadata,
        compressors,
        parsers,
        rowStart: firstRow + at,
        rowEnd: firstRow + Math.min(rows, at + rowsAtOnce),
      });
      for (const row of objects) sink.take(itemsOf(row, structs), positionBytes);
    }
  } catch (error) {
    if (error instanceof StopReading) throw error;
    const reason = damaged(error).message;
    sink.refuse(positionBytes, `Rows ${firstRow + 1} to ${firstRow + rows} cannot be read. ${reason}`, '');
  }
}

function positionOf({ columns }: RowGroup): number {
  const meta = columns[0]?.meta_data;
  return Number(meta?.dictionary_page_offset ?? meta?.data_page_offset ?? 0);
}

function checkGroup({ num_rows, columns }: RowGroup): void {
  const bytes = columns.reduce(
    (sum, { meta_data }) => sum + Number(meta_data?.total_uncompressed_size ?? 0),
    0,
  );
  const values = columns.map(({ meta_data }) => Number(meta_data?.num_values ?? 0));
  if (bytes > limits.parquetGroupBytes || Math.max(Number(num_rows), ...values) > limits.parquetGroupRows) {
    throw new PackingError(
      `The row group is larger than ${limits.parquetGroupBytes / 1_048_576} MB or ${limits.parquetGroupRows.toLocaleString('en-US')} values a column. Write the table again with smaller row groups and open that.`,
    );
  }
}

function itemsOf(row: JsonObject, structs: StructReader): readonly Item[] {
  const value = plain(row) as JsonObject;
  const text = JSON.stringify(value);
  const json = recordOfRow(value, structs);
  if (json === undefined) return unwrap(value, text, 'value');
  const whole = recordsInCells(Object.keys(value))(Object.values(value)).filter((item) => 'found' in item);
  return whole.length > 0 ? whole : [partial(json, text, note)];
}

/** The largest depth at which values are taken apart; no table of records has a tenth of it. */
const deepest = 64;

/** A value as JSON has it: times as ISO text, numbers beyond 2^53 and bytes as text. */
function plain(value: unknown, depth = 0): unknown {
  if (value === null || value === undefined || depth > deepest) return null;
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (ArrayBuffer.isView(value))
    return Array.from(value as unknown as ArrayLike<unknown>, (one) => plain(one, depth + 1));
  if (Array.isArray(value)) return value.map((one) => plain(one, depth + 1));
  if (typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one, depth + 1)]));
}

const decoder = new TextDecoder();

const parsers = {
  // JSON stays the text it is.
  jsonFromBytes: (bytes: Uint8Array | undefined): string | undefined => bytes && decoder.decode(bytes),
  geometryFromBytes: () => null,
  geographyFromBytes: () => null,
};

/** Node has Zstandard from 22.15 on. */
const { zstdDecompressSync: unzstd } = zlib as Partial<{
  zstdDecompressSync: (bytes: Uint8Array, options: { readonly maxOutputLength: number }) => Buffer;
}>;

const unpacked =
  (unpack: (bytes: Uint8Array, length: number) => Uint8Array) =>
  (bytes: Uint8Array, length: number): Uint8Array => {
    if (length > limits.parquetGroupBytes)
      throw new PackingError('A page of the Parquet file states an incredible size.');
    return unpack(bytes, length);
  };

const compressors: Compressors = {
  SNAPPY: unpacked((bytes, length) => {
    const page = new Uint8Array(length);
    snappyUncompress(bytes, page);
    return page;
  }),
  GZIP: unpacked((bytes, length) => gunzipSync(bytes, { maxOutputLength: Math.max(1, length) })),
  BROTLI: unpacked((bytes, length) => brotliDecompressSync(bytes, { maxOutputLength: Math.max(1, length) })),
  ...(unzstd
    ? { ZSTD: unpacked((bytes, length) => unzstd(bytes, { maxOutputLength: Math.max(1, length) })) }
    : {}),
};
