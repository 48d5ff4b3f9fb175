import { expect, onTestFinished, test } from 'vitest';
import { derivedTables } from '../../../../electron/engine/all-derived-tables.ts';
import { partKey } from '../../../../electron/engine/ask/compile/known-rows.ts';
import { unanswered, whereOf } from '../../../../electron/engine/ask/question.ts';
import { FoundSoFar } from '../../../../electron/engine/ask/search/found-so-far.ts';
import { RowSearch } from '../../../../electron/engine/ask/search/row-search.ts';
import { Pool } from '../../../../electron/engine/db/pool.ts';
import { sql } from '../../../../electron/engine/db/sql.ts';
import { wholeScope, type Question } from '../../../../shared/contract/common.ts';
import { parseFilter } from '../../../../shared/filter/parse.ts';
import { opened } from '../../../support/opened-tables.ts';
import { tempFolder } from '../../../support/temp.ts';

const needle = parseFilter('needle').filter!;

/** Events whose times go up and down, a few without one; every fifth has the word. */
async function searched(sliceRows: number) {
  const { connection, instance } = await opened(tempFolder(), derivedTables);
  await connection.run(
    `INSERT INTO trail.main.event_columns (file_id, ordinal, "eventTime", "eventName", "awsRegion", raw)
     SELECT 1, n, CASE WHEN n % 97 <> 0 THEN TIMESTAMP '2024-01-01' + INTERVAL (n * 7919 % 20011) SECOND END,
       'Event' || n % 3, CASE WHEN n % 2 = 0 THEN 'eu-west-1' ELSE 'us-east-1' END,
       '{"word":"' || CASE WHEN n % 5 = 0 THEN 'Needle' ELSE 'straw' END || '"}' FROM range(20000) t(n)`,
  );
  const pool = new Pool(instance);
  const search = new RowSearch({ instance, pool, sliceRows }, needle, 'cursors.main.search_here');
  onTestFinished(async () => {
    search.end();
    await search.ready.catch(() => undefined);
    await pool.close();
  });
  const reader = pool.reader('count');
  /** What plain SQL says of a question, times only: several events have the same. */
  const plain = async (question: Question) => {
    const where = whereOf(unanswered(question));
    const [[found]] = (await reader.rows(
      sql`SELECT count(*)::DOUBLE FROM trail.main.event_columns WHERE ${where}`,
    )) as [[number]];
    const newest = await reader.rows(
      sql`SELECT epoch_us("eventTime")::DOUBLE FROM trail.main.event_columns WHERE ${where}
          ORDER BY "eventTime" DESC NULLS LAST LIMIT 12`,
    );
    return { found, times: newest.map(([time]) => time) };
  };
  const asked = (question: Question) =>
    new FoundSoFar(search, { ...unanswered(question), known: new Map([[partKey(needle), search.table]]) });
  return { search, reader, plain, asked };
}

const told = async (soFar: FoundSoFar, reader: Awaited<ReturnType<typeof searched>>['reader']) => {
  const { found, first } = await soFar.read(reader);
  expect(new Set(first.map(({ id }) => id)).size).toBe(first.length);
  return { found, times: first.map(({ timeMicros }) => timeMicros) };
};

test('the newest hits of a whole search are told step by step as plain SQL has them in the end', async () => {
  const { search, reader, plain, asked } = await searched(1_500);
  const question = { scope: wholeScope, filter: needle };
  const soFar = asked(question);
  const state = { isOver: false };
  const over = search.ready.then(() => (state.isOver = true));
  for (let before = 0; !state.isOver;) {
    await new Promise(setImmediate);
    if (search.found === 0) continue;
    const { found, times } = await told(soFar, reader);
    expect(found).toBeGreaterThanOrEqual(before);
    expect(times).toEqual([...times].sort((one, other) => (other ?? -Infinity) - (one ?? -Infinity)));
    before = found;
  }
  await over;
  expect(search.firstFound.aborted).toBe(true);
  expect(search.steps.length).toBeGreaterThan(3);
  expect(await told(soFar, reader)).toEqual(await plain(question));
});

test('what else a question asks counts, too', async () => {
  const { search, reader, plain, asked } = await searched(4_000);
  await search.ready;
  const questions: readonly Question[] = [
    { scope: wholeScope, filter: needle },
    { scope: { ...wholeScope, regions: ['eu-west-1'] }, filter: needle },
    { scope: wholeScope, filter: parseFilter('needle eventName:Event1').filter! },
    { scope: wholeScope, filter: parseFilter('not needle').filter! },
  ];
  for (const question of questions)
    expect(await told(asked(question), reader), JSON.stringify(question)).toEqual(await plain(question));
});
