import { wholeScope, type Range, type Scope } from '../../shared/contract/common.ts';
import type { Sort } from '../../shared/contract/events.ts';
import { everything, type Filter } from '../../shared/filter/filter.ts';

/** A column of the grid. */
export interface Column {
  readonly field: string;
  readonly widthPx: number;
  readonly isPinned: boolean;
}

/** How the timeline draws what it draws. */
export interface ChartChoice {
  /** The width of a bar; null for whatever fits. */
  readonly binMicros: number | null;
  readonly isLog: boolean;
  /** The field whose values have a lane each; null for no lanes. */
  readonly lanes: string | null;
  /** Draws the equally long span before beside it. */
  readonly isCompared: boolean;
  /** Strips under the bars say what was recorded of each kind of events. */
  readonly showsRecorded: boolean;
}

/** Everything that decides what Explore shows; plain JSON, so views, history and reopening are copies of it. */
export interface ExploreState {
  readonly scope: Scope;
  readonly filter: Filter;
  /** Parts of the search that are kept for later but not applied. */
  readonly aside: readonly Filter[];
  /** Parts of the search, applied or not, that stay when all is cleared or a view is opened. */
  readonly pinned: readonly Filter[];
  /** The span the histogram draws; null for all of the archive. The scope's range is the brush on it. */
  readonly view: Range | null;
  readonly split: string | null;
  readonly chart: ChartChoice;
  readonly sort: Sort;
  readonly columns: readonly Column[];
  /** Fields whose values are counted in place of the rows; none for the rows themselves. */
  readonly groupBy: readonly string[];
  /** Bursts of the same call stand in one line. */
  readonly isFolded: boolean;
  readonly selectedId: string | null;
}

const column = (field: string, widthPx: number, isPinned = false): Column => ({ field, widthPx, isPinned });

/** The columns a new workspace starts with: when, what, who, to what, from where, with what, and how it ended. */
export const defaultColumns: readonly Column[] = [
  column('note.star', 40, true),
  column('eventTime', 168, true),
  column('eventName', 178),
  column('principal', 138),
  column('target.name', 184),
  column('sourceIPAddress', 112),
  column('client', 126),
  column('result', 136),
  column('eventSource', 150),
  column('awsRegion', 116),
  column('recipientAccountId', 118),
];

/** The timeline of a fresh workspace. */
export const freshChart: ChartChoice = {
  binMicros: null,
  isLog: false,
  lanes: null,
  isCompared: false,
  showsRecorded: true,
};

/** The screen of a fresh workspace. */
export const freshState: ExploreState = {
  scope: wholeScope,
  filter: everything,
  aside: [],
  pinned: [],
  view: null,
  split: 'consequence',
  chart: freshChart,
  sort: [{ field: 'eventTime', descending: true }],
  columns: defaultColumns,
  groupBy: [],
  isFolded: false,
  selectedId: null,
};
