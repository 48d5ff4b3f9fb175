import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { transact } from '../../../electron/engine/db/transact.ts';
import { inOrder, type TableWithEvents } from '../../../electron/engine/derive/derived-table.ts';
import type { DerivedTables } from '../../../electron/engine/derive/derived-tables.ts';
import { opened, rows } from '../../support/opened-tables.ts';
import { tempFolder } from '../../support/temp.ts';

/** A row an event, which can grow. */
const calls: TableWithEvents = {
  name: 'calls',
  when: 'with-events',
  help: 'One row an event.',
  columns: [
    { name: 'file_id', type: 'INTEGER', help: 'The file' },
    { name: 'ordinal', type: 'INTEGER', help: 'Its place there' },
    { name: 'region', type: 'VARCHAR', help: 'The Region in capitals' },
  ],
  version: 1,
  from: [],
  build: async ({ connection, into }, files) => {
    const where = files ? `WHERE file_id BETWEEN ${files.from} AND ${files.to}` : '';
    await connection.run(
      `INSERT INTO ${into} SELECT file_id, ordinal, upper("awsRegion") FROM trail.main.event_columns ${where}`,
    );
  },
  trim: async ({ connection, into }) => {
    await connection.run(
      `DELETE FROM ${into} WHERE (file_id, ordinal) NOT IN (SELECT (file_id, ordinal) FROM trail.main.event_columns)`,
    );
  },
};

/** Made from the other, always as a whole. */
const regions: TableWithEvents = {
  name: 'regions',
  when: 'with-events',
  help: 'One row a Region.',
  columns: [
    { name: 'region', type: 'VARCHAR', help: 'The Region' },
    { name: 'calls', type: 'BIGINT', help: 'How many events' },
  ],
  version: 1,
  from: ['calls'],
  build: async ({ connection, into }) => {
    await connection.run(
      `INSERT INTO ${into} SELECT region, count(*) FROM derived.main.calls GROUP BY region`,
    );
  },
};

/** What people and the engine see of the tables. */
const seen = (connection: DuckDBConnection): Promise<unknown> =>
  Promise.all([
    rows(connection, 'FROM calls ORDER BY ALL'),
    rows(connection, 'FROM derived.main.regions ORDER BY ALL'),
  ]);

const addEvents = async (
  connection: DuckDBConnection,
  derived: DerivedTables | undefined,
  file: number,
  regionsOfFile: readonly string[],
): Promise<void> =>
  transact(connection, async () => {
    for (const [ordinal, region] of regionsOfFile.entries()) {
      await connection.run(
        `INSERT INTO trail.main.event_columns (file_id, ordinal, "awsRegion") VALUES (${file}, ${ordinal}, $1)`,
        [region],
      );
    }
    await derived?.grow(connection, { from: file, to: file });
  });

/** A closed database whose tables follow from three events. */
async function madeBefore(): Promise<string> {
  const folder = tempFolder();
  const { derived, connection, close } = await opened(folder, [calls, regions]);
  await addEvents(connection, derived, 1, ['eu-west-1', 'us-east-1', 'eu-west-1']);
  await derived.follow(connection, 'added');
  close();
  return folder;
}

const inCapitals = [
  [
    [1, 0, 'EU-WEST-1'],
    [1, 1, 'US-EAST-1'],
    [1, 2, 'EU-WEST-1'],
  ],
  [
    ['EU-WEST-1', '2'],
    ['US-EAST-1', '1'],
  ],
];

describe('the order of derived tables', () => {
  test('puts each behind those it is made from', () => {
    expect(inOrder([regions, calls]).map(({ name }) => name)).toEqual(['calls', 'regions']);
  });

  test('refuses a circle and an unknown name', () => {
    expect(() => inOrder([{ ...calls, from: ['regions'] }, regions])).toThrow('calls, regions');
    expect(() => inOrder([regions])).toThrow('regions');
  });
});

