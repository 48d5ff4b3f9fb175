import { unwrap } from './unwrap.ts';
import type { TextContainer } from './text-container.ts';
import { takeWhole } from './text-values.ts';

const start = /^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--[\s\S]{0,500}?-->\s*)?<results\b/;
const results = /<result\b[^>]*>([\s\S]*?)(?:<\/result>|$)/g;
const fields = /<field\s+k=(?:"([^"]*)"|'([^']*)')\s*>([\s\S]*?)(?:<\/field>|$)/g;
/** A field's value is raw text in `v`, other values are in `text`, several for a field with several. */
const values = /<(v|text)\b[^>]*>([\s\S]*?)(?:<\/\1>|$)/g;
/** Marks of what a search found, around parts of the text. */
const highlight = /<\/?sg\b[^>]*>/g;

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Text of XML as it was before it was written so. Source: XML 1.0, sections 2.4, 2.7 and 4.6. */
const plain = (xml: string): string =>
  xml
    .replaceAll(highlight, '')
    .split(/<!\[CDATA\[([\s\S]*?)\]\]>/)
    .map((part, index) => (index % 2 === 1 ? part : withoutEntities(part)))
    .join('');

const withoutEntities = (text: string): string =>
  text.replaceAll(
    /&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w{2,4}));/gi,
    (all, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return entities[name] ?? all;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : all;
    },
  );

/** The fields of a result by their names. */
function rowOf(xml: string): Record<string, string | readonly string[]> {
  const row: Record<string, string | readonly string[]> = {};
  for (const [, doubled, single, inside = ''] of xml.matchAll(fields)) {
    const all = [...inside.matchAll(values)].map(([, , text = '']) => plain(text));
    const [only] = all;
    const name = plain(doubled ?? single ?? '');
    if (only !== undefined) row[name] = all.length === 1 ? only : all;
  }
  return row;
}

/** Splunk's XML export: one `result` an event, with `_raw` or extracted fields. Source: Splunk REST API, output mode xml. */
export const splunkXml: TextContainer = {
  kind: 'splunk',
  matches: (head) => start.test(head.replace(/^\uFEFF/, '')),
  read: async (chunks, sink, contentOffset) => {
    let isEmpty = true;
    await takeWhole(chunks, sink, contentOffset, (text, offsetOf) => {
      for (const match of text.matchAll(results)) {
        isEmpty = false;
        const result = rowOf(match[1] ?? '');
        sink.take(unwrap({ preview: false, result }, match[0], 'value'), offsetOf(match.index));
      }
    });
    return isEmpty;
  },
};
