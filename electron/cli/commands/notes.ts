import { wholeScope, type Question } from '../../../shared/contract/common.ts';
import type { Cell } from '../../../shared/table/cell.ts';
import { everything, type Filter } from '../../../shared/filter/filter.ts';
import { fromConjuncts } from '../../../shared/filter/conjuncts.ts';
import {
  noteCells,
  notedCsvHead,
  notedCsvLine,
  notedMarkdown,
  notedMarkdownHead,
  notedObject,
  reportFields,
  type NotedEvent,
} from '../../../shared/annotations/report.ts';
import { timeText } from '../../../shared/words/time-text.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { Run } from '../run.ts';
import { rowWriter, type Format } from '../tables.ts';
import { safeJson, visible } from '../visible-text.ts';
import { filterWithLists } from './events.ts';

/** What `notes` was asked. */
export interface NotesRequest {
  readonly workspace: string;
  readonly filter: string | undefined;
  readonly limit: number | undefined;
  readonly format: Format | 'markdown';
}

const tableRows = 100;
const windowRows = 1_000;
const noted: Filter = { kind: 'field', field: 'note.time', test: { op: 'exists' } };
const tableColumns = ['eventTime', 'eventName', 'principal', 'star', 'colour', 'tags', 'comments', 'by'];

/** Writes the noted events in order of time, with what was noted about each. */
export async function listNotes(run: Run, request: NotesRequest): Promise<ExitCode> {
  const { session, terminal, signal } = run;
  const asked = await filterWithLists(request.filter, []);
  const filter = asked === everything ? noted : fromConjuncts([noted, asked]);
  const question: Question = { scope: wholeScope, filter };
  const info = await session.engine.openWorkspaceAt({ path: request.workspace, lock: 'read-only' });
  const limit = request.limit ?? (request.format === 'table' ? tableRows : Infinity);
  const writer = writerFor(run, request.format, info.title);
  let total = 0;
  let written = 0;
  do {
    const window = await session.call(
      'events.window',
      {
        question,
        sort: [{ field: 'eventTime', descending: false }],
        offset: written,
        limit: Math.min(windowRows, limit - written),
        columns: [...reportFields],
      },
      { signal },
    );
    if (written === 0) writer.begin(window.total);
    ({ total } = window);
    if (window.ids.length === 0) break;
    const notes = await session.call('notes.read', { ids: window.ids }, { signal });
    writer.take(
      notes.map((one, row) => ({
        values: window.columns.map((column) => column[row] ?? null),
        notes: one,
      })),
    );
    written += window.ids.length;
  } while (written < Math.min(total, limit));
  writer.end();
  if (written < total && request.format === 'table') {
    terminal.note(
      `Only the first ${written.toLocaleString('en-US')} of ${total.toLocaleString('en-US')} noted events are shown; --limit gives more.`,
    );
  }
  return exitCodes.ok;
}

interface NotesWriter {
  readonly begin: (total: number) => void;
  readonly take: (events: readonly NotedEvent[]) => void;
  readonly end: () => void;
}

function writerFor({ terminal }: Run, format: NotesRequest['format'], title: string): NotesWriter {
  // On a screen no note may steer the terminal; in a file the text is as it is.
  const result = (text: string): void =>
    terminal.result(terminal.isResultScreen ? text.split('\n').map(visible).join('\n') : text);
  const nothing = (): void => undefined;
  switch (format) {
    case 'csv':
      return {
        begin: () => terminal.result(notedCsvHead),
        take: (events) => terminal.result(events.map(notedCsvLine).join('')),
        end: nothing,
      };
    case 'json':
      return {
        begin: nothing,
        take: (events) =>
          terminal.result(events.map((event) => `${safeJson(notedObject(event))}\n`).join('')),
        end: nothing,
      };
    case 'markdown':
      return {
        begin: (total) => result(notedMarkdownHead(title, total, Date.now() * 1_000)),
        take: (events) => result(events.map(notedMarkdown).join('')),
        end: nothing,
      };
    case 'table': {
      const table = rowWriter(
        'table',
        tableColumns.map((name) => ({ name })),
        terminal.result,
      );
      return {
        begin: nothing,
        take: (events) => table.rows(events.map(tableRow)),
        end: () => table.end(),
      };
    }
  }
}

function tableRow({ values, notes }: NotedEvent): Cell[] {
  const value = (name: (typeof reportFields)[number]): Cell => values[reportFields.indexOf(name)] ?? null;
  const time = value('eventTime');
  const [isStarred, ...others] = noteCells(notes);
  return [
    typeof time === 'number' ? timeText(time) : time,
    value('eventName'),
    value('principal'),
    isStarred === true ? '★' : null,
    ...others,
  ];
}
