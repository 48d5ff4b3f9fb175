import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { registerBesideFields } from '../../../electron/engine/ask/beside-fields.ts';
import { orderBy } from '../../../electron/engine/ask/event-rows.ts';
import { Folds } from '../../../electron/engine/ask/folds.ts';
import { unanswered } from '../../../electron/engine/ask/question.ts';
import { placeOfRow, rowOrder, type RowOrder } from '../../../electron/engine/ask/row-order.ts';
import { countBefore, Stretches, type Cutting } from '../../../electron/engine/ask/stretches.ts';
import { texts } from '../../../electron/engine/db/rows.ts';
import { raw, sql, type Sql } from '../../../electron/engine/db/sql.ts';
import { noteFieldsBeside } from '../../../electron/engine/areas/annotations/fields.ts';
import { eventWindow, locateEvent } from '../../../electron/engine/areas/events/window.ts';
import type { Sort } from '../../../shared/contract/events.ts';
import { all } from '../../support/engine.ts';
import { openedWith } from './opened.ts';

/** Few names of very different frequency, one that only differs after a NUL; few times; many addresses; missing values of all. */
const rows = (count: number): string => `INSERT INTO trail.main.event_columns
    (file_id, ordinal, "eventName", "eventTime", "sourceIPAddress", "readOnly", "awsRegion")
  SELECT 1 + n * 7919 % 40, n,
    CASE WHEN n % 11 = 0 THEN NULL WHEN n % 3 = 0 THEN 'GetObject' WHEN n % 101 = 0 THEN 'a' || chr(0) || 'b'
      WHEN n % 103 = 0 THEN 'a' WHEN n % 5 = 0 THEN 'Ünïcode' ELSE 'List' || n % 4 END,
    CASE WHEN n % 13 = 0 THEN NULL WHEN n = 5 THEN TIMESTAMP '1970-01-01' WHEN n = 7 THEN TIMESTAMP '9999-12-31 23:59:59'
      ELSE TIMESTAMP '2025-03-03' + to_seconds((n * 31 % 977)::BIGINT) END,
    CASE WHEN n % 17 = 0 THEN NULL ELSE '10.' || hash(n) % 250 || '.' || hash(n) % 91 || '.1' END,
    CASE WHEN n % 7 = 0 THEN NULL ELSE n % 2 = 0 END, 'eu-west-' || n % 3
  FROM range(${count}) t(n) ORDER BY hash(n)`;

const field = fc.constantFrom('eventName', 'eventTime', 'sourceIPAddress', 'readOnly');
const sorts: fc.Arbitrary<Sort> = fc.array(fc.record({ field, descending: fc.boolean() }), { maxLength: 3 });
const conditions = fc.constantFrom<Sql>(
  raw('true'),
  raw(`"awsRegion" = 'eu-west-1'`),
  raw(`"eventName" IS NULL OR "eventTime" IS NULL`),
  sql`ordinal = ${3}`,
  raw('false'),
);

const orderOf = (sort: Sort): RowOrder => {
  const order = rowOrder(sort);
  if (!order) throw new Error('no order of stored columns');
  return order;
};

