import { everything } from '../../../shared/filter/filter.ts';
import { copyText } from '../../state/copy-text.ts';
import { reportFailure } from '../../state/report-failure.ts';
import type { Trail } from '../../state/trail.ts';
import { around, microsOf, minutesMicros, reachWords } from './times.ts';
import type { ValueContext } from './value-actions.ts';

/** Shows everything near an event; its time is read from its record. */
async function showAround(trail: Trail, id: string, minutes: number): Promise<void> {
  const { engine, explore, screens, notify } = trail;
  await reportFailure(trail, async () => {
    const { fields } = await engine('events.detail', { id });
    const micros = microsOf(fields['eventTime']);
    if (micros === undefined) return notify('This event has no time.', 'error');
    const { scope } = explore.state;
    explore.narrow(`Everything ${reachWords(minutes)} around ${String(fields['eventName'] ?? 'an event')}`, {
      filter: everything,
      groupBy: [],
      scope: { ...scope, range: around(micros, minutesMicros(minutes)) },
      selectedId: id,
    });
    screens.go('explore');
  });
}

/** The application as the actions on a value see it. */
export const valueContext = (trail: Trail): ValueContext => {
  const { explore, session, screens, notify } = trail;
  const { firstEventMicros, lastEventMicros } = session.info ?? {};
  return {
    state: explore.state,
    span:
      typeof firstEventMicros === 'number' && typeof lastEventMicros === 'number'
        ? { fromMicros: firstEventMicros, toMicros: lastEventMicros + 1 }
        : null,
    narrow: (label, change) => explore.narrow(label, change),
    adjust: (change) => explore.adjust(change),
    copy: (text, what) => void copyText(notify, text, what),
    go: (screen, params) => screens.go(screen, params),
    aroundEvent: (eventId, minutes) => void showAround(trail, eventId, minutes),
  };
};
