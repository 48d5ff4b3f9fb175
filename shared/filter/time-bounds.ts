import { conjuncts, fromConjuncts, ownField, withConjunct } from './conjuncts.ts';
import type { Filter } from './filter.ts';

const time = 'eventTime';
const withoutTime: Filter = { kind: 'field', field: time, test: { op: 'absent' } };

/** Whether a filter about the time alone lets an event through that has none. */
function passesWithoutTime(filter: Filter): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.of.every(passesWithoutTime);
    case 'or':
      return filter.of.some(passesWithoutTime);
    case 'not':
      return !passesWithoutTime(filter.of);
    case 'field':
      return filter.test.op === 'absent';
    case 'text':
      return false;
  }
}

const isExists = (filter: Filter): boolean => filter.kind === 'field' && filter.test.op === 'exists';

/** A conjunct that asks when an event was. `eventTime:*` asks for events that have a time, and is no bound. */
const isBound = (member: Filter): boolean =>
  ownField(member) === time && !isExists(member) && !passesWithoutTime(member);

/** A question of any scope that may be restricted to a span of time. */
interface Asked<Scope extends { readonly range: unknown }> {
  readonly scope: Scope;
  readonly filter: Filter;
}

/** True when the question asks for a span of time, in its scope or by its filter: no event without a time answers it. */
export const isTimeBound = ({ scope, filter }: Asked<{ readonly range: unknown }>): boolean =>
  scope.range !== null || conjuncts(filter).some(isBound);

/** The events without a time that a question would have if it did not ask for a span of time. */
export const withoutTimeOf = <Scope extends { readonly range: unknown }>({
  scope,
  filter,
}: Asked<Scope>) => ({
  scope: { ...scope, range: null },
  filter: withConjunct(fromConjuncts(conjuncts(filter).filter((member) => !isBound(member))), withoutTime),
});
