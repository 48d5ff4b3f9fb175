import type { Severity } from './severity.ts';
import type { Filter } from '../../filter/filter.ts';
import { all, any, is, isAmong } from '../conditions.ts';
import { nameInArn } from '../caller.ts';
import type { Deed } from './deed.ts';

/** What kind of deed a line tells of; a few words that people filter by. */
export type Subject =
  | 'Credential theft'
  | 'Persistence'
  | 'Privilege escalation'
  | 'Impair logging'
  | 'Impair defences'
  | 'Exfiltration'
  | 'Credential access'
  | 'Execution'
  | 'Sign-in'
  | 'Impact'
  | 'Resource hijacking'
  | 'Network exposure'
  | 'Discovery'
  | 'First seen'
  | 'Evidence';

/** What a look at one record says beyond its name. */
export interface Judgement {
  readonly severity: Severity;
  /** What goes with it, as words of ours; `allows everything`. */
  readonly detail?: string;
  /** Whom it opens something to: account IDs, `everyone`. */
  readonly grantees?: readonly string[];
  /** Further names that others have for it. */
  readonly theirs?: readonly string[];
}

/** Which deeds stand on one line together: those on one identity, those of one kind by one caller, those for one grantee, or by rule. A fact is no line of its own: lines are told by it. */
type LineKind = 'identity' | 'recording' | 'sharing' | 'rule' | 'fact';

/** A rule about single events. `when` is compiled for SQL and evaluated in TypeScript; `judge` looks closer, in TypeScript alone. */
export interface Rule {
  readonly id: string;
  /** Raised when the same record is judged otherwise. */
  readonly version: number;
  /** If done and not judged otherwise; refused attempts count one step less. */
  readonly severity: Severity;
  readonly subject: Subject;
  readonly when: Filter;
  /** What of `when` goes by service and name alone, and the rest of it. */
  readonly calls: readonly NamedCalls[];
  readonly and: Filter | undefined;
  /** `make access keys for`, with `object` behind it. */
  readonly does: string;
  /** `made access keys for`. */
  readonly did: string;
  /** What stands between `did` and `object` where something was given: its name, and the word behind it. */
  readonly given: { readonly name: (deed: Deed) => string | undefined; readonly link: string } | undefined;
  /** The name of what it was done to; undefined where the record has none. */
  readonly object: (deed: Deed) => string | undefined;
  readonly line: LineKind;
  /** True where it weighs less on what the caller made themselves. */
  readonly isLighterOnOwn: boolean;
  /** Names that others have for it: techniques of ATT&CK v19, finding types and custom detection rules of GuardDuty, CIS numbers (v5.0). */
  readonly theirs: readonly string[];
  readonly notKnown: readonly string[];
  /** True where not every event that `when` finds is judged alike. */
  readonly isJudged: boolean;
  /** Undefined for a record that is none of this after a closer look. */
  readonly judge: (deed: Deed) => Judgement | undefined;
}

/** What a rule says besides its defaults. */
export type RuleParts = Pick<Rule, 'id' | 'severity' | 'subject' | 'does' | 'did'> & {
  readonly on: Calls;
  readonly and?: Filter;
} & Partial<
    Pick<Rule, 'version' | 'given' | 'object' | 'line' | 'isLighterOnOwn' | 'theirs' | 'notKnown' | 'judge'>
  >;

/** Actions of services, by the short name of the service. */
type Calls = Readonly<Record<string, readonly string[]>>;

/** The dates that Lambda has put behind the names of its actions: AWS Lambda Developer Guide, "Logging Lambda API calls". */
const lambdaDates = ['', '20150331', '20150331v2', '20181031', '20171031', '20170331'];
const namesOf = (service: string, names: readonly string[]): readonly string[] =>
  service === 'lambda' ? names.flatMap((name) => lambdaDates.map((date) => `${name}${date}`)) : names;

/** The names of events of one service, by the service as records have it. */
interface NamedCalls {
  readonly source: string;
  readonly names: readonly string[];
}

const namedCalls = (calls: Calls): readonly NamedCalls[] =>
  Object.entries(calls).map(([service, names]) => ({
    source: `${service}.amazonaws.com`,
    names: namesOf(service, names),
  }));

/** The condition for calls of these actions. */
export const isCallOf = (calls: Calls): Filter =>
  any(
    ...namedCalls(calls).map(({ source, names }) =>
      all(is('eventSource', source), isAmong('eventName', names)),
    ),
  );

/** A rule with what is usual where nothing else is said. */
export function rule({ on, and, ...parts }: RuleParts): Rule {
  const { severity } = parts;
  return {
    version: 1,
    given: undefined,
    object: () => undefined,
    line: 'rule',
    isLighterOnOwn: false,
    theirs: [],
    notKnown: [],
    isJudged: parts.judge !== undefined,
    judge: () => ({ severity }),
    ...parts,
    calls: namedCalls(on),
    and,
    when: and ? all(isCallOf(on), and) : isCallOf(on),
  };
}

/** The first of some request parameters that has a value, ARNs by the name at their end. */
export const requested =
  (...keys: readonly string[]) =>
  ({ record }: Deed): string | undefined => {
    const text = keys
      .map((key) => record.text(`requestParameters.${key}`))
      .find((value) => value !== undefined);
    return text?.startsWith('arn:') ? nameInArn(text) : text;
  };
