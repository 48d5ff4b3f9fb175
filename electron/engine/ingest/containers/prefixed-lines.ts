import { isUtf8 } from 'node:buffer';
import type { Item } from '../found.ts';
import { skipNested } from '../json-spans.ts';
import type { Kind } from '../kinds.ts';
import { limits } from '../limits.ts';
import { linesOf, withoutLineEnd, type Line } from '../tables/lines.ts';
import { complete, cutOff, isRecord, other, unreadable } from './container.ts';
import type { TextContainer } from './text-container.ts';
import { unwrap } from './unwrap.ts';

const jsonStart = /\{\s*"/;
const exportStart = /^\s*\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z [^\n]/;
/** Signs of CloudTrail in a line that is not whole. */
const recordSign = /"event(?:Version|Source|Name|Time)"\s*:/;
const lineOfRecord =
  /^[^\n{]*(?:\{(?!\s*")[^\n{]*)*\{\s*"[^\n]{0,20000}?(?:"event(?:Version|Source|Name)"|\\"eventName\\"|CloudTrail)/m;
/** JSON lists and texts begin with a bracket or a quote, as some lines of logs do. */
const wholeJson = /^\s*(?:\[\s*(?:[[{"\]]|$)|")/;
const plain = other('text', 'Lines of text without a CloudTrail record.');

/** What the rest of a line from its first JSON object holds. */
function itemsOf(text: string): readonly Item[] {
  const start = text.search(jsonStart);
  if (start < 0) return [plain];
  const tail = text.slice(start).trimEnd();
  const value = parsed(tail);
  if (value !== undefined) return isRecord(value) ? [complete(tail)] : unwrap(tail, tail, 'value');
  const bytes = Buffer.from(tail);
  const end = skipNested(bytes, 0);
  if (end < 0) return recordSign.test(tail) ? [cutOff(tail, 'The record in this line')] : [plain];
  const json = bytes.toString('utf8', 0, end);
  const inner = parsed(json);
  if (inner !== undefined) return isRecord(inner) ? [complete(json)] : unwrap(json, json, 'value');
  return recordSign.test(json) ? [unreadable('Broken JSON in this line.', tail)] : [plain];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function readLine(line: Line, kind: Kind): readonly Item[] {
  const bytes = withoutLineEnd(line);
  if (line.isTooLong) {
    const reason = `One line is longer than ${limits.lineBytes / 1_048_576} MB.`;
    return [unreadable(reason, bytes.toString('utf8'))];
  }
  if (bytes.length === 0) return [];
  return itemsOf(bytes.toString('utf8')).map((item): Item => {
    if ('other' in item) return item;
    if ('unreadable' in item || isUtf8(bytes)) return { ...item, kind };
    return { found: { ...item.found, exact: Uint8Array.from(bytes) }, kind };
  });
}

const lineContainer = (kind: Kind, matches: (head: string) => boolean): TextContainer => ({
  kind,
  matches,
  read: async (chunks, sink, contentOffset) => {
    for await (const lines of linesOf(chunks, contentOffset)) {
      for (const line of lines) sink.take(readLine(line, kind), line.position);
    }
    return false;
  },
});

/**
 * CloudWatch Logs exported to S3: `2025-03-03T10:00:00.000Z {record}`, in no order of time. Source: CloudWatch Logs API
 * reference, CreateExportTask.
 */
export const cloudWatchExport = lineContainer(
  'cloudwatch-export',
  (head) => exportStart.test(head) && lineOfRecord.test(head),
);

/** Lines with something before the record: syslog, log shippers, `tail -f` of several files, notes around JSON lines. */
export const prefixedLines = lineContainer(
  'prefixed-lines',
  (head) => !wholeJson.test(head) && lineOfRecord.test(head),
);
