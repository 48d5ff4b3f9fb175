import { AppError } from '../../../shared/bridge/errors.ts';
import { wholeScope, type Cell, type Question } from '../../../shared/contract/common.ts';
import type { Sort } from '../../../shared/contract/events.ts';
import { fieldNamed } from '../../../shared/fields/catalogue.ts';
import { resolveName } from '../../../shared/filter/field-names.ts';
import { everything, type Filter } from '../../../shared/filter/filter.ts';
import { parseFilter } from '../../../shared/filter/parse.ts';
import { readPath } from '../../../shared/filter/path.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { pointAt } from '../pointing.ts';
import type { Run } from '../run.ts';
import { rowWriter, type Format } from '../tables.ts';
import { timeText } from '../../../shared/table/time-text.ts';
import { visible } from '../visible-text.ts';

/** What `events` was asked. */
export interface EventsRequest {
  readonly workspace: string;
  readonly filter: string | undefined;
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
  const question: Question = { scope: wholeScope, filter: filterOf(request.filter) };
  const sort = sortOf(request.sort);
  const isRaw = request.format === 'raw';
  const names = isRaw ? [] : columnsOf(request.columns);
  await session.engine.openWorkspaceAt({ path: request.workspace, lock: 'read-only' });

  const limit = request.limit ?? (request.format === 'table' ? tableRows : Infinity);
  const columns = names.map((name) => ({ name, isNumber: fieldNamed(name)?.type === 'number' }));
  const writer = request.format === 'raw' ? undefined : rowWriter(request.format, columns, terminal.result);
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
    if (writer)
      writer.rows(
        window.ids.map((_id, row) =>
          names.map((name, at) => cellText(name, window.columns[at]?.[row] ?? null)),
        ),
      );
    else await writeRaw(run, window.ids);
    written += window.ids.length;
  } while (written < Math.min(total, limit));
  writer?.end();
  if (written < total && request.format === 'table') {
    terminal.note(
      `Only the first ${written.toLocaleString('en-US')} of ${total.toLocaleString('en-US')} events are shown; --limit gives more.`,
    );
  }
  return exitCodes.ok;
}

/** The exact record text; on a screen control characters are shown, so that no record can steer the terminal. */
async function writeRaw({ session, terminal, signal }: Run, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const { raw, exactBytes } = await session.call('events.detail', { id }, { signal });
    if (terminal.isResultScreen) terminal.result(`${visible(raw)}\n`);
    else if (exactBytes === null) terminal.result(`${raw}\n`);
    else terminal.resultBytes(Buffer.concat([Buffer.from(exactBytes, 'base64'), Buffer.from('\n')]));
  }
}

const cellText = (name: string, cell: Cell): Cell =>
  typeof cell === 'number' && fieldNamed(name)?.type === 'time' ? timeText(cell) : cell;

function filterOf(text: string | undefined): Filter {
  if (text === undefined || text.trim() === '') return everything;
  const { filter, problems } = parseFilter(text);
  const [first] = problems;
  if (filter && !first) return filter;
  const shown = problems.map(
    ({ from, to, message, fix }) => `${message}${fix ? ` ${fix.label}.` : ''}\n${pointAt(text, from, to)}`,
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

const columnsOf = (text: string | undefined): string[] =>
  text === undefined ? defaultColumns : text.split(',').map(fieldOf);

function sortOf(text: string | undefined): Sort {
  const keys = (text ?? 'eventTime').split(',');
  return keys.map((key) => {
    const parts = /^(.*?)(?::(asc|desc))?$/i.exec(key.trim());
    return { field: fieldOf(parts?.[1] ?? ''), descending: parts?.[2]?.toLowerCase() === 'desc' };
  });
}
