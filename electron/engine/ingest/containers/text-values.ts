import type { Item } from '../record/found.ts';
import type { Kind } from '../record/kinds.ts';
import { limits } from '../bytes/limits.ts';
import type { RecordSink } from '../record/record-sink.ts';
import { unwrap } from './unwrap.ts';

/** A value that a document in some language of texts holds, with where it begins. */
export interface TextValue {
  readonly text: string;
  readonly positionBytes: number;
}

/** Reads a document in which records are texts among others, in one piece. Larger ones than are held in memory are told. */
export async function takeWhole(
  chunks: AsyncIterable<Buffer>,
  sink: RecordSink,
  contentOffset: number,
  read: (text: string, offsetOf: (index: number) => number) => void,
): Promise<void> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > limits.valueBytes) {
      sink.remark(
        contentOffset + size,
        `Only the first ${limits.valueBytes / 1_048_576} MB were read; split the file and open its parts.`,
      );
      break;
    }
    pieces.push(chunk);
  }
  const text = Buffer.concat(pieces).toString('utf8');
  read(text, offsets(text, contentOffset));
}

/** Where characters stand in bytes; asked in rising order it goes over the text once. */
function offsets(text: string, contentOffset: number): (index: number) => number {
  let at = 0;
  let bytes = contentOffset;
  return (index) => {
    if (index < at) [at, bytes] = [0, contentOffset];
    bytes += Buffer.byteLength(text.slice(at, index));
    at = index;
    return bytes;
  };
}

/** Signs of a record in a text, looked at before it is taken apart. */
const mayHold = /event[ ._-]?name|CloudTrailEvent|H4sI/i;

/** Puts what a value holds into the sink, under the document's kind. */
export function takeValue(sink: RecordSink, kind: Kind, { text, positionBytes }: TextValue): void {
  if (!mayHold.test(text)) return;
  const items = unwrap(text, text, 'value').map((item): Item => ('other' in item ? item : { ...item, kind }));
  sink.take(items, positionBytes);
}
