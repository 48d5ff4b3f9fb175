import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase, type Database } from '../../../../electron/engine/db/open.ts';
import { createConsole } from '../../../../electron/engine/areas/console/console.ts';
import { starters } from '../../../../renderer/features/console/starters.ts';
import { fieldNamed } from '../../../../shared/fields/catalogue.ts';
import { derivedShapes } from '../../../support/derived-shapes.ts';

let root: string;
let database: Database;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'trailglass-starters-'));
  mkdirSync(join(root, 'exports'));
  database = await openDatabase({
    path: join(root, 'events.duckdb'),
    tempDirectory: join(root, 'tmp'),
    exportDirectory: join(root, 'exports'),
    derived: derivedShapes,
  });
  const connection = await database.instance.connect();
  await connection.run(
    `INSERT INTO trail.main.event_columns ("eventTime", "eventName", "errorCode", "principal", "awsRegion", "eventSource",
       "outcome", "sourceIPAddress", "userIdentity.arn", "userIdentity.accessKeyId", "responseElements")
     VALUES ('2024-03-01 10:00:00', 'ConsoleLogin', 'AccessDenied', 'ada', 'us-east-1', 'signin.amazonaws.com',
       'error', '203.0.113.5', 'arn:aws:iam::111122223333:user/ada', 'AKIAEXAMPLE', '{"ConsoleLogin":"Failure"}')`,
  );
  connection.closeSync();
}, 60_000);
afterAll(() => {
  database.close();
  rmSync(root, { recursive: true, force: true });
});

test.each(starters.map(({ name, sql }) => [name, sql] as const))(
  'the starter query “%s” runs on the tables of a workspace and finds the event',
  async (_name, sql) => {
    const names: string[] = [];
    const result = await createConsole(database.instance, () => undefined).run({
      sql,
      limit: 10,
      signal: new AbortController().signal,
      report: (progress) => {
        if (progress.kind === 'columns') names.push(...progress.columns.map((column) => column.name));
      },
    });
    expect(result.rows).toBe(1);
    // Nested columns keep their names, or their values would have no value menu.
    for (const name of names.filter((one) => one.includes('.'))) expect(fieldNamed(name)).toBeDefined();
  },
);
