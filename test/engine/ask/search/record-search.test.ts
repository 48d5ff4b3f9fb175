import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase, type Database } from '../../../../electron/engine/db/open.ts';
import { Pool, type Reader } from '../../../../electron/engine/db/pool.ts';
import { reading, sql, type Sql } from '../../../../electron/engine/db/sql.ts';
import { registerBesideFields } from '../../../../electron/engine/ask/beside-fields.ts';
import { nothingKnown } from '../../../../electron/engine/ask/compile/known-rows.ts';
import { Counts } from '../../../../electron/engine/ask/counts.ts';
import { RecordSearch, type SearchSizes } from '../../../../electron/engine/ask/search/record-search.ts';
import { whereOf, type AnsweredQuestion } from '../../../../electron/engine/ask/question.ts';
import type { Covered } from '../../../../electron/engine/derive/background-tables.ts';
import { Versions } from '../../../../electron/engine/derive/versions.ts';
import { wholeScope, type Question } from '../../../../shared/contract/common.ts';
import type { ScanProgress } from '../../../../shared/contract/search.ts';
import { parseFilter } from '../../../../shared/filter/parse.ts';
import { tempFolder } from '../../../support/temp.ts';
import { derivedShapes } from '../../../support/derived-shapes.ts';

const rows = 20_000;
const asked = (text: string): Question => ({ scope: wholeScope, filter: parseFilter(text).filter! });

let database: Database;
let pool: Pool;
let version = 1;
const covered: Covered = 0;
let versions: Versions;
const searches = (sizes: Partial<SearchSizes> = {}): RecordSearch => {
  versions = new Versions(() => version);
  const parts = {
    instance: database.instance,
    pool,
    counts: new Counts(pool, { covered: () => 0 }, versions),
    versions,
    covered: () => covered,
  };
  return new RecordSearch(parts, { directRows: 0, sliceRows: 3_000, ...sizes });
};
const rowsOf = (query: Sql) => pool.reader('count').rows(query);

beforeEach(async () => {
  const folder = tempFolder();
  database = await openDatabase({
    path: join(folder, 'e.duckdb'),
    tempDirectory: folder,
    exportDirectory: folder,
    derived: derivedShapes,
  });
  pool = new Pool(database.instance);
  await rowsOf(
    sql`INSERT INTO trail.main.event_columns (file_id, ordinal, "eventTime", "eventName", "requestParameters", raw)
        SELECT 1, n, TIMESTAMP '2024-01-01' + INTERVAL (n) SECOND, 'Event' || n % 7,
          '{"bucketName":"bucket-' || n % 11 || '"}',
          '{"eventName":"Event' || n % 7 || '","requestParameters":{"bucketName":"bucket-' || n % 11 ||
            '"},"word":"' || CASE WHEN n % 13 = 0 THEN 'Needle' ELSE 'straw' END || '"}'
        FROM range(${rows}) t(n)`,
  );
  onTestFinished(async () => {
    await pool.close();
    database.close();
  });
});

const count = async (question: Question | AnsweredQuestion): Promise<number> =>
  Number(
    (
      await rowsOf(
        sql`SELECT count(*)::DOUBLE FROM trail.main.event_columns WHERE ${whereOf({ known: nothingKnown, covered: 0, ...question })}`,
      )
    )[0]?.[0],
  );
const tables = async (): Promise<number> =>
  Number(
    (await rowsOf(sql`SELECT count(*)::DOUBLE FROM duckdb_tables() WHERE table_name LIKE 'search%'`))[0]?.[0],
  );

