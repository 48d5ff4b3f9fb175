import { AppError } from '../../../shared/bridge/errors.ts';
import { wholeScope, type Question } from '../../../shared/contract/common.ts';
import type { Cell } from '../../../shared/table/cell.ts';
import type { Sort } from '../../../shared/contract/events.ts';
import { fieldNamed } from '../../../shared/fields/catalogue.ts';
import { resolveName } from '../../../shared/filter/field-names.ts';
import { everything, type Filter } from '../../../shared/filter/filter.ts';
import { listFilter, type FieldList } from '../../../shared/filter/list-filter.ts';
import { parseFilter } from '../../../shared/filter/parse.ts';
import { readPath } from '../../../shared/filter/path.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { readInList, readInOption } from '../in-list.ts';
import { withCaret } from '../caret-line.ts';
import type { Run } from '../run.ts';
import { rowWriter, type Format } from '../tables.ts';
import { rangeOf, tellWithoutTime, type TimeFlags } from '../time-range.ts';
import { timeText } from '../../../shared/words/time-text.ts';
import { visible } from '../visible-text.ts';

/** What `events` was asked. */
export interface EventsRequest {
  readonly workspace: string;
  readonly filter: string | undefined;
  /** Lists of things to look for, each `field=@file` or `@file`. */
  readonly lists: readonly string[];
  readonly times: TimeFlags;
  /** Tells of each entry of the lists how often it was seen, instead of the events. */
  readonly isHits: boolean;
  readonly columns: string | undefined;
  readonly sort: string | undefined;
  readonly limit: number | undefined;
  readonly format: Format | 'raw';
}

const defaultColumns = [
  'eventTime',
  'recipientAccountId',
  'awsRegion',
  'eventSource',
  'eventName',
  'principal',
  'sourceIPAddress',
  'errorCode',
];
const tableRows = 100;
const windowRows = 2_000;

/** Writes the events a filter matches, in order of time unless another order is asked. */
export async function listEvents(run: Run, request: EventsRequest): Promise<ExitCode> {
  const { session, terminal, signal } = run;
  if (request.isHits) return listEntries(run, request);
  const filter = await filterWithLists(request.filter, request.lists);
  const question: Question = { scope: { ...wholeScope, range: rangeOf(request.times) }, filter };
  const sort = sortOf(request.sort);
  const names = columnsOf(request.columns);
  await session.engine.openWorkspaceAt({ path: request.workspace, lock: 'read-only' });
  const limit = request.limit ?? (request.format === 'table' ? tableRows : Infinity);
  if (request.format === 'raw') {
    await session.engine.exactTexts({ question, sort, limit }, rawWriter(run), signal);
    await tellWithoutTime(run, question);
    return exitCodes.ok;
  }
  const columns = names.map((name) => ({ name, isNumber: fieldNamed(name)?.type === 'number' }));
  const writer = rowWriter(request.format, columns, terminal.result);
  let total = 0;
  let written = 0;
  do {
    const window = await session.call(
      'events.window',
      { question, sort, offset: written, limit: Math.min(windowRows, limit - written), columns: names },
      { signal },
    );
    ({ total } = window);
    if (window.ids.length === 0) break;
    writer.rows(
      window.ids.map((_id, row) =>
        names.map((name, at) => cellText(name, window.columns[at]?.[row] ?? null)),
      ),
    );
    written += window.ids.length;
  } while (written < Math.min(total, limit));
  writer.end();
  if (written < total && request.format === 'table') {
    terminal.note(
      `Only the first ${written.toLocaleString('en-US')} of ${total.toLocaleString('en-US')} events are shown; --limit gives more.`,
    );
  }
  await tellWithoutTime(run, question);
  return exitCodes.ok;
}

/** The filter behind a search text and lists in files, which all must hold. Errors: `filter-syntax`, `bad-params`. */
export async function filterWithLists(text: string | undefined, lists: readonly string[]): Promise<Filter> {
  const parts = (await listsOf(lists)).map((one) => listFilter(one));
  return parts.length === 0 ? filterOf(text) : { kind: 'and', of: [filterOf(text), ...parts] };
}

const listsOf = (options: readonly string[]): Promise<(readonly FieldList[])[]> =>
  Promise.all(options.map((text) => readInList(readInOption(text), fieldOf)));

