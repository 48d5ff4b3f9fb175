import { describe, expect, it } from 'vitest';
import { sameEvent } from '../../../shared/cloudtrail/same-event.ts';
import { all, testEngine, type TestEngine } from '../../support/engine.ts';
import { logText, record } from '../../support/records.ts';
import { tempFolder, writeFiles } from '../../support/temp.ts';

type Body = Record<string, unknown>;

const without = ({ ...body }: Body, ...names: readonly string[]): Body =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));

async function imported(...files: readonly (readonly Body[])[]): Promise<TestEngine> {
  const engine = testEngine();
  const written = Object.fromEntries(files.map((records, n) => [`${n}.json`, logText(records)]));
  expect((await engine.importAll(writeFiles(tempFolder(), written))).state).toBe('done');
  return engine;
}

const lower = record(171, { eventID: 'abcdef00-0000-4000-8000-000000000171' });

async function onlyId(engine: TestEngine): Promise<string> {
  const { ids } = await engine.call('events.window', {
    ...{ question: all, sort: [], offset: 0, limit: 1, columns: [] },
  });
  return ids[0]!;
}

/** The same event as an exporter writes it again. */
const respellings: readonly (readonly [what: string, own: Body, other: Body])[] = [
  ['nulls dropped', record(1), without(record(1), 'responseElements')],
  ['fractions of seconds', record(1), record(1, { eventTime: '2025-03-03T10:00:01.000Z' })],
  ['seconds since 1970', record(1), record(1, { eventTime: Date.parse('2025-03-03T10:00:01Z') / 1_000 })],
  ['another offset', record(1), record(1, { eventTime: '2025-03-03T11:00:01+01:00' })],
  ['truth values as text', record(1), record(1, { readOnly: 'true', managementEvent: 'True' })],
  [
    'numbers as text and with a point',
    record(1, { requestParameters: { count: 1, size: 1_500, part: 0.25 } }),
    JSON.parse('{"requestParameters":{"count":1.0,"size":"1500","part":"0.25"}}') as Body,
  ],
  [
    'keys of an exporter',
    record(1),
    record(1, { p_log_type: 'AWS.CloudTrail', '@timestamp': 'x', _id: '7' }),
  ],
  ['no account', record(1), without(record(1), 'recipientAccountId')],
  ['case of the ID', lower, { ...lower, eventID: 'ABCDEF00-0000-4000-8000-000000000171' }],
].map(
  ([what, own, other]) =>
    [what as string, own as Body, { ...(own as Body), ...without(other as Body) }] as const,
);

describe('one event in two spellings', () => {
  it.each(respellings)(
    '%s: is one event, shown as CloudTrail wrote it, with both texts kept',
    async (what, own, changed) => {
      const other =
        what === 'nulls dropped'
          ? without(changed, 'responseElements')
          : what === 'no account'
            ? without(changed, 'recipientAccountId')
            : changed;
      for (const files of [
        [[own], [other]],
        [[other], [own]],
      ]) {
        const engine = await imported(...files);
        const summary = await engine.call('ledger.summary', {});
        expect(summary).toMatchObject({ records: 2, events: 1, duplicates: 1, reshaped: 1, conflicts: [] });
        const [merged] = await engine.call('ledger.reshaped', { offset: 0, limit: 10 });
        expect(JSON.parse(merged!.raw)).toEqual(other);
        expect(JSON.parse(merged!.kept.raw)).toEqual(own);
      }
    },
  );

  it('is no respelling when only spaces and the order of keys differ', async () => {
    const engine = await imported([record(1)], [Object.fromEntries(Object.entries(record(1)).reverse())]);
    expect(await engine.call('ledger.summary', {})).toMatchObject({ events: 1, duplicates: 1, reshaped: 0 });
  });
});

