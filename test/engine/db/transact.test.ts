import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { interruptible } from '../../../electron/engine/db/interrupt.ts';
import { transact } from '../../../electron/engine/db/transact.ts';

it('a transaction whose work was interrupted is over, and the next one begins', async () => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run('CREATE TABLE numbers (number INTEGER)');
  for (let round = 0; round < 100; round += 1) {
    const cancel = new AbortController();
    const work = async (): Promise<void> => {
      await connection.run('INSERT INTO numbers SELECT * FROM range(100)');
      cancel.abort();
      await connection.run('SELECT count(*) FROM range(10000000) a, range(10000000) b');
    };
    await expect(
      transact(connection, () => interruptible(connection, cancel.signal, work)),
    ).rejects.toThrow();
    await transact(connection, () => Promise.resolve());
  }
  const reader = await connection.runAndReadAll('SELECT count(*)::INTEGER FROM numbers');
  expect(reader.getRows()).toEqual([[0]]);
});
