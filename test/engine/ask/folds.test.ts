import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Folds } from '../../../electron/engine/ask/folds.ts';
import type { FoldState } from '../../../electron/engine/ask/fold-work.ts';
import type { Local } from '../../../electron/engine/ask/local.ts';
import { unanswered } from '../../../electron/engine/ask/question.ts';
import { Stretches } from '../../../electron/engine/ask/stretches.ts';
import { raw, sql } from '../../../electron/engine/db/sql.ts';
import { foldsWindow, locateInFolds, wholeFold } from '../../../electron/engine/areas/grouping/folds.ts';
import { all } from '../../support/engine.ts';
import { openedWith } from './opened.ts';
import { plainFolds, type Call, type Line } from './plain-folds.ts';

const call: fc.Arbitrary<Omit<Call, 'file' | 'ordinal'>> = fc.record({
  // Many within five minutes of each other, some exactly five minutes apart, ties, and some without a time.
  second: fc.option(
    fc.oneof(
      fc.integer({ min: 0, max: 4_000 }),
      fc.integer({ min: 0, max: 20 }).map((n) => n * 300),
    ),
    { freq: 12 },
  ),
  who: fc.constantFrom('ana', 'otto', 'maya', 'ivo'),
  what: fc.constantFrom('ListBuckets', 'GetObject'),
  session: fc.option(fc.constantFrom('s1', 's2'), { freq: 4, nil: null }),
});
const calls: fc.Arbitrary<readonly Call[]> = fc
  .array(call, { maxLength: 120 })
  .map((list) => list.map((each, n) => ({ ...each, file: (n * 7) % 5, ordinal: n })));

const literal = (text: string | null): string => (text === null ? 'NULL' : `'${text}'`);
const rowOf = ({ file, ordinal, second, who, what, session }: Call): string =>
  `(${file}, ${ordinal}, ${second === null ? 'NULL' : `make_timestamp(${second}::BIGINT * 1000000)`}, '${who}', '${what}',
    ${session !== null}, ${literal(session)}, true, 'success')`;

const idOf = ({ file, ordinal }: Call): string => `${file}.${ordinal}`;
const question = unanswered(all);

async function opened(sizes: readonly number[], of: readonly Call[] = []) {
  const parts = await openedWith('SELECT 1');
  const { instance, pool, versions, reader } = parts;
  const folds = parts.closing(new Folds(instance, versions, { sampledEvery: 1, sizes }));
  const stretches = parts.closing(new Stretches(instance, pool, versions));
  const holds = async (list: readonly Call[]): Promise<void> => {
    await reader.rows(raw('DELETE FROM trail.main.event_columns'));
    if (list.length > 0)
      await reader.rows(
        raw(`INSERT INTO trail.main.event_columns (file_id, ordinal, "eventTime", "principal", "eventName",
          "sessionCredentialFromConsole", "userIdentity.arn", "readOnly", outcome) VALUES ${list.map(rowOf).join(', ')}`),
      );
    parts.change();
  };
  await holds(of);
  const local: Local = { ...parts, folds, stretches };
  const window = (of: 'lines' | 'events' | 'line', descending: boolean, offset: number, line?: number) =>
    foldsWindow(
      { question, descending, of, offset, limit: 25, columns: [], ...(line === undefined ? {} : { line }) },
      local,
    );
  return { ...parts, folds, local, holds, window };
}

const sum = (lines: readonly Line[]): number => lines.reduce((count, line) => count + line.length, 0);
const kindOf = (line: Line): string =>
  line.length < 2 ? 'single' : line[0]?.session === null ? 'repeat' : 'console';
const untilOf = (line: Line): number | null =>
  line.length < 2 ? null : (line.at(-1)?.second ?? 0) * 1_000_000;

