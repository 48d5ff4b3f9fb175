import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { record } from '../../../support/records.ts';
import { quoted, readText } from './read-text.ts';

const text = (n: number): string => JSON.stringify(record(n));
const slashed = (cell: string): string => `"${cell.replaceAll(/["\\]/g, '\\$&')}"`;
const csv = (rows: readonly (readonly string[])[], delimiter = ',', end = '\n'): string =>
  rows.map((row) => row.map(quoted).join(delimiter) + end).join('');

describe('records in cells of any table', () => {
  const forms: readonly (readonly [string, string | Buffer])[] = [
    ['one column', `RAW\n${quoted(text(1))}\n${quoted(text(2))}\n`],
    ['one quoted column', csv([['raw'], [text(1)], [text(2)]])],
    [
      'a column of any name',
      csv([
        ['Date', 'Host', 'Message'],
        ['d', 'h', text(1)],
        ['d', 'h', text(2)],
      ]),
    ],
    [
      'the first column',
      csv([
        ['payload', 'n'],
        [text(1), '1'],
        [text(2), '2'],
      ]),
    ],
    [
      'semicolons',
      csv(
        [
          ['id', 'blob'],
          ['1', text(1)],
          ['2', text(2)],
        ],
        ';',
      ),
    ],
    [
      'tabs',
      csv(
        [
          ['id', 'blob'],
          ['1', text(1)],
          ['2', text(2)],
        ],
        '\t',
      ),
    ],
    [
      'bars',
      csv(
        [
          ['id', 'blob'],
          ['1', text(1)],
          ['2', text(2)],
        ],
        '|',
      ),
    ],
    [
      'CRLF and a byte order mark',
      `\uFEFF${csv(
        [
          ['id', 'blob'],
          ['1', text(1)],
          ['2', text(2)],
        ],
        ',',
        '\r\n',
      )}`,
    ],
    [
      'UTF-16',
      Buffer.from(
        `\uFEFF${csv([
          ['id', 'blob'],
          ['1', text(1)],
          ['2', text(2)],
        ])}`,
        'utf16le',
      ),
    ],
    ['cells without quotation marks', `id\tblob\n1\t${text(1)}\n2\t${text(2)}\n`],
    [
      'no names of columns',
      csv([
        ['1', text(1)],
        ['2', text(2)],
      ]),
    ],
    ['no names and one column', csv([[text(1)], [text(2)]])],
    ['backslashes before quotation marks', `"id","blob"\n"1",${slashed(text(1))}\n"2",${slashed(text(2))}\n`],
    [
      'pretty-printed cells',
      csv([['id', 'blob'], ...[1, 2].map((n) => ['x', JSON.stringify(record(n), null, 1)])]),
    ],
    [
      'a log file in a cell',
      csv([
        ['id', 'blob'],
        ['1', JSON.stringify({ Records: [record(1), record(2)] })],
      ]),
    ],
    [
      'EventBridge events',
      csv([
        ['id', 'blob'],
        ...[1, 2].map((n) => [
          'x',
          JSON.stringify({ 'detail-type': 'AWS API Call via CloudTrail', detail: record(n) }),
        ]),
      ]),
    ],
    [
      'hexadecimal digits',
      csv([['id', 'blob'], ...[1, 2].map((n) => ['x', `\\x${Buffer.from(text(n)).toString('hex')}`])]),
    ],
    [
      'packed cells',
      csv([['id', 'blob'], ...[1, 2].map((n) => ['x', gzipSync(text(n)).toString('base64')])]),
    ],
    ['a table in Markdown', `| id | blob |\n| --- | :---: |\n| 1 | ${text(1)} |\n| 2 | ${text(2)} |\n`],
    ['psql', ` id | blob \n----+------\n 1  | ${text(1)}\n 2  | ${text(2)}\n(2 rows)\n\n`],
    [
      'MySQL',
      `+----+------+\n| id | blob |\n+----+------+\n| 1 | ${text(1)} |\n| 2 | ${text(2)} |\n+----+------+\n`,
    ],
  ];
  it.each(forms)('are read: %s', async (_form, content) => {
    for (const pieceBytes of [undefined, 97]) {
      const { outcome, records } = await readText(content, pieceBytes);
      expect(records.map(({ value }) => value['eventID'])).toEqual([1, 2].map((n) => record(n)['eventID']));
      expect(outcome).toMatchObject({ status: 'accepted', container: 'cell-table', problems: [] });
      expect(records.every(({ quality }) => quality === 'complete')).toBe(true);
    }
  });

  it('are the very text of the cell', async () => {
    const { records } = await readText(
      csv([
        ['id', 'blob'],
        ['1', text(1)],
      ]),
    );
    expect(records[0]!.json).toBe(text(1));
  });

  it('that break off are kept as far as they go', async () => {
    const cut = text(2).slice(0, -40);
    const { records } = await readText(
      csv([
        ['id', 'blob'],
        ['1', text(1)],
        ['2', cut],
      ]),
    );
    expect(records.map(({ quality }) => quality)).toEqual(['complete', 'truncated']);
    expect(records[1]!.exact!.toString()).toBe(cut);
  });

  it('are never taken from what a caller wrote into a request', async () => {
    const forged = JSON.stringify({ Entry: text(2) });
    const { records } = await readText(
      csv([
        ['eventname', 'eventsource', 'eventtime', 'eventid', 'requestparameters', 'useragent'],
        ['PutEvents', 'events.amazonaws.com', '2025-03-03T10:00:00Z', 'e-1', forged, text(2)],
      ]),
    );
    expect(records.map(({ value }) => value['eventName'])).toEqual(['PutEvents']);
  });

  it('stand before the columns beside them, which are only a part', async () => {
    const { records } = await readText(
      csv([
        ['event_id', 'event_name', 'event_source', 'event_time', 'cloud_trail_event'],
        ['e-1', 'CreateUser', 'iam.amazonaws.com', '2025-03-03T10:00:00Z', text(1)],
      ]),
    );
    expect(records.map(({ json, quality }) => [json, quality])).toEqual([[text(1), 'complete']]);
  });

  it('are not seen in other tables', async () => {
    const { outcome } = await readText(
      csv([
        ['id', 'blob'],
        ['1', '{"eventName":"click","user":"maya"}'],
      ]),
    );
    expect(outcome).toMatchObject({ status: 'skipped', container: 'table' });
  });
});
