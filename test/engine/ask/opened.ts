import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Counts } from '../../../electron/engine/ask/counts.ts';
import { Cursors } from '../../../electron/engine/ask/cursors.ts';
import { openDatabase } from '../../../electron/engine/db/open.ts';
import { Pool } from '../../../electron/engine/db/pool.ts';
import { raw } from '../../../electron/engine/db/sql.ts';
import { Versions } from '../../../electron/engine/derive/versions.ts';
import { derivedShapes } from '../../support/derived-shapes.ts';
import { tempFolder } from '../../support/temp.ts';

/** A database whose `event_columns` are filled by a statement, and what answers are made with, closed after the test. */
export async function openedWith(insert: string) {
  const folder = tempFolder();
  const database = await openDatabase({
    path: join(folder, 'e.duckdb'),
    tempDirectory: folder,
    exportDirectory: folder,
    derived: derivedShapes,
  });
  const { instance } = database;
  const pool = new Pool(instance);
  const reader = pool.reader('window');
  await reader.rows(raw(insert));
  let version = 1;
  const versions = new Versions(() => version);
  const derived = { covered: () => 0 };
  const counts = new Counts(pool, derived, versions);
  const cursors = new Cursors(instance, versions);
  const closing: { close(): Promise<void> }[] = [counts, cursors];
  onTestFinished(async () => {
    for (const each of closing) await each.close();
    await pool.close();
    database.close();
  });
  return {
    ...{ instance, pool, reader, versions, counts, cursors, derived },
    change: () => void (version += 1),
    /** Closes it before the database. */
    closing: <Part extends { close(): Promise<void> }>(part: Part): Part => {
      closing.push(part);
      return part;
    },
  };
}
