import { any } from '../../../../../shared/cloudtrail/conditions.ts';
import {
  escalationPaths,
  stateOf,
  type EscalationPath,
  type Step,
  type Tried,
} from '../../../../../shared/cloudtrail/stand-out/escalation-paths.ts';
import { isCallOf } from '../../../../../shared/cloudtrail/stand-out/rule.ts';
import { actorPart, counted, says } from './words.ts';
import type { Statement } from '../../../../../shared/contract/statement.ts';
import type { Filter } from '../../../../../shared/filter/filter.ts';
import { groupedBy } from './grouped.ts';
import type { Action } from './read-actions.ts';
import { byCaller, statementOf } from './statement-of.ts';

const second = 1_000_000;

const stepOf = ({ source, name }: Action): Step =>
  `${source.replace(/[.]amazonaws[.]com([.]cn)?$/, '')}:${name.replace(/[0-9]{8}(v[0-9]+)?$/, '')}`;

const known = new Set(escalationPaths.flatMap(({ steps }) => steps.flat()));

/** Single calls that give rights stand on lines of their own; a path of one line more would say them twice. */
const isOfSeveral = ({ steps }: EscalationPath): boolean => steps.length > 1;

function filterOf(paths: readonly EscalationPath[]): Filter {
  const steps = [...new Set(paths.flatMap(({ steps }) => steps.flat()))];
  return any(
    ...steps.map((step) => {
      const [service = '', name = ''] = step.split(':');
      return isCallOf({ [service]: [name] });
    }),
  );
}

const day = 86_400 * second;
/** A path that is gone more often is somebody's work. */
const rarely = 6;

/** True for a path that somebody who had been here for a day goes once. */
const isRare = (own: readonly Action[], begun: number): boolean => {
  const done = own.filter(({ result }) => result === 'done');
  const from = Math.min(...done.map(({ first }) => first));
  const to = Math.max(...done.map(({ last }) => last));
  return (
    done.reduce((sum, { events }) => sum + events, 0) <= rarely && to - from < day / 4 && from - begun > day
  );
};

function lineOf(principal: string, actions: readonly Action[], begun: number): Statement | undefined {
  const tried = actions.map((action): Tried => ({
    step: stepOf(action),
    isDone: action.result === 'done',
    first: action.first,
    last: action.last,
  }));
  const completed = escalationPaths.filter(
    (path) => isOfSeveral(path) && stateOf(path, tried) === 'completed',
  );
  if (completed.length === 0) return undefined;
  const steps = new Set(completed.flatMap(({ steps }) => steps.flat()));
  const own = actions.filter((action) => steps.has(stepOf(action)));
  return statementOf({
    rule: 'privilege-path',
    about: [principal],
    severity: isRare(own, begun) ? 'M' : 'L',
    outcome: own.every(({ result }) => result === 'done') ? 'done' : 'mixed',
    subject: 'Privilege escalation',
    says: [
      actorPart(principal),
      says(
        ` made the calls of ${counted(completed.length, 'way')} to more rights: ${completed[0]?.id ?? ''}`,
      ),
      ...(completed.length > 1 ? [says(` and ${completed.length - 1} more`)] : []),
    ],
    detail: [says('in the order it takes; pipelines make the same calls')],
    theirs: ['T1548.005', 'T1098.003'],
    grade: 'inferred',
    otherExplanation: 'The calls were about different things, or are daily work.',
    count: own.reduce((sum, { events }) => sum + events, 0),
    filter: byCaller(principal, filterOf(completed)),
    spans: [
      {
        fromMicros: Math.min(...own.map(({ first }) => first)),
        toMicros: Math.max(...own.map(({ last }) => last)) + second,
      },
    ],
    notKnown: ['Whether the role that was handed on has more rights than the caller.'],
  });
}

/** Ways to more rights that callers went to their end; `begun` says when each caller was first seen. */
export function pathLines(
  actions: readonly Action[],
  begun: ReadonlyMap<string, number>,
): readonly Statement[] {
  const groups = groupedBy(actions, (action) => (known.has(stepOf(action)) ? action.principal : undefined));
  return [...groups].flatMap(
    ([principal, own]) => lineOf(principal, own, begun.get(principal) ?? Number.POSITIVE_INFINITY) ?? [],
  );
}
