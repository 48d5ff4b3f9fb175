import { expect, it } from 'vitest';
import { countCategories } from '../../../../electron/engine/areas/coverage/count-categories.ts';
import { binsOver } from '../../../../electron/engine/areas/timeline/bins.ts';
import type { CountedBy } from '../../../../electron/engine/ask/roll-ups/counted.ts';
import { raw, sqlText, type Sql } from '../../../../electron/engine/db/sql.ts';
import type { Range } from '../../../../shared/contract/common.ts';

const hour = 3_600e6;
const midnight = Date.UTC(2025, 2, 3) * 1_000;

/** The statements by which kinds are counted. */
async function asked(
  view: Range,
  binMicros: number,
  { covered = 'all', givenUp = 0 }: { readonly covered?: string; readonly givenUp?: number } = {},
): Promise<string> {
  const statements: string[] = [];
  const local = {
    reader: {
      read: (query: Sql) => {
        statements.push(sqlText(query));
        return Promise.resolve([]);
      },
      one: () => Promise.resolve({ rows: givenUp }),
    },
    derived: { covered: () => covered },
  } as unknown as CountedBy;
  await countCategories(local, raw('true'), view, binsOver(view, { maxBins: 500, binMicros }));
  expect(statements).toHaveLength(1);
  return statements.join('');
}

const table = 'derived.main.category_hours';
const days = { fromMicros: midnight, toMicros: midnight + 72 * hour };

it('whole hours are counted from sums alone', async () => {
  const statement = await asked(days, hour);
  expect(statement).toContain(table);
  expect(statement).not.toContain('event_columns');
});

it('hours that the view cuts through are counted from the events', async () => {
  const statement = await asked({ ...days, fromMicros: midnight + 10 }, hour);
  expect(statement).toContain(table);
  expect(statement).toContain('event_columns');
});

it('all is counted from the events where sums are not made, were given up, or cannot tell', async () => {
  for (const statement of [
    await asked(days, hour, { covered: 'none' }),
    await asked(days, hour, { givenUp: 1 }),
    await asked({ fromMicros: midnight, toMicros: midnight + 5 * hour }, hour / 60),
  ]) {
    expect(statement).not.toContain(table);
    expect(statement).toContain('event_columns');
  }
});
