import { wholeScope, type Question, type Range } from '../../../../shared/contract/common.ts';
import type { EngineContract } from '../../../../shared/contract/index.ts';
import type { ParamsOf, ResultOf } from '../../../../shared/bridge/contract.ts';
import type { Coverage, WhatWasRecorded } from '../../../../shared/contract/coverage.ts';
import type { Comparison, Histogram, Lanes } from '../../../../shared/contract/timeline.ts';
import { askedPlaces } from '../../../../shared/filter/asked-places.ts';
import { everything } from '../../../../shared/filter/filter.ts';
import { barCount } from '../../../../shared/time/bars.ts';
import { shownZone } from '../../../kit/zone.svelte.ts';
import { askOf, answerOf } from '../../../state/ask.svelte.ts';
import type { Resource } from '../../../state/resource.svelte.ts';
import type { Trail } from '../../../state/trail.ts';
import { canDraw } from './timeline-choices.ts';

const narrowestBarPx = 6;
const mostMarks = 500;
/** Events are stamped to the second; the archive ends with the second of its last one. */
const secondMicros = 1_000_000;

/** What the timeline shows, asked for piece by piece so that the bars need not wait for the rest. */
export interface TimelineData {
  /** First to last event of the archive; null while it has none. */
  readonly extent: Range | null;
  /** The bars, and what they were split by, which may be older than the choice. */
  readonly bars: Resource<{ readonly split: string | null; readonly histogram: Histogram | null }>;
  readonly lanes: Resource<{ readonly field: string; readonly offset: number; readonly lanes: Lanes | null }>;
  /** Changes of logging and Insights in the scope, whatever the filter. */
  readonly marks: ResultOf<EngineContract['timeline.marks']> | undefined;
  /** Noted events, in the scope whatever the filter. */
  readonly notes: ResultOf<EngineContract['notes.marks']> | undefined;
  readonly coverage: Resource<Coverage | null>;
  /** What is here of each kind of events, in the places that are asked for, whatever else is. */
  readonly recorded: Resource<WhatWasRecorded | null>;
  readonly comparison: Resource<Comparison>;
  readonly counted: { readonly inRange: number | null; readonly inAll: number | null };
}

/** What the person looks at now and how much room there is for it. */
export interface TimelineRoom {
  /** Of the bars. 0 before the first layout. */
  readonly widthPx: () => number;
  readonly laneOffset: () => number;
  readonly laneLimit: () => number;
  /** There is room to say what was recorded. */
  readonly hasRecorded: () => boolean;
}

