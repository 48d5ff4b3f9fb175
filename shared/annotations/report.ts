import type { Cell } from '../table/cell.ts';
import type { EventNotes } from './event-notes.ts';
import { plural } from '../words/counted.ts';
import { csvCell, csvText } from '../table/csv.ts';
import { timeText } from '../words/time-text.ts';

/** The fields of the events that a report of notes tells, in its order. */
export const reportFields = [
  'eventTime',
  'eventName',
  'eventSource',
  'principal',
  'sourceIPAddress',
  'awsRegion',
  'recipientAccountId',
  'errorCode',
  'eventID',
] as const;

/** An event with what was noted about it. `values` are in the order of `reportFields`, times in microseconds. */
export interface NotedEvent {
  readonly values: readonly Cell[];
  readonly notes: EventNotes;
}

const text = (name: (typeof reportFields)[number], cell: Cell): string | null => {
  if (cell === null) return null;
  return name === 'eventTime' && typeof cell === 'number' ? timeText(cell) : String(cell);
};

const values = ({ values: cells }: NotedEvent): (string | null)[] =>
  reportFields.map((name, index) => text(name, cells[index] ?? null));

/** One noted event as a plain object, for JSON: AWS's field names and `note` with who noted what and when. */
export function notedObject(event: NotedEvent): Record<string, unknown> {
  const { star, colour, tags, comments } = event.notes;
  const signed = (by: { readonly author: string; readonly atMicros: number }) => ({
    author: by.author,
    at: timeText(by.atMicros),
  });
  return {
    ...Object.fromEntries(reportFields.map((name, index) => [name, values(event)[index] ?? null])),
    note: {
      star: star && signed(star),
      colour: colour && { colour: colour.colour, ...signed(colour) },
      tags: tags.map((tag) => ({ tag: tag.tag, ...signed(tag) })),
      comments: comments.map((comment) => ({
        text: comment.text,
        ...signed(comment),
        edited: comment.edited && signed(comment.edited),
      })),
    },
  };
}

const columns = [...reportFields, 'note.star', 'note.colour', 'note.tag', 'note.comment', 'note.author'];

/** The head of a CSV of noted events. */
export const notedCsvHead = `${columns.map((name) => csvText(name)).join(',')}\r\n`;

/** Who noted anything about the event, each once. */
const authors = ({ star, colour, tags, comments }: EventNotes): string[] => [
  ...new Set([star, colour, ...tags, ...comments].flatMap((note) => (note ? [note.author] : []))),
];

/** What was noted, as the cells after the event's own: star, colour, tags, comments, authors. */
export const noteCells = (notes: EventNotes): Cell[] => [
  notes.star !== null,
  notes.colour?.colour ?? null,
  notes.tags.map(({ tag }) => tag).join(', ') || null,
  notes.comments.map((comment) => comment.text).join(' | ') || null,
  authors(notes).join(', ') || null,
];

/** One noted event as a line of CSV; cells a spreadsheet would run as a formula get an apostrophe. */
export const notedCsvLine = (event: NotedEvent): string =>
  `${[...values(event), ...noteCells(event.notes)].map((cell) => csvCell(cell)).join(',')}\r\n`;

// Attackers wrote the values: nothing of them may become Markdown or HTML.
const plain = (written: string): string =>
  written
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, (character) =>
      character === '\n'
        ? '\n'
        : `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
    )
    .replace(/[\\`*_{}[\]()#+\-.!|<>~&:@]/g, '\\$&');

const oneLine = (written: string): string => plain(written).replaceAll('\n', ' ');

/** The head of a Markdown report of noted events. */
export const notedMarkdownHead = (title: string, events: number, madeAtMicros: number): string =>
  `# Notes: ${oneLine(title)}\n\n${plural(events, 'noted event')}, in order of time. Times are UTC. Written ${timeText(madeAtMicros)}.\n`;

/** One noted event as a section of Markdown. */
export function notedMarkdown(event: NotedEvent): string {
  const [time, name, service, principal, address, region, account, error, id] = values(event);
  const { notes } = event;
  const facts = [
    ['Service', service],
    ['Principal', principal],
    ['Source IP', address],
    ['Region', region],
    ['Account', account],
    ['Error', error],
    ['Event ID', id],
  ].flatMap(([label, value]) =>
    value === null || value === undefined ? [] : [`- ${label ?? ''}: ${oneLine(value)}`],
  );
  const marks = [
    notes.star ? 'starred' : '',
    notes.colour?.colour ?? '',
    ...notes.tags.map(({ tag }) => `tag “${oneLine(tag)}”`),
  ].filter((mark) => mark !== '');
  const comments = notes.comments.map(
    (comment) =>
      `\n> ${plain(comment.text).replaceAll('\n', '\n> ')}\n>\n> ${oneLine(comment.author)}, ${timeText(comment.atMicros)}${
        comment.edited ? `, changed ${timeText(comment.edited.atMicros)}` : ''
      }\n`,
  );
  return `\n## ${time ?? 'no time'} ${oneLine(name ?? '')}\n\n${marks.length > 0 ? `${marks.join(', ')}\n\n` : ''}${facts.join('\n')}\n${comments.join('')}`;
}
