import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { recordsIn } from '../../../../electron/engine/ingest/containers/records-in.ts';
import { record } from '../../../support/records.ts';
import { readAny } from '../reading.ts';
import { readText } from './read-text.ts';

const text = (n: number, changes: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify(record(n, changes));
const packed = (content: string): string => gzipSync(content).toString('base64');
const names = async (content: string): Promise<readonly unknown[]> =>
  (await readText(content)).records.map(({ value }) => value['requestID']);

describe('records under any key, in any list, in any text', () => {
  it.each([
    ['a payload of another log', { insertId: '1', logName: 'p', jsonPayload: record(1), resource: {} }],
    ['a list under any key', { count: 1, anything: [record(1)] }],
    ['a map of files', { 'a.json.gz': { Records: [record(1)] } }],
    ['pages of a list', [{ Records: [] }, { Records: [record(1)] }]],
    ['a map of Regions with lookups', { 'eu-west-1': { Events: [{ CloudTrailEvent: text(1) }] } }],
    ['pairs of a time and a line', { data: { result: [{ values: [['1740996000', text(1)]] }] } }],
    ['a full message', { short_message: 'x', full_message: text(1) }],
    ['Records as an object', { Records: record(1) }],
    ['Records as text', { Records: JSON.stringify([record(1)]) }],
    ['Records of texts', { Records: [text(1)] }],
    ['Records of lists', { Records: [[record(1)]] }],
    ['Records of envelopes', { Records: [{ id: 1, payload: record(1) }] }],
    ['base64 under any key', { rawData: Buffer.from(text(1)).toString('base64') }],
    ['packed text under any key', { rawData: packed(text(1)), attempts: 4 }],
    ['a log line in a field', { line: `Mar  3 10:00:00 host app: ${text(1)} end` }],
    ['a value beside a list', { Records: [], more: { kept: [record(1)] } }],
    ['a value before a list', { kept: record(1), results: [] }],
    ['keys that are escaped', JSON.parse('{"a":{"b":1}}') as unknown],
  ])('%s', async (name, value) => {
    const content =
      name === 'keys that are escaped'
        ? `{"x":{"r":${text(1).replaceAll('eventName', 'event\\u004eame')}}}`
        : JSON.stringify(value);
    const { outcome, records } = await readText(content);
    expect(outcome).toMatchObject({ records: 1, refusedRecords: 0 });
    expect(records[0]!.value['requestID']).toBe('REQ1');
  });

  it('takes the whole record before one of renamed fields beside it', async () => {
    const row = { event_name: 'Other', event_source: 's3.amazonaws.com', event_time: '2025-03-03T10:00:00Z' };
    const { records } = await readText(JSON.stringify({ rows: [{ ...row, cloudtrail_event: record(1) }] }));
    expect(records).toMatchObject([{ json: text(1), quality: 'complete' }]);
  });

  it.each([
    ['lower case', { eventname: 'A', eventsource: 'iam.amazonaws.com', eventtime: '2025-03-03T10:00:00Z' }],
    [
      'underscores',
      { event_name: 'A', event_source: 'iam.amazonaws.com', event_time: '2025-03-03T10:00:00Z' },
    ],
    [
      'a prefix',
      { ct_event_name: 'A', ct_event_source: 'iam.amazonaws.com', ct_event_time: '2025-03-03T10:00:00Z' },
    ],
    [
      'types of DynamoDB',
      {
        Item: {
          eventName: { S: 'A' },
          eventSource: { S: 'iam.amazonaws.com' },
          eventTime: { S: '2025-03-03T10:00:00Z' },
          readOnly: { BOOL: false },
        },
      },
    ],
    [
      'rows of Athena',
      {
        ResultSet: {
          Rows: [
            ['eventname', 'eventsource', 'eventtime'],
            ['A', 'iam.amazonaws.com', '2025-03-03T10:00:00Z'],
          ].map((cells) => ({ Data: cells.map((VarCharValue) => ({ VarCharValue })) })),
        },
      },
    ],
  ])('puts together a record of renamed fields: %s', async (_name, value) => {
    const { records } = await readText(JSON.stringify(value));
    expect(records).toMatchObject([
      { quality: 'partial', value: { eventName: 'A', eventSource: 'iam.amazonaws.com' } },
    ]);
  });

  it('looks into nothing that is a record: what a caller wrote there is no event', async () => {
    const content = text(1, { requestParameters: { entries: [{ detail: record(2) }], text: text(3) } });
    expect(await names(`{"kept":${content}}`)).toEqual(['REQ1']);
  });

  it('tells cells with records from others', () => {
    expect(recordsIn(text(1))).toMatchObject([{ found: { json: text(1) } }]);
    expect(recordsIn(packed(text(1)))).toHaveLength(1);
    for (const cell of ['', 'eventName', '{"eventName":"A"}', 'H4sI', '{"a":'])
      expect(recordsIn(cell)).toEqual([]);
  });
});

describe('where a record stands', () => {
  it.each([
    ['an envelope', { id: 'é', 'detail-type': 'AWS API Call via CloudTrail', detail: record(1) }],
    ['another envelope', { a: { b: ['x', record(1)] } }],
  ])('is its own place in %s', async (_name, value) => {
    const content = ` ${JSON.stringify(value)}`;
    const { records } = await readText(content);
    expect(records[0]!.position).toBe(Buffer.from(content).indexOf(text(1)));
  });

  it('is where its text begins in a string, also behind escapes', async () => {
    const item = (before: string): string =>
      JSON.stringify({ before, CloudTrailEvent: text(1, { userAgent: 'ü "𝄞"' }) });
    for (const content of [item('é'), `[${item('\n')},${item('"')}]`]) {
      const { records } = await readText(content);
      const bytes = Buffer.from(content);
      let from = 0;
      for (const { position } of records) {
        from = bytes.indexOf('{\\"eventVersion', from);
        expect(position).toBe(from);
        from += 1;
      }
      expect(records.length).toBeGreaterThan(0);
    }
  });

  it('is its own for each of several in one string', async () => {
    const content = JSON.stringify({
      name: 'é\u{1d11e}',
      body: JSON.stringify({ Records: [record(1), record(2)] }),
    });
    const { records } = await readText(content);
    const bytes = Buffer.from(content);
    const first = bytes.indexOf('{\\"eventVersion');
    expect(records.map(({ position }) => position)).toEqual([
      first,
      bytes.indexOf('{\\"eventVersion', first + 1),
    ]);
  });
});

describe('text with records that gave none', () => {
  const entity = text(1).replaceAll('"', '&quot;');
  it.each([
    ['entities of XML', `<?xml version="1.0"?><v>${entity}</v>`],
    ['quotes of Python', `{'eventVersion': '1.08', 'eventName': 'A', 'ok': True}`],
    ['UTF-16', Buffer.from(`\uFEFF<x>${entity}</x>`, 'utf16le')],
    ['percent signs', encodeURIComponent(text(1))],
    ['a database', Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.from(text(1))])],
    ['lists too deep', `${'['.repeat(80)}${text(1)}${']'.repeat(80)}`],
  ])('is refused, never called another kind: %s', async (_name, content) => {
    for (const pieceBytes of [undefined, 7]) {
      const { outcome } = await readText(content, pieceBytes);
      expect(outcome).toMatchObject({ status: 'refused', records: 0 });
      expect(outcome.reason).toMatch(
        /seems to hold CloudTrail records in a form that is not read|wrapped in more/,
      );
      expect(outcome.reason).not.toMatch(/not CloudTrail events/);
    }
  });

  it('finds the signs behind the first kilobytes, and where two pieces meet', async () => {
    const content = `<x>${' '.repeat(200_000)}${entity}</x>`;
    for (const pieceBytes of [undefined, 1_001])
      expect((await readText(content, pieceBytes)).outcome.status).toBe('refused');
  });

  it('is nothing to refuse where the names stand alone or a look-alike has them', async () => {
    expect((await readText('about eventVersion and eventName')).outcome.status).toBe('skipped');
    const s3 = { eventVersion: '2.1', eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3: {} };
    expect((await readText(JSON.stringify({ Records: [s3] }))).outcome.status).toBe('skipped');
  });
});

