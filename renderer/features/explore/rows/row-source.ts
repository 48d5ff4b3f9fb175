import type { NoteTarget } from '../../../../shared/contract/annotations.ts';
import type { Sort } from '../../../../shared/contract/events.ts';
import { loadLines, rowOf, rowsIn, spotOf, type OpenLines } from '../../../grid/lines.ts';
import type { Block, GridSource, Line } from '../../../grid/block.ts';
import type { Spans } from '../../../grid/selection.ts';
import type { Trail } from '../../../state/trail.ts';
import { foldLabel, foldTitle } from './fold-words.ts';

/** What a folded answer tells of a row beside its fields. */
export const foldFields = ['#size', '#place', '#kind', '#until', '#grows'] as const;

/** Lines, events as they stand when all lines are open, or the events of one line. */
export type Of = 'lines' | 'events' | { readonly line: number };
export type Ask = (of: Of, offset: number, limit: number, signal: AbortSignal) => Promise<Block>;

/** Which answer rows belong to. */
export type AnsweredRows = Pick<
  Extract<NoteTarget, { readonly kind: 'rows' }>,
  'question' | 'sort' | 'versions'
> & {
  readonly isFolded: boolean;
};

export interface Answer {
  readonly about: AnsweredRows;
  /** Which rows, whatever their columns. */
  readonly key: string;
  readonly columnsKey: string;
  readonly homeKey: string;
  readonly events: number;
  /** Lines when bursts are folded, as far as they were known then; else every event is one. */
  readonly lines: number;
  readonly isWhole: boolean;
  readonly isFolded: boolean;
  readonly fields: readonly string[];
  readonly ask: Ask;
  /** The same without what came with the answer. */
  readonly askAnew: Ask;
}

/** Events as places among all events of an answer. */
export interface ChosenEvents {
  readonly source: GridSource;
  readonly spans: Spans;
}

export type OpenFolds = OpenLines<null>;

export const isDescending = (sort: Sort): boolean => sort[0]?.descending ?? false;

/** A closed line stands for all the events it holds. */
export async function eventsBehind(
  data: Answer,
  shown: GridSource,
  lines: OpenFolds,
  spans: Spans,
  engine: Trail['engine'],
): Promise<ChosenEvents> {
  if (!data.isFolded) return { source: shown, spans };
  const source: GridSource = {
    key: `${data.key} events`,
    total: data.events,
    fields: data.fields,
    load: (offset, limit, signal) => data.askAnew('events', offset, limit, signal),
  };
  const isAll = spans.length === 1 && spans[0]?.from === 0 && spans[0].to === shown.total && !shown.growing;
  if (isAll) return { source, spans: [{ from: 0, to: data.events }] };
  const ends = spans.map(async ({ from, to }) => ({
    from: (await eventsIn(data, lines, from, engine)).from,
    to: (await eventsIn(data, lines, to - 1, engine)).to,
  }));
  return { source, spans: await Promise.all(ends) };
}

async function eventsIn(
  data: Answer,
  lines: OpenFolds,
  row: number,
  engine: Trail['engine'],
): Promise<Spans[number]> {
  const { line, child, opened } = spotOf(row, lines);
  const { place, size } = await placeOfLine(data, line, engine);
  if (!opened) return { from: place, to: place + size };
  const from = place + (child === undefined ? 0 : child + 1);
  return { from, to: from + 1 };
}

/** Where the first event of a line stands among all, and how many it holds: known when all is folded. */
export async function placeOfLine(
  { about, askAnew, fields }: Answer,
  line: number,
  engine: Trail['engine'],
): Promise<{ readonly place: number; readonly size: number }> {
  await engine('folds.whole', { question: about.question, descending: isDescending(about.sort) });
  const block = await askAnew('lines', line, 1, new AbortController().signal);
  const value = (name: string): number => Number(block.columns[fields.indexOf(name)]?.[0] ?? 0);
  return { place: value('#place'), size: value('#size') };
}

/** Answers from the first lines what they hold, while the notes on them are the same. */
export const withFirst =
  (first: Block, ask: Ask, areNotesSame: () => boolean): Ask =>
  (of, offset, limit, signal) =>
    of === 'lines' && areNotesSame() && offset + limit <= (first.ids?.length ?? 0)
      ? Promise.resolve({
          ids: first.ids?.slice(offset, offset + limit) ?? [],
          columns: first.columns.map((column) => column.slice(offset, offset + limit)),
        })
      : ask(of, offset, limit, signal);

interface Shown {
  readonly open: OpenFolds;
  readonly folding: { readonly share: number } | undefined;
  readonly toggle: (line: number, size: number, mayGrow: boolean) => void;
}

export function sourceOf(data: Answer, { open, folding, toggle }: Shown): GridSource {
  const common = { fields: data.fields, total: rowsIn(data.lines, open) };
  const ask = data.isWhole || folding ? data.ask : data.askAnew;
  const key = JSON.stringify([data.key, data.columnsKey, open.map((one) => one.line), folding === undefined]);
  if (!data.isFolded)
    return { ...common, key, load: (offset, limit, signal) => ask('lines', offset, limit, signal) };
  return {
    ...common,
    key,
    growing: folding && { doing: 'Folding', share: folding.share },
    load: (offset, limit, signal) =>
      loadLines(offset, limit, open, {
        lines: (from, count) => ask('lines', from, count, signal),
        children: ({ line }, from, count) => ask({ line }, from + 1, count, signal),
      }),
    line: (row, value): Line => {
      const { line, child, opened } = spotOf(row, open);
      if (child !== undefined) return { level: 2, parent: rowOf({ line, child: undefined }, open) };
      const size = Number(value('#size') ?? 1);
      const mayGrow = value('#grows') === true;
      if (size < 2 && !mayGrow) return { level: 1 };
      return {
        level: 1,
        isOpen: opened !== undefined,
        label: foldLabel(size, value('#kind'), mayGrow),
        title: foldTitle(size, value('#kind'), value('eventTime'), value('#until'), mayGrow),
        toggle: () => toggle(line, size, mayGrow),
      };
    },
  };
}
