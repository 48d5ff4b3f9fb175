import { parsed } from '../containers/passage.ts';
import type { Span } from '../scan/span.ts';

/**
 * What lenient readers of JSON take and strict ones refuse, as it stands in compact text; the database is such a reader.
 * Looked for natively, because a delivered log file has none of it and is not to be parsed here.
 */
const lenient: readonly Buffer[] = [',}', ',]', 'NaN', 'finity'].map((one) => Buffer.from(one));
/** As CloudTrail writes its records, without any white space. */
const compactStart = Buffer.from('{"eventVersion":"');

/** Whether something stands anywhere in these bytes, perhaps inside a text, that only a lenient reader takes. */
export const isAnyLenient = (bytes: Buffer): boolean => lenient.some((one) => bytes.includes(one));

/** The records of a log file that only a lenient reader takes: commas too many, NaN and its like. */
export function lenientRecords(bytes: Buffer, spans: readonly Span[]): readonly Span[] {
  const [first] = spans;
  const last = spans.at(-1);
  if (!first || !last) return [];
  const isSuspect = isAnyLenient(bytes.subarray(first.start, last.end));
  return spans.filter(({ start, end }) => {
    const record = bytes.subarray(start, end);
    const isCompact = record.subarray(0, compactStart.length).equals(compactStart);
    if (isCompact && !(isSuspect && isAnyLenient(record))) return false;
    return parsed(record.toString('utf8')) === undefined;
  });
}
