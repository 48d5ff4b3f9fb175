import { describe, expect, it } from 'vitest';
import { all, testEngine, type TestEngine } from '../../../support/engine.ts';
import { logFile, record } from '../../../support/records.ts';
import { tempFolder, writeFiles } from '../../../support/temp.ts';
import { quoted } from './read-text.ts';

const header =
  'User name,AWS access key,Event time,Event source,Event name,AWS region,Event ID,Read-only,Recipient Account Id\n';

function row(n: number, changes: Readonly<Record<string, unknown>> = {}): string {
  const { userName, ...rest } = changes;
  const value = record(n, rest);
  const cells = [
    userName ?? 'maya',
    'AKIAEXAMPLE000000001',
    value['eventTime'],
    value['eventSource'],
    value['eventName'],
    value['awsRegion'],
    value['eventID'],
    'true',
    value['recipientAccountId'],
  ];
  return `${cells.map((cell) => quoted(String(cell))).join(',')}\n`;
}

async function events(
  engine: TestEngine,
  columns: readonly string[],
): Promise<readonly (readonly unknown[])[]> {
  const window = await engine.call('events.window', {
    question: all,
    sort: [{ field: 'eventTime', descending: false }],
    offset: 0,
    limit: 2_000,
    columns: [...columns],
  });
  return window.ids.map((_, row) => window.columns.map((column) => column[row]));
}

async function ledgerKinds(engine: TestEngine): Promise<Record<string, unknown>> {
  const { rows } = await engine.call('ledger.list', { status: null, offset: 0, limit: 100 });
  return Object.fromEntries(
    rows.map(({ path, kind, status, records }) => [path.split('/').at(-1), { kind, status, records }]),
  );
}

describe('importing text that holds records', () => {
  it('shows the whole record where a table has the same event, and the table’s row where it has not', async () => {
    const archive = writeFiles(tempFolder(), {
      'event_history.csv': header + row(1) + row(2),
      '111122223333_CloudTrail_eu-west-1_20250303T1005Z_AAAAAAAAAAAAAAAA.json.gz': logFile([record(1)]),
    });
    const engine = testEngine();
    await engine.importAll(archive);
    expect(await events(engine, ['completeness', 'userIdentity.userName', 'userIdentity.type'])).toEqual([
      ['complete', 'maya', 'IAMUser'],
      ['partial', 'maya', null],
    ]);
    const summary = await engine.call('ledger.summary', {});
    expect(summary).toMatchObject({ records: 3, events: 2, duplicates: 1 });
  });

  it('finds the whole record of a row whose account a spreadsheet rounded away', async () => {
    const archive = writeFiles(tempFolder(), {
      'event_history.csv': header + row(1, { recipientAccountId: '1.11122E+11' }),
      'one.json': JSON.stringify({ Records: [record(1)] }),
    });
    const engine = testEngine();
    await engine.importAll(archive);
    expect(await events(engine, ['completeness', 'recipientAccountId'])).toEqual([
      ['complete', '111122223333'],
    ]);
  });

  it('takes hostile cells into the database as they are', async () => {
    const names = ['=HYPERLINK("http://x")', 'a\0b', "'; DROP TABLE files; --", '\u202Eevil', '{"$ne":1}'];
    const archive = writeFiles(tempFolder(), {
      'a.csv': header + names.map((userName, n) => row(n, { userName })).join(''),
    });
    const engine = testEngine();
    await engine.importAll(archive);
    expect((await events(engine, ['userIdentity.userName'])).map(([name]) => name)).toEqual(names);
  });

  it('reads every container of text in one archive and names the rest', async () => {
    const text = (n: number): string => JSON.stringify(record(n));
    const archive = writeFiles(tempFolder(), {
      'console.csv': Buffer.from(`\uFEFF${header}${row(1)}`, 'utf16le'),
      'athena.csv': `"eventname","eventsource","eventtime","eventid"\n"a","b.amazonaws.com","2025-03-03T10:00:00Z","e-1"\n`,
      'insights.csv': `@timestamp,@message\n2025-03-03 10:00:00.000,${quoted(text(3))}\n`,
      'splunk.csv': `_raw,host\n${quoted(text(4))},h\n`,
      'kibana.csv': `event.action,event.original\nx,${quoted(text(5))}\n`,
      '000000': `2025-03-03T10:00:00.000Z ${text(6)}\n`,
      messages: `Mar  3 10:00:00 gateway trail: ${text(7)}\n`,
      'report.csv': 'user,arn,user_creation_time\nmaya,arn:aws:iam::111122223333:user/maya,2020-01-01\n',
      'colours.csv': 'id,name,colour\n1,a,red\n',
    });
    const engine = testEngine();
    await engine.importAll(archive);
    const read = (kind: string): unknown => ({ kind, status: 'accepted', records: 1 });
    expect(await ledgerKinds(engine)).toEqual({
      'console.csv': read('console-csv'),
      'athena.csv': read('athena-csv'),
      'insights.csv': read('insights-csv'),
      'splunk.csv': read('splunk-csv'),
      'kibana.csv': read('kibana-csv'),
      '000000': read('cloudwatch-export'),
      messages: read('prefixed-lines'),
      'report.csv': { kind: 'credential-report', status: 'skipped', records: 0 },
      'colours.csv': { kind: 'table', status: 'skipped', records: 0 },
    });
    expect((await engine.call('events.count', { question: all })).total).toBe(7);
  });
});
