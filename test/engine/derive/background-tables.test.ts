import type { DuckDBConnection } from '@duckdb/node-api';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { transact } from '../../../electron/engine/db/transact.ts';
import { coveredIn, type Covered } from '../../../electron/engine/derive/background-tables.ts';
import {
  inOrder,
  type Building,
  type FileRange,
  type TableInBackground,
  type TableWithEvents,
} from '../../../electron/engine/derive/derived-table.ts';
import { opened, rows } from '../../support/opened-tables.ts';
import { tempFolder } from '../../support/temp.ts';

const perEvent = [
  { name: 'file_id', type: 'INTEGER', help: 'The file' },
  { name: 'ordinal', type: 'INTEGER', help: 'Its place there' },
  { name: 'value', type: 'VARCHAR', help: 'What stands there' },
];

/** A row an event, with what an expression says of it, from the events or from another table. */
function perEventTable(
  name: string,
  follows: TableInBackground['follows'],
  [source, value, ...from]: readonly [source: string, value: string, ...from: readonly string[]],
): TableInBackground {
  return {
    name,
    when: 'in-background',
    follows,
    help: 'One row an event.',
    columns: perEvent,
    version: 1,
    from,
    build: async ({ connection, into }: Building, { from: first, to }: FileRange) => {
      await connection.run(
        `INSERT INTO ${into} SELECT file_id, ordinal, ${value} FROM ${source} WHERE file_id BETWEEN ${first} AND ${to}`,
      );
    },
    trim: async ({ connection, into }) => {
      await connection.run(
        `DELETE FROM ${into} WHERE (file_id, ordinal) NOT IN (SELECT (file_id, ordinal) FROM trail.main.event_columns)`,
      );
    },
  };
}

const words = perEventTable('words', 'texts', ['trail.main.event_columns', 'upper(raw)']);
const regions = perEventTable('regions', 'columns', ['trail.main.event_columns', `"awsRegion"`]);
const lengths = perEventTable('lengths', 'texts', ['derived.main.words', 'length(value)', 'words']);
const tables = [words, regions, lengths];

const expected: Readonly<Record<string, string>> = {
  words: 'upper(raw)',
  regions: `"awsRegion"`,
  lengths: 'length(upper(raw))::VARCHAR',
};

const never = new AbortController().signal;
type Open = Awaited<ReturnType<typeof opened>>;

const made = (open: Open, signal = never): Promise<boolean> =>
  open.derived.background.makePiece(open.connection, signal);

async function makeAll(open: Open): Promise<void> {
  await open.derived.background.readCovered(open.connection);
  while (await made(open));
}

/** The rows of a table, and those that plain SQL gives for the files that it covers. */
async function bothWays(
  connection: DuckDBConnection,
  name: string,
  covered: Covered,
): Promise<readonly [unknown, unknown]> {
  const files = covered === 'all' ? 'true' : `file_id <= ${covered}`;
  return [
    // What is not covered is not asked for, and may be what is left of former rows.
    await rows(connection, `SELECT * FROM derived.main.${name} WHERE ${files} ORDER BY ALL`),
    await rows(
      connection,
      `SELECT file_id, ordinal, ${expected[name] ?? ''} FROM trail.main.event_columns WHERE ${files} ORDER BY ALL`,
    ),
  ];
}

async function expectRight({ derived, connection }: Open): Promise<void> {
  for (const { name } of tables) {
    const [found, wanted] = await bothWays(connection, name, derived.covered(name));
    expect({ name, rows: found }).toEqual({ name, rows: wanted });
  }
}

/** Files of so many events each, under the numbers an import gives them. */
async function addFiles(
  { connection, derived }: Open,
  sizes: readonly number[],
  mark: string,
): Promise<void> {
  const [last] = (await rows(connection, `SELECT coalesce(max(id), 0)::INTEGER FROM trail.main.files`)) as [
    [number],
  ];
  for (const [at, events] of sizes.entries()) {
    const id = last[0] + 1 + at;
    await transact(connection, async () => {
      await connection.run(`INSERT INTO trail.main.files (id) VALUES (${id})`);
      await connection.run(
        `INSERT INTO trail.main.event_columns (file_id, ordinal, raw, "awsRegion")
         SELECT ${id}, i, '${mark} ' || ${id} || ' ' || i, 'region ' || i % 2 FROM range(${events}) r(i)`,
      );
      await derived.grow(connection, { from: id, to: id });
    });
  }
  await derived.follow(connection, 'added');
}

/** Events whose number leaves a remainder become copies of others. */
async function merge({ connection, derived }: Open, remainder: number): Promise<void> {
  const isMerged = `(file_id * 7 + ordinal) % 5 = ${remainder}`;
  await transact(connection, async () => {
    await connection.run(
      `INSERT INTO trail.main.duplicate_records (file_id, ordinal, raw)
       SELECT file_id, ordinal, raw FROM trail.main.event_columns WHERE ${isMerged}`,
    );
    const leaving = `(SELECT file_id, ordinal FROM trail.main.event_columns WHERE ${isMerged})`;
    await derived.background.letLeave(connection, leaving, () =>
      connection.run(`DELETE FROM trail.main.event_columns WHERE ${isMerged}`),
    );
  });
  await derived.follow(connection, 'added');
}

