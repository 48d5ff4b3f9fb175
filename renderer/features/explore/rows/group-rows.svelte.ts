import type { Cell } from '../../../../shared/table/cell.ts';
import type { Sort } from '../../../../shared/contract/events.ts';
import { groupMeasures, type EventGroup } from '../../../../shared/contract/grouping.ts';
import { loadLines, rowOf, rowsIn, spotOf, withToggled, type OpenLines } from '../../../grid/lines.ts';
import type { Block, GridSource, Line } from '../../../grid/block.ts';
import type { Spans } from '../../../grid/selection.ts';
import { plural } from '../../../kit/format.ts';
import { answerOf } from '../../../state/ask.svelte.ts';
import type { Trail } from '../../../state/trail.ts';
import { withinGroup } from './grouping.ts';

const firstGroups = 500;

type OpenGroups = OpenLines<EventGroup>;

/**
 * The groups of Explore in place of its rows, each with its events when it is opened. To be called while a component is
 * being set up.
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
  /** Groups seen so far, by place, so that menus and keys need not ask again. */
  let seen = new Map<number, EventGroup>();

  const blockOf = (groups: readonly EventGroup[], offset: number, columns: readonly string[]): Block => {
    groups.forEach((group, index) => seen.set(offset + index, group));
    return {
      ids: groups.map((_, index) => `group ${String(offset + index)}`),
      columns: columns.map((field) => groups.map((group) => cellOf(group, field, by))),
    };
  };

  const answer = answerOf(
    trail,
    ['groups.window'],
    () => (by.length === 0 ? undefined : { question: explore.question, fields: by, sort: sort() }),
    async ({ question, fields: groupFields, sort: order }, signal, version) => {
      const ask = async (offset: number, limit: number, stop: AbortSignal) =>
        engine(
          'groups.window',
          { question, fields: [...groupFields], sort: order, offset, limit },
          { signal: stop },
        );
      const first = await ask(0, firstGroups, signal);
      seen = new Map();
      return {
        groups: first.total,
        events: first.events,
        largest: Math.max(1, ...first.groups.map((group) => group.events)),
        homeKey: JSON.stringify([question, groupFields, order]),
        key: JSON.stringify([question, groupFields, order, version]),
        question,
        load: async (offset: number, limit: number, stop: AbortSignal): Promise<readonly EventGroup[]> =>
          offset + limit <= first.groups.length
            ? first.groups.slice(offset, offset + limit)
            : (await ask(offset, limit, stop)).groups,
      };
    },
  );

  let opened = $state.raw<{ readonly key: string; readonly groups: OpenGroups }>({ key: '', groups: [] });
  const open = $derived<OpenGroups>(opened.key === answer.data?.key ? opened.groups : []);

  const loadGroups = async (offset: number, limit: number, signal: AbortSignal): Promise<Block> =>
    blockOf((await answer.data?.load(offset, limit, signal)) ?? [], offset, fields);

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

  const source = $derived.by<GridSource | undefined>(() => {
    const data = answer.data;
    if (!data) return undefined;
    const now = open;
    return {
      key: JSON.stringify([data.key, fields, explore.state.sort, now.map((one) => one.line)]),
      total: rowsIn(data.groups, now),
      fields,
      load: (offset, limit, signal) =>
        loadLines(offset, limit, now, {
          lines: (from, count) => loadGroups(from, count, signal),
          children: ({ data: group }, from, count) => loadEvents(group, from, count, signal),
        }),
      line: (row): Line => {
        const { line, child, opened: holder } = spotOf(row, now);
        if (child !== undefined)
          return { level: 2, isWide: true, parent: rowOf({ line, child: undefined }, now) };
        const group = seen.get(line);
        return {
          level: 1,
          isOpen: holder !== undefined,
          title: `${holder ? 'Hide' : 'Show'} ${group ? plural(group.events, 'event') : 'its events'}`,
          toggle: () => toggle(row),
        };
      },
    };
  });

  function toggle(row: number): void {
    const data = answer.data;
    const { line, child } = spotOf(row, open);
    const group = seen.get(line);
    if (!data || !group || child !== undefined) return;
    opened = { key: data.key, groups: withToggled(open, { line, rows: group.events, data: group }) };
  }

  /** The groups that rows stand for: events that are shown under a group are not copied with it. */
  function groupsOf(spans: Spans): { readonly source: GridSource; readonly spans: Spans } {
    const plain: GridSource = {
      key: 'groups',
      total: answer.data?.groups ?? 0,
      fields,
      load: loadGroups,
    };
    const lines = spans.map(({ from, to }) => {
      const first = spotOf(from, open);
      return {
        from: first.child === undefined ? first.line : first.line + 1,
        to: spotOf(to - 1, open).line + 1,
      };
    });
    return { source: plain, spans: lines.filter((span) => span.to > span.from) };
  }

  return {
    answer,
    get source() {
      return source;
    },
    /** The group of a row, also of an event shown under it. */
    groupAt: (row: number): EventGroup | undefined => seen.get(spotOf(row, open).line),
    lineOf: (row: number): number => spotOf(row, open).line,
    spotOf: (row: number): { readonly line: number; readonly child: number | undefined } => {
      const { line, child } = spotOf(row, open);
      return { line, child };
    },
    rowOf: (spot: { readonly line: number; readonly child: number | undefined }): number => rowOf(spot, open),
    isEvent: (row: number): boolean => spotOf(row, open).child !== undefined,
    isOpen: (row: number): boolean => spotOf(row, open).opened !== undefined,
    toggle,
    groupsOf,
  };
}

function cellOf(group: EventGroup, field: string, by: readonly string[]): Cell {
  const at = by.indexOf(field);
  if (at >= 0) return group.values[at] ?? null;
  if (field === groupMeasures.events) return group.events;
  if (field === groupMeasures.first) return group.firstMicros;
  return field === groupMeasures.last ? group.lastMicros : null;
}
