import { createSubscriber } from 'svelte/reactivity';
import { identityName, identityNames, type IdentityName } from '../../../shared/cloudtrail/identity-name.ts';

/** Callers that would have the same short name, and how they are told apart. */
interface Namesakes {
  readonly callers: Set<string>;
  /** Worked out anew when one is added. */
  names: ReadonlyMap<string, IdentityName> | undefined;
}

const mostKept = 50_000;
const alone = new Map<string, IdentityName>();
const namesakes = new Map<string, Namesakes>();
let tell: (() => void) | undefined;

const follow = createSubscriber((update) => {
  tell = update;
  return () => (tell = undefined);
});

function meet(caller: string): IdentityName {
  const known = alone.get(caller);
  if (known) return known;
  if (alone.size >= mostKept) forgetCallers();
  const one = identityName(caller);
  alone.set(caller, one);
  const others = namesakes.get(one.name) ?? { callers: new Set(), names: undefined };
  namesakes.set(one.name, others);
  others.callers.add(caller);
  others.names = undefined;
  // Not at once: this may be asked while something is being worked out for the page.
  if (others.callers.size > 1) queueMicrotask(() => tell?.());
  return one;
}

/**
 * The short name of a caller, the same on every list: where another caller was met that would read alike, both say what
 * tells them apart from then on.
 */
export function callerName(caller: string): IdentityName {
  follow();
  const one = meet(caller);
  const others = namesakes.get(one.name);
  if (!others || others.callers.size === 1) return one;
  if (!others.names) {
    const callers = [...others.callers];
    const names = identityNames(callers);
    others.names = new Map(callers.map((each, index) => [each, names[index] ?? one]));
  }
  return others.names.get(caller) ?? one;
}

/** For another workspace: names are told apart among those of one. */
export function forgetCallers(): void {
  alone.clear();
  namesakes.clear();
}

/** So that the first of a list is named in view of the last. */
export const meetCallers = (callers: Iterable<string>): void => {
  for (const caller of callers) meet(caller);
};
