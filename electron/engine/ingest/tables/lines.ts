import { batched } from '../bytes/chunks.ts';
import { limits } from '../bytes/limits.ts';

/** One line of text with its line end, as bytes. */
export interface Line {
  readonly bytes: Buffer;
  /** Byte offset in the unpacked content. */
  readonly position: number;
  /** False for a last line that no line end follows. */
  readonly isEnded: boolean;
  /** The content breaks off in this line. */
  readonly isCut: boolean;
  /** The line is longer than `limits.lineBytes`; only its beginning is here. */
  readonly isTooLong: boolean;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const batchBytes = 1_048_576;
const sampleOfLongLine = 1_024;

/** The line without its line end. */
export function withoutLineEnd({ bytes }: Line): Buffer {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === lineFeed || bytes[end - 1] === carriageReturn)) end -= 1;
  return bytes.subarray(0, end);
}

/** Old Mac tables end lines with CR alone. */
function lineEndOf(start: Buffer): number {
  const head = start.subarray(0, 65_536);
  return head.includes(lineFeed) || !head.includes(carriageReturn) ? lineFeed : carriageReturn;
}

/** Content as lines, some at a time. What was read before the content breaks off comes before the error. */
export async function* linesOf(
  chunks: AsyncIterable<Buffer>,
  contentOffset: number,
): AsyncGenerator<readonly Line[]> {
  let rest: Buffer = Buffer.alloc(0);
  let position = contentOffset;
  let lineEnd: number | undefined;
  let isSkipping = false;
  let failure: { readonly error: unknown } | undefined;
  try {
    for await (const chunk of batched(chunks, batchBytes)) {
      const bytes: Buffer = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
      lineEnd ??= lineEndOf(bytes);
      const lines: Line[] = [];
      let at = 0;
      for (let end = bytes.indexOf(lineEnd); end >= 0; end = bytes.indexOf(lineEnd, at)) {
        const isTooLong = end + 1 - at > limits.lineBytes;
        const kept = isTooLong ? bytes.subarray(at, at + sampleOfLongLine) : bytes.subarray(at, end + 1);
        if (!isSkipping)
          lines.push({ bytes: kept, position: position + at, isEnded: true, isCut: false, isTooLong });
        isSkipping = false;
        at = end + 1;
      }
      rest = bytes.subarray(at);
      position += at;
      if (isSkipping || rest.length > limits.lineBytes) {
        const start = Buffer.from(rest.subarray(0, sampleOfLongLine));
        if (!isSkipping) lines.push({ bytes: start, position, isEnded: true, isCut: false, isTooLong: true });
        isSkipping = true;
        position += rest.length;
        rest = Buffer.alloc(0);
      }
      if (lines.length > 0) yield lines;
    }
  } catch (error) {
    failure = { error };
  }
  if (rest.length > 0 && !isSkipping) {
    yield [{ bytes: rest, position, isEnded: false, isCut: failure !== undefined, isTooLong: false }];
  }
  if (failure) throw failure.error;
}
