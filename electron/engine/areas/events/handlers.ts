import type { Handlers } from '../../../../shared/bridge/contract.ts';
import type { eventsContract } from '../../../../shared/contract/events.ts';
import type { Investigation } from '../../investigation.ts';
import { eventDetail, eventWindow, locateEvent, type Counts, type EventsContext } from './window.ts';

/** What the event queries need of an open workspace. */
export const eventsOf = (investigation: Investigation): EventsContext & { readonly counts: Counts } => ({
  pool: investigation.pool,
  cursors: investigation.cursors,
  counts: investigation.counts,
  dataVersion: () => investigation.dataVersion,
});

/** Rows of events, where one stands among them, and one in full. */
export const eventsHandlers = (open: () => Investigation): Handlers<typeof eventsContract> => ({
  'events.window': (params, { signal }) => eventWindow(eventsOf(open()), params, signal),
  'events.count': async ({ question }, { signal }) => {
    const { counts, dataVersion } = open();
    return { total: await counts.total(question, dataVersion, signal) };
  },
  'events.locate': async (params, { signal }) => ({
    position: await locateEvent(eventsOf(open()), params, signal),
  }),
  'events.detail': ({ id }, { signal }) => eventDetail(eventsOf(open()), id, signal),
});
