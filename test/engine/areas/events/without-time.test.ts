import { expect, it } from 'vitest';
import type { Question } from '../../../../shared/contract/common.ts';
import { parseFilter } from '../../../../shared/filter/parse.ts';
import { isTimeBound, withoutTimeOf } from '../../../../shared/filter/time-bounds.ts';
import { all, testEngine } from '../../../support/engine.ts';
import { logFile, record } from '../../../support/records.ts';
import { tempFolder, writeFiles } from '../../../support/temp.ts';

it('events whose time is missing, null or not readable are counted beside every span of time, and listed', async () => {
  const engine = testEngine();
  const records = [
    record(1),
    record(2, { eventTime: undefined, eventName: 'Missing' }),
    record(3, { eventTime: null, eventName: 'Null' }),
    record(4, { eventTime: 'some time in March', eventName: 'Unreadable' }),
    record(5, { eventTime: 'noon or so', eventName: 'Unreadable', awsRegion: 'us-east-1' }),
  ];
  await engine.importAll(writeFiles(tempFolder(), { 'a.json.gz': logFile(records) }));
  const filter = (text: string) => parseFilter(text).filter ?? expect.unreachable();
  const count = async (question: Question): Promise<number> =>
    (await engine.call('events.count', { question })).total;
  const march: Question = {
    ...all,
    scope: { ...all.scope, range: { fromMicros: 0, toMicros: Date.UTC(2030, 0) * 1_000 } },
  };
  expect([await count(march), await count(withoutTimeOf(march)), await count(all)]).toEqual([1, 4, 5]);
  const searched: Question = { ...all, filter: filter('eventTime>2025-01-01 awsRegion:us-east-1') };
  expect(isTimeBound(searched)).toBe(true);
  expect([await count(searched), await count(withoutTimeOf(searched))]).toEqual([0, 1]);
  const { ids, columns } = await engine.call('events.window', {
    question: { ...all, filter: filter('absent(eventTime)') },
    sort: [{ field: 'eventName', descending: false }],
    offset: 0,
    limit: 10,
    columns: ['eventName', 'eventTime'],
  });
  expect(ids).toHaveLength(4);
  expect(columns).toEqual([
    ['Missing', 'Null', 'Unreadable', 'Unreadable'],
    [null, null, null, null],
  ]);
});
