import { isCancelled } from '../../../../shared/bridge/errors.ts';
import type { Question } from '../../../../shared/contract/common.ts';
import type { Cell } from '../../../../shared/table/cell.ts';
import type { Sort } from '../../../../shared/contract/events.ts';
import { rowOf, spotOf, withToggled } from '../../../grid/lines.ts';
import type { Block, GridSource } from '../../../grid/block.ts';
import type { Spans } from '../../../grid/selection.ts';
import { resource } from '../../../state/resource.svelte.ts';
import { versionOf } from '../../../state/ask.svelte.ts';
import type { Trail } from '../../../state/trail.ts';
import {
  eventsBehind,
  foldFields,
  isDescending,
  placeOfLine,
  sourceOf,
  withFirst,
  type AnsweredRows,
  type Answer,
  type Ask,
  type ChosenEvents,
  type OpenFolds,
} from './row-source.ts';
import { wholeFolds } from './whole-folds.svelte.ts';

const firstRows = 500;
interface Asked {
  readonly question: Question;
  readonly sort: Sort;
  readonly columns: readonly string[];
  readonly isFolded: boolean;
  readonly key: string;
}

/** Bursts are runs in time: in another order there are none. */
export const canFold = (sort: Sort): boolean => sort.length === 1 && sort[0]?.field === 'eventTime';

/** What the look of a row depends on, whatever its columns are. */
const rowFields = [
  'consequence',
  'errorCode',
  'eventName',
  'eventSource',
  'result',
  'target.kind',
  'target.part',
];

/**
 * The rows of Explore: events in the order asked, folded into lines on demand, and where the selected event stands among
 * them. To be called while a component is being set up.
 */
