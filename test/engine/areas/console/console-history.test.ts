import { expect, test } from 'vitest';
import { AppError } from '../../../../shared/bridge/errors.ts';
import { derivedTables } from '../../../../electron/engine/all-derived-tables.ts';
import { consoleArea } from '../../../../electron/engine/areas/console/handlers.ts';
import type { Reader } from '../../../../electron/engine/db/pool.ts';
import type { Investigation } from '../../../../electron/engine/investigation.ts';
import type { FinishedRun } from '../../../../electron/engine/workspace/sql-history.ts';

/** An investigation whose console ends as told, with what was written down of it. */
function ending(
  end: () => Promise<{ rows: number; isTruncated: boolean; durationMs: number }>,
  isFull = false,
) {
  const kept: FinishedRun[] = [];
  const journal: unknown[] = [];
  const investigation = {
    part: () => ({ run: end }),
    folder: {
      isReadOnly: false,
      sqlHistory: {
        add: async (run: FinishedRun) => {
          if (isFull) throw new AppError('disk-full', 'There is no space left.');
          kept.push(run);
        },
      },
      journal: { append: async (...entry: unknown[]) => journal.push(entry) },
    },
  } as unknown as Investigation;
  const context = {
    signal: new AbortController().signal,
    report: () => undefined,
    investigation,
    reader: {} as Reader,
  };
  const argument = { name: 'x', type: 'number', value: '7' } as const;
  const run = () =>
    consoleArea(derivedTables).calls['sql.run'](
      { sql: 'select $x', limit: 10, arguments: [argument] },
      context,
    );
  return { run, kept, journal };
}

test('a run that ends well, fails or is cancelled is written down once, as what it was', async () => {
  const well = ending(async () => ({ rows: 10, isTruncated: true, durationMs: 3 }));
  await well.run();
  expect(well.kept).toMatchObject([
    {
      sql: 'select $x',
      mode: 'rows',
      arguments: [{ name: 'x', value: '7' }],
      outcome: 'done',
      rows: 10,
      isTruncated: true,
      durationMs: 3,
      problem: null,
    },
  ]);
  expect(well.journal).toHaveLength(1);

  const bad = ending(() => Promise.reject(new AppError('sql-syntax', 'Wrong.')));
  await expect(bad.run()).rejects.toMatchObject({ code: 'sql-syntax' });
  expect(bad.kept).toMatchObject([
    { outcome: 'failed', rows: 0, problem: { code: 'sql-syntax', message: 'Wrong.' } },
  ]);
  expect(bad.kept[0]?.durationMs).toBeGreaterThanOrEqual(0);

  const cancelled = ending(() => Promise.reject(new AppError('cancelled', 'Stopped.')));
  await expect(cancelled.run()).rejects.toMatchObject({ code: 'cancelled' });
  expect(cancelled.kept).toMatchObject([{ outcome: 'cancelled', problem: null }]);
});

test('a failure is told as itself even when it cannot be written down', async () => {
  const bad = ending(() => Promise.reject(new AppError('sql-syntax', 'Wrong.')), true);
  await expect(bad.run()).rejects.toMatchObject({ code: 'sql-syntax' });
});
