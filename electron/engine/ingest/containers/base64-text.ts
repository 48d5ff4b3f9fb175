import type { RecordSink } from '../record/record-sink.ts';
import { base64Gzip, base64Json } from './base64-gzip.ts';
import type { TextContainer } from './text-container.ts';
import { unwrap } from './unwrap.ts';

/** Far above any payload: CloudWatch Logs sends at most 1 MB, packed. */
const largestText = 128 * 1_048_576;

const isPacked = (text: string): boolean => base64Gzip.test(text) || base64Json.test(text);

/** A file that is base64 of gzip or of JSON: a payload's `data` saved by itself, one in the file or one on every line. */
export const base64Text: TextContainer = {
  kind: 'cloudwatch-payload',
  matches: (head) =>
    (base64Gzip.test(head) || base64Json.test(head.slice(0, 64))) && /^[\w+/=\s-]*$/.test(head),
  read: async (chunks, sink, contentOffset) => {
    const pieces: Buffer[] = [];
    let size = 0;
    for await (const chunk of chunks) {
      pieces.push(chunk);
      size += chunk.length;
      if (size > largestText) {
        sink.refuse(
          contentOffset,
          'More than 128 MB of packed text, which no CloudWatch Logs payload is.',
          '',
        );
        return false;
      }
    }
    readBlocks(Buffer.concat(pieces).toString('latin1'), sink, contentOffset);
    return false;
  },
};

function readBlocks(text: string, sink: RecordSink, contentOffset: number): void {
  const lines = [...text.matchAll(/\S[^\n]*/g)];
  const isOnePerLine = lines.length > 1 && lines.every(([line]) => isPacked(line));
  const blocks = isOnePerLine ? lines.map((line) => ({ at: line.index, text: line[0] })) : [{ at: 0, text }];
  for (const block of blocks) sink.take(unwrap(block.text, '', 'value'), contentOffset + block.at);
}
