import type { Deed } from '../../../../../shared/cloudtrail/stand-out/deed.ts';
import type { Subject } from '../../../../../shared/cloudtrail/stand-out/rule.ts';
import { all, is, isAmong } from '../../../../../shared/cloudtrail/conditions.ts';
import type { Range } from '../../../../../shared/contract/common.ts';
import type { Sentence, Severity, Statement } from '../../../../../shared/contract/statement.ts';
import type { Filter } from '../../../../../shared/filter/filter.ts';

const second = 1_000_000;
/** More spans than this are joined into one. */
const mostSpans = 60;

/** Moments as spans of a second each, touching ones joined. */
export const spansOf = (moments: readonly (number | null)[]): readonly Range[] =>
  spansTogether(moments.flatMap((at) => (at === null ? [] : [{ fromMicros: at, toMicros: at + second }])));

/** Spans of several statements in order of time, touching ones joined. */
export function spansTogether(all: readonly Range[]): readonly Range[] {
  const spans: { fromMicros: number; toMicros: number }[] = [];
  for (const { fromMicros, toMicros } of [...all].sort((a, b) => a.fromMicros - b.fromMicros)) {
    const last = spans.at(-1);
    if (last && fromMicros <= last.toMicros) last.toMicros = Math.max(last.toMicros, toMicros);
    else spans.push({ fromMicros, toMicros });
  }
  const [first, end] = [spans[0], spans.at(-1)];
  return first && end && spans.length > mostSpans
    ? [{ fromMicros: first.fromMicros, toMicros: end.toMicros }]
    : spans;
}

/** What a statement says besides what is usual. */
type Said = {
  readonly rule: string;
  /** What it is about, beside the rule: callers, things. */
  readonly about: readonly string[];
  readonly severity: Severity;
  readonly subject: Subject;
  readonly says: Sentence;
  readonly count: number;
  readonly filter: Filter;
  readonly spans: readonly Range[];
} & Partial<
  Pick<Statement, 'version' | 'outcome' | 'grade' | 'otherExplanation' | 'detail' | 'theirs' | 'notKnown'>
>;

/** A statement, with its sentence beginning in upper case. */
export function statementOf({ about, filter, spans, says: sentence, ...said }: Said): Statement {
  const [first, ...others] = sentence;
  const head =
    first && 'text' in first
      ? [{ text: first.text.slice(0, 1).toUpperCase() + first.text.slice(1) }]
      : first
        ? [first]
        : [];
  return {
    version: 1,
    outcome: 'done',
    grade: 'recorded',
    otherExplanation: null,
    detail: [],
    theirs: [],
    notKnown: [],
    ...said,
    id: [said.rule, said.outcome ?? 'done', ...about].join(' ').slice(0, 4_000),
    says: [...head, ...others],
    evidence: { filter },
    spans: [...spans],
  };
}

/** A filter that finds exactly these events: by their IDs, undefined where one has none. */
export function byEventIds(deeds: readonly Deed[]): Filter | undefined {
  const ids = [...new Set(deeds.map(({ eventID }) => eventID))];
  const texts = ids.filter((id) => id !== null);
  return ids.length === texts.length && ids.length === deeds.length ? isAmong('eventID', texts) : undefined;
}

/** What a caller did, by what the events say. */
export const byCaller = (principal: string, ...further: readonly Filter[]): Filter =>
  all(is('principal', principal), ...further);
