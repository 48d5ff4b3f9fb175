import type { Question } from '../../../shared/contract/common.ts';
import type { EngineClient } from '../../../shared/contract/index.ts';
import {
  notedCsvHead,
  notedCsvLine,
  notedMarkdown,
  notedMarkdownHead,
  notedObject,
  reportFields,
  type NotedEvent,
} from '../../../shared/annotations/report.ts';
import { LongText } from '../../services/long-text.ts';

export const noteFormats = [
  { format: 'markdown', label: 'Notes as Markdown…', fileName: 'notes.md' },
  { format: 'csv', label: 'Notes as CSV…', fileName: 'notes.csv' },
  { format: 'json', label: 'Notes as JSON…', fileName: 'notes.json' },
] as const;
type NoteFormat = (typeof noteFormats)[number]['format'];

const pageRows = 1_000;

const writers: Readonly<
  Record<
    NoteFormat,
    {
      head: (title: string, total: number) => string;
      one: (event: NotedEvent, at: number) => string;
      tail: string;
    }
  >
> = {
  markdown: {
    head: (title, total) => notedMarkdownHead(title, total, Date.now() * 1_000),
    one: notedMarkdown,
    tail: '',
  },
  csv: { head: () => notedCsvHead, one: notedCsvLine, tail: '' },
  json: {
    head: () => '[',
    one: (event, at) => `${at === 0 ? '\n' : ',\n'}${JSON.stringify(notedObject(event))}`,
    tail: '\n]\n',
  },
};

/** All noted events of a question in order of time, as the text of a file. Errors: `bad-params` when it grows too long. */
export async function notesText(
  engine: EngineClient,
  question: Question,
  format: NoteFormat,
  title: string,
): Promise<string> {
  const writer = writers[format];
  const text = new LongText(
    'These notes are too long to be written from the window. The command line writes them: trailglass notes <workspace> --csv',
  );
  for (let offset = 0; ; offset += pageRows) {
    const window = await engine('events.window', {
      question,
      sort: [{ field: 'eventTime', descending: false }],
      offset,
      limit: pageRows,
      columns: [...reportFields],
    });
    if (offset === 0) text.add(writer.head(title, window.total));
    const notes = await engine('notes.read', { ids: window.ids });
    notes.forEach((one, row) =>
      text.add(
        writer.one({ values: window.columns.map((column) => column[row] ?? null), notes: one }, offset + row),
      ),
    );
    if (window.ids.length < pageRows) break;
  }
  text.add(writer.tail);
  return text.whole;
}
