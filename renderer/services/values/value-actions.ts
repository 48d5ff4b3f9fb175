import type { Range } from '../../../shared/contract/common.ts';
import { fieldNamed, isComposedField } from '../../../shared/fields/catalogue.ts';
import { isJoinedNote } from '../../../shared/annotations/joined.ts';
import { withConjunct } from '../../../shared/filter/conjuncts.ts';
import {
  facetSelection,
  hasFacetValue,
  onlyThis,
  toggleExclude,
  toggleInclude,
} from '../../../shared/filter/facet-selection.ts';
import { everything, type Filter, type Scalar } from '../../../shared/filter/filter.ts';
import { printFilter } from '../../../shared/filter/print.ts';
import { formatTime } from '../../kit/format.ts';
import { shownZone } from '../../kit/zone.svelte.ts';
import type { MenuItem } from '../../kit/menu.ts';
import { shortLabel } from '../../kit/short-label.ts';
import type { Column, ExploreState } from '../../state/explore-state.ts';
import type { ScreenName } from '../../state/screens.svelte.ts';
import type { PointedValue } from '../../state/value-menu.svelte.ts';
import { arrangementWords } from './arrange-columns.ts';
import { fieldLabel } from './field-label.ts';
import { canGroup } from './can-group.ts';
import { valueName } from './value-names.ts';
import { zonedText } from '../../../shared/time/zone.ts';
import { timeText } from '../../../shared/words/time-text.ts';
import { around, microsOf, minutesMicros, oneSecondMicros, reachWords, reaches } from './times.ts';

/** What the actions on a value need to know, and what they do. */
export interface ValueContext {
  readonly state: ExploreState;
  /** The archive's first and last event; null while it is empty. */
  readonly span: Range | null;
  readonly narrow: (label: string, change: Partial<ExploreState>) => void;
  readonly adjust: (change: Partial<ExploreState>) => void;
  readonly copy: (text: string, what: string) => void;
  readonly go: (screen: ScreenName, params?: Readonly<Record<string, unknown>>) => void;
  /** Shows everything that happened this close to an event. */
  readonly aroundEvent: (eventId: string, minutes: number) => void;
}

/** Menus list at most this many things at once. */
const mostEntries = 9;
const addedColumnWidthPx = 180;
/** Sentences say little in less. */
const addedSentenceWidthPx = 340;

const isTimeField = (field: string): boolean => fieldNamed(field)?.type === 'time';

/** The value as a filter compares it: rows carry times as microseconds, filters as ISO text. */
function filterValue({ field, value }: PointedValue): Scalar | null {
  return isTimeField(field) && typeof value === 'number' ? timeText(value) : value;
}

/** The value as text, exactly; for a time its ISO form. */
const valueText = (target: PointedValue): string => {
  const value = filterValue(target);
  return value === null ? '' : String(value);
};

/** The value as it is copied: a time as the record has it, or in the zone on screen. */
const copiedText = ({ field, value }: PointedValue): string =>
  isTimeField(field) && typeof value === 'number'
    ? zonedText(value, shownZone.name)
    : value === null
      ? ''
      : String(value);

/** The value for a menu's name or a step's label: readable, short, never empty. */
export function shownValue(target: PointedValue): string {
  if (target.value === null) return 'nothing';
  const text = valueText(target);
  return text === '' ? 'empty text' : shortLabel(valueName(target.field, text).text);
}

const isWhole = ({ field, value, isElement }: PointedValue): boolean =>
  isElement === true || (fieldNamed(field)?.type === 'json' && value !== null) || isJoinedNote(field, value);

/** A whole JSON element and several notes have no single value to filter by, and a computed cell has no field. */
export const canFilter = (target: PointedValue): boolean =>
  target.field !== '' && target.isComposed !== true && !isWhole(target);

export function include(target: PointedValue, { state, narrow }: ValueContext): void {
  const { filter } = state;
  narrow(`${fieldLabel(target.field)}: ${shownValue(target)}`, {
    filter: toggleInclude(filter, target.field, filterValue(target)),
  });
}

