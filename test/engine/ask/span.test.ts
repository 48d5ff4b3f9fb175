import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { histogramOver } from '../../../electron/engine/areas/timeline/histogram.ts';
import { spanWhere } from '../../../electron/engine/ask/span.ts';
import { openDatabase } from '../../../electron/engine/db/open.ts';
import { Pool, type Reader } from '../../../electron/engine/db/pool.ts';
import { raw, sql } from '../../../electron/engine/db/sql.ts';
import { derivedShapes } from '../../support/derived-shapes.ts';
import { tempFolder } from '../../support/temp.ts';

const noon = Date.UTC(2025, 2, 3, 12) * 1_000;
const second = 1_000_000;
const all = raw('true');

let reader: Reader;
beforeEach(async () => {
  const folder = tempFolder();
  const database = await openDatabase({
    path: join(folder, 'e.duckdb'),
    tempDirectory: folder,
    exportDirectory: folder,
    derived: derivedShapes,
  });
  const pool = new Pool(database.instance);
  onTestFinished(async () => {
    await pool.close();
    database.close();
  });
  reader = pool.reader('count');
});

/** Two events at noon and a minute later, and three without a time. */
async function addEvents(): Promise<void> {
  await reader.rows(
    sql`INSERT INTO trail.main.event_columns (file_id, ordinal, "eventTime", outcome)
        SELECT 1, n, CASE n WHEN 0 THEN TIMESTAMP '2025-03-03 12:01:00' WHEN 1 THEN TIMESTAMP '2025-03-03 12:00:00' END, 'success'
        FROM range(5) t(n)`,
  );
}

it('is from the first event to behind the last one, and leaves out those without a time', async () => {
  await addEvents();
  expect(await spanWhere(reader, all)).toEqual({ fromMicros: noon, toMicros: noon + 61 * second });
  expect(await spanWhere(reader, raw('ordinal >= 1'))).toEqual({
    fromMicros: noon,
    toMicros: noon + second,
  });
});

it('is none where no event has a time', async () => {
  expect(await spanWhere(reader, all)).toBeUndefined();
  await addEvents();
  expect(await spanWhere(reader, raw('ordinal > 1'))).toBeUndefined();
});

it.each([null, 'outcome'])('has no bar for events without a time, split by %s', async (split) => {
  await addEvents();
  const span = { fromMicros: noon, toMicros: noon + 61 * second };
  expect(
    await histogramOver({ reader, derived: { covered: () => 0 } }, all, span, { maxBins: 10, split }),
  ).toMatchObject({
    binMicros: 10 * second,
    total: 2,
    series: [{ counts: [1, 0, 0, 0, 0, 0, 1] }],
  });
});
