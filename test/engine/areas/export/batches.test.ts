import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { attachInMemory } from '../../../../electron/engine/db/schema.ts';
import { raw } from '../../../../electron/engine/db/sql.ts';
import { eventBatches } from '../../../../electron/engine/areas/export/batches.ts';
import { inSnapshot } from '../../../../electron/engine/areas/export/snapshot.ts';

const query = (isInWindows: boolean) => ({
  items: raw('id::INTEGER'),
  where: raw('id % 3 <> 0'),
  orderBy: raw('seen DESC, id'),
  isInWindows,
});

async function ids(isInWindows: boolean, windowRows?: number): Promise<number[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const setUp = await instance.connect();
  await setUp.run(attachInMemory);
  await setUp.run(
    'CREATE TABLE trail.main.event_columns AS SELECT i AS id, i % 40 AS seen, 0 AS position FROM range(1000) t(i)',
  );
  setUp.closeSync();
  const { signal } = new AbortController();
  const found = await inSnapshot(instance, signal, async (connection) => {
    const rows: number[] = [];
    for await (const batch of eventBatches(connection, query(isInWindows), signal, windowRows))
      rows.push(...batch.map(([id]) => Number(id)));
    return rows;
  });
  instance.closeSync();
  return found;
}

test.each([1, 7, 100, 666, 667, 100_000])(
  'windows of %i rows give each row once, in the order of a whole sort',
  async (windowRows) => {
    const whole = await ids(false);
    expect(whole).toHaveLength(666);
    expect(whole.slice(0, 3)).toEqual([79, 119, 199]);
    expect(await ids(true, windowRows)).toEqual(whole);
  },
);
