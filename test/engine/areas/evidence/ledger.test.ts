import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../../../electron/engine/db/open.ts';
import { Pool, type Reader } from '../../../../electron/engine/db/pool.ts';
import {
  allProblems,
  ledgerLines,
  ledgerSummary,
  sourceLines,
} from '../../../../electron/engine/areas/evidence/ledger.ts';
import { tempFolder } from '../../../support/temp.ts';
import { DerivedTables } from '../../../../electron/engine/derive/derived-tables.ts';
import { derivedTables } from '../../../../electron/engine/all-derived-tables.ts';
import { derivedShapes } from '../../../support/derived-shapes.ts';

interface Line {
  readonly id: number;
  readonly path: string;
  readonly memberOf?: number;
  readonly status?: string;
  readonly kind?: string;
  readonly source?: number;
}

async function ledgerOf(lines: readonly Line[], more: readonly string[] = []): Promise<Reader> {
  const folder = tempFolder();
  for (const name of ['tmp', 'exports']) mkdirSync(join(folder, name));
  const database = await openDatabase({
    path: join(folder, 'events.duckdb'),
    tempDirectory: join(folder, 'tmp'),
    exportDirectory: join(folder, 'exports'),
    derived: derivedShapes,
  });
  await DerivedTables.open(database, derivedTables);
  const connection = await database.instance.connect();
  for (const { id, path, memberOf = null, status = 'accepted', kind = 's3-log', source = 1 } of lines) {
    await connection.run(
      `INSERT INTO trail.main.files (id, source_id, member_of, path, size_bytes, status, kind, records, events, duplicates, refused_records)
       VALUES ($1, $2, $3, $4, 10, $5, $6, 3, 1, 1, 1)`,
      [id, source, memberOf, path, status, kind],
    );
  }
  for (const statement of more) await connection.run(statement);
  connection.closeSync();
  const pool = new Pool(database.instance);
  onTestFinished(async () => {
    await pool.close();
    database.close();
  });
  return pool.reader('window');
}

const nested: readonly Line[] = [
  { id: 1, path: '/e/a.json' },
  { id: 2, path: '/e/x.zip', kind: 'zip' },
  { id: 3, path: '/e/y.zip', kind: 'zip' },
  { id: 10, path: '/e/y.zip!/b.json', memberOf: 3 },
  { id: 11, path: '/e/x.zip!/in.zip', memberOf: 2, kind: 'zip' },
  { id: 12, path: '/e/x.zip!/in.zip!/c.json', memberOf: 11, status: 'refused' },
  { id: 13, path: '/e/x.zip!/d.json', memberOf: 2, status: 'refused' },
  { id: 14, path: '/e/lost.zip!/e.json', memberOf: 99 },
];

it('lists members after their archive at any depth, also those whose archive has no line', async () => {
  const reader = await ledgerOf(nested);
  const { total, rows } = await ledgerLines(reader, { status: null, offset: 0, limit: 100 });
  expect(total).toBe(8);
  expect(rows.map(({ id, depth, members }) => [id, depth, members])).toEqual([
    [1, 0, 0],
    [2, 0, 2],
    [11, 1, 1],
    [12, 2, 0],
    [13, 1, 0],
    [3, 0, 1],
    [10, 1, 0],
    [14, 0, 0],
  ]);
  const page = await ledgerLines(reader, { status: null, offset: 3, limit: 2 });
  expect(page.rows.map(({ id }) => id)).toEqual([12, 13]);
});

it('narrows to a status and to what lies inside an archive', async () => {
  const reader = await ledgerOf(nested);
  const inside = await ledgerLines(reader, { status: null, inside: 2, offset: 0, limit: 100 });
  expect([inside.total, inside.rows.map(({ id }) => id)]).toEqual([3, [11, 12, 13]]);
  const refused = await ledgerLines(reader, { status: 'refused', inside: 11, offset: 0, limit: 100 });
  expect([refused.total, refused.rows.map(({ id }) => id)]).toEqual([1, [12]]);
});

it('tells aggregated records of a line, problems of all lines, kinds in words, and sizes on disk', async () => {
  const reader = await ledgerOf(
    [...nested, { id: 20, path: '/f/notes.txt', kind: 'text', status: 'skipped', source: 2 }],
    [
      `INSERT INTO trail.main.sources VALUES (1, '/e', now()::TIMESTAMP), (2, '/f', now()::TIMESTAMP)`,
      `INSERT INTO trail.main.aggregated_records VALUES (1, 0, 0, '{}'), (1, 1, 9, '{}')`,
      `INSERT INTO trail.main.file_problems VALUES (13, 5, 'second', 'x'), (12, 9, 'first', 'y'), (13, 7, 'third', 'z')`,
    ],
  );
  const { rows } = await ledgerLines(reader, { status: null, offset: 0, limit: 1 });
  expect(rows[0]).toMatchObject({ aggregated: 2, kindLabel: 'CloudTrail log file', refusedRecords: 1 });
  const problems = await allProblems(reader, { offset: 0, limit: 10 });
  expect(problems.map(({ path, reason }) => [path, reason])).toEqual([
    ['/e/x.zip!/in.zip!/c.json', 'first'],
    ['/e/x.zip!/d.json', 'second'],
    ['/e/x.zip!/d.json', 'third'],
  ]);
  const summary = await ledgerSummary(reader);
  expect(summary.kinds).toContainEqual({
    kind: 'text',
    label: 'text',
    status: 'skipped',
    files: 1,
    sizeBytes: 10,
  });
  expect(summary.statuses).toContainEqual({ status: 'accepted', files: 6, sizeBytes: 30 });
  expect(await sourceLines(reader, ['/f', '/e', '/new'])).toEqual([
    { path: '/f', files: 1, logFiles: 0, refusedFiles: 0, sizeBytes: 10, records: 3, events: 1 },
    { path: '/e', files: 8, logFiles: 3, refusedFiles: 2, sizeBytes: 30, records: 24, events: 8 },
    { path: '/new', files: 0, logFiles: 0, refusedFiles: 0, sizeBytes: 0, records: 0, events: 0 },
  ]);
});

it('counts twins of log files as logs, and twins of other files as others', async () => {
  const reader = await ledgerOf(
    [
      { id: 1, path: '/e/a.json' },
      { id: 2, path: '/e/copy of a.json', status: 'same-content' },
      { id: 3, path: '/e/notes.txt', kind: 'text', status: 'skipped' },
      { id: 4, path: '/e/copy of notes.txt', kind: 'text', status: 'same-content' },
      { id: 5, path: '/e/b.json', status: 'partial' },
    ],
    [`INSERT INTO trail.main.sources VALUES (1, '/e', now()::TIMESTAMP)`],
  );
  expect(await sourceLines(reader, ['/e'])).toMatchObject([{ files: 5, logFiles: 3, refusedFiles: 0 }]);
});
