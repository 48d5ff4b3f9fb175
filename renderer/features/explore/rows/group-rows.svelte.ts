import type { Cell } from '../../../../shared/table/cell.ts';
import type { Question } from '../../../../shared/contract/common.ts';
import type { Sort } from '../../../../shared/contract/events.ts';
import { groupMeasures, type EventGroup } from '../../../../shared/contract/grouping.ts';
import {
  loadLines,
  openAt,
  pathOf,
  rowAt,
  rowsIn,
  withToggledIn,
  type OpenLines,
  type Path,
} from '../../../grid/lines.ts';
import type { Block, GridSource, Line } from '../../../grid/block.ts';
import type { Spans } from '../../../grid/selection.ts';
import { plural } from '../../../kit/format.ts';
import { fieldLabel } from '../../../services/values/field-label.ts';
import { answerOf } from '../../../state/ask.svelte.ts';
import { reportFailure } from '../../../state/report-failure.ts';
import type { Trail } from '../../../state/trail.ts';
import { groupList, type GroupList } from './group-list.ts';
import { groupIdOf, groupSort, withinGroup } from './grouping.ts';

/** A group whose rows are shown: the groups of the next field, or its events. */
interface OpenGroup {
  readonly group: EventGroup;
  readonly list: GroupList | undefined;
}

type OpenGroups = OpenLines<OpenGroup>;

/**
 * The groups of Explore in place of its rows. With two fields the groups of the first hold those of the second; the last
 * ones hold their events. To be called while a component is being set up.
 */
