import { expect, it } from 'vitest';
import { derivedTables } from '../../../electron/engine/all-derived-tables.ts';
import { findSharedNumbers } from '../../../electron/engine/ingest/load/shared-numbers.ts';
import { opened } from '../../support/opened-tables.ts';
import { tempFolder } from '../../support/temp.ts';

it('numbers shared by several events are the same, however many identities are counted at once', async () => {
  const { connection } = await opened(tempFolder(), derivedTables);
  await connection.run(
    `INSERT INTO trail.main.event_columns (file_id, ordinal, "eventID", raw)
     SELECT 1, n, CASE WHEN n % 11 <> 0 THEN 'id-' || least(n, 900 + n % 60) END, '{}' FROM range(1000) t(n)`,
  );
  const shared = async (atOnce?: number): Promise<readonly unknown[]> => {
    await findSharedNumbers(connection, 'e."eventID"', atOnce);
    const reader = await connection.runAndReadAll(
      `SELECT number::VARCHAR FROM temp.main.shared_numbers ORDER BY ALL`,
    );
    return reader.getRowsJson();
  };
  const plain = await connection.runAndReadAll(
    `SELECT hash("eventID")::VARCHAR FROM trail.main.event_columns WHERE "eventID" IS NOT NULL
     GROUP BY "eventID" HAVING count(*) > 1 ORDER BY hash("eventID")`,
  );
  const expected = [...plain.getRowsJson()].sort();
  expect(expected.length).toBeGreaterThan(20);
  for (const atOnce of [undefined, 999, 300, 7])
    expect([...(await shared(atOnce))].sort(), String(atOnce)).toEqual(expected);
});
