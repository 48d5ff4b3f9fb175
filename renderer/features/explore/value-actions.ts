import type { Range } from '../../../shared/contract/common.ts';
import { fieldNamed } from '../../../shared/fields/catalogue.ts';
import {
  facetSelection,
  hasFacetValue,
  onlyThis,
  toggleExclude,
  toggleInclude,
} from '../../../shared/filter/facet-selection.ts';
import { everything, type Scalar } from '../../../shared/filter/filter.ts';
import { cutMiddle, visibleText } from '../../kit/format.ts';
import type { MenuItem } from '../../kit/menu.ts';
import type { Column, ExploreState } from '../../state/explore.svelte.ts';
import type { ScreenName } from '../../state/screens.svelte.ts';
import type { PointedValue } from '../../state/value-menu.svelte.ts';
import { around, fiveMinutesMicros, isoText, microsOf, oneSecondMicros } from './times.ts';

/** What the actions on a value need to know, and what they do. */
export interface ValueContext {
  readonly state: ExploreState;
  /** The archive's first and last event; null while it is empty. */
  readonly span: Range | null;
  readonly narrow: (label: string, change: Partial<ExploreState>) => void;
  readonly adjust: (change: Partial<ExploreState>) => void;
  readonly copy: (text: string, what: string) => void;
  readonly go: (screen: ScreenName, params?: Readonly<Record<string, unknown>>) => void;
}

const addedColumnWidthPx = 180;
const accountFields = new Set([
  'recipientAccountId',
  'userIdentity.accountId',
  'userIdentity.sessionContext.sessionIssuer.accountId',
  'vpcEndpointAccountId',
]);

/** A field's name as people read it; a path into the record stands for itself. */
export const fieldLabel = (field: string): string => fieldNamed(field)?.label ?? visibleText(field);

const isTimeField = (field: string): boolean => fieldNamed(field)?.type === 'time';

/** The value as a filter compares it: rows carry times as microseconds, filters as ISO text. */
function filterValue({ field, value }: PointedValue): Scalar | null {
  return isTimeField(field) && typeof value === 'number' ? isoText(value) : value;
}

/** The value as text, exactly; for a time its ISO form. */
const valueText = (target: PointedValue): string => {
  const value = filterValue(target);
  return value === null ? '' : String(value);
};

/** The value for a menu's name or a step's label: readable, short, never empty. */
export function shownValue(target: PointedValue): string {
  if (target.value === null) return 'nothing';
  const text = valueText(target);
  return text === '' ? 'empty text' : cutMiddle(visibleText(text), 48);
}

/** A whole JSON element has no single value to filter by. */
export const canFilter = ({ field, value }: PointedValue): boolean =>
  fieldNamed(field)?.type !== 'json' || value === null;

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
        narrow(`New search: ${name}`, { filter: onlyThis(everything, field, value) });
        go('explore');
      },
    },
  ];
}

function copyItem(target: PointedValue, { copy }: ValueContext): MenuItem {
  return {
    label: 'Copy',
    hint: 'c',
    separatorBefore: true,
    disabled: target.value === null,
    onselect: () => copy(valueText(target), `${fieldLabel(target.field)} ${shownValue(target)}`),
  };
}

/** The columns with one more at the end. */
export const withColumn = (columns: readonly Column[], field: string): readonly Column[] =>
  columns.some((column) => column.field === field)
    ? columns
    : [...columns, { field, widthPx: addedColumnWidthPx, isPinned: false }];

function columnItem({ field }: PointedValue, { state, adjust }: ValueContext): MenuItem {
  const isShown = state.columns.some((column) => column.field === field);
  return isShown
    ? {
        label: 'Remove column',
        disabled: state.columns.length < 2,
        onselect: () => adjust({ columns: state.columns.filter((column) => column.field !== field) }),
      }
    : { label: 'Add column', onselect: () => adjust({ columns: withColumn(state.columns, field) }) };
}

function timeItems(target: PointedValue, { state, span, narrow }: ValueContext): MenuItem[] {
  const micros = isTimeField(target.field) ? microsOf(target.value) : undefined;
  if (micros === undefined) return [];
  const shown = isoText(micros).replace('T', ' ').replace('Z', '');
  const now = state.scope.range;
  const end = micros + oneSecondMicros;
  const first = Math.min(now?.fromMicros ?? span?.fromMicros ?? micros, micros);
  const last = Math.max(now?.toMicros ?? span?.toMicros ?? end, end);
  const set = (label: string, range: Range): void => narrow(label, { scope: { ...state.scope, range } });
  return [
    {
      label: 'Set range from here',
      separatorBefore: true,
      onselect: () => set(`From ${shown}`, { fromMicros: micros, toMicros: last }),
    },
    {
      label: 'Set range to here',
      onselect: () => set(`To ${shown}`, { fromMicros: first, toMicros: end }),
    },
    {
      label: '5 minutes around here',
      onselect: () => set(`± 5 min of ${shown}`, around(micros, fiveMinutesMicros)),
    },
  ];
}

function placeItems({ field, value }: PointedValue, { go }: ValueContext): MenuItem[] {
  if (typeof value !== 'string' || value === '') return [];
  if (field === 'awsRegion') {
    return [{ label: 'Open Region page', onselect: () => go('places', { region: value }) }];
  }
  return accountFields.has(field)
    ? [{ label: 'Open account page', onselect: () => go('places', { account: value }) }]
    : [];
}

/** The menu of a value, most used first; the same on every screen. */
export function valueActions(target: PointedValue, context: ValueContext): MenuItem[] {
  return [
    ...(canFilter(target) ? filterItems(target, context) : []),
    copyItem(target, context),
    columnItem(target, context),
    ...timeItems(target, context),
    ...placeItems(target, context),
  ];
}