describe('derived tables', () => {
  test('that grew are as if they had been made anew', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 4 }), { maxLength: 4 }),
        fc.constantFrom('0', '1', 'ordinal % 2', 'file_id % 2'),
        async (files, gone) => {
          const { derived, connection, close } = await opened(tempFolder(), [regions, calls]);
          for (const [at, regionsOfFile] of files.entries()) {
            await addEvents(connection, derived, at + 1, regionsOfFile);
            if (at % 2 === 0) await derived.follow(connection, 'added');
          }
          // Merging takes events out.
          await connection.run(`DELETE FROM trail.main.event_columns WHERE ${gone} = 1`);
          await derived.follow(connection, 'added');
          const grown = await seen(connection);
          await derived.follow(connection, 'changed');
          expect(grown).toEqual(await seen(connection));
          close();
        },
      ),
      { numRuns: 8 },
    );
  });

  test('of other rules are made again from the database, with progress, and known as made from then on', async () => {
    const folder = await madeBefore();
    const lower: TableWithEvents = {
      ...calls,
      version: 2,
      build: async ({ connection, into }) => {
        await connection.run(
          `INSERT INTO ${into} SELECT file_id, ordinal, lower("awsRegion") FROM trail.main.event_columns`,
        );
      },
    };
    const { derived, connection, close } = await opened(folder, [lower, regions]);
    expect(derived.isOutdated).toBe(true);
    const told: unknown[] = [];
    await derived.make(connection, {
      phase: (name, total, unit) => told.push([name, total, unit]),
      done: (done) => told.push(done),
    });
    expect(told).toEqual([['Making tables from the events', 2, 'tables'], 0, 1, 2]);
    expect(JSON.stringify(await seen(connection))).toBe(JSON.stringify(inCapitals).toLowerCase());
    close();
    expect((await opened(folder, [lower, regions])).derived.isOutdated).toBe(false);
  });

  test('that were cancelled keep what was made, and the rest is made at the next opening', async () => {
    const folder = await madeBefore();
    const newer = [
      { ...calls, version: 2 },
      { ...regions, version: 2 },
    ];
    const first = await opened(folder, newer);
    const stop = new AbortController();
    const report = { phase: () => undefined, done: (done: number) => done === 1 && stop.abort() };
    await expect(first.derived.make(first.connection, report, stop.signal)).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect(first.derived.isOutdated).toBe(true);
    first.close();
    const built: string[] = [];
    const watched = newer.map((table): TableWithEvents => ({
      ...table,
      build: (building, files) => {
        built.push(table.name);
        return table.build(building, files);
      },
    }));
    const { derived, connection } = await opened(folder, watched);
    await derived.make(connection);
    expect(built).toEqual(['regions']);
    expect(await seen(connection)).toEqual(inCapitals);
  });

  test('are made in memory where the file may not be written', async () => {
    const folder = await madeBefore();
    const before = statSync(join(folder, 'events.duckdb')).mtimeMs;
    const more: TableWithEvents = { ...regions, name: 'more', version: 1 };
    const { derived, connection, close } = await opened(folder, [{ ...calls, version: 2 }, regions, more], {
      isReadOnly: true,
    });
    await derived.make(connection);
    expect(await seen(connection)).toEqual(inCapitals);
    expect(await rows(connection, 'FROM more ORDER BY ALL')).toEqual(inCapitals[1]);
    close();
    expect(statSync(join(folder, 'events.duckdb')).mtimeMs).toBe(before);
  });

  test.each([
    ['missing', []],
    ['of another shape', [`CREATE TABLE trail.main.calls (region VARCHAR, file_id INTEGER)`]],
    ['with a computed column', [`CREATE TABLE trail.main.calls (a INTEGER, b INTEGER AS (a + 1))`]],
    [
      'with a check',
      [
        `CREATE TABLE trail.main.calls ("file_id" INTEGER, "ordinal" INTEGER, "region" VARCHAR CHECK (region <> ''))`,
      ],
    ],
  ])('that are %s are put there and made', async (_what, statements) => {
    const folder = await madeBefore();
    const before = await opened(folder, [calls, regions]);
    for (const statement of [`DROP TABLE trail.main.calls`, ...statements])
      await before.connection.run(statement);
    before.close();
    const reading = await opened(folder, [calls, regions], { isReadOnly: true });
    await reading.derived.make(reading.connection);
    expect(await seen(reading.connection)).toEqual(inCapitals);
    reading.close();
    const { derived, connection } = await opened(folder, [calls, regions]);
    expect(derived.isOutdated).toBe(true);
    await derived.make(connection);
    expect(await seen(connection)).toEqual(inCapitals);
  });
});
