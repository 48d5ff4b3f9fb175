import { beforeEach, describe, expect, it } from 'vitest';
import type { Filter } from '../../../../shared/filter/filter.ts';
import { onlyThis } from '../../../../shared/filter/facet-selection.ts';
import { everything } from '../../../../shared/filter/filter.ts';
import { all, testEngine, type TestEngine } from '../../../support/engine.ts';
import { logFile, record } from '../../../support/records.ts';
import { tempFolder, writeFiles } from '../../../support/temp.ts';

const bare = { userIdentity: { type: 'IAMUser', userName: 'zoe', principalId: 'AIDAZ' } };
const records = [
  ...Array.from({ length: 100 }, (_, n) =>
    record(n, n % 4 === 0 ? bare : n % 10 === 0 ? { errorCode: 'AccessDenied' } : {}),
  ),
  // Three of one second: the place in the evidence decides their order.
  record(100, { eventTime: '2025-03-03T10:00:50Z', eventName: 'Tie1' }),
  record(101, { eventTime: '2025-03-03T10:00:50Z', eventName: 'Tie2' }),
];

let engine: TestEngine;
beforeEach(async () => {
  engine = testEngine();
  await engine.importAll(writeFiles(tempFolder(), { 'a.json.gz': logFile(records) }));
});
const is = (field: string, value: string): Filter => onlyThis(everything, field, value);
const idOf = async (eventID: string): Promise<string> => {
  const { ids } = await engine.call('events.window', {
    question: { ...all, filter: is('eventID', eventID) },
    sort: [],
    offset: 0,
    limit: 2,
    columns: [],
  });
  expect(ids).toHaveLength(1);
  return ids[0]!;
};

describe('related events', () => {
  it('counts several questions at once, each with its own scope', async () => {
    const range = {
      fromMicros: Date.UTC(2025, 2, 3, 10) * 1e3,
      toMicros: Date.UTC(2025, 2, 3, 10, 0, 10) * 1e3,
    };
    const { counts } = await engine.call('related.counts', {
      questions: [
        { ...all, filter: is('principal', 'arn:aws:iam::111122223333:user/maya') },
        { filter: everything, scope: { ...all.scope, range } },
        { ...all, filter: is('errorCode', 'AccessDenied') },
        { ...all, filter: is('requestID', 'none such') },
      ],
    });
    expect(counts).toEqual([77, 10, 5, 0]);
  });

  it('lists what lies nearest in time, itself among them, and says whether there is more', async () => {
    const id = await idOf(String(record(20)['eventID']));
    const question = { ...all, filter: is('sourceIPAddress', '198.51.100.7') };
    const near = await engine.call('related.near', { question, id, limit: 5 });
    expect(near.events.map((event) => event.micros! / 1e6 - Date.UTC(2025, 2, 3, 10) / 1e3)).toEqual([
      16, 17, 18, 19, 20, 21, 22, 23, 24, 25,
    ]);
    expect(near).toMatchObject({ hasEarlier: true, hasLater: true });
    expect(near.events[4]?.id).toBe(id);
    const whole = await engine.call('related.near', { question, id, limit: 200 });
    expect(whole.events).toHaveLength(102);
    expect(whole).toMatchObject({ hasEarlier: false, hasLater: false });
  });

  it('neither repeats nor drops events of the same second', async () => {
    const ids = await Promise.all([50, 100, 101].map(async (n) => idOf(String(record(n)['eventID']))));
    for (const id of ids) {
      const near = await engine.call('related.near', { question: all, id, limit: 200 });
      expect(new Set(near.events.map((event) => event.id)).size).toBe(102);
      expect(near.events.filter((event) => ids.includes(event.id)).map((event) => event.id)).toEqual(ids);
    }
  });

  it('leaves the event out of a list it is no part of, and tells when it is gone', async () => {
    const id = await idOf(String(record(20)['eventID']));
    const question = { ...all, filter: is('errorCode', 'AccessDenied') };
    const near = await engine.call('related.near', { question, id, limit: 1 });
    expect(near.events.map((event) => event.micros! / 1e6 - Date.UTC(2025, 2, 3, 10) / 1e3)).toEqual([
      10, 30,
    ]);
    await expect(engine.call('related.near', { question, id: '9.99', limit: 1 })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});
