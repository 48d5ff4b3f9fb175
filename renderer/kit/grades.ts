import type { Grade, Severity, StatementOutcome } from '../../shared/contract/statement.ts';

/** What the letters of severities stand for. */
export const severityWords: Readonly<Record<Severity, string>> = {
  C: 'critical',
  H: 'high',
  M: 'medium',
  L: 'low',
  I: 'for information',
};

export const gradeWords: Readonly<Record<Grade, string>> = {
  recorded: 'recorded',
  inferred: 'inferred',
  'not-recorded': 'not recorded',
};

export const outcomeWords: Readonly<Record<StatementOutcome, string>> = {
  done: 'done',
  refused: 'refused',
  failed: 'failed',
  mixed: 'partly done',
};

/** What was only tried is drawn hollow. */
export const isHollow = (outcome: StatementOutcome): boolean => outcome === 'refused' || outcome === 'failed';