describe('a window of a sorted answer that is sorted in stretches', () => {
  const length = 3_000;
  const open = async (cutting?: Cutting) => {
    const opened = await openedWith(rows(length));
    const { instance, pool, versions } = opened;
    return { ...opened, stretches: opened.closing(new Stretches(instance, pool, versions, cutting)) };
  };

  it('is the one that sorting the whole gives, for every order, condition and place', async () => {
    const { reader, stretches } = await open({ sampledEvery: 3, samplesInStretch: 40 });
    const window = fc.record({
      offset: fc.integer({ min: 0, max: length + 10 }),
      limit: fc.integer({ min: 1, max: 400 }),
      /** Totals are guesses of where to look: any will do. */
      total: fc.integer({ min: 1, max: 2 * length }),
    });
    await fc.assert(
      fc.asyncProperty(sorts, conditions, window, async (sort, where, { offset, limit, total }) => {
        const part = { where, order: orderOf(sort), offset, limit, total };
        const found = await stretches.lend(part, reader, (chosen) =>
          reader.rows(sql`SELECT position::DOUBLE, event::DOUBLE FROM (${chosen}) ORDER BY position`),
        );
        const plain = await reader.rows(
          sql`SELECT rowid::DOUBLE FROM trail.main.event_columns WHERE ${where} ORDER BY ${orderBy(sort)} LIMIT ${limit} OFFSET ${offset}`,
        );
        expect(found).toEqual(plain.map(([event], at) => [offset + at, event]));
      }),
      { numRuns: 60 },
    );
  });

  it('has every event where counting the rows before it puts it', async () => {
    const { reader } = await open();
    await fc.assert(
      fc.asyncProperty(sorts, conditions, fc.nat(length - 1), async (sort, where, at) => {
        const order = orderOf(sort);
        const [row] = await reader.read(
          sql`SELECT ${placeOfRow(order)} AS place FROM trail.main.event_columns WHERE ${where}
            ORDER BY ${orderBy(sort)} LIMIT 1 OFFSET ${at}`,
          { place: texts },
        );
        if (row) expect(await countBefore({ where, order }, row.place, reader)).toBe(at);
      }),
      { numRuns: 60 },
    );
  });

  it('is made anew when the evidence changes, and ends with an abort', async () => {
    const { reader, pool, stretches, change } = await open({ sampledEvery: 3, samplesInStretch: 40 });
    const part = { where: raw('true'), order: orderOf([]), offset: 2_990, limit: 100, total: length };
    const count = (): Promise<number> =>
      stretches.lend(part, reader, async (chosen) => (await reader.rows(sql`FROM (${chosen})`)).length);
    expect(await count()).toBe(10);
    await reader.rows(
      raw('INSERT INTO trail.main.event_columns (file_id, ordinal) SELECT 90, n FROM range(5) t(n)'),
    );
    change();
    expect(await count()).toBe(15);
    const stop = new AbortController();
    stop.abort();
    await expect(
      stretches.lend(part, pool.reader('window', stop.signal), () => Promise.resolve()),
    ).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('is not for what is worked out for every row', () => {
    registerBesideFields(noteFieldsBeside);
    expect(rowOrder([{ field: 'requestParameters.bucketName', descending: true }])).toBeUndefined();
    expect(rowOrder([{ field: 'requestParameters', descending: true }])).toBeUndefined();
    expect(rowOrder([{ field: 'note.star', descending: true }])).toBeUndefined();
  });
});

it('gives windows of a large answer as the plain query does, at the beginning, in the middle and at the end', async () => {
  const length = 210_000;
  const parts = await openedWith(rows(length));
  const { instance, pool, versions, reader } = parts;
  const local = {
    ...parts,
    folds: parts.closing(new Folds(instance, versions)),
    stretches: parts.closing(new Stretches(instance, pool, versions)),
  };
  const question = unanswered(all);
  const cases: readonly Sort[] = [
    [{ field: 'eventTime', descending: true }],
    [{ field: 'eventName', descending: false }],
    [
      { field: 'readOnly', descending: true },
      { field: 'sourceIPAddress', descending: false },
    ],
  ];
  for (const sort of cases) {
    const plain = await reader.rows(
      sql`SELECT file_id || '.' || ordinal FROM trail.main.event_columns ORDER BY ${orderBy(sort)}`,
    );
    const ids = plain.map(([id]) => id);
    for (const offset of [0, 3_900, 98_765, 123_456, length - 4_100, length - 30, length]) {
      const window = await eventWindow({ question, sort, offset, limit: 200, columns: [] }, local);
      expect(window).toMatchObject({ total: length, offset, ids: ids.slice(offset, offset + 200) });
      const id = window.ids.at(-1);
      if (id !== undefined)
        expect(await locateEvent({ question, sort, id }, local)).toBe(offset + window.ids.length - 1);
    }
  }
});
