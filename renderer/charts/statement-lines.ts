import type { Range } from '../../shared/contract/common.ts';
import type { Sentence, Severity, Statement } from '../../shared/contract/statement.ts';
import { spanText } from './time-axis.ts';

/** A statement as a list draws it. */
export interface StatementLine {
  readonly statement: Statement;
  /** Short marks beside the subject: `expected`. */
  readonly marks: readonly string[];
  /** Put aside: drawn fainter. */
  readonly isAside: boolean;
}

/** A sentence as plain text. */
export const sentenceText = (sentence: Sentence): string =>
  sentence.map((part) => ('text' in part ? part.text : part.value)).join('');

const tones: Readonly<Record<Severity, 'error' | 'warn' | 'muted'>> = {
  C: 'error',
  H: 'error',
  M: 'warn',
  L: 'muted',
  I: 'muted',
};

export const toneOf = (severity: Severity): 'error' | 'warn' | 'muted' => tones[severity];

/** When, in words: all stretches as one, with their number where there are several. */
export function whenText(spans: readonly Range[]): string {
  const [first] = spans;
  if (!first) return 'without a time';
  const toMicros = Math.max(...spans.map((span) => span.toMicros));
  const whole = spanText({ fromMicros: first.fromMicros, toMicros });
  return spans.length === 1 ? whole : `${whole}, ${String(spans.length)} times`;
}
