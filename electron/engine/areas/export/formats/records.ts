import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { DuckDBValue } from '@duckdb/node-api';
import { onOneLine } from '../../../../../shared/words/one-line.ts';
import type { Batches } from '../batches.ts';
import { mendedJson } from '../mend-json.ts';
import type { Tally } from '../tally.ts';

/** A part of a file: text in UTF-8, or bytes. */
export type Piece = string | Uint8Array;

/**
 * The record of a row `[text, completeness, whether its bytes in the evidence differ]` as strict JSON. The text is that of
 * the evidence, or the CloudTrail record that a container of another form gave.
 */
function recordOf([text, completeness, differs]: readonly DuckDBValue[], tally: Tally): string {
  const record = mendedJson(String(text));
  if (differs === true && completeness !== 'complete') tally.convertedRecords += 1;
  else if (differs === true || record.isMended) tally.mendedRecords += 1;
  return record.text;
}

function lineOf(record: string, tally: Tally): string {
  const line = onOneLine(record);
  if (line !== record) tally.joinedRecords += 1;
  return `${line}\n`;
}

/** Every record on a line of its own; line breaks between its parts become spaces, which is counted. */
export async function* recordLines(batches: Batches, tally: Tally): AsyncGenerator<Piece> {
  for await (const rows of batches) {
    yield rows.map((row) => lineOf(recordOf(row, tally), tally)).join('');
    tally.rows += rows.length;
  }
}

/** All records in one `{"Records":[…]}`, as CloudTrail delivers them, before packing. */
export async function* recordsDocument(batches: Batches, tally: Tally): AsyncGenerator<Piece> {
  yield '{"Records":[';
  for await (const rows of batches) {
    const records = rows.map((row) => recordOf(row, tally)).join(',');
    yield tally.rows > 0 && rows.length > 0 ? `,${records}` : records;
    tally.rows += rows.length;
  }
  yield ']}';
}

const packedChunkBytes = 262_144;

/** The pieces under gzip. Whoever stops reading goes on only when the source has ended what it was doing. */
export async function* gzipped(pieces: AsyncIterable<Piece>): AsyncGenerator<Uint8Array> {
  const gzip = createGzip({ chunkSize: packedChunkBytes });
  const source = pieces[Symbol.asyncIterator]();
  const feeding = pipeline(Readable.from({ [Symbol.asyncIterator]: () => source }), gzip);
  // A failure of the source destroys the packer, whose reader then throws it.
  feeding.catch(() => undefined);
  try {
    for await (const chunk of gzip) yield chunk as Uint8Array;
    await feeding;
  } finally {
    gzip.destroy();
    // Destroying does not wait. DuckDB crashes when a connection is closed on which a statement is still to run.
    await source.return?.();
  }
}