/** The files with these remainders leave, as with a source; copies of theirs in other files come back, or not. */
async function remove({ connection, derived }: Open, files: string, doCome: boolean): Promise<void> {
  await transact(connection, async () => {
    if (doCome) {
      await connection.run(
        `INSERT INTO trail.main.event_columns (file_id, ordinal, raw) SELECT file_id, ordinal, raw FROM trail.main.duplicate_records`,
      );
      await connection.run(`DELETE FROM trail.main.duplicate_records`);
      await derived.background.changed(connection, 'events', 0);
    }
    for (const table of ['event_columns', 'duplicate_records'])
      await connection.run(`DELETE FROM trail.main.${table} WHERE ${files}`);
    await connection.run(`DELETE FROM trail.main.files WHERE ${files.replace('file_id', 'id')}`);
    await derived.background.filesLeft(connection);
  });
  await derived.follow(connection, 'changed');
}

async function changeRegions({ connection, derived }: Open, from: number, to: string): Promise<void> {
  await transact(connection, async () => {
    await derived.background.changed(connection, 'columns', from);
    await connection.run(
      `UPDATE trail.main.event_columns SET "awsRegion" = '${to}' WHERE file_id >= ${from}`,
    );
  });
  await derived.follow(connection, 'changed');
}

/** Work on the evidence that comes to nothing. */
async function rollBack({ connection, derived }: Open): Promise<void> {
  const failing = transact(connection, async () => {
    await connection.run(`DELETE FROM trail.main.files WHERE id > 1`);
    await derived.background.changed(connection, 'columns', 0);
    await derived.background.filesLeft(connection);
    throw new Error('the disk is full');
  });
  await expect(failing).rejects.toThrow('the disk is full');
  await derived.background.readCovered(connection);
}

