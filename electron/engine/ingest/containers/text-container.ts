import type { Kind } from '../record/kinds.ts';
import type { RecordSink } from '../record/record-sink.ts';

/**
 * A shape of text that is not JSON as a whole: tables, prefixed lines. `matches` sees the first kilobytes as text;
 * `read` takes UTF-8 content and puts records into the sink, positions as byte offsets plus `contentOffset`.
 * The answer is true for a list without any entry, such as a table that is only a header.
 */
export interface TextContainer {
  readonly kind: Kind;
  readonly matches: (head: string) => boolean;
  readonly read: (chunks: AsyncIterable<Buffer>, sink: RecordSink, contentOffset: number) => Promise<boolean>;
}
