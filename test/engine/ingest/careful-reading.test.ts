import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { castFields, castSql } from '../../../electron/engine/ingest/load/casts.ts';
import { readTimeValue } from '../../../shared/time/read-time.ts';
import { all, testEngine, type TestEngine } from '../../support/engine.ts';
import { logFile, logText, record } from '../../support/records.ts';
import { tempFolder, writeFiles } from '../../support/temp.ts';
import { ambiguousTimes, noTimes, timeForms } from '../../support/time-forms.ts';

const forms = timeForms.map(([form]) => form);

async function imported(files: Readonly<Record<string, string | Buffer>>): Promise<TestEngine> {
  const engine = testEngine();
  expect((await engine.importAll(writeFiles(tempFolder(), files))).state).toBe('done');
  return engine;
}

async function columns({ call }: TestEngine, names: readonly string[]): Promise<Record<string, unknown[]>> {
  const window = await call('events.window', {
    question: all,
    sort: [{ field: 'eventID', descending: false }],
    offset: 0,
    limit: 2_000,
    columns: ['eventID', ...names],
  });
  return Object.fromEntries(names.map((name, index) => [name, [...(window.columns[index + 1] ?? [])]]));
}

async function problems({
  call,
}: TestEngine): Promise<{ readonly reason: string; readonly sample: string }[]> {
  const found = await call('ledger.allProblems', { offset: 0, limit: 100 });
  return found.map(({ reason, sample }) => ({ reason, sample }));
}

