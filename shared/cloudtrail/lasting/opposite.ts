import { plainEventName } from '../event-name.ts';
import { byName } from './grammar.ts';
import { statesOf, type Part } from './states.ts';

/** What undoes an action, or what it undoes. */
export interface Opposite {
  /** Event names of the same service; the action's own where its direction stands in the request. */
  readonly actions: readonly string[];
  /** `told` when the record says it: who is added or removed, true or false, a policy. */
  readonly way: 'begins' | 'ends' | 'told';
  /** True when the names are made from the verb, not written for the action. */
  readonly isByGrammar: boolean;
}

const namesOf = (of: Part['state']['begins'] | Part['state']['sets']): readonly string[] =>
  Object.keys(of ?? {});

const others = ({ state, way }: Part): readonly string[] => [
  ...(way === 'begins' ? [] : namesOf(state.begins)),
  ...(way === 'ends' ? [] : namesOf(state.ends)),
  ...namesOf(state.sets),
];

function written(parts: readonly Part[]): Opposite {
  const ways = new Set(parts.map(({ way }) => way));
  const [only] = ways;
  const way = ways.size > 1 || only === undefined || only === 'sets' ? 'told' : only;
  return { actions: [...new Set(parts.flatMap(others))], way, isByGrammar: false };
}

/** What undoes an action or what it undoes, by its service's short name; undefined where there is no such thing. */
export function oppositeOf(service: string, eventName: string): Opposite | undefined {
  const action = plainEventName(eventName);
  const parts = statesOf(service, action);
  if (parts.length > 0) return written(parts);
  const said = byName(action);
  return said && { actions: said.opposites, way: said.way, isByGrammar: true };
}
