import { expect, test } from 'vitest';
import { testEngine } from '../../../support/engine.ts';
import { logText, record } from '../../../support/records.ts';
import { writeFiles } from '../../../support/temp.ts';

test('a statement that fails after some rows is told as failed, never as complete', async () => {
  const engine = testEngine();
  await engine.importAll(writeFiles(`${engine.folder}/trail`, { 'a.json': logText([record(1)]) }));
  const sql = `SELECT CASE WHEN i = 300000 THEN error('broken') ELSE i::VARCHAR END AS x FROM range(400000) t(i)`;
  await expect(engine.call('sql.run', { sql, limit: 1_000_000 })).rejects.toMatchObject({
    code: 'sql-failed',
    message: expect.stringMatching(/not the whole result/) as string,
  });
  const whole = await engine.call('sql.run', {
    sql: 'SELECT i FROM range(400000) t(i)',
    limit: 1_000_000,
  });
  expect(whole).toMatchObject({ rows: 400_000, isTruncated: false });
});