export function exclude(target: PointedValue, { state, narrow }: ValueContext): void {
  narrow(`Without ${fieldLabel(target.field)} ${shownValue(target)}`, {
    filter: toggleExclude(state.filter, target.field, filterValue(target)),
  });
}

function filterItems(target: PointedValue, context: ValueContext): MenuItem[] {
  const { state, narrow, go } = context;
  const { field } = target;
  const value = filterValue(target);
  const name = `${fieldLabel(field)}: ${shownValue(target)}`;
  const chosen = facetSelection(state.filter, field);
  const isIncluded = hasFacetValue(field, chosen.included, value);
  const isExcluded = hasFacetValue(field, chosen.excluded, value);
  const others = chosen.included.length > 0;
  return [
    {
      label: 'Only this',
      disabled: isIncluded && chosen.included.length === 1,
      onselect: () => narrow(`Only ${name}`, { filter: onlyThis(state.filter, field, value) }),
    },
    {
      label: isExcluded ? 'No longer exclude' : 'Exclude',
      hint: 'x',
      onselect: () => exclude(target, context),
    },
    {
      label: isIncluded ? 'Remove from search' : others ? 'Add to search, as well' : 'Add to search',
      hint: 'i',
      onselect: () => include(target, context),
    },
    {
      label: 'New search with only this',
      onselect: () => {
        narrow(`New search: ${name}`, { filter: onlyThis(everything, field, value), groupBy: [] });
        go('explore');
      },
    },
  ];
}

/** What a search can ask about an object or array: whether it is there. */
function elementItems({ field }: PointedValue, { state, narrow }: ValueContext): MenuItem[] {
  if (field === '') return [];
  const exists: Filter = { kind: 'field', field, test: { op: 'exists' } };
  const label = fieldLabel(field);
  return [
    {
      label: 'Only events that have it',
      onselect: () => narrow(`With ${label}`, { filter: withConjunct(state.filter, exists) }),
    },
    {
      label: 'Only events without it',
      onselect: () =>
        narrow(`Without ${label}`, { filter: withConjunct(state.filter, { kind: 'not', of: exists }) }),
    },
  ];
}

function copyItem(target: PointedValue, { copy }: ValueContext): MenuItem {
  return {
    label: 'Copy',
    hint: 'c',
    disabled: target.value === null,
    onselect: () =>
      copy(
        copiedText(target),
        isWhole(target)
          ? `${fieldLabel(target.field)} as JSON`
          : `${fieldLabel(target.field)} ${shownValue(target)}`.trim(),
      ),
  };
}

function copyFilterItem(target: PointedValue, { copy }: ValueContext): MenuItem {
  return {
    label: 'Copy as search text',
    onselect: () => copy(printFilter(onlyThis(everything, target.field, filterValue(target))), 'search text'),
  };
}

/** The columns with one more at the end; a sentence stands behind the target, which it tells more of. */
export function withColumn(columns: readonly Column[], field: string): readonly Column[] {
  if (columns.some((column) => column.field === field)) return columns;
  const isSentence = isComposedField(field);
  const added: Column = {
    field,
    widthPx: isSentence ? addedSentenceWidthPx : addedColumnWidthPx,
    isPinned: false,
  };
  const target = columns.findIndex((column) => column.field === 'target.name');
  return isSentence && target >= 0 ? columns.toSpliced(target + 1, 0, added) : [...columns, added];
}

function columnItem({ field }: PointedValue, { state, narrow }: ValueContext): MenuItem {
  const isShown = state.columns.some((column) => column.field === field);
  const arrange = (columns: readonly Column[]): void =>
    narrow(arrangementWords(state.columns, columns) ?? 'Columns arranged', { columns });
  return isShown
    ? {
        label: 'Remove column',
        disabled: state.columns.length < 2,
        onselect: () => arrange(state.columns.filter((column) => column.field !== field)),
      }
    : { label: 'Add column', onselect: () => arrange(withColumn(state.columns, field)) };
}

function countItems({ field }: PointedValue, { narrow, go }: ValueContext): MenuItem[] {
  if (!canGroup(field)) return [];
  const label = fieldLabel(field);
  return [
    {
      label: `Count by ${shortLabel(label, 200)}`,
      onselect: () => {
        narrow(`Counted by ${label}`, { groupBy: [field] });
        go('explore');
      },
    },
  ];
}

