import type { LedgerRow, LedgerSummary } from '../../../shared/contract/evidence.ts';
import type { ResultOf } from '../../../shared/bridge/contract.ts';
import type { EngineClient, EngineContract } from '../../../shared/contract/index.ts';
import { csvCell, csvText } from '../../../shared/table/csv.ts';
import { ledgerColumns } from '../../../shared/contract/ledger-table.ts';
import { LongText } from '../../services/long-text.ts';

const pageRows = 2_000;

type Problem = ResultOf<EngineContract['ledger.allProblems']>[number];

const newText = (): LongText =>
  new LongText(
    'The ledger is too long to be written from the window. The command line writes it: trailglass ledger <workspace> --csv',
  );

async function eachPage<Item>(
  load: (offset: number) => Promise<readonly Item[]>,
  take: (item: Item) => void,
): Promise<void> {
  for (let offset = 0; ; offset += pageRows) {
    const items = await load(offset);
    items.forEach(take);
    if (items.length < pageRows) return;
  }
}

const eachLine = (engine: EngineClient, take: (row: LedgerRow) => void): Promise<void> =>
  eachPage(
    async (offset) => (await engine('ledger.list', { status: null, offset, limit: pageRows })).rows,
    take,
  );

const eachProblem = (engine: EngineClient, take: (problem: Problem) => void): Promise<void> =>
  eachPage((offset) => engine('ledger.allProblems', { offset, limit: pageRows }), take);

/** The ledger as CSV, a line a file; cells a spreadsheet would run as a formula get an apostrophe. */
export async function ledgerCsv(engine: EngineClient): Promise<string> {
  const text = newText();
  text.add(`${ledgerColumns.map(({ name }) => csvText(name)).join(',')}\r\n`);
  await eachLine(engine, (row) =>
    text.add(`${ledgerColumns.map(({ cell, isNumber }) => csvCell(cell(row), isNumber)).join(',')}\r\n`),
  );
  return text.whole;
}

/** What was wrong inside files, as CSV, a line a place. */
export async function problemsCsv(engine: EngineClient): Promise<string> {
  const text = newText();
  text.add('path,position,reason,sample\r\n');
  await eachProblem(engine, ({ path, positionBytes, reason, sample }) =>
    text.add(`${csvText(path)},${positionBytes},${csvText(reason)},${csvText(sample)}\r\n`),
  );
  return text.whole;
}

/** The totals, every line and every problem as one JSON object. */
export async function ledgerJson(
  engine: EngineClient,
  workspace: { readonly title: string; readonly path: string; readonly sources: readonly string[] },
  summary: LedgerSummary,
): Promise<string> {
  const text = newText();
  const { title, path, sources } = workspace;
  const { statuses, kinds, conflicts, ...rest } = summary;
  const { records, events, duplicates, aggregated, refused } = rest;
  const totals = { records, events, duplicates, aggregated, refused };
  const head = { workspace: { title, path, sources }, totals, statuses, kinds, conflicts };
  text.add(`${JSON.stringify(head).slice(0, -1)},\n"files":[`);
  let separator = '\n';
  const add = (value: unknown): void => {
    text.add(separator + JSON.stringify(value));
    separator = ',\n';
  };
  await eachLine(engine, (row) =>
    add(Object.fromEntries(ledgerColumns.map(({ name, cell }) => [name, cell(row)]))),
  );
  text.add('\n],\n"problems":[');
  separator = '\n';
  await eachProblem(engine, add);
  text.add('\n]}\n');
  return text.whole;
}