export function eventRows(trail: Trail) {
  const { engine, explore, session, notes, notify } = trail;
  const fields = $derived(
    [...new Set([...explore.state.columns.map((column) => column.field), ...rowFields])].sort(),
  );
  const isFolded = $derived(explore.state.isFolded && canFold(explore.state.sort));
  const call = $derived(isFolded ? ('folds.window' as const) : ('events.window' as const));
  const rows = $derived({ question: explore.question, sort: explore.state.sort });
  const key = $derived(
    JSON.stringify([rows, versionOf(trail, [call], { ...rows, columns: fields }), isFolded]),
  );

  const askEvents =
    ({
      question,
      sort,
      columns,
    }: Asked): ((...range: Parameters<Ask>) => Promise<Block & { total: number }>) =>
    (_of, offset, limit, signal) =>
      engine('events.window', { question, sort, columns: [...columns], offset, limit }, { signal });

  const askFolds =
    ({ question, sort, columns }: Asked) =>
    async (...[of, offset, limit, signal]: Parameters<Ask>) => {
      const asked = typeof of === 'string' ? { of } : { of: 'line' as const, line: of.line };
      const params = { question, descending: isDescending(sort), columns: [...columns], ...asked };
      const { sizes, places, kinds, untilMicros, mayGrow, ...answer } = await engine(
        'folds.window',
        { ...params, offset, limit },
        { signal },
      );
      const columnsOfLines: Cell[][] = [sizes, places, kinds, untilMicros, mayGrow];
      return { ...answer, columns: [...answer.columns, ...columnsOfLines] };
    };

  const answer = resource<Asked, Answer>(
    () =>
      session.info === null || explore.state.groupBy.length > 0
        ? undefined
        : {
            question: explore.question,
            sort: explore.state.sort,
            columns: fields,
            isFolded,
            key,
          },
    async (asked, signal) => {
      const { columns, question, sort } = asked;
      const notesThen = notes.summary.version;
      const areNotesSame = (): boolean => notes.summary.version === notesThen;
      const versions = { events: session.info?.versions.events ?? 0, annotations: notesThen };
      const common = {
        about: { question, sort: [...sort], versions, isFolded: asked.isFolded },
        key: asked.key,
        columnsKey: JSON.stringify(columns),
        homeKey: JSON.stringify([question, sort, asked.isFolded]),
        isFolded: asked.isFolded,
      };
      if (!asked.isFolded) {
        const ask = askEvents(asked);
        const first = await ask('events', 0, firstRows, signal);
        explore.noteTotal(question, first.total);
        return {
          ...common,
          events: first.total,
          lines: first.total,
          isWhole: true,
          fields: columns,
          ask: withFirst(first, ask, areNotesSame),
          askAnew: ask,
        };
      }
      const ask = askFolds(asked);
      const first = await ask('lines', 0, firstRows, signal);
      explore.noteTotal(question, first.events);
      return {
        ...common,
        events: first.events,
        lines: first.lines,
        isWhole: first.isWhole,
        fields: [...columns, ...foldFields],
        ask: withFirst(first, ask, areNotesSame),
        askAnew: ask,
      };
    },
  );

  const whole = wholeFolds(trail, () => {
    const now = answer.data;
    return now && !now.isWhole
      ? { key: now.key, question: now.about.question, descending: isDescending(now.about.sort) }
      : undefined;
  });
  const folding = $derived.by(() => {
    const { data } = answer;
    if (!data || data.isWhole || whole.linesOf(data.key) !== undefined) return undefined;
    const { lines, folded } = whole.toldOf(data.key);
    return { lines: Math.max(data.lines, lines), share: folded / Math.max(1, data.events) };
  });

  let opened = $state.raw<{ readonly key: string; readonly lines: OpenFolds }>({ key: '', lines: [] });
  const open = $derived<OpenFolds>(opened.key === answer.data?.key ? opened.lines : []);

  async function toggle(line: number, known: number, mayGrow: boolean): Promise<void> {
    const now = answer.data;
    if (!now) return;
    const isShown = (): boolean => answer.data?.key === now.key;
    const size = mayGrow ? await sizeAtLast(now, line) : known;
    if (size === undefined || !isShown()) return;
    opened = { key: now.key, lines: withToggled(open, { line, rows: size - 1, data: null }) };
    if (at.key === now.key && at.line === line && at.child !== undefined && !isOpen(line))
      select(rowOf({ line, child: undefined }, open), undefined);
  }
  /** How many events a line holds when all is folded. */
  async function sizeAtLast(data: Answer, line: number): Promise<number | undefined> {
    try {
      return (await placeOfLine(data, line, engine)).size;
    } catch (error) {
      if (!isCancelled(error)) notify('The line could not be opened. Try again.', 'error');
      return undefined;
    }
  }
  const isOpen = (line: number): boolean => open.some((one) => one.line === line);

  const source = $derived(
    answer.data &&
      sourceOf(
        { ...answer.data, lines: folding?.lines ?? whole.linesOf(answer.data.key) ?? answer.data.lines },
        { open, folding, toggle: (...chosen) => void toggle(...chosen) },
      ),
  );

  /** Where the selected event stands, as far as it is known without asking. `child` counts the rows in an open line. */
  let at = $state.raw<{
    readonly key: string;
    readonly line: number;
    readonly child: number | undefined;
    readonly id: string | null;
  }>({ key: '', line: -1, child: undefined, id: null });
  const isPlaced = $derived(
    at.key === answer.data?.key && (at.id === null || at.id === explore.state.selectedId),
  );
  const located = resource(
    () => {
      const id = explore.state.selectedId;
      if (id === null || isPlaced || answer.data === undefined || answer.data.key !== key) return undefined;
      return { question: explore.question, sort: explore.state.sort, id, key, isFolded };
    },
    async (asked, signal) => ({ key: asked.key, id: asked.id, spot: await spotOfEvent(asked, signal) }),
  );

  async function spotOfEvent(
    {
      question,
      sort,
      id,
      isFolded: folds,
    }: Pick<Asked, 'question' | 'sort' | 'isFolded'> & { readonly id: string },
    signal: AbortSignal,
  ): Promise<{ readonly line: number; readonly child: number | undefined } | null> {
    if (!folds) {
      const { position } = await engine('events.locate', { question, sort, id }, { signal });
      return position === null ? null : { line: position, child: undefined };
    }
    const { found } = await engine(
      'folds.locate',
      { question, descending: isDescending(sort), id },
      { signal },
    );
    return found && { line: found.line, child: found.child === 0 ? undefined : found.child - 1 };
  }

  const selectedIndex = $derived.by(() => {
    if (isPlaced) return at.line < 0 ? -1 : rowOf(at, open);
    const place = located.data;
    return place?.spot && place.key === answer.data?.key && place.id === explore.state.selectedId
      ? rowOf(place.spot, open)
      : -1;
  });

  /** Selects the event of a row; its id is looked up when the row is not here yet. */
  function select(index: number, id: string | undefined): void {
    const data = answer.data;
    if (!data || !source) return;
    const { line, child } = spotOf(index, open);
    at = { key: data.key, line, child, id: id ?? null };
    if (id !== undefined) explore.adjust({ selectedId: id });
    else void lookUp(source, index);
  }

  async function lookUp(from: GridSource, index: number): Promise<void> {
    const before = at;
    try {
      const block = await from.load(index, 1, new AbortController().signal);
      if (at !== before) return;
      at = { ...at, id: block.ids?.[0] ?? null };
      explore.adjust({ selectedId: at.id });
    } catch (error) {
      if (!isCancelled(error)) notify('The row could not be read. Try again.', 'error');
    }
  }

  /** Rows as they stand now: which answer they belong to, and what names their events later, whatever is on screen then. */
  function choose(spans: Spans): {
    readonly about: AnsweredRows;
    readonly events: () => Promise<ChosenEvents>;
  } {
    const data = answer.data;
    const shown = source;
    const lines = open;
    if (!data || !shown) throw new Error('There are no rows.');
    return { about: data.about, events: () => eventsBehind(data, shown, lines, spans, engine) };
  }

  return {
    answer,
    get source() {
      return source;
    },
    get isFolded() {
      return isFolded;
    },
    /** How far folding is, from 0 to 1; undefined when all lines are there. */
    get foldingShare() {
      return folding?.share;
    },
    get total() {
      return answer.data?.events ?? 0;
    },
    /** Rows shown: lines, and the events of open ones. */
    get rows() {
      return source?.total ?? 0;
    },
    get selectedIndex() {
      return selectedIndex;
    },
    /** The selected event where the rows have been asked and do not hold it. */
    get outsideId() {
      const place = located.data;
      const isOutside = !isPlaced && place?.spot === null && place.key === answer.data?.key;
      return isOutside && place.id === explore.state.selectedId ? place.id : null;
    },
    select,
    /** The events that rows stand for, as places among all events. */
    eventsOf: (spans: Spans): Promise<ChosenEvents> => choose(spans).events(),
    choose,
  };
}

/** The rows of Explore; see `eventRows`. */
export type EventRows = ReturnType<typeof eventRows>;