/** The text wherever it stands in a record, in any field. */
function textItem(target: PointedValue, { state, narrow, go }: ValueContext): MenuItem[] {
  const text = valueText(target);
  if (typeof target.value !== 'string' || text.length < 3 || text.length > 500) return [];
  return [
    {
      label: 'Search this text anywhere',
      onselect: () => {
        const filter: Filter = { kind: 'text', text };
        narrow(`Text ${shownValue(target)}`, {
          filter: target.field === '' ? filter : withConjunct(state.filter, filter),
        });
        go('explore');
      },
    },
  ];
}

/** The first span is the one people want; the others wait below. */
function timeItems(
  target: PointedValue,
  { state, span, narrow }: ValueContext,
): { readonly first: MenuItem[]; readonly later: MenuItem[] } {
  const micros = isTimeField(target.field) ? microsOf(target.value) : undefined;
  if (micros === undefined) return { first: [], later: [] };
  const shown = `${formatTime(micros)} ${shownZone.name}`;
  const now = state.scope.range;
  const end = micros + oneSecondMicros;
  const first = Math.min(now?.fromMicros ?? span?.fromMicros ?? micros, micros);
  const last = Math.max(now?.toMicros ?? span?.toMicros ?? end, end);
  const set = (label: string, range: Range): void => narrow(label, { scope: { ...state.scope, range } });
  const [nearest, ...others] = reaches.map((minutes) => ({
    label: `${reachWords(minutes)} around here`,
    onselect: () => set(`± ${reachWords(minutes)} of ${shown}`, around(micros, minutesMicros(minutes))),
  }));
  return {
    first: [
      {
        label: 'Set range from here',
        onselect: () => set(`From ${shown}`, { fromMicros: micros, toMicros: last }),
      },
      {
        label: 'Set range to here',
        onselect: () => set(`To ${shown}`, { fromMicros: first, toMicros: end }),
      },
      ...(nearest ? [nearest] : []),
    ],
    later: others,
  };
}

/** Everything that happened around the event the value was seen in. */
const eventItems = ({ eventId }: PointedValue, { aroundEvent }: ValueContext): MenuItem[] =>
  eventId === undefined
    ? []
    : reaches.map((minutes) => ({
        label: `Everything ${reachWords(minutes)} around`,
        onselect: () => aroundEvent(eventId, minutes),
      }));

/** All a value's menu can do, most used first; the same on every screen. `pages` lead to the pages about the value. */
export function valueActions(
  target: PointedValue,
  context: ValueContext,
  pages: readonly MenuItem[],
): readonly MenuItem[] {
  const copy = copyItem(target, context);
  if (target.field === '') return [...textItem(target, context), ...pages, copy];
  const column = columnItem(target, context);
  if (isWhole(target)) return [...elementItems(target, context), copy, column];
  if (target.isComposed)
    return [copy, column, ...countItems(target, context), ...eventItems(target, context)];
  const filters = filterItems(target, context);
  const times = timeItems(target, context);
  const [page, ...otherPages] = pages;
  const [near, ...nears] = times.first.length > 0 ? [] : eventItems(target, context);
  const count = countItems(target, context);
  const rest = [...times.later, ...nears, ...textItem(target, context), copyFilterItem(target, context)];
  if (times.first.length > 0) return [...times.first, ...filters, copy, column, ...count, ...rest];
  return [
    ...filters,
    ...(page ? [page] : []),
    ...count,
    ...(near ? [near] : []),
    copy,
    ...otherPages,
    column,
    ...rest,
  ];
}

/** The entries to list at once: the first ones with a way to the others, or the others with a way back. */
export function menuPage(items: readonly MenuItem[], isMore: boolean, turn: () => void): readonly MenuItem[] {
  if (items.length <= mostEntries) return items;
  const first = items.slice(0, mostEntries - 1);
  if (!isMore) return [...first, { label: 'More…', separatorBefore: true, onselect: turn }];
  const [next, ...others] = items.slice(first.length);
  return [
    { label: 'Back', onselect: turn },
    ...(next ? [{ ...next, separatorBefore: true }, ...others] : []),
  ];
}
