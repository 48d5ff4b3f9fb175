import { all, is, isAmong } from '../../../../../shared/cloudtrail/conditions.ts';
import { actorPart, counted, lasting, listed, says } from './words.ts';
import type { Statement } from '../../../../../shared/contract/statement.ts';
import type { Action } from './read-actions.ts';
import { statementOf } from './statement-of.ts';

const second = 1_000_000;
const day = 86_400 * second;

/** Less than this teaches nothing about what is usual. */
const shortest = 2 * day;
/** More new ones at once are how the archive is, not news. */
const mostNew = 5;

/** What is learned first: a quarter of the archive, a day at least. */
const learnedUntil = (from: number, to: number): number => from + Math.max(day, (to - from) / 4);

interface News {
  readonly value: string;
  readonly actions: readonly Action[];
}

function newsOf(
  changes: readonly Action[],
  until: number,
  valueOf: (action: Action) => string | null,
): readonly News[] {
  const groups = new Map<string, Action[]>();
  for (const action of changes) {
    const value = valueOf(action);
    if (value === null) continue;
    const group = groups.get(value);
    if (group) group.push(action);
    else groups.set(value, [action]);
  }
  return [...groups]
    .map(([value, actions]) => ({ value, actions }))
    .filter(({ actions }) => actions.every(({ first }) => first > until));
}

function lineOf(
  what: 'principal' | 'awsRegion',
  news: readonly News[],
  learned: number,
): Statement | undefined {
  if (news.length === 0 || news.length > mostNew) return undefined;
  const actions = news.flatMap((one) => one.actions);
  const values = news.map(({ value }) => value);
  const [first = ''] = values;
  return statementOf({
    rule: `first-seen-${what === 'principal' ? 'caller' : 'region'}`,
    about: values,
    severity: 'L',
    subject: 'First seen',
    says:
      what === 'principal'
        ? [
            says('first seen with changes: '),
            actorPart(first),
            ...(values.length > 1 ? [says(` and ${values.length - 1} more`)] : []),
          ]
        : [says('first changes in '), ...listed(values, 'awsRegion')],
    detail: [
      says(
        `after ${lasting(learned)} of learning what is usual; ${counted(
          actions.reduce((sum, { events }) => sum + events, 0),
          'change',
        )}`,
      ),
    ],
    theirs: what === 'awsRegion' ? ['T1535'] : ['Persistence:IAMUser/AnomalousBehavior'],
    grade: 'inferred',
    otherExplanation: 'Work that is done rarely.',
    count: actions.reduce((sum, { events }) => sum + events, 0),
    filter: all(isAmong(what, values), is('consequence', 'change'), is('result', 'done')),
    spans: [
      {
        fromMicros: Math.min(...actions.map(({ first }) => first)),
        toMicros: Math.max(...actions.map(({ last }) => last)) + second,
      },
    ],
  });
}

/** Callers and Regions whose first change came after what is usual had been learned. */
export function firstSeenLines(actions: readonly Action[]): readonly Statement[] {
  const from = Math.min(...actions.map(({ first }) => first));
  const to = Math.max(...actions.map(({ last }) => last));
  if (!(to - from >= shortest)) return [];
  const until = learnedUntil(from, to);
  const changes = actions.filter(({ consequence, result }) => consequence === 'change' && result === 'done');
  return [
    lineOf(
      'principal',
      newsOf(changes, until, ({ principal }) => principal),
      until - from,
    ),
    lineOf(
      'awsRegion',
      newsOf(changes, until, ({ region }) => region),
      until - from,
    ),
  ].filter((line) => line !== undefined);
}
