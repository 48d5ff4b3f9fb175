import { isUtf8 } from 'node:buffer';
import type { Item } from '../record/found.ts';
import type { Kind } from '../record/kinds.ts';
import { limits } from '../bytes/limits.ts';
import type { RecordSink } from '../record/record-sink.ts';
import { linesOf, withoutLineEnd, type Line } from '../tables/lines.ts';
import { cutOff, other, unreadable } from './container.ts';
import { jsonInText } from './json-in-text.ts';
import { LineBlocks } from './line-blocks.ts';
import type { TextContainer } from './text-container.ts';
import { unwrap } from './unwrap.ts';

const exportStart = /^\s*\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z [^\n]/;
/** Signs of CloudTrail in JSON that is not whole. */
const recordSign = /"event(?:Version|Source|Name|Time)"\s*:/;
const lineOfRecord =
  /^[^\n{]*(?:\{(?!\s*")[^\n{]*)*\{\s*"[^\n]{0,20000}?(?:"event(?:Version|Source|Name)"|\\"eventName\\"|CloudTrail)/m;
/** JSON lists and texts begin with a bracket or a quote, as some lines of logs do. */
const wholeJson = /^\s*(?:\[\s*(?:[[{"\]]|$)|")/;
const plain = other('text', 'Lines of text without a CloudTrail record.');

/** Members of a record outside of any object: the object began in a part of the file that is not there. */
const restSign =
  /"(?:event(?:Version|Source|Name|Time|ID|Type|Category)|requestID|recipientAccountId|managementEvent)"\s*:/g;
/** Words before a record may name one of them. */
const fewestSigns = 2;

/** What the JSON in some text holds, every object of it. */
function itemsOf(text: string): readonly Item[] {
  const items: Item[] = [];
  const found = [...jsonInText(text)];
  const before = text.slice(0, found[0] ? text.indexOf(found[0].json) : text.length);
  if ((before.match(restSign) ?? []).length >= fewestSigns)
    items.push(unreadable('A record here has lost its beginning.', before));
  for (const { json, value, offsetOf } of found) {
    for (const item of heldBy(json, value))
      items.push('other' in item ? item : { ...item, offset: offsetOf(item.offset ?? 0) });
  }
  return items.length > 0 ? items : [plain];
}

function heldBy(json: string, value: unknown): readonly Item[] {
  if (value !== undefined) return unwrap(value, json, 'value');
  if (!recordSign.test(json)) return [plain];
  return [cutOff(json.trimEnd(), 'The record in this line')];
}

/** Lines that belong together: one, or those of a record over several lines. */
function takeBlock(lines: readonly Line[], sink: RecordSink, kind: Kind): void {
  const [first] = lines;
  if (!first) return;
  const bytes = lines.length === 1 ? withoutLineEnd(first) : Buffer.concat(lines.map((line) => line.bytes));
  if (first.isTooLong) {
    const reason = `One line is longer than ${limits.lineBytes / 1_048_576} MB.`;
    sink.take([{ ...unreadable(reason, bytes.toString('utf8')), kind }], first.position);
  } else if (bytes.length > 0) {
    const isText = isUtf8(bytes);
    for (const item of itemsOf(bytes.toString('utf8')))
      takeItem(item, isText ? undefined : bytes, first, sink, kind);
  }
}

/** The evidence's own bytes stay with a record where they are not UTF-8; places in them are not those in the text then. */
function takeItem(item: Item, bytes: Buffer | undefined, line: Line, sink: RecordSink, kind: Kind): void {
  if ('other' in item) sink.take([item], line.position);
  else if (bytes && 'found' in item)
    sink.take([{ found: { ...item.found, exact: Uint8Array.from(bytes) }, kind }], line.position);
  else sink.take([{ ...item, kind }], line.position + (bytes ? 0 : (item.offset ?? 0)));
}

const lineContainer = (kind: Kind, matches: (head: string) => boolean): TextContainer => ({
  kind,
  matches,
  read: async (chunks, sink, contentOffset) => {
    const blocks = new LineBlocks((block) => takeBlock(block, sink, kind));
    try {
      for await (const lines of linesOf(chunks, contentOffset)) blocks.push(lines);
    } finally {
      blocks.finish();
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