const operation = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      add: fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 1, maxLength: 4 }),
      mark: fc.constantFrom('a', 'b', 'c'),
    }),
  },
  { weight: 4, arbitrary: fc.record({ pieces: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 1, arbitrary: fc.record({ merge: fc.integer({ min: 0, max: 4 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      remove: fc.constantFrom('file_id > 3', 'file_id % 2 = 0', 'file_id = 1', 'file_id > 0'),
      doCome: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ changeFrom: fc.integer({ min: 1, max: 6 }) }) },
  { weight: 1, arbitrary: fc.constant({ rollBack: true as const }) },
  { weight: 1, arbitrary: fc.constant({ reopen: true as const }) },
);

describe('tables that are made in the background', () => {
  test('cover what they say, at every moment, and become what is made anew', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 4, maxLength: 10 }), async (operations) => {
        const folder = tempFolder();
        let open = await opened(folder, tables, { pieceEvents: 6 });
        for (const one of operations) {
          if ('add' in one) await addFiles(open, one.add, one.mark);
          if ('pieces' in one) for (let at = 0; at < one.pieces; at += 1) await made(open);
          if ('merge' in one) await merge(open, one.merge);
          if ('remove' in one) await remove(open, one.remove, one.doCome);
          if ('changeFrom' in one) await changeRegions(open, one.changeFrom, 'elsewhere');
          if ('rollBack' in one) await rollBack(open);
          if ('reopen' in one) {
            open.close();
            open = await opened(folder, tables, { pieceEvents: 6 });
          }
          await expectRight(open);
        }
        await makeAll(open);
        expect(tables.map(({ name }) => open.derived.covered(name))).toEqual(['all', 'all', 'all']);
        await expectRight(open);
        open.close();
      }),
      { numRuns: 8 },
    );
  });

  test('have none of the former rows when all events are gone', async () => {
    const open = await opened(tempFolder(), tables, { pieceEvents: 6 });
    await addFiles(open, [3], 'a');
    await makeAll(open);
    await remove(open, 'file_id > 0', true);
    expect(open.derived.covered('words')).toBe(0);
    await makeAll(open);
    expect(open.derived.covered('words')).toBe('all');
    expect(await rows(open.connection, 'FROM derived.main.words')).toEqual([]);
  });

  test('are made by pieces of whole files, the lowest numbers first, and go on with new files', async () => {
    const asked: FileRange[] = [];
    const watched: TableInBackground = {
      ...words,
      build: (building, files) => {
        asked.push(files);
        return words.build(building, files);
      },
    };
    const open = await opened(tempFolder(), [watched], { pieceEvents: 6 });
    await addFiles(open, [4, 4, 4, 20, 1], 'a');
    await makeAll(open);
    await addFiles(open, [2, 1], 'b');
    expect(open.derived.covered('words')).toBe(5);
    await makeAll(open);
    expect(asked).toEqual([
      { from: 1, to: 2 },
      { from: 3, to: 4 },
      { from: 5, to: 5 },
      { from: 6, to: 7 },
    ]);
    expect(open.derived.covered('words')).toBe('all');
  });

  test('are neither made by opening nor waited for', async () => {
    const folder = tempFolder();
    const before = await opened(folder, []);
    await addFiles(before, [3], 'a');
    before.close();
    const { derived, connection } = await opened(folder, tables);
    expect(derived.isOutdated).toBe(false);
    expect(derived.covered('words')).toBe(0);
    expect(await rows(connection, 'FROM derived.main.words')).toEqual([]);
  });

  test('that were broken off keep the pieces that were whole, and go on there', async () => {
    const folder = tempFolder();
    const stop = new AbortController();
    const built: FileRange[] = [];
    const breaking: TableInBackground = {
      ...words,
      build: async (building, files) => {
        built.push(files);
        await words.build(building, files);
        if (built.length === 2) stop.abort();
      },
    };
    const first = await opened(folder, [breaking], { pieceEvents: 2 });
    await addFiles(first, [2, 2, 2], 'a');
    expect(await made(first, stop.signal)).toBe(true);
    await expect(made(first, stop.signal)).rejects.toMatchObject({ code: 'cancelled' });
    expect(first.derived.covered('words')).toBe(1);
    first.close();
    const second = await opened(folder, [breaking], { pieceEvents: 2 });
    expect(second.derived.covered('words')).toBe(1);
    await makeAll(second);
    expect(built.map(({ from }) => from)).toEqual([1, 2, 2, 3]);
    const [found, wanted] = await bothWays(second.connection, 'words', 'all');
    expect(found).toEqual(wanted);
  });

  test('of other rules begin anew, and so do those made from them', async () => {
    const folder = tempFolder();
    const before = await opened(folder, tables);
    await addFiles(before, [3, 3], 'a');
    await makeAll(before);
    before.close();
    const lower: TableInBackground = {
      ...words,
      version: 2,
      build: ({ connection, into }, { from, to }) =>
        connection
          .run(
            `INSERT INTO ${into} SELECT file_id, ordinal, 'x' FROM trail.main.event_columns WHERE file_id BETWEEN ${from} AND ${to}`,
          )
          .then(() => undefined),
    };
    const open = await opened(folder, [lower, regions, lengths]);
    const covered = (): unknown => ['words', 'regions', 'lengths'].map((name) => open.derived.covered(name));
    expect(covered()).toEqual([0, 'all', 0]);
    await makeAll(open);
    expect(covered()).toEqual(['all', 'all', 'all']);
    expect(await rows(open.connection, `SELECT DISTINCT value FROM derived.main.lengths`)).toEqual([['1']]);
    expect(await rows(open.connection, `SELECT count(*)::INTEGER FROM derived.main.words`)).toEqual([[6]]);
  });

  test('of a workspace that is read go as far as its file has them', async () => {
    const folder = tempFolder();
    const before = await opened(folder, tables, { pieceEvents: 2 });
    await addFiles(before, [2, 2], 'a');
    await made(before);
    before.close();
    const reading = await opened(folder, tables, { isReadOnly: true });
    expect(reading.derived.covered('words')).toBe(1);
    await expectRight(reading);
    reading.close();
    const newer = await opened(folder, [{ ...words, version: 2 }, regions, lengths], { isReadOnly: true });
    expect(newer.derived.isOutdated).toBe(false);
    expect(tables.map(({ name }) => newer.derived.covered(name))).toEqual([0, 0, 0]);
    expect(await rows(newer.connection, 'FROM derived.main.words')).toEqual([]);
  });

  test('wait for the tables that they are made from', async () => {
    const folder = tempFolder();
    const counts: TableWithEvents = {
      name: 'counts',
      when: 'with-events',
      help: 'One row a file.',
      columns: [{ name: 'file_id', type: 'INTEGER', help: 'The file' }],
      version: 1,
      from: [],
      build: async ({ connection, into }) => {
        await connection.run(`INSERT INTO ${into} SELECT DISTINCT file_id FROM trail.main.event_columns`);
      },
    };
    const behind = { ...words, from: ['counts'] };
    const first = await opened(folder, [counts, behind]);
    await addFiles(first, [2], 'a');
    first.close();
    const open = await opened(folder, [{ ...counts, version: 2 }, behind]);
    expect(await made(open)).toBe(false);
    await open.derived.make(open.connection);
    expect(await made(open)).toBe(true);
    expect(() => inOrder([words, { ...counts, from: ['words'] }])).toThrow('counts');
  });
});

test.each([
  ['1 20', 20],
  ['1 0', 0],
  ['2 20', undefined],
  ['1', undefined],
  ['1 -3', undefined],
  ['1 99999999999', undefined],
  [null, undefined],
])('what the database says of a table, as in %s, is taken only from this version', (noted, covered) => {
  expect(coveredIn(noted, 1)).toBe(covered);
});