describe('a record that corrects another', () => {
  const late = record(1, {
    responseElements: { x: 1 },
    addendum: { reason: 'UPDATED_DATA', updatedFields: 'responseElements' },
  });
  const merged = { records: 2, events: 1, duplicates: 1, reshaped: 0, updated: 1, conflicts: [] };

  it.each([
    ['first', [[late], [record(1)]]],
    ['last', [[record(1)], [late]]],
  ])('is shown for the event and keeps both texts, come %s', async (_, files) => {
    const engine = await imported(...files);
    expect(await engine.call('ledger.summary', {})).toMatchObject(merged);
    const { raw } = await engine.call('events.detail', { id: await onlyId(engine) });
    expect(JSON.parse(raw)).toEqual(late);
  });

  it('stays apart from a record that differs in more than it says', async () => {
    const engine = await imported([late], [record(1, { sourceIPAddress: '203.0.113.9' })]);
    expect(await engine.call('ledger.summary', {})).toMatchObject({ events: 2, updated: 0 });
  });
});

describe('two events', () => {
  it.each<readonly [string, Body, Body]>([
    ['of two accounts', record(1), record(1, { recipientAccountId: '444455556666' })],
    ['with another answer', record(1), record(1, { responseElements: { x: 1 } })],
    ['with another version text', record(1, { apiVersion: '1.1' }), record(1, { apiVersion: '1.10' })],
    [
      'with IDs beyond 2^53',
      record(1, { requestParameters: { id: 1 } }),
      record(1, { requestParameters: { id: 2 } }),
    ],
    ['a second apart', record(1), record(1, { eventTime: '2025-03-03T10:00:02Z' })],
    [
      'one of them delivered late',
      record(1),
      record(1, { addendum: { reason: 'DELIVERY_DELAY' }, requestID: 'x' }),
    ],
    ['with a key that no exporter adds', record(1), record(1, { edgeDeviceDetails: { type: 'x' } })],
  ])('%s stay two', async (_, one, other) => {
    expect(await (await imported([one], [other])).call('ledger.summary', {})).toMatchObject({
      events: 2,
      duplicates: 0,
    });
  });
});

describe('records without an event ID', () => {
  const nameless = without(record(1), 'eventID');

  it('are one when their request and all else agree', async () => {
    const engine = await imported([nameless, nameless], [without(nameless, 'responseElements')]);
    expect(await engine.call('ledger.summary', {})).toMatchObject({
      records: 3,
      events: 1,
      duplicates: 2,
      conflicts: [],
    });
  });

  it('stay apart without an ID of the request, because two calls of one second may look so', async () => {
    const bare = without(nameless, 'requestID');
    expect(await (await imported([bare, bare])).call('ledger.summary', {})).toMatchObject({
      events: 2,
      duplicates: 0,
    });
  });

  it('stay apart when one request has several records', async () => {
    const engine = await imported([nameless, { ...nameless, eventName: 'GetObject' }]);
    expect(await engine.call('ledger.summary', {})).toMatchObject({ events: 2, conflicts: [] });
  });
});

describe('the text of an event', () => {
  it('keeps numbers apart that no double can', () => {
    const text = (id: string): string => sameEvent(`{"requestParameters":{"id":${id}}}`).text;
    expect(text('9007199254740993')).not.toBe(text('9007199254740992'));
    expect(text('1e400')).not.toBe(text('2e400'));
    expect([text('100'), text('1e2'), text('100.0'), text('"100"')]).toEqual(
      Array.from({ length: 4 }, () => text('100')),
    );
    expect([text('0.050'), text('5e-2')]).toEqual([text('0.05'), text('"0.05"')]);
  });
});

it('shows all events of the question once, whatever spelling came first', async () => {
  const engine = await imported([record(1), record(2)], [record(2, { readOnly: 'true' }), record(3)]);
  const window = await engine.call('events.window', {
    question: all,
    sort: [],
    offset: 0,
    limit: 10,
    columns: ['readOnly'],
  });
  expect(window.columns[0]).toEqual([true, true, true]);
});
