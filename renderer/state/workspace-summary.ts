import { allEvents } from '../../shared/contract/common.ts';
import { mostActivityBars, type WorkspaceSummary } from '../../shared/contract/host.ts';
import type { EngineClient } from '../../shared/contract/index.ts';
import type { Histogram } from '../../shared/contract/timeline.ts';
import type { WorkspaceInfo } from '../../shared/contract/workspaces.ts';

const named = (places: readonly { readonly value: string | null }[]): number =>
  places.filter(({ value }) => value !== null).length;

const inAll = ({ series }: Histogram): number[] =>
  (series[0]?.counts ?? []).map((_, bar) => series.reduce((sum, { counts }) => sum + (counts[bar] ?? 0), 0));

/** What the open workspace holds, whatever the screen is narrowed to. Errors: those of the engine's answers. */
export async function summaryOf(
  engine: EngineClient,
  info: WorkspaceInfo,
  signal: AbortSignal,
): Promise<WorkspaceSummary> {
  const [places, histogram] = await Promise.all([
    engine('places.scope', { question: allEvents }, { signal }),
    engine(
      'timeline.histogram',
      { question: allEvents, view: null, maxBins: mostActivityBars, split: null },
      { signal },
    ),
  ]);
  return {
    events: info.events,
    firstEventMicros: info.firstEventMicros,
    lastEventMicros: info.lastEventMicros,
    accounts: named(places.accounts),
    regions: named(places.regions),
    activity: histogram ? inAll(histogram) : [],
  };
}
