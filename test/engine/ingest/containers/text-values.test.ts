import { describe, expect, it } from 'vitest';
import { record } from '../../../support/records.ts';
import { readText } from './read-text.ts';

const hard = record(1, { userAgent: `it's "a" \\ client: with ${'words '.repeat(40)}end & <more>` });
const text = JSON.stringify(hard);
const other = JSON.stringify(record(2));

describe('YAML of AWS commands', () => {
  const single = (value: string): string => `'${value.replaceAll("'", "''")}'`;
  const double = (value: string): string => `"${value.replaceAll(/["\\]/g, '\\$&')}"`;
  /** Folds at the spaces, as the command line does beyond eighty characters. */
  const fold = (value: string): string => value.replaceAll(/(.{60,}?[^ ]) (?=[^ ])/g, '$1\n    ');
  const document = (one: string, two: string): string =>
    `Events:\n- AccessKeyId: AKIAEXAMPLE\n  CloudTrailEvent: ${one}\n  EventName: x\n  Resources: []\n- CloudTrailEvent: ${two}\n  Username: it's\n`;
  const forms: readonly (readonly [string, string])[] = [
    ['single quotes', document(single(text), single(other))],
    ['single quotes, folded', document(fold(single(text)), fold(single(other)))],
    ['double quotes', document(double(text), double(other))],
    ['double quotes, folded', document(fold(double(text)), fold(double(other)))],
    [
      'double quotes, lines joined',
      document(double(text).replace(' with ', '\\\n    \\ with '), double(other)),
    ],
    ['blocks', document(`|-\n    ${text}`, `|\n    ${other}`)],
    ['folded blocks', document(`>-\n    ${fold(text)}`, `>-\n    ${other}`)],
    ['a list of texts', `- ${single(text)}\n- ${double(other)}\n`],
    ['a document mark and CRLF', `---\n${document(single(text), single(other))}`.replaceAll('\n', '\r\n')],
  ];
  it.each(forms)('gives the records in its texts: %s', async (_form, content) => {
    const { outcome, records } = await readText(content);
    expect(records.map(({ value }) => value)).toEqual([hard, record(2)]);
    expect(outcome).toMatchObject({ status: 'accepted', container: 'yaml-output', problems: [] });
    expect(records.every(({ quality }) => quality === 'complete')).toBe(true);
  });

  it('keeps what is left of a text that breaks off', async () => {
    const content = `Events:\n- CloudTrailEvent: ${single(text)}\n- CloudTrailEvent: '${other.slice(0, -60)}`;
    const { records } = await readText(content);
    expect(records.map(({ quality }) => quality)).toEqual(['complete', 'truncated']);
  });

  it('is no reader of rules with records as test data', async () => {
    const { outcome } = await readText('title: rule\ndetection:\n  eventName: CreateUser\n');
    expect(outcome).toMatchObject({ status: 'skipped', container: 'yaml' });
  });
});

describe('XML of Splunk', () => {
  const escaped = (value: string): string =>
    value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
  const results = (...inside: readonly string[]): string =>
    `<?xml version='1.0' encoding='UTF-8'?>\n<results preview='0'>\n<meta><fieldOrder><field>_raw</field></fieldOrder></meta>\n` +
    inside.map((one, n) => `<result offset='${n}'>${one}</result>\n`).join('') +
    `</results>\n`;
  const raw = (value: string): string =>
    `<field k='_raw'><v xml:space='preserve' trim='0'>${value}</v></field>`;

  it('gives the record in _raw exactly, with marks of the search taken off', async () => {
    const marked = escaped(other).replace('amazonaws', '<sg h="1">amazonaws</sg>');
    const { outcome, records } = await readText(
      results(`<field k='host'><value><text>h</text></value></field>${raw(escaped(text))}`, raw(marked)),
    );
    expect(outcome).toMatchObject({ status: 'accepted', container: 'splunk', records: 2 });
    expect(records.map(({ json }) => json)).toEqual([text, other]);
    const cdata = await readText(results(raw(`<![CDATA[${text}]]>`)));
    expect(cdata.records.map(({ json }) => json)).toEqual([text]);
  });

  it('puts extracted fields together where _raw was not exported', async () => {
    const field = (name: string, value: string): string =>
      `<field k='${name}'><value h='1'><text>${value}</text></value></field>`;
    const { records } = await readText(
      results(
        field('_time', '2025-03-03T10:00:00.000+00:00') +
          field('eventName', 'CreateUser') +
          field('eventSource', 'iam.amazonaws.com') +
          field('requestParameters.userName', 'a&amp;b'),
      ),
    );
    expect(records[0]).toMatchObject({
      quality: 'partial',
      value: {
        eventTime: '2025-03-03T10:00:00Z',
        eventName: 'CreateUser',
        eventSource: 'iam.amazonaws.com',
        requestParameters: { userName: 'a&b' },
      },
    });
    expect(records[0]!.exact!.toString()).toMatch(/^<result offset='0'>/);
  });

  it('passes over other events and other XML', async () => {
    expect((await readText(results(raw('sshd: ok')))).outcome).toMatchObject({
      status: 'skipped',
      records: 0,
    });
    expect((await readText('<?xml version="1.0"?><html></html>')).outcome).toMatchObject({
      status: 'skipped',
    });
  });
});

describe('lines of JSON', () => {
  it('keep what is left of a record that breaks off, in its place', async () => {
    const lines = [
      other,
      text.slice(0, 300),
      other.replace('"eventID":"', '"eventID":"x'),
      text.slice(0, 320),
    ];
    for (const pieceBytes of [undefined, 211, 1_000]) {
      const { outcome, records } = await readText(lines.join('\n'), pieceBytes);
      expect(records.map(({ quality }) => quality)).toEqual([
        'complete',
        'truncated',
        'complete',
        'truncated',
      ]);
      expect(records[1]).toMatchObject({
        position: other.length + 1,
        value: { eventTime: hard['eventTime'] },
      });
      expect(records[1]!.exact!.toString()).toBe(lines[1]);
      expect(outcome).toMatchObject({ status: 'partial', records: 4, refusedRecords: 0 });
      expect(outcome.problems).toHaveLength(2);
    }
  });
});