it('gives the lines that folding call by call gives, wherever slices are cut, in either direction', async () => {
  const { holds, window, local } = await opened([3, 10, 20]);
  await fc.assert(
    fc.asyncProperty(calls, fc.boolean(), fc.nat(130), async (list, descending, at) => {
      await holds(list);
      const lines = plainFolds(list, descending);
      const early = await window('lines', descending, 0);
      expect(early.ids).toEqual(lines.slice(0, 25).map(([head]) => head && idOf(head)));
      early.ids.forEach((_, n) => {
        const [told, size] = [early.sizes[n] ?? 0, lines[n]?.length ?? 0];
        if (early.mayGrow[n] === true) expect(told).toBeLessThanOrEqual(size);
        else expect(told).toBe(size);
      });
      const whole = await wholeFold({ question, descending }, local, () => undefined);
      expect(whole).toEqual({ lines: lines.length, events: list.length });
      for (const offset of [0, at]) {
        const shown = lines.slice(offset, offset + 25);
        expect(await window('lines', descending, offset)).toEqual({
          lines: lines.length,
          events: list.length,
          folded: list.length,
          isWhole: true,
          ids: shown.map(([head]) => head && idOf(head)),
          columns: [],
          places: shown.map((_, n) => sum(lines.slice(0, offset + n))),
          sizes: shown.map((line) => line.length),
          kinds: shown.map(kindOf),
          untilMicros: shown.map(untilOf),
          mayGrow: shown.map(() => false),
        });
        const events = lines.flat().slice(offset, offset + 25);
        expect(await window('events', descending, offset)).toMatchObject({
          ids: events.map(idOf),
          places: events.map((_, n) => offset + n),
          sizes: events.map((event) => lines.find(([head]) => head === event)?.length ?? 0),
        });
      }
      const longest = lines.reduce(
        (best, line, n) => (line.length > (lines[best]?.length ?? 0) ? n : best),
        0,
      );
      const inside = await window('line', descending, 1, longest);
      expect(inside.ids).toEqual((lines[longest] ?? []).slice(1, 26).map(idOf));
      const one = list[at % Math.max(1, list.length)];
      if (!one) return;
      const line = lines.findIndex((each) => each.includes(one));
      expect(await locateInFolds({ question, descending, id: idOf(one) }, local)).toEqual({
        line,
        child: lines[line]?.indexOf(one),
      });
    }),
    { numRuns: 25 },
  );
});

/** One call a minute by each of three callers: lines that go on from the first event to the last. */
const pollers: readonly Call[] = Array.from({ length: 300 }, (_, n) => ({
  ...{ file: 1, ordinal: n, second: n * 20, session: null },
  ...{ who: ['ana', 'otto', 'maya'][n % 3] ?? '', what: 'ListBuckets' },
}));

it('answers lines that go on, says that they may hold more, and knows it when all is folded', async () => {
  const { folds, window, local } = await opened([30, 30], pollers);
  const seen: { readonly lines: number; readonly folded: number }[] = [];
  const whole = await wholeFold({ question, descending: true }, local, (told) => seen.push(told));
  expect(whole).toEqual({ lines: 3, events: 300 });
  expect(seen.length).toBeGreaterThan(2);
  expect(seen.map(({ folded }) => folded)).toEqual(seen.map(({ folded }) => folded).sort((a, b) => a - b));
  expect(seen.at(-1)).toEqual({ lines: 3, folded: 300 });
  const early = await folds.lend(
    { question, descending: false },
    undefined,
    ({ folded }) => folded > 0,
    state,
  );
  expect(early).toMatchObject({ lines: 3, isWhole: false });
  expect(await window('lines', true, 0)).toMatchObject({ sizes: [100, 100, 100], isWhole: true });
});

const state = (now: FoldState): Promise<FoldState> => Promise.resolve(now);

it('waits for the end where there is no window before it, and gives no rows past it', async () => {
  const { window } = await opened([3], pollers.slice(0, 20));
  expect(await window('lines', true, 50)).toMatchObject({ ids: [], lines: 3, events: 20, isWhole: true });
  expect(await window('events', true, 50)).toMatchObject({ ids: [], isWhole: true });
});

it('begins anew when the evidence changes on the way', async () => {
  const { folds, holds } = await opened([3], pollers);
  let hasChanged = false;
  const lines = await folds.lend(
    { question, descending: true },
    undefined,
    async () => {
      if (!hasChanged) {
        hasChanged = true;
        await holds(pollers.slice(0, 2));
      }
      return false;
    },
    async ({ lines: found, folded }) => ({ lines: found, folded }),
  );
  expect(lines).toEqual({ lines: 2, folded: 2 });
});

it('ends with the last who waits, and leaves no table behind', async () => {
  const { folds, holds, reader } = await opened([3], pollers);
  const tables = async (): Promise<number> =>
    Number(
      (
        await reader.rows(sql`SELECT count(*)::DOUBLE FROM duckdb_tables() WHERE table_name LIKE 'fold%'`)
      )[0]?.[0],
    );
  for (let tried = 0; tried < 20; tried += 1) {
    const stop = new AbortController();
    const asked = folds.lend({ question, descending: true }, stop.signal, () => false, state);
    setTimeout(() => stop.abort(), tried);
    await asked.catch((error: unknown) => expect(error).toMatchObject({ code: 'cancelled' }));
  }
  await holds([]);
  await folds.lend({ question, descending: true }, undefined, () => false, state);
  await expect.poll(tables).toBe(6);
});