describe('questions that read through records', () => {
  it.each([
    'needle',
    'not needle',
    'needle eventName:Event3',
    'needle or eventName:Event3',
    'not (needle or requestParameters.bucketName:bucket-4)',
    'needle requestParameters.bucketName:bucket-4',
    'eventName:Event1 and not (needle and requestParameters.bucketName:(bucket-1, bucket-2))',
    'requestParameters:/bucket-1/ absent(errorCode)',
    'eventName:Event1',
  ])('“%s” has the same events answered in slices as asked at once', async (text) => {
    const search = searches();
    const answered = await search.answer(asked(text), 'scope', undefined);
    expect(await count(answered.question)).toBe(await count(asked(text)));
    expect(await count(answered.question)).toBeGreaterThan(0);
    answered.release();
    await search.close();
  });

  it('reports what has been read and the newest hits so far, and shares the work', async () => {
    const search = searches({ sliceRows: 200 });
    const told: ScanProgress[] = [];
    const following = search.follow(
      asked('needle eventName:Event3'),
      (one) => told.push(one),
      new AbortController().signal,
    );
    const [answered, other] = await Promise.all([
      search.answer(asked('needle'), 'scope', undefined),
      search.answer(asked('NEEDLE x or needle'), 'scope', undefined),
      following,
    ]);
    expect(await following).toBe(rows);
    expect(await tables()).toBe(2);
    for (const { read, total, found, first } of told) {
      expect(total).toBe(rows);
      expect(read).toBeLessThanOrEqual(rows);
      expect(found).toBeLessThanOrEqual(rows / 13);
      expect(first.length).toBe(Math.min(12, found));
      expect(first.every((hit) => hit.eventName === 'Event3')).toBe(true);
    }
    expect(told.map(({ read }) => read)).toEqual([...told.map(({ read }) => read)].sort((a, b) => a - b));
    answered.release();
    other.release();
    await search.close();
  });

  it('asks at once where few events are left to look at', async () => {
    const search = searches({ directRows: 5_000 });
    await search.answer(asked('needle eventName:Event3'), 'scope', undefined);
    expect(await tables()).toBe(0);
    await search.answer(asked('needle'), 'scope', undefined);
    expect(await tables()).toBe(1);
    await search.close();
  });

  it('looks up what the timeline needs beyond the range, while the rows are asked at once', async () => {
    const search = searches({ directRows: 5_000 });
    const fromMicros = Date.UTC(2024, 0, 1) * 1_000;
    const range = { fromMicros, toMicros: fromMicros + 60e6 };
    const question: Question = { ...asked('needle'), scope: { ...wholeScope, range } };
    await search.answer(question, 'scope', undefined);
    expect(await tables()).toBe(0);
    expect(await search.follow(question, () => undefined, new AbortController().signal)).toBe(rows);
    expect(await tables()).toBe(1);
    await search.close();
  });

  it('ends when nobody waits for it any more, and not before', async () => {
    const search = searches({ sliceRows: 50 });
    const [first, second] = [new AbortController(), new AbortController()];
    const one = search.answer(asked('needle'), 'scope', first.signal);
    const two = search.answer(asked('needle'), 'scope', second.signal);
    setTimeout(() => first.abort(), 30);
    await expect(one).rejects.toMatchObject({ code: 'cancelled' });
    expect(await count((await two).question)).toBe(await count(asked('needle')));
    const third = new AbortController();
    const three = search.answer(asked('straw'), 'scope', third.signal);
    setTimeout(() => third.abort(), 30);
    await expect(three).rejects.toMatchObject({ code: 'cancelled' });
    await expect.poll(tables).toBe(1);
    expect(await count((await search.answer(asked('straw'), 'scope', undefined)).question)).toBe(
      await count(asked('straw')),
    );
    await search.close();
  });

  it('forgets what it found when the data changes, but not under somebody who holds it', async () => {
    const search = searches();
    const held = await search.answer(asked('needle'), 'scope', undefined);
    const before = await count(held.question);
    await rowsOf(
      sql`INSERT INTO trail.main.event_columns (file_id, ordinal, raw) VALUES (2, 1, '{"a":"needle"}')`,
    );
    version += 1;
    const fresh = await search.answer(asked('needle'), 'scope', undefined);
    expect(await count(fresh.question)).toBe(before + 1);
    expect(await count(held.question)).toBe(before);
    held.release();
    await expect.poll(tables).toBe(1);
    await search.close();
  });

  it('answers by the data of now although it changes while the search runs', async () => {
    const search = searches({ sliceRows: 50 });
    const slow = search.answer(asked('needle'), 'scope', undefined);
    await expect.poll(tables).toBe(1);
    await rowsOf(
      sql`INSERT INTO trail.main.event_columns (file_id, ordinal, raw) VALUES (2, 1, '{"a":"needle"}')`,
    );
    version += 1;
    // Whoever asks next notices the change and ends the search that the first one waits for.
    const [one, two] = await Promise.all([slow, search.answer(asked('needle'), 'scope', undefined)]);
    expect(await count(one.question)).toBe(await count(asked('needle')));
    expect(await count(two.question)).toBe(await count(asked('needle')));
    one.release();
    two.release();
    await expect.poll(tables).toBe(1);
    await search.close();
  });

  it('looks again for parts that have other events now, also for those who wait', async () => {
    const search = searches({ sliceRows: 50 });
    // A field beside the events that reads annotations, as far as the search can tell.
    const isThird = reading(['annotations'], sql`("eventName" = 'Event3')`);
    onTestFinished(
      registerBesideFields({
        owns: (name) => name === 'note.star',
        column: () => isThird,
        cell: () => isThird,
        many: () => undefined,
      }),
    );
    const slow = search.answer(asked('needle or note.star:true'), 'scope', undefined);
    await expect.poll(tables).toBe(1);
    await rowsOf(
      sql`UPDATE trail.main.event_columns SET "eventName" = 'Event3' WHERE "eventName" = 'Event4'`,
    );
    versions.annotationsChanged();
    const answered = await slow;
    expect(await count(answered.question)).toBe(await count(asked('needle or eventName:Event3')));
    answered.release();
    await search.close();
  });

  it('goes on for a screen that joins while the one before leaves', async () => {
    const first = new AbortController();
    let lengths: number | undefined;
    class LeavingPool extends Pool {
      override reader(...options: Parameters<Pool['reader']>): Reader {
        const reader = super.reader(...options);
        const one: Reader['one'] = async (query, shape) => {
          if (lengths !== undefined && query.parts.join('').includes('max(rowid)')) {
            lengths += 1;
            if (lengths === 2) {
              first.abort();
              await new Promise((resolve) => setTimeout(resolve, 50));
            }
          }
          return reader.one(query, shape);
        };
        return { ...reader, one };
      }
    }
    const leaving = new LeavingPool(database.instance);
    versions = new Versions(() => version);
    const counts = new Counts(leaving, { covered: () => 0 }, versions);
    const parts = { instance: database.instance, pool: leaving, counts, versions, covered: () => covered };
    const search = new RecordSearch(parts, { directRows: 0, sliceRows: 50 });
    const gone = search.answer(asked('needle'), 'scope', first.signal);
    await expect.poll(tables).toBe(1);
    lengths = 0;
    const following = search.follow(asked('needle'), () => undefined, new AbortController().signal);
    await expect(gone).rejects.toMatchObject({ code: 'cancelled' });
    expect(await following).toBe(rows);
    expect(lengths).toBe(2);
    await search.close();
    await leaving.close();
  });

  it('leaves no table of a search that is cancelled at any moment', async () => {
    const search = searches({ sliceRows: 20_000 });
    for (let tried = 0; tried < 40; tried += 1) {
      const stop = new AbortController();
      const one = search.answer(asked(`needle-${tried}`), 'scope', stop.signal);
      setTimeout(() => stop.abort(), tried / 2);
      await one.then(
        (answered) => answered.release(),
        () => undefined,
      );
    }
    version += 1;
    await search.answer(asked('eventName:Event1'), 'scope', undefined);
    await expect.poll(tables).toBe(0);
    await search.close();
  });

  it('keeps a limited number of answers', async () => {
    const search = searches({ most: 2 });
    for (const word of ['needle', 'straw', 'bucket', 'event'])
      (await search.answer(asked(word), 'scope', undefined)).release();
    await search.answer(asked('another'), 'scope', undefined);
    expect(await tables()).toBeLessThanOrEqual(3);
    await search.close();
  });
});