/** Asks for everything the timeline draws; to be called while a component is being set up. */
export function timelineData(trail: Trail, room: TimelineRoom): TimelineData {
  const { engine, explore, jobs, notes: noted, session } = trail;

  const extent = $derived.by((): Range | null => {
    const info = session.info;
    if (!info || info.firstEventMicros === null || info.lastEventMicros === null) return null;
    return { fromMicros: info.firstEventMicros, toMicros: info.lastEventMicros + secondMicros };
  });
  /** The range is the brush on what is drawn: moving it changes no bar. */
  const question = $derived<Question>({
    scope: { ...explore.state.scope, range: null },
    filter: explore.state.filter,
  });
  const division = $derived.by(() => {
    const { view, chart } = explore.state;
    // In steps, so that dragging a panel's edge does not ask for every pixel.
    const roundedPx = Math.floor(room.widthPx() / 20) * 20;
    const span = view ?? extent;
    const isDrawable =
      chart.binMicros !== null &&
      span !== null &&
      canDraw(chart.binMicros, span.toMicros - span.fromMicros, roundedPx);
    return {
      view,
      maxBins: Math.max(20, Math.floor(room.widthPx() / narrowestBarPx / 20) * 20),
      binMicros: isDrawable ? chart.binMicros : null,
      zone: shownZone.name,
    };
  });
  const isReady = $derived(session.info !== null && room.widthPx() > 0);

  const bars = answerOf(
    trail,
    ['timeline.histogram'],
    () => {
      const { split } = explore.state;
      return isReady
        ? { question, ...division, split, ...(split === 'consequence' ? { withFailed: true } : {}) }
        : undefined;
    },
    async (asked, signal) => ({
      split: asked.split,
      histogram: await engine('timeline.histogram', asked, { signal }),
    }),
  );

  const lanes = answerOf(
    trail,
    ['timeline.lanes'],
    () => {
      const field = explore.state.chart.lanes;
      if (!isReady || field === null) return undefined;
      const page = { offset: room.laneOffset(), limit: room.laneLimit() };
      return { question, ...division, field, ...page };
    },
    async (asked, signal) => ({
      field: asked.field,
      offset: asked.offset,
      lanes: await engine('timeline.lanes', asked, { signal }),
    }),
  );

  const marks = pointedOut('timeline.marks', () => true);
  const notes = pointedOut('notes.marks', () => noted.summary.version > 0);

  function marksOf<Name extends 'timeline.marks' | 'notes.marks'>(
    name: Name,
    asked: () => ParamsOf<EngineContract['timeline.marks']> | undefined,
  ): Resource<ResultOf<EngineContract[Name]>> {
    return answerOf(trail, [name], asked, (params, signal) => engine(name, params, { signal }));
  }

  /**
   * Marks of the whole archive, so that moving the view asks for nothing; where that are too many, those of the view.
   */
  function pointedOut<Name extends 'timeline.marks' | 'notes.marks'>(
    name: Name,
    isWanted: () => boolean,
  ): () => ResultOf<EngineContract[Name]> | undefined {
    const asked = $derived({ scope: question.scope, filter: everything });
    const all = marksOf(name, () =>
      isWanted() ? { question: asked, view: null, limit: mostMarks } : undefined,
    );
    const isTooMany = $derived((all.data?.total ?? 0) > mostMarks);
    const inView = marksOf(name, () => {
      const { view } = explore.state;
      return isTooMany && view && isWanted() ? { question: asked, view, limit: mostMarks } : undefined;
    });
    return () => (isTooMany && explore.state.view ? (inView.data ?? all.data) : all.data);
  }

  /** Files still to be read would look like files that are missing. */
  const isRead = $derived(
    isReady && !jobs.running.some((job) => job.kind === 'import') && !session.info?.isImportUnfinished,
  );
  const coverage = askOf(trail, 'coverage.logFiles', () => {
    if (!isRead) return undefined;
    const field = explore.state.chart.lanes;
    const by: 'recipientAccountId' | 'awsRegion' | null =
      field === 'recipientAccountId' || field === 'awsRegion' ? field : null;
    return { question, ...division, by };
  });

  const recorded = askOf(trail, 'coverage.read', () => {
    if (!isRead || !explore.state.chart.showsRecorded || !room.hasRecorded()) return undefined;
    const scope = { ...wholeScope, ...askedPlaces(question) };
    return { question: { scope, filter: everything }, ...division };
  });

  const comparison = askOf(trail, 'timeline.compare', () => {
    const { scope, view, chart } = explore.state;
    const span = scope.range ?? view;
    const drawn = bars.data?.histogram;
    if (!chart.isCompared || !span || !drawn) return undefined;
    const { fromMicros, binMicros, edges } = drawn;
    return { question, span, fromMicros, binMicros, bins: barCount(drawn), ...(edges ? { edges } : {}) };
  });

  const inRange = askOf(trail, 'events.count', () => (explore.state.scope.range ? {} : undefined));
  const inAll = askOf(trail, 'events.count', () => (explore.state.view ? { question } : undefined));

  return {
    get extent() {
      return extent;
    },
    bars,
    lanes,
    get marks() {
      return marks();
    },
    get notes() {
      return notes();
    },
    coverage,
    recorded,
    comparison,
    get counted() {
      const settled = (one: Resource<{ readonly total: number }>): number | null =>
        one.state === 'ready' ? (one.data?.total ?? null) : null;
      return { inRange: settled(inRange), inAll: settled(inAll) };
    },
  };
}
