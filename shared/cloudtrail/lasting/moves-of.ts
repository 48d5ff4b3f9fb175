import { serviceName } from '../service-name.ts';
import { plainEventName } from '../event-name.ts';
import type { RecordReader } from '../record-reader.ts';
import type { Target } from '../targets/target-of.ts';
import { isOfRecording } from '../recording/recording-change.ts';
import { byName, thingByName } from './grammar.ts';
import type { LastingGroup, Thing } from './state.ts';
import { isOfNoState, statesOf, type Way } from './states.ts';

/** What one call does to what lasts on its target. */
export interface Move {
  /** Names the state, the same for all calls about it. */
  readonly state: string;
  readonly group: LastingGroup;
  readonly way: Way;
  readonly things: readonly Thing[];
  /** True when the call was read by its verb alone. */
  readonly isByGrammar: boolean;
}

function grammatical(service: string, action: string, target: Target | undefined): readonly Move[] {
  const said = byName(action);
  if (!said || !target || isOfNoState(service, action) || isOfRecording(service, action)) return [];
  const { group, thing } = thingByName(said, target.kind, target.part);
  return [{ state: `${service} ${said.state}`, group, way: said.way, things: [thing], isByGrammar: true }];
}

/**
 * What a call that was done begins, ends or sets of what lasts, by the tables of its service, else by its verb; nothing for a
 * call about neither. A failed call did nothing and is not to be asked about.
 */
export function movesOf(record: RecordReader, target: Target | undefined): readonly Move[] {
  const service = serviceName(record.text('eventSource') ?? '');
  const action = plainEventName(record.text('eventName') ?? '');
  const parts = statesOf(service, action);
  if (parts.length === 0) return grammatical(service, action, target);
  return parts.flatMap(({ name, state, way, read }) => {
    const things = read(record);
    if (things === undefined || (things.length === 0 && way !== 'sets')) return [];
    return [{ state: name, group: state.group, way, things, isByGrammar: false }];
  });
}