describe('times', () => {
  it('are the same by SQL and by careful reading, wherever SQL reads them', async () => {
    const instance = await DuckDBInstance.create(':memory:', {});
    const connection = await instance.connect();
    try {
      await connection.run(`SET TimeZone = 'UTC'`);
      const [eventTime] = castFields;
      const texts = [...forms, ...ambiguousTimes, ...noTimes].filter((form) => typeof form === 'string');
      for (const text of texts) {
        const found = await connection.runAndReadAll(
          `SELECT epoch_us(${castSql(eventTime!)})::DOUBLE FROM (SELECT {eventTime: $1::VARCHAR} AS s)`,
          [text],
        );
        const [micros] = found.getRows()[0] ?? [];
        // What SQL reads and we do not: a zone by its name, the word for 1970.
        if (typeof micros === 'number' && readTimeValue(text))
          expect([text, readTimeValue(text)]).toEqual([text, { micros }]);
      }
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  });

  it.each([
    ['a log file', (records: readonly unknown[]) => logFile(records)],
    ['lines', (records: readonly unknown[]) => records.map((one) => JSON.stringify(one)).join('\n')],
    [
      'EventBridge',
      (records: readonly unknown[]) =>
        records
          .map((detail, n) =>
            JSON.stringify({
              version: '0',
              id: `id-${n}`,
              'detail-type': 'AWS API Call via CloudTrail',
              source: 'aws.s3',
              detail,
            }),
          )
          .join('\n'),
    ],
  ])('are read in every form from %s', async (_, file) => {
    const engine = await imported({ 'a.json': file(forms.map((eventTime, n) => record(n, { eventTime }))) });
    const found = await columns(engine, ['eventTime', 'completeness']);
    expect(found['eventTime']).toEqual(
      timeForms.map(([, iso, beyondMs = 0]) => Date.parse(iso) * 1_000 + beyondMs),
    );
    expect(new Set(found['completeness'])).toEqual(new Set(['complete']));
    expect(await engine.call('ledger.summary', {})).toMatchObject({ reasons: [] });
  });

  it('are read in every form in creationDate', async () => {
    const records = forms.map((creationDate, n) =>
      record(n, { userIdentity: { type: 'AssumedRole', sessionContext: { attributes: { creationDate } } } }),
    );
    const engine = await imported({ 'a.json': logFile(records) });
    const name = 'userIdentity.sessionContext.attributes.creationDate';
    expect((await columns(engine, [name]))[name]).toEqual(
      timeForms.map(([, iso, beyondMs = 0]) => Date.parse(iso) * 1_000 + beyondMs),
    );
  });

  it('that cannot be read are told with their number, first place and text', async () => {
    const bad = ['0001-01-01T00:00:00Z', '2025-02-30T10:00:00Z', 'soon', '', null];
    const records = [record(0), ...bad.map((eventTime, n) => record(n + 1, { eventTime }))];
    const engine = await imported({ 'a.json': logText(records) });
    expect((await columns(engine, ['completeness']))['completeness']).toEqual([
      'complete',
      ...['unread', 'unread', 'unread', 'reduced', 'reduced'],
    ]);
    const { rows } = await engine.call('ledger.list', { status: 'partial', offset: 0, limit: 10 });
    const places = await engine.call('ledger.problems', { id: rows[0]!.id });
    const placeOf = (n: number): number => logText(records).indexOf(JSON.stringify(records[n]));
    expect(places).toEqual([
      {
        positionBytes: placeOf(1),
        reason: 'eventTime could not be read in 3 records; it stays empty there.',
        sample: '0001-01-01T00:00:00Z',
      },
      {
        positionBytes: placeOf(4),
        reason: 'eventTime, which every CloudTrail record has, is missing in 2 records.',
        sample: '',
      },
    ]);
    expect(rows[0]!.reason).toContain(places[0]!.reason);
  });

  it('with day and month as numbers are read as other times of the file show', async () => {
    const engine = await imported({
      'a.json': logFile([
        record(1, { eventTime: '3/4/2025 10:00' }),
        record(2, { eventTime: '13/4/2025 10:00' }),
      ]),
      'b.json': logFile([
        record(3, { eventTime: '3/4/2025 10:00' }),
        record(4, { eventTime: '4/13/2025 10:00' }),
      ]),
      'c.json': logFile([record(5, { eventTime: '3/4/2025 10:00' }), record(6)]),
      'd.json': logFile(
        ['3/4/2025', '4/13/2025', '13/4/2025'].map((eventTime, n) => record(7 + n, { eventTime })),
      ),
    });
    const { eventTime, completeness } = await columns(engine, ['eventTime', 'completeness']);
    const at = (iso: string): number => Date.parse(iso) * 1_000;
    expect([0, 2, 4, 6].map((row) => eventTime?.[row])).toEqual([
      at('2025-04-03T10:00:00Z'),
      at('2025-03-04T10:00:00Z'),
      null,
      null,
    ]);
    expect([0, 2, 4, 6].map((row) => completeness?.[row])).toEqual([
      'complete',
      'complete',
      'unread',
      'unread',
    ]);
    const reasons = (await problems(engine)).map(({ reason }) => reason);
    expect(reasons.filter((one) => one.includes('in the order that other times'))).toHaveLength(2);
    expect(reasons.filter((one) => one.includes('nothing in the file tells'))).toHaveLength(2);
  });
});

describe('values that do not fit their column', () => {
  it('are told by column; other spellings of true and false are read', async () => {
    const engine = await imported({
      'a.json': logFile([
        record(1, { readOnly: 'perhaps', managementEvent: 'on' }),
        record(2, { readOnly: ' TRUE ', managementEvent: { BOOL: false } }),
        record(3, { readOnly: 7, managementEvent: '' }),
        record(4, { readOnly: { yes: 1 }, managementEvent: ['true'] }),
        record(5),
      ]),
    });
    expect(await columns(engine, ['readOnly', 'managementEvent', 'completeness'])).toEqual({
      readOnly: [null, true, null, null, true],
      managementEvent: [true, false, null, true, true],
      completeness: ['unread', 'complete', 'unread', 'unread', 'complete'],
    });
    expect(await problems(engine)).toEqual([
      { reason: 'readOnly could not be read in 3 records; it stays empty there.', sample: 'perhaps' },
    ]);
  });

  it('are told where an object should stand, at every depth', async () => {
    const session = (sessionContext: unknown): unknown => ({
      type: 'AssumedRole',
      arn: 'arn:x',
      sessionContext,
    });
    const engine = await imported({
      'a.json': logFile([
        record(1, { userIdentity: 'AWS Internal' }),
        record(2, { userIdentity: ['IAMUser'] }),
        record(3, { userIdentity: session('{"attributes":{}}') }),
        record(4, {
          userIdentity: session({ sessionIssuer: 'role', attributes: { mfaAuthenticated: 'true' } }),
        }),
        record(5, { tlsDetails: 'TLSv1.3' }),
        record(6, { userIdentity: session({ sessionIssuer: {}, webIdFederationData: {}, attributes: {} }) }),
        record(7, { userIdentity: session('') }),
        record(8, { userIdentity: session(null), tlsDetails: null }),
      ]),
    });
    expect((await problems(engine)).map(({ reason }) => reason).sort()).toEqual([
      'tlsDetails is not an object in 1 record; its columns stay empty there.',
      'userIdentity is not an object in 2 records; its columns stay empty there.',
      'userIdentity.sessionContext is not an object in 1 record; its columns stay empty there.',
      'userIdentity.sessionContext.sessionIssuer is not an object in 1 record; its columns stay empty there.',
    ]);
    expect((await columns(engine, ['completeness']))['completeness']).toEqual([
      ...Array.from({ length: 5 }, () => 'unread'),
      ...Array.from({ length: 3 }, () => 'complete'),
    ]);
  });

  it('leave a file with tens of thousands of such records readable', async () => {
    const records = Array.from({ length: 30_000 }, (_, n) =>
      record(n, { eventTime: 1_741_000_000_000 + n, readOnly: 'x' }),
    );
    const engine = await imported({ 'a.json': logFile(records) });
    expect(await engine.call('workspace.current', {})).toMatchObject({
      events: 30_000,
      lastEventMicros: (1_741_000_000_000 + 29_999) * 1_000,
    });
    expect(await problems(engine)).toEqual([
      { reason: 'readOnly could not be read in 30,000 records; it stays empty there.', sample: 'x' },
    ]);
  });
});

describe('records without fields that every record has', () => {
  const without = (...names: readonly string[]): Record<string, undefined> =>
    Object.fromEntries(names.map((name) => [name, undefined]));

  it('are reduced, and the ledger says which fields are missing', async () => {
    const engine = await imported({
      'a.json': logFile([
        record(1, without('userIdentity', 'sourceIPAddress', 'eventVersion')),
        record(2, { userIdentity: {} }),
        record(3, without('errorCode', 'userAgent', 'requestID', 'resources')),
        record(4, {
          ...without('userIdentity', 'sourceIPAddress'),
          eventType: 'AwsCloudTrailInsight',
          eventCategory: 'Insight',
        }),
      ]),
    });
    expect((await columns(engine, ['completeness']))['completeness']).toEqual([
      'reduced',
      'reduced',
      'complete',
      'complete',
    ]);
    expect((await problems(engine)).map(({ reason }) => reason)).toEqual(
      [
        'eventVersion, which every CloudTrail record has, is missing in 1 record.',
        'userIdentity, which every CloudTrail record has, is missing in 2 records.',
        'sourceIPAddress, which every CloudTrail record has, is missing in 1 record.',
      ].sort(),
    );
    const { statuses } = await engine.call('ledger.summary', {});
    expect(statuses).toMatchObject([{ status: 'accepted', files: 1 }]);
  });
});
