import { all, is, isAmong } from '../../../../../shared/cloudtrail/conditions.ts';
import type { Statement } from '../../../../../shared/contract/statement.ts';
import type { Changes } from './read-actions.ts';
import { statementOf } from './statement-of.ts';
import { actorPart, counted, lasting, listed, says } from './words.ts';

const second = 1_000_000;
const day = 86_400 * second;

/** Less than this teaches nothing about what is usual. */
const shortest = 2 * day;
/** More new ones at once are how the archive is, not news. */
const mostNew = 5;

/** What is learned first: a quarter of the archive, a day at least. */
const learnedUntil = (from: number, to: number): number => from + Math.max(day, (to - from) / 4);

function lineOf(
  what: 'principal' | 'awsRegion',
  news: readonly Changes[],
  learned: number,
): Statement | undefined {
  if (news.length === 0 || news.length > mostNew) return undefined;
  const values = news.map(({ value }) => value);
  const [first = ''] = values;
  const count = news.reduce((sum, { events }) => sum + events, 0);
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
    detail: [says(`after ${lasting(learned)} of learning what is usual; ${counted(count, 'change')}`)],
    theirs: what === 'awsRegion' ? ['T1535'] : ['Persistence:IAMUser/AnomalousBehavior'],
    grade: 'inferred',
    otherExplanation: 'Work that is done rarely.',
    count,
    filter: all(isAmong(what, values), is('consequence', 'change'), is('result', 'done')),
    spans: [
      {
        fromMicros: Math.min(...news.map(({ first }) => first)),
        toMicros: Math.max(...news.map(({ last }) => last)) + second,
      },
    ],
  });
}

/** Callers and Regions whose first change came after what is usual had been learned. */
export function firstSeenLines(
  callers: readonly Changes[],
  regions: readonly Changes[],
): readonly Statement[] {
  const from = callers[0]?.first ?? 0;
  const to = callers.reduce((latest, { last }) => Math.max(latest, last), 0);
  if (to - from < shortest) return [];
  const until = learnedUntil(from, to);
  const news = (all: readonly Changes[]): readonly Changes[] => all.filter(({ first }) => first > until);
  return [
    lineOf('principal', news(callers), until - from),
    lineOf('awsRegion', news(regions), until - from),
  ].filter((line) => line !== undefined);
}