describe('an accepted text loses no record', () => {
  it('reads records over several lines, two in one line, and in quotes', async () => {
    const content = [
      'notes of the shift',
      JSON.stringify(record(1), null, 2),
      `Mar  3 host: ${text(2)} ${text(3)}`,
      `Mar  3 host: [${text(4)},${text(5)}]`,
      `level=info msg=${JSON.stringify(text(6))} n=1`,
      `Mar  3 host: ${text(7).slice(0, -40)}`,
      `Mar  3 host: ${text(8)}`,
      JSON.stringify(record(9), null, 1),
    ].join('\n');
    for (const pieceBytes of [undefined, 100]) {
      const { outcome, records } = await readText(content, pieceBytes);
      expect(records.map(({ value }) => value['eventTime'])).toEqual(
        [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `2025-03-03T10:00:0${n}Z`),
      );
      expect(outcome.refusedRecords).toBe(0);
      const bytes = Buffer.from(content);
      for (const { position } of records) expect(bytes[position]).toBe(0x7b);
    }
  });

  it('reads records behind a long beginning without any', async () => {
    expect(await names(`${'nothing here\n'.repeat(20_000)}Mar  3 host: ${text(1)}\n`)).toEqual(['REQ1']);
  });
});

describe('text that begins with a bracket', () => {
  it.each([
    '[default]\naws_access_key_id = AKIAEXAMPLE\n',
    '[[bin]]\nname = "x"\n',
    '[2025-03-03 10:00:00] INFO started\n[error] no\n',
    '[12] first\n[13] second\n',
    '[] nothing\n',
    '["x"] quoted\n',
    '{% if a %}\n',
    '{ margin: 0 }\n',
  ])('is text and no broken JSON: %j', async (content) => {
    const { outcome } = await readText(content);
    expect(outcome).toMatchObject({ status: 'skipped', refusedRecords: 0, problems: [] });
  });

  it.each(['[{"a":1},', '[1, 2', '["a", "b"', '[[{"a":1}]', '[true,'])(
    'is JSON when it is: %j',
    async (content) => {
      expect((await readText(content)).outcome.reason).toMatch(/cut off or damaged/);
    },
  );
});

