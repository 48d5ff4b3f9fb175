import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { DuckDBBlobValue, type DuckDBValue } from '@duckdb/node-api';
import { onOneLine } from '../../../../shared/table/one-line.ts';
import type { Batches } from '../batches.ts';
import type { Tally } from '../tally.ts';

/** A part of a file: text in UTF-8, or bytes. */
export type Piece = string | Uint8Array;

/** The record of a row `[raw, exact bytes or null]`: its text, or its bytes where they are not valid UTF-8. */
function recordOf([text, exact]: readonly DuckDBValue[]): string | Buffer {
  return exact instanceof DuckDBBlobValue ? Buffer.from(exact.bytes) : String(text);
}

/** Text joined as far as it goes, bytes as they are. */
function* joined(parts: Iterable<string | Buffer>): Generator<Piece> {
  let text = '';
  for (const part of parts) {
    if (typeof part === 'string') text += part;
    else {
      if (text !== '') yield text;
      text = '';
      yield part;
    }
  }
  if (text !== '') yield text;
}

function lineOf(record: string | Buffer, tally: Tally): string | Buffer {
  const text = typeof record === 'string' ? record : record.toString('latin1');
  const line = onOneLine(text);
  if (line === text) return record;
  tally.joinedRecords += 1;
  return typeof record === 'string' ? line : Buffer.from(line, 'latin1');
}

/** Every record's exact text on a line of its own; line breaks between its parts become spaces, which is counted. */
export async function* recordLines(batches: Batches, tally: Tally): AsyncGenerator<Piece> {
  for await (const rows of batches) {
    yield* joined(rows.flatMap((row) => [lineOf(recordOf(row), tally), '\n']));
    tally.rows += rows.length;
  }
}

/** All records' exact texts in one `{"Records":[…]}`, as CloudTrail delivers them, before packing. */
export async function* recordsDocument(batches: Batches, tally: Tally): AsyncGenerator<Piece> {
  yield '{"Records":[';
  for await (const rows of batches) {
    yield* joined(
      rows.flatMap((row) => {
        const record = recordOf(row);
        tally.rows += 1;
        return tally.rows === 1 ? [record] : [',', record];
      }),
    );
  }
  yield ']}';
}

const packedChunkBytes = 262_144;

/** The pieces under gzip. */
export async function* gzipped(pieces: AsyncIterable<Piece>): AsyncGenerator<Uint8Array> {
  const gzip = createGzip({ chunkSize: packedChunkBytes });
  const feeding = pipeline(Readable.from(pieces), gzip);
  // A failure of the source destroys the packer, whose reader then throws it.
  feeding.catch(() => undefined);
  try {
    for await (const chunk of gzip) yield chunk as Uint8Array;
    await feeding;
  } finally {
    gzip.destroy();
  }
}