const hitColumns = [
  { name: 'entry' },
  { name: 'events', isNumber: true },
  { name: 'firstSeen' },
  { name: 'lastSeen' },
];

/** Writes each entry of the lists with how often it was seen, also those that never were. */
async function listEntries(run: Run, request: EventsRequest): Promise<ExitCode> {
  const { session, terminal, signal } = run;
  const lists = (await listsOf(request.lists)).flat();
  if (lists.length === 0) throw new AppError('bad-params', '--hits needs a list: --in @indicators.txt');
  if (request.format === 'raw') throw new AppError('bad-params', '--hits has no records; leave out --raw.');
  const scope = { ...wholeScope, range: rangeOf(request.times) };
  const question: Question = { scope, filter: filterOf(request.filter) };
  await session.engine.openWorkspaceAt({ path: request.workspace, lock: 'read-only' });
  const asked = lists.map(({ fields, entries }) => ({ fields: [...fields], entries: [...entries] }));
  const { hits, events } = await session.call('search.listHits', { question, lists: asked }, { signal });
  const found = new Map(hits.map((hit) => [hit.entry, hit]));
  const rows = [...new Set(lists.flatMap(({ entries }) => entries))]
    .map((entry) => ({ entry, hit: found.get(entry) }))
    .sort((one, other) => (other.hit?.events ?? 0) - (one.hit?.events ?? 0));
  const time = (micros: number | null | undefined): Cell =>
    typeof micros === 'number' ? timeText(micros) : null;
  const writer = rowWriter(request.format, hitColumns, terminal.result);
  writer.rows(
    rows.map(({ entry, hit }) => [entry, hit?.events ?? 0, time(hit?.firstMicros), time(hit?.lastMicros)]),
  );
  writer.end();
  const count = (many: number): string => many.toLocaleString('en-US');
  terminal.note(`${count(hits.length)} of ${count(rows.length)} entries found, in ${count(events)} events.`);
  await tellWithoutTime(run, question);
  return exitCodes.ok;
}

const lineEnd = Buffer.from('\n');

/** Writes exact record texts; on a screen control characters are shown, so that no record can steer the terminal. */
const rawWriter =
  ({ terminal }: Run) =>
  (records: readonly (string | Buffer)[]): Promise<void> =>
    terminal.resultInTurn(
      terminal.isResultScreen
        ? records.map((record) => `${visible(record.toString())}\n`).join('')
        : Buffer.concat(records.flatMap((record) => [Buffer.from(record), lineEnd])),
    );

const cellText = (name: string, cell: Cell): Cell =>
  typeof cell === 'number' && fieldNamed(name)?.type === 'time' ? timeText(cell) : cell;

/** The filter behind a search text. Errors: `filter-syntax`, pointing at the place. */
function filterOf(text: string | undefined): Filter {
  if (text === undefined || text.trim() === '') return everything;
  const { filter, problems } = parseFilter(text);
  const [first] = problems;
  if (filter && !first) return filter;
  const shown = problems.map(
    ({ from, to, message, fix }) => `${message}${fix ? ` ${fix.label}.` : ''}\n${withCaret(text, from, to)}`,
  );
  throw new AppError('filter-syntax', `The filter cannot be read.\n${shown.join('\n')}`);
}

function fieldOf(typed: string): string {
  const name = typed.trim();
  const path = readPath(name, 0);
  if (!path || path.end !== name.length) {
    throw new AppError('bad-params', `“${name}” is neither a field nor a path into the record.`);
  }
  const resolved = resolveName(path);
  if (resolved.kind === 'field') return resolved.field;
  const near = resolved.suggestion;
  throw new AppError('bad-params', `There is no field “${name}”.${near ? ` Did you mean ${near}?` : ''}`);
}

/** The fields and paths behind names with commas between them. Errors: `bad-params`. */
export const columnsOf = (text: string | undefined): string[] =>
  text === undefined ? defaultColumns : text.split(',').map(fieldOf);

/** The order behind `field:desc,other`. Errors: `bad-params`. */
export function sortOf(text: string | undefined): Sort {
  const keys = (text ?? 'eventTime').split(',');
  return keys.map((key) => {
    const parts = /^(.*?)(?::(asc|desc))?$/i.exec(key.trim());
    return { field: fieldOf(parts?.[1] ?? ''), descending: parts?.[2]?.toLowerCase() === 'desc' };
  });
}
