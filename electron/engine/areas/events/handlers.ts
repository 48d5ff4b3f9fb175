import { eventsContract } from '../../../../shared/contract/events.ts';
import type { Area } from '../../area.ts';
import { eventDetail } from './detail.ts';
import { eventWindow, locateEvent } from './window.ts';

/** Rows of events, where one stands among them, and one in full. */
export const eventsArea: Area<typeof eventsContract> = {
  contract: eventsContract,
  answers: {
    'events.window': eventWindow,
    'events.count': async ({ question }, { reader, counts }) => ({
      total: await counts.total(question, reader.signal),
    }),
    'events.locate': async (params, local) => ({ position: await locateEvent(params, local) }),
  },
  calls: { 'events.detail': ({ id }, { reader }) => eventDetail(reader, id) },
};