export function groupRows(trail: Trail, sort: () => Sort) {
  const { engine, explore } = trail;
  const by = $derived(explore.state.groupBy);
  /** What a row of the table has: what is told of a group, then what is told of an event. */
  const fields = $derived([
    ...new Set([
      ...by,
      ...Object.values(groupMeasures),
      ...explore.state.columns.map((column) => column.field),
    ]),
  ]);
  /** Groups seen so far, by where they stand, so that menus and keys need not ask again. */
  let seen = new Map<string, EventGroup>();

  const listOf = (
    question: Question,
    field: string,
    order: Sort,
    around: Pick<EventGroup, 'values'>,
    signal: AbortSignal,
  ): Promise<GroupList> => {
    const filter = withinGroup(question.filter, by, around.values);
    const asked = { question: { ...question, filter }, fields: [field], sort: groupSort(order, field) };
    return groupList(engine, asked, around.values, signal);
  };

  const answer = answerOf(
    trail,
    ['groups.window'],
    () => (by.length === 0 ? undefined : { question: explore.question, fields: by, sort: sort() }),
    async ({ question, fields: groupFields, sort: order }, signal, version) => {
      const [field = ''] = groupFields;
      const list = await listOf(question, field, order, { values: [] }, signal);
      seen = new Map();
      return {
        ...list,
        homeKey: JSON.stringify([question, groupFields, order]),
        key: JSON.stringify([question, groupFields, order, version]),
        question,
      };
    },
  );

  let opened = $state.raw<{ readonly key: string; readonly groups: OpenGroups }>({ key: '', groups: [] });
  const open = $derived<OpenGroups>(opened.key === answer.data?.key ? opened.groups : []);
  /** The same without events: what is copied and counted. */
  const openWithoutEvents = $derived<OpenGroups>(
    open.flatMap((one) => (one.data.list ? [{ ...one, rows: one.data.list.groups, inside: [] }] : [])),
  );

  /** Groups that are being counted to be shown, by where their line stands. */
  const underway = new Map<string, AbortController>();
  let opening = $state(0);
  const stopOpening = (): void => {
    for (const controller of underway.values()) controller.abort();
  };
  $effect(() => {
    if (answer.data?.key !== undefined) return stopOpening;
    return undefined;
  });

  async function loadEvents(
    group: EventGroup,
    offset: number,
    limit: number,
    signal: AbortSignal,
  ): Promise<Block> {
    const { scope, filter } = explore.question;
    const columns = explore.state.columns.map((column) => column.field);
    const block = await engine(
      'events.window',
      {
        question: { scope, filter: withinGroup(filter, by, group.values) },
        sort: explore.state.sort,
        columns,
        offset,
        limit,
      },
      { signal },
    );
    const none: Cell[] = block.ids.map(() => null);
    return { ids: block.ids, columns: fields.map((field) => block.columns[columns.indexOf(field)] ?? none) };
  }

  async function loadGroups(
    { load }: GroupList,
    around: Path,
    offset: number,
    limit: number,
    signal: AbortSignal,
  ): Promise<Block> {
    const groups = await load(offset, limit, signal);
    const ids = groups.map((_, index) => groupIdOf([...around, offset + index]));
    groups.forEach((group, index) => seen.set(ids[index] ?? '', group));
    return { ids, columns: fields.map((field) => groups.map((group) => cellOf(group, field, by))) };
  }

  /** Rows of a list of groups with all that is open in it. */
  const loadRows = (
    list: GroupList,
    now: OpenGroups,
    around: Path,
    offset: number,
    limit: number,
    signal: AbortSignal,
  ): Promise<Block> =>
    loadLines(offset, limit, now, {
      lines: (from, count) => loadGroups(list, around, from, count, signal),
      children: ({ line, data, inside }, from, count) =>
        data.list
          ? loadRows(data.list, inside ?? [], [...around, line], from, count, signal)
          : loadEvents(data.group, from, count, signal),
    });

  const sourceOf = (list: GroupList, key: string, now: OpenGroups): GridSource => ({
    key: JSON.stringify([key, fields, explore.state.sort, linesIn(now)]),
    total: rowsIn(list.groups, now),
    fields,
    load: (offset, limit, signal) => loadRows(list, now, [], offset, limit, signal),
  });

  const source = $derived.by<GridSource | undefined>(() => {
    const data = answer.data;
    if (!data) return undefined;
    const now = open;
    return { ...sourceOf(data, data.key, now), line: (row) => lineAt(row, now) };
  });

  const isEventPath = (path: Path): boolean => path.length > by.length;
  /** The group that stands somewhere, or that an event stands in. */
  const groupOf = (path: Path): EventGroup | undefined => seen.get(groupIdOf(path.slice(0, by.length)));

  function lineAt(row: number, now: OpenGroups): Line {
    const path = pathOf(row, now);
    const level: Line['level'] = path.length === 1 ? 1 : path.length === 2 ? 2 : 3;
    const holder = path.length > 1 ? { parent: rowAt(path.slice(0, -1), now) } : {};
    if (isEventPath(path)) return { level, isWide: true, ...holder };
    const isOpen = openAt(path, now) !== undefined;
    const group = groupOf(path);
    return {
      ...{ level, isOpen, ...holder },
      title: `${isOpen ? 'Hide' : 'Show'} ${group ? contentsOf(group) : 'what it holds'}`,
      toggle: () => toggle(row),
    };
  }

  /** `300 events`, `300 events by Region`. */
  function contentsOf({ events, values }: EventGroup): string {
    const next = by[values.length];
    return next === undefined ? plural(events, 'event') : `${plural(events, 'event')} by ${fieldLabel(next)}`;
  }

  function toggle(row: number): void {
    const path = pathOf(row, open);
    const group = groupOf(path);
    if (!group || isEventPath(path)) return;
    const next = by[group.values.length];
    if (next === undefined || openAt(path, open)) put(path, { group, list: undefined });
    else void openGroups(path, group, next);
  }

  /** Shows what a group holds, or hides it. */
  function put(path: Path, data: OpenGroup): void {
    const key = answer.data?.key ?? '';
    const line = path.at(-1) ?? 0;
    const change = { line, rows: data.list?.groups ?? data.group.events, data };
    opened = { key, groups: withToggledIn(open, path.slice(0, -1), change) };
  }

  async function openGroups(path: Path, group: EventGroup, field: string): Promise<void> {
    const id = groupIdOf(path);
    const before = underway.get(id);
    before?.abort();
    const question = answer.data?.question;
    if (before || !question) return;
    const controller = new AbortController();
    underway.set(id, controller);
    opening += 1;
    await reportFailure(trail, async () => {
      const list = await listOf(question, field, sort(), group, controller.signal);
      if (!controller.signal.aborted && !openAt(path, open)) put(path, { group, list });
    });
    underway.delete(id);
    opening -= 1;
  }

  /** The groups that rows stand for: events that are shown under a group are not copied with it. */
  function groupsOf(spans: Spans): { readonly source: GridSource; readonly spans: Spans } {
    const list = answer.data ?? { groups: 0, events: 0, largest: 1, load: () => Promise.resolve([]) };
    const placeOf = (row: number): number => {
      const path = pathOf(row, open);
      const place = rowAt(path.slice(0, by.length), openWithoutEvents);
      return isEventPath(path) ? place + 1 : place;
    };
    const places = spans.map(({ from, to }) => ({ from: placeOf(from), to: placeOf(to) }));
    return {
      source: sourceOf(list, 'groups', openWithoutEvents),
      spans: places.filter((span) => span.to > span.from),
    };
  }

  return {
    answer,
    get source() {
      return source;
    },
    /** Whether the groups within one are being counted. */
    get isOpening() {
      return opening > 0;
    },
    /** The group of a row, also of an event shown under it. */
    groupAt: (row: number): EventGroup | undefined => groupOf(pathOf(row, open)),
    pathOf: (row: number): Path => pathOf(row, open),
    rowAt: (path: Path): number => rowAt(path, open),
    /** How many groups stand beside the one at a path. */
    groupsBeside: (path: Path): number =>
      path.length > 1
        ? (openAt(path.slice(0, -1), open)?.data.list?.groups ?? 0)
        : (answer.data?.groups ?? 0),
    isEvent: (row: number): boolean => isEventPath(pathOf(row, open)),
    isOpen: (row: number): boolean => openAt(pathOf(row, open), open) !== undefined,
    contentsOf,
    toggle,
    groupsOf,
  };
}

/** Tells which lines are open from every other choice. */
const linesIn = (open: OpenGroups): unknown =>
  open.map(({ line, inside }) => [line, inside ? linesIn(inside) : []]);

function cellOf(group: EventGroup, field: string, by: readonly string[]): Cell {
  const at = by.indexOf(field);
  if (at >= 0) return group.values[at] ?? null;
  if (field === groupMeasures.events) return group.events;
  if (field === groupMeasures.first) return group.firstMicros;
  return field === groupMeasures.last ? group.lastMicros : null;
}
