import { describe, expect, it } from 'vitest';
import { PackingError } from '../../../../electron/engine/ingest/bytes/packing-error.ts';
import { readDocument } from '../../../../electron/engine/ingest/read/read-document.ts';
import { quoted, readText } from './read-text.ts';

const header = [
  'User name',
  'AWS access key',
  'Event time',
  'Event source',
  'Event name',
  'AWS region',
  'Source IP address',
  'User agent',
  'Error code',
  'Resources',
  'Request ID',
  'Event ID',
  'Read-only',
  'Event type',
  'Recipient Account Id',
  'Event category',
];

const bucket = JSON.stringify([
  { resourceType: 'AWS::S3::Bucket', resourceName: 'ledger-archive' },
  { resourceType: 'AWS::IAM::Role', resourceName: 'arn:aws:iam::528758123456:role/auditor' },
]);

const cells = (n: number, changes: Readonly<Record<string, string>> = {}): string[] => {
  const values: Record<string, string> = {
    'User name': 'maya',
    'AWS access key': 'AKIAEXAMPLE000000001',
    'Event time': '2025-03-03T10:00:00Z',
    'Event source': 's3.amazonaws.com',
    'Event name': 'GetBucketAcl',
    'AWS region': 'eu-west-1',
    'Source IP address': '198.51.100.7',
    'User agent': 'aws-cli/2.15.0',
    'Error code': '',
    Resources: bucket,
    'Request ID': `REQ${n}`,
    'Event ID': `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    'Read-only': 'true',
    'Event type': 'AwsApiCall',
    'Recipient Account Id': '528758123456',
    'Event category': 'Management',
    ...changes,
  };
  return header.map((name) => values[name]!);
};

const minimal = (cell: string): string => (/[",;\t\r\n]/.test(cell) ? quoted(cell) : cell);
const table = (
  rows: readonly (readonly string[])[],
  { delimiter = ',', end = '\n', quote = minimal, columns = header } = {},
): string => [columns, ...rows].map((row) => row.map(quote).join(delimiter) + end).join('');

describe('Event history CSV of the console', () => {
  it('gives partial records in CloudTrail’s own field names, with the row as evidence', async () => {
    const text = table([cells(1)]);
    const { outcome, records } = await readText(text);
    expect(outcome).toMatchObject({ status: 'accepted', container: 'console-csv', records: 1 });
    expect(records[0]).toMatchObject({ quality: 'partial', position: text.indexOf('maya') });
    expect(records[0]!.exact!.toString()).toBe(text.split('\n')[1]);
    expect(records[0]!.value).toEqual({
      userIdentity: { userName: 'maya', accessKeyId: 'AKIAEXAMPLE000000001' },
      eventTime: '2025-03-03T10:00:00Z',
      eventSource: 's3.amazonaws.com',
      eventName: 'GetBucketAcl',
      awsRegion: 'eu-west-1',
      sourceIPAddress: '198.51.100.7',
      userAgent: 'aws-cli/2.15.0',
      requestID: 'REQ1',
      eventID: '00000000-0000-4000-8000-000000000001',
      readOnly: true,
      eventType: 'AwsApiCall',
      recipientAccountId: '528758123456',
      eventCategory: 'Management',
      resources: [
        { resourceName: 'ledger-archive', type: 'AWS::S3::Bucket' },
        { ARN: 'arn:aws:iam::528758123456:role/auditor', type: 'AWS::IAM::Role' },
      ],
    });
  });

  const dialects: readonly (readonly [string, Buffer | string])[] = [
    ['LF', table([cells(1), cells(2)])],
    ['CRLF', table([cells(1), cells(2)], { end: '\r\n' })],
    ['CR alone', table([cells(1), cells(2)], { end: '\r' })],
    ['no line end at the end', table([cells(1), cells(2)]).trimEnd()],
    ['every cell quoted', table([cells(1), cells(2)], { quote: quoted })],
    ['semicolons', table([cells(1), cells(2)], { delimiter: ';' })],
    ['Excel’s separator line', `sep=;\r\n${table([cells(1), cells(2)], { delimiter: ';', end: '\r\n' })}`],
    ['tabs', table([cells(1), cells(2)], { delimiter: '\t' })],
    ['blank lines', `\n${table([cells(1), cells(2)]).replaceAll('\n', '\n\n')}`],
    ['UTF-8 with a byte order mark', `\uFEFF${table([cells(1), cells(2)])}`],
    [
      'UTF-16LE of PowerShell',
      Buffer.from(`\uFEFF${table([cells(1), cells(2)], { end: '\r\n' })}`, 'utf16le'),
    ],
    ['UTF-16BE', Buffer.from(`\uFEFF${table([cells(1), cells(2)])}`, 'utf16le').swap16()],
    ['two tables in one file', table([cells(1)]) + table([cells(2)])],
    ['TRUE of a spreadsheet', table([cells(1, { 'Read-only': 'TRUE' }), cells(2)])],
  ];
  it.each(dialects)('reads every dialect alike: %s', async (_name, content) => {
    const plain = await readText(table([cells(1), cells(2)]));
    for (const pieceBytes of [undefined, 7]) {
      const { outcome, records } = await readText(Buffer.from(content), pieceBytes);
      expect(outcome).toMatchObject({ status: 'accepted', container: 'console-csv', problems: [] });
      expect(records.map(({ value }) => value)).toEqual(plain.records.map(({ value }) => value));
    }
  });

  it('takes columns in any order, missing columns and rows without their last cells', async () => {
    const columns = ['Event ID', 'Event name', 'Event source', 'Event time', 'User name'];
    const { outcome, records } = await readText(
      table(
        [
          ['e-1', 'GetBucketAcl', 's3.amazonaws.com', '2025-03-03T10:00:00Z'],
          ['e-2', 'PutObject', 's3.amazonaws.com', '2025-03-03T10:00:01Z', 'maya'],
        ],
        {
          columns,
        },
      ),
    );
    expect(records.map(({ value }) => value)).toEqual([
      {
        eventID: 'e-1',
        eventName: 'GetBucketAcl',
        eventSource: 's3.amazonaws.com',
        eventTime: '2025-03-03T10:00:00Z',
      },
      {
        eventID: 'e-2',
        eventName: 'PutObject',
        eventSource: 's3.amazonaws.com',
        eventTime: '2025-03-03T10:00:01Z',
        userIdentity: { userName: 'maya' },
      },
    ]);
    expect(outcome.problems[0]!.reason).toBe('This row has only 4 of 5 cells.');
  });

  it('leaves tables of other products alone that share some of its names', async () => {
    const vendor = ['Event Name', 'User Name', 'Event ID', 'Severity'];
    const { outcome } = await readText(
      table([['Login', 'maya', '1', 'low']], { columns: vendor }) +
        table([['Logout', 'maya', '2', 'low']], { columns: vendor })
          .split('\n')
          .slice(1)
          .join('\n'),
    );
    expect(outcome).toMatchObject({ status: 'skipped', container: 'table', records: 0 });
    const cloud = [...vendor, 'Event Time', 'Event Source'];
    const other = await readText(
      table([['Login', 'maya', '1', 'low', '2025-03-03T10:00:00Z', 'signin.example.com']], {
        columns: cloud,
      }),
    );
    expect(other.outcome).toMatchObject({ status: 'skipped', container: 'table', records: 0 });
  });

  it('keeps columns of early tables beside the record and says so', async () => {
    const columns = [...header, 'Resource type', 'Resource name'];
    const { outcome, records } = await readText(table([[...cells(1), 'IAM User', 'eve']], { columns }));
    expect(records[0]!.value['otherColumns']).toEqual({
      'Resource type': 'IAM User',
      'Resource name': 'eve',
    });
    expect(outcome).toMatchObject({ status: 'accepted', problems: [] });
    expect(outcome.reason).toContain('“Resource type”, “Resource name”');
  });

  it('leaves values that cannot be read as they are, and tells lost accounts once with their count', async () => {
    const text = table([
      cells(1),
      cells(2, { 'Read-only': 'maybe', 'Recipient Account Id': '5.3E+11' }),
      cells(3, { 'Recipient Account Id': '5.3E+11' }),
    ]);
    const { outcome, records } = await readText(text);
    expect(outcome.problems).toEqual([
      expect.objectContaining({
        positionBytes: text.split('\n').slice(0, 2).join('\n').length + 1,
        reason: expect.stringMatching(/^Account ids were rounded.* In 2 records\.$/),
      }),
    ]);
    expect(records[1]!.value).toMatchObject({ readOnly: 'maybe' });
    expect(records[1]!.value).not.toHaveProperty('recipientAccountId');
    expect(outcome.status).toBe('partial');
  });

  const accounts: readonly (readonly [string, string, string | undefined])[] = [
    ['5.28758E+11', bucket, '528758123456'],
    ['5,28758E+11', bucket, '528758123456'],
    ['5.28758E+11', '[]', undefined],
    ['5.3E+11', bucket, undefined],
    ['1.11122E+11', bucket, undefined],
    ['12345678901', bucket, '012345678901'],
    ['5287-5812-3456', bucket, '528758123456'],
    ['="012345678901"', bucket, '012345678901'],
    ['nonsense', bucket, undefined],
    ['', bucket, undefined],
  ];
  it.each(accounts)('reads the account %s beside %s as %s', async (account, resources, expected) => {
    const { records } = await readText(
      table([cells(1, { 'Recipient Account Id': account, Resources: resources })]),
    );
    expect(records[0]!.value['recipientAccountId']).toBe(expected);
    expect(records[0]!.exact!.toString()).toContain(account.replaceAll('"', '""'));
  });

  it('does not choose between two accounts that round alike', async () => {
    const resources = JSON.stringify([
      { resourceType: 'x', resourceName: 'arn:aws:iam::528758123456:role/a' },
      { resourceType: 'x', resourceName: 'arn:aws:iam::528758222222:role/b' },
    ]);
    const { outcome, records } = await readText(
      table([cells(1, { 'Recipient Account Id': '5.28758E+11', Resources: resources })]),
    );
    expect(records[0]!.value).not.toHaveProperty('recipientAccountId');
    expect(outcome.problems.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/rounded by a spreadsheet/),
    ]);
  });

  const times: readonly (readonly [string, string])[] = [
    ['2025-03-03T10:00:00Z', '2025-03-03T10:00:00Z'],
    ['2025-03-03T12:00:00+02:00', '2025-03-03T10:00:00Z'],
    ['2025-03-03 10:00:00', '2025-03-03T10:00:00Z'],
    ['2025-03-03 10:00:00.000 UTC', '2025-03-03T10:00:00Z'],
    ['3/13/2025 10:00', '2025-03-13T10:00:00Z'],
    ['13.03.2025 10:00:05', '2025-03-13T10:00:05Z'],
    ['3/13/2025 10:00:05 PM', '2025-03-13T22:00:05Z'],
    ['3/4/2025 10:00', '3/4/2025 10:00'],
    ['45719.416666666664', '2025-03-03T10:00:00Z'],
    ['1740996000', '2025-03-03T10:00:00Z'],
    ['1740996000000', '2025-03-03T10:00:00Z'],
    ['2025-02-30T10:00:00+00:00', '2025-02-30T10:00:00+00:00'],
    ['########', '########'],
  ];
  it.each(times)('reads the time %s as %s', async (time, expected) => {
    const { records } = await readText(table([cells(1, { 'Event time': time })]));
    expect(records[0]!.value['eventTime']).toBe(expected);
  });

  it('learns from one row of the table how the others write days and months', async () => {
    const { records } = await readText(
      table([cells(1, { 'Event time': '3/4/2025 10:00' }), cells(2, { 'Event time': '13/4/2025 10:00' })]),
    );
    expect(records.map(({ value }) => value['eventTime'])).toEqual([
      '2025-04-03T10:00:00Z',
      '2025-04-13T10:00:00Z',
    ]);
  });

  it('keeps formulas, hidden names, NUL and markup as the text they are', async () => {
    const names = [
      '=cmd|calc!A1',
      '@SUM(1)',
      'HIDDEN_DUE_TO_SECURITY_REASONS',
      'a\0b',
      '<img src=x>',
      '__proto__',
      'zoë',
    ];
    const { records, outcome } = await readText(
      table(names.map((name, n) => cells(n, { 'User name': name }))),
    );
    expect(records.map(({ value }) => (value['userIdentity'] as { userName: string }).userName)).toEqual(
      names,
    );
    expect(outcome.problems).toEqual([]);
  });

  it('reads tables saved in Windows-1252 and keeps their bytes', async () => {
    const content = Buffer.from(table([cells(1, { 'User name': 'zo\u00eb' })]), 'latin1');
    const { records } = await readText(content);
    expect(records[0]!.value).toMatchObject({ userIdentity: { userName: 'zoë' } });
    expect(content.includes(records[0]!.exact!)).toBe(true);
    expect(records[0]!.exact!.includes(0xeb)).toBe(true);
  });

  it('loses one row, not the file, to a quotation mark that never closes', async () => {
    const broken = `"maya,AKIA,2025-03-03T10:00:00Z,s3.amazonaws.com\n`;
    const text =
      table([cells(1)]) +
      broken +
      table([cells(2), cells(3)])
        .split('\n')
        .slice(1)
        .join('\n');
    const { outcome, records } = await readText(text);
    expect(records.map(({ value }) => value['requestID'])).toEqual(['REQ1', 'REQ2', 'REQ3']);
    expect(outcome).toMatchObject({ status: 'partial', records: 3, refusedRecords: 1 });
    expect(outcome.problems[0]).toMatchObject({ positionBytes: text.indexOf(broken) });
    expect(outcome.problems[0]!.sample).toContain('"maya,AKIA');
  });

  it('reads a row whose quotation marks are not escaped and says so', async () => {
    const row = table([cells(2)])
      .split('\n')[1]!
      .replace('aws-cli/2.15.0', '"[aws "cli"]" x');
    const { records } = await readText(`${table([cells(1)])}${row}\n${table([cells(3)]).split('\n')[1]}\n`);
    expect(records.map(({ value }) => value['requestID'])).toEqual(['REQ1', 'REQ2', 'REQ3']);
    expect(records[1]!.value['userAgent']).toContain('cli');
  });

  it('keeps cells with line breaks together', async () => {
    const agent = 'line one\r\nline, "two"\n\nline three';
    const { records, outcome } = await readText(table([cells(1, { 'User agent': agent }), cells(2)]), 11);
    expect(records.map(({ value }) => value['userAgent'])).toEqual([agent, 'aws-cli/2.15.0']);
    expect(outcome.problems).toEqual([]);
  });

  it('drops the cut cell where the content ends inside a row', async () => {
    const text = table([cells(1), cells(2)]);
    const { outcome, records } = await readText(text.slice(0, text.lastIndexOf('000000000002') + 4));
    expect(records).toHaveLength(2);
    expect(records[1]!.value).not.toHaveProperty('eventID');
    expect(records[1]!.value['requestID']).toBe('REQ2');
    expect(outcome.status).toBe('partial');
  });

  it('keeps the rows before a place where packed content breaks, without the cut cell', async () => {
    const text = table([cells(1), cells(2)]);
    async function* broken(): AsyncGenerator<Buffer> {
      yield Buffer.from(text.slice(0, -5));
      throw new PackingError('The gzip data breaks off.');
    }
    const values: Record<string, unknown>[] = [];
    const outcome = await readDocument({ kind: 'stream', chunks: broken() }, (part) => {
      const whole = Buffer.from(part.bytes);
      part.positions.forEach((_, n) => {
        const text = whole.subarray(part.spans[n * 2], part.spans[n * 2 + 1]).toString();
        values.push(JSON.parse(text) as Record<string, unknown>);
      });
    });
    expect(values.map((value) => [value['requestID'], value['eventCategory']])).toEqual([
      ['REQ1', 'Management'],
      ['REQ2', undefined],
    ]);
    expect(outcome.status).toBe('partial');
    expect(outcome.problems.map(({ reason }) => reason)).toContain('The gzip data breaks off.');
  });

  it('refuses rows whose values have slipped into other columns', async () => {
    const text = `${table([cells(1)])}${cells(2, { 'User agent': 'a,b' })
      .map((cell) => (cell === 'a,b' ? cell : minimal(cell)))
      .join(',')}\n`;
    const { outcome, records } = await readText(text);
    expect(records).toHaveLength(1);
    expect(outcome).toMatchObject({ status: 'partial', refusedRecords: 1 });
    expect(outcome.problems[0]!.reason).toContain('17 cells under 16 columns');
  });

  it('reads cells of a megabyte and refuses lines beyond the limit, going on after them', async () => {
    const agent = 'x'.repeat(1_048_576);
    const text =
      table([cells(1, { 'User agent': agent })]) +
      `${'y'.repeat(9 * 1_048_576)}\n` +
      `${table([cells(2)]).split('\n')[1]}\n`;
    for (const pieceBytes of [undefined, 65_536]) {
      const { outcome, records } = await readText(text, pieceBytes);
      expect(records.map(({ value }) => value['requestID'])).toEqual(['REQ1', 'REQ2']);
      expect((records[0]!.value['userAgent'] as string).length).toBe(agent.length);
      expect(outcome).toMatchObject({ refusedRecords: 1 });
      expect(outcome.problems[0]).toMatchObject({
        reason: 'One row is longer than 8 MB.',
        positionBytes: text.indexOf('yyy'),
      });
    }
  });

  it('streams a hundred thousand rows', async () => {
    const row = `${table([cells(1)]).split('\n')[1]}\n`;
    const { outcome, records } = await readText(table([]) + row.repeat(100_000), 65_536);
    expect(outcome).toMatchObject({ status: 'accepted', records: 100_000 });
    expect(records[99_999]!.position).toBe(table([]).length + 99_999 * row.length);
  });

  it('comes through quotation marks made to confuse', async () => {
    const { outcome } = await readText(
      `${table([cells(1)])}${',"""\n'.repeat(50_000)}x,"\n${'z,z\n'.repeat(50_000)}`,
    );
    expect(outcome.records).toBeGreaterThan(0);
  });

  it('accepts a table that is only a header', async () => {
    const { outcome } = await readText(table([]));
    expect(outcome).toMatchObject({ status: 'accepted', container: 'console-csv', records: 0 });
  });
});
