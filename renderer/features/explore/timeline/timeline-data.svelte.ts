import type { Question, Range } from '../../../../shared/contract/common.ts';
import type { EngineContract } from '../../../../shared/contract/index.ts';
import type { ResultOf } from '../../../../shared/bridge/contract.ts';
import type { Comparison, Coverage, Histogram, Lanes } from '../../../../shared/contract/timeline.ts';
import { isNoteField } from '../../../../shared/fields/catalogue.ts';
import { everything } from '../../../../shared/filter/filter.ts';
import { usesNotes } from '../../../../shared/annotations/uses-notes.ts';
import { resource, type Resource } from '../../../state/resource.svelte.ts';
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
  readonly comparison: Resource<Comparison>;
  readonly counted: { readonly inRange: number | null; readonly inAll: number | null };
}

interface MarksAsked {
  readonly question: Question;
  readonly view: Range | null;
  readonly limit: number;
}

/** What the person looks at now and how much room there is for it. */
export interface TimelineRoom {
  /** Of the bars. 0 before the first layout. */
  readonly widthPx: () => number;
  readonly laneOffset: () => number;
  readonly laneLimit: () => number;
}

/** Asks for everything the timeline draws; to be called while a component is being set up. */
export function timelineData(trail: Trail, room: TimelineRoom): TimelineData {
  const { engine, explore, jobs, notes: noted, session } = trail;

  /** Counts up with the events, and with the notes where the answer depends on them. */
  const versionWith = (hasNotes: boolean): string | undefined =>
    session.info ? `${session.info.dataVersion}.${hasNotes ? noted.summary.version : 0}` : undefined;
  const version = (): string | undefined => {
    const { filter, split, chart } = explore.state;
    const isNoted = [split, chart.lanes].some((field) => field !== null && isNoteField(field));
    return versionWith(isNoted || usesNotes(filter));
  };
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
    };
  });
  const isReady = $derived(version() !== undefined && room.widthPx() > 0);

  const bars = resource(
    () => (isReady ? { question, ...division, split: explore.state.split, version: version() } : undefined),
    async ({ version: _version, ...asked }, signal) => ({
      split: asked.split,
      histogram: await engine('timeline.histogram', asked, { signal }),
    }),
  );

  const lanes = resource(
    () => {
      const field = explore.state.chart.lanes;
      if (!isReady || field === null) return undefined;
      const page = { offset: room.laneOffset(), limit: room.laneLimit() };
      return { question, ...division, field, ...page, version: version() };
    },
    async ({ version: _version, ...asked }, signal) => ({
      field: asked.field,
      offset: asked.offset,
      lanes: await engine('timeline.lanes', asked, { signal }),
    }),
  );

  const marks = pointedOut(
    () => versionWith(false),
    (asked, signal) => engine('timeline.marks', asked, { signal }),
  );
  const notes = pointedOut(
    () => (noted.summary.version === 0 ? undefined : versionWith(true)),
    (asked, signal) => engine('notes.marks', asked, { signal }),
  );

  /**
   * Marks of the whole archive, so that moving the view asks for nothing; where that are too many, those of the view.
   */
  function pointedOut<Marks extends { readonly total: number }>(
    now: () => string | undefined,
    ask: (asked: MarksAsked, signal: AbortSignal) => Promise<Marks>,
  ): () => Marks | undefined {
    const asked = $derived({ scope: question.scope, filter: everything });
    const all = resource(
      () => {
        const nowVersion = now();
        return nowVersion === undefined ? undefined : { question: asked, version: nowVersion };
      },
      (key, signal) => ask({ question: key.question, view: null, limit: mostMarks }, signal),
    );
    const isTooMany = $derived((all.data?.total ?? 0) > mostMarks);
    const inView = resource(
      () => {
        const { view } = explore.state;
        const nowVersion = now();
        return isTooMany && view && nowVersion !== undefined
          ? { question: asked, view, version: nowVersion }
          : undefined;
      },
      (key, signal) => ask({ question: key.question, view: key.view, limit: mostMarks }, signal),
    );
    return () => (isTooMany && explore.state.view ? (inView.data ?? all.data) : all.data);
  }

  const coverage = resource(
    () => {
      // Files still to be read would look like files that are missing.
      const isImporting = jobs.running.some((job) => job.kind === 'import');
      if (!isReady || isImporting || session.info?.isImportUnfinished) return undefined;
      const field = explore.state.chart.lanes;
      const by: 'recipientAccountId' | 'awsRegion' | null =
        field === 'recipientAccountId' || field === 'awsRegion' ? field : null;
      return { question, ...division, by, version: version() };
    },
    ({ version: _version, ...asked }, signal) => engine('timeline.coverage', asked, { signal }),
  );

  const comparison = resource(
    () => {
      const { scope, view, chart } = explore.state;
      const span = scope.range ?? view;
      const drawn = bars.data?.histogram;
      if (!chart.isCompared || !span || !drawn) return undefined;
      const { fromMicros, toMicros, binMicros } = drawn;
      const bins = Math.round((toMicros - fromMicros) / binMicros);
      return { question, span, fromMicros, binMicros, bins, version: version() };
    },
    ({ version: _version, ...asked }, signal) => engine('timeline.compare', asked, { signal }),
  );

  const inRange = resource(
    () => {
      const { range } = explore.state.scope;
      return version() !== undefined && range
        ? { question: explore.question, version: version() }
        : undefined;
    },
    async ({ question: asked }, signal) =>
      (await engine('events.count', { question: asked }, { signal })).total,
  );
  const inAll = resource(
    () => (version() !== undefined && explore.state.view ? { question, version: version() } : undefined),
    async ({ question: asked }, signal) =>
      (await engine('events.count', { question: asked }, { signal })).total,
  );

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
    comparison,
    get counted() {
      const settled = (one: Resource<number>): number | null =>
        one.state === 'ready' ? (one.data ?? null) : null;
      return { inRange: settled(inRange), inAll: settled(inAll) };
    },
  };
}
