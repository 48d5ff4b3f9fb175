import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { all, testEngine } from '../../support/engine.ts';
import { logFile, record } from '../../support/records.ts';
import { tempFolder, writeFiles } from '../../support/temp.ts';
import { csvRows, exported, everything } from '../areas/export/exporting.ts';

const midnight = Date.UTC(2025, 2, 3) * 1_000;

it('reads times with an offset as UTC', async () => {
  const engine = testEngine();
  const times = [
    '2025-03-03T05:00:00+05:00',
    '2025-03-02T16:00:00-0800',
    '2025-03-03T00:00:00',
    '2025-03-03T00:00:00Z',
  ];
  await engine.importAll(
    writeFiles(tempFolder(), {
      'a.json.gz': logFile(times.map((eventTime, n) => record(n, { eventTime }))),
    }),
  );
  const window = await engine.call('events.window', {
    question: all,
    sort: [],
    offset: 0,
    limit: 10,
    columns: ['eventTime'],
  });
  expect(window.columns[0]).toEqual(times.map(() => midnight));
});

describe('times that no record can have', () => {
  it.each([
    'infinity',
    '-infinity',
    '290000-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
    '0044-03-15 (BC) 00:00:00',
  ])('takes a record from “%s” for one without a time', async (eventTime) => {
    const root = writeFiles(tempFolder(), {
      'trail/a.json.gz': logFile([record(1), record(2, { eventTime })]),
      'out/.keep': '',
    });
    const engine = testEngine(root);
    await engine.importAll(join(root, 'trail'));
    const info = await engine.call('workspace.current', {});
    expect(info).toMatchObject({ events: 2, lastEventMicros: info?.firstEventMicros });
    expect(info?.lastEventMicros).not.toBeNull();
    const histogram = await engine.call('timeline.histogram', {
      question: all,
      view: null,
      maxBins: 10,
      split: null,
    });
    expect(histogram?.total).toBe(1);
    const job = await exported(engine, everything, join(root, 'out', 'a.csv'));
    expect(job).toMatchObject({ state: 'done' });
    expect(csvRows(join(root, 'out', 'a.csv')).map((row) => row['eventTime'])).toContain('');
  });

  it('shows for which time there are logs although a record is from a far year', async () => {
    const name = '111122223333_CloudTrail_eu-west-1_20250303T0010Z_AAAAAAAAAAAAAAAA.json.gz';
    const engine = testEngine();
    await engine.importAll(
      writeFiles(tempFolder(), {
        [`AWSLogs/111122223333/CloudTrail/eu-west-1/2025/03/03/${name}`]: logFile([
          record(1, { eventTime: '2025-03-03T00:05:00Z' }),
          record(2, { eventTime: '2249-12-31T23:59:59Z' }),
        ]),
        'plain.json.gz': logFile([
          record(3, { eventTime: '2025-03-03T00:02:00Z' }),
          record(4, { eventTime: '2249-12-31T23:59:58Z' }),
        ]),
      }),
    );
    const coverage = await engine.call('coverage.logFiles', {
      question: all,
      view: { fromMicros: midnight, toMicros: midnight + 10 * 60e6 },
      by: null,
      maxBins: 1_000,
    });
    expect(coverage).toMatchObject({ logFiles: 1, otherFiles: 1 });
  });
});