describe('records that are not whole or not strict', () => {
  it('keeps the fields before a cut of records on lines', async () => {
    const content = `${text(1)}\n${text(2).slice(0, -60)}\n${text(3)}\n`;
    for (const pieceBytes of [undefined, 50]) {
      const { outcome, records } = await readText(content, pieceBytes);
      expect(outcome).toMatchObject({ status: 'partial', records: 3, refusedRecords: 0 });
      expect(records.map(({ quality }) => quality)).toEqual(['complete', 'truncated', 'complete']);
      expect(records[1]).toMatchObject({ position: content.indexOf(text(2).slice(0, 60), 500) });
      expect(records[1]!.value['eventTime']).toBe('2025-03-03T10:00:02Z');
      expect(outcome.problems).toHaveLength(1);
    }
  });

  it.each([
    ['a comma too many', text(2).replace('}', ',}')],
    ['NaN', text(2).replace('"eventCategory"', '"size":NaN,"eventCategory"')],
    ['bytes that are not UTF-8', text(2).replace('maya', '\u00e9')],
  ])('tells where a log file has %s', async (_name, odd) => {
    const content = Buffer.from(`{"Records":[${text(1)},${odd},${odd}]}`, 'latin1');
    const { outcome } = await readAny(content, 'whole');
    expect(outcome).toMatchObject({ status: 'partial', records: 3, refusedRecords: 0 });
    expect(outcome.problems).toHaveLength(1);
    expect(outcome.problems[0]).toMatchObject({ positionBytes: content.indexOf(Buffer.from(odd, 'latin1')) });
    expect(outcome.problems[0]!.reason).toMatch(/not strict JSON.*2 records|not UTF-8.*2 records/);
  });
});
