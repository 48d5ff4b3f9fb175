import type { Range } from '../../../shared/contract/common.ts';
import type { Lasting, LastingLine } from '../../../shared/contract/entities.ts';
import { formatDuration, visibleText } from '../../kit/format.ts';

/** The groups that are listed line by line, in the order in which an investigator reads them; what was made is counted. */
const listedGroups = ['opened', 'given', 'recording', 'other'] as const;
type ListedGroup = (typeof listedGroups)[number];

const titles: Readonly<Record<ListedGroup, string>> = {
  opened: 'Opened to others',
  given: 'Logins and rights given',
  recording: 'Recording made less',
  other: 'Other changes that last',
};

/** A group of lines under its title. */
export interface TitledLines {
  readonly title: string;
  readonly lines: readonly LastingLine[];
  /** Further lines that the answer counts and does not list. */
  readonly inAll: number;
}

/** The lines under their titles, empty groups left out. */
export const titledLines = ({ lines, groups }: Lasting): readonly TitledLines[] =>
  listedGroups.flatMap((group) => {
    const own = lines.filter((line) => line.group === group);
    const inAll = groups.find((one) => one.group === group)?.lines ?? own.length;
    return own.length === 0 ? [] : [{ title: titles[group], lines: own, inAll }];
  });

const mostOfName = 18;
/** Names of one set-up begin alike: a long one is known by its end. */
function endOf(name: string): string {
  const letters = Array.from(name);
  return letters.length > mostOfName ? `…${letters.slice(4 - mostOfName).join('')}` : name;
}

/** What lasted, in words: the target's name between what was done with it. */
export function lineInWords({ before, target, after }: LastingLine): string {
  const words = [before || target.kind, endOf(target.name), after].filter((word) => word !== '');
  return visibleText(words.join(' '));
}

/** How long it lasted, or why that is not known. */
export function lastedInWords({ from, to }: LastingLine): string {
  if (from && to) return formatDuration((to.micros - from.micros) / 1_000);
  return from ? 'end not seen here' : 'begun before';
}

/** The whole sentence of a line, for those who do not see where it lies. */
export function lineSpoken(line: LastingLine, clock: (micros: number) => string): string {
  const { from, to, reason, isDoubtful, isByGrammar, madeBySameActor } = line;
  const parts = [
    lineInWords(line),
    from ? `from ${clock(from.micros)} by ${from.by ?? 'nobody named'}` : 'begun before this archive',
    to ? `until ${clock(to.micros)} by ${to.by ?? 'nobody named'}` : 'its end is not seen here',
    ...(madeBySameActor ? ['on something made here by the same actor'] : []),
    ...(reason === null ? [] : [reason]),
    ...(isDoubtful ? ['meant, not known to have taken effect'] : []),
    ...(isByGrammar ? ['told by the names of the calls alone'] : []),
  ];
  return visibleText(parts.join('; '));
}

const microsOf = ({ from, to }: LastingLine): readonly number[] =>
  [from?.micros, to?.micros].filter((micros) => micros !== undefined);

/** From the first beginning to the last end of all lines; undefined where no time is known. */
export function spanOfLines(lines: readonly LastingLine[]): Range | undefined {
  const all = lines.flatMap(microsOf);
  if (all.length === 0) return undefined;
  const [fromMicros, last] = [all.reduce((a, b) => Math.min(a, b)), all.reduce((a, b) => Math.max(a, b))];
  return { fromMicros, toMicros: Math.max(last, fromMicros + 1_000_000) };
}

/** Where a line lies within the span of all: open ends reach its edges. */
export const rangeOfLine = ({ from, to }: LastingLine, over: Range): Range => ({
  fromMicros: from?.micros ?? over.fromMicros,
  toMicros: Math.max(to?.micros ?? over.toMicros, (from?.micros ?? over.fromMicros) + 1_000_000),
});
