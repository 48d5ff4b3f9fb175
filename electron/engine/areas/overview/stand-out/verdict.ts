import type { Sentence, Statement } from '../../../../../shared/contract/statement.ts';
import { actorName, actorPart, counted, listed, says } from './words.ts';
import { usesByTool } from './archive-lines.ts';
import { groupedBy } from './grouped.ts';
import type { Use } from './key-uses.ts';

/** What a verdict is given by. */
export interface Circumstances {
  readonly statements: readonly Statement[];
  /** Uses of credentials that tell something, and those with most changes. */
  readonly uses: readonly Use[];
  readonly busiest: readonly Use[];
  /** Changes that were done in the whole archive. */
  readonly changes: number;
}

const clock = (micros: number): string => new Date(micros / 1000).toISOString().slice(11, 16);
const dayOf = (micros: number): string => new Date(micros / 1000).toISOString().slice(0, 10);

/** A span of time in UTC, by the clock where it lies in one day. */
function between(from: number, to: number): string {
  const isOneDay = dayOf(from) === dayOf(to);
  return isOneDay
    ? `between ${clock(from)} and ${clock(to)}`
    : `between ${dayOf(from)} ${clock(from)} and ${dayOf(to)} ${clock(to)}`;
}

const total = (uses: readonly Use[]): number => uses.reduce((sum, { events }) => sum + events, 0);

/** One key from one address that stands for most of the events of consequence. */
interface Chief {
  readonly uses: readonly Use[];
  readonly share: number;
}

function chiefOf(uses: readonly Use[], changes: number): Chief | undefined {
  const groups = groupedBy(uses, ({ key, address }) => (key === '' ? undefined : `${key} ${address}`));
  const ranked = [...groups.values()]
    .map((own) => ({ uses: own, writes: own.reduce((sum, use) => sum + use.writes, 0) }))
    .sort((a, b) => b.writes - a.writes);
  const [first] = ranked;
  return first && first.writes > 0
    ? { uses: first.uses, share: first.writes / Math.max(first.writes, changes) }
    : undefined;
}

/** Less than this is not nearly all. */
const nearlyAll = 0.8;

function chiefSentence({ uses: own, share }: Chief): Sentence {
  const [one] = own;
  if (!one || share < nearlyAll) return [];
  const from = Math.min(...own.map(({ first }) => first));
  const to = Math.max(...own.map(({ last }) => last));
  return [
    says('One key of '),
    actorPart(one.principal),
    says(', from '),
    ...listed([one.address], 'sourceIPAddress'),
    says(
      `, ${between(from, to)}, made nearly all of the changes, with ${counted(total(own), 'event')} in all.`,
    ),
  ];
}

function exerciseSentence(uses: readonly Use[], statements: readonly Statement[]): Sentence {
  const [found] = [...usesByTool(uses)].filter(([tool]) => tool.kind === 'exercise');
  if (!found) return [];
  const [tool, own] = found;
  const isOwn = statements.some(({ detail }) =>
    detail.some((part) => 'text' in part && part.text.includes('the same caller had made here')),
  );
  return [
    says(
      ` It looks like an exercise: ${counted(total(own), 'event')} ${total(own) === 1 ? 'carries' : 'carry'} client names of ${tool.name}${isOwn ? ', and some of what was changed had been made by the same caller' : ''}.`,
    ),
  ];
}

function gravestSentence(statements: readonly Statement[]): Sentence {
  const grave = statements.filter(({ severity }) => severity === 'C' || severity === 'H');
  const [first] = statements;
  if (!first) return [];
  if (grave.length === 0)
    return [says(`Nothing grave stands out; ${counted(statements.length, 'line')} may be worth a look.`)];
  return [says('First of all: '), ...(grave[0]?.says ?? []), says('.')];
}

/** True where graver lines are about whoever made most changes: otherwise that is daily work. */
function isAboutChief({ uses: [one] }: Chief, statements: readonly Statement[]): boolean {
  const name = one && actorName(one.principal);
  return statements.some(
    ({ severity, says: sentence }) =>
      ['C', 'H', 'M'].includes(severity) && sentence.some((part) => 'value' in part && part.value === name),
  );
}

/** What it all comes to, in a few sentences; null where nothing stands out. */
export function verdictOf({ statements, uses, busiest, changes }: Circumstances): Sentence | null {
  if (statements.length === 0) return null;
  const chief = chiefOf(busiest, changes);
  const about = chief && isAboutChief(chief, statements) ? chiefSentence(chief) : [];
  return [...(about.length > 0 ? about : gravestSentence(statements)), ...exerciseSentence(uses, statements)];
}
