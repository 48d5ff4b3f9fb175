/** Whether something records less or more from a call on. */
type Direction = 'narrows' | 'widens' | 'same' | 'cannot be told';

/** What a call about recording does to it. */
export interface RecordingChange {
  readonly direction: Direction;
  /** A full sentence: why it is judged so. */
  readonly reason: string;
  /** What was narrowed, in words around the target's name: `management events off on` …; for the line of a list. */
  readonly before: string;
  readonly after: string;
  /** What of the recording it is about: later calls about the same may take it back. */
  readonly aspect: string;
}

/** What one part of a call says; the parts of a call are judged together. */
export interface Finding {
  readonly direction: Direction;
  readonly reason: string;
  readonly before: string;
  readonly after?: string;
}

/** A finding without words for a list, which only what narrows needs. */
export const finding = (direction: Direction, reason: string, before = '', after = ''): Finding => ({
  ...{ direction, reason, before, after },
});

const order: readonly Direction[] = ['narrows', 'cannot be told', 'widens', 'same'];

/**
 * One judgement of several findings: what narrows outweighs what cannot be told, which outweighs what widens, so that nothing is
 * called harmless that may not be. All reasons of the weightiest kind are given, and what else was found after them.
 */
export function together(aspect: string, findings: readonly Finding[]): RecordingChange {
  const sorted = [...findings].sort((a, b) => order.indexOf(a.direction) - order.indexOf(b.direction));
  const [first] = sorted;
  if (!first)
    return {
      direction: 'same',
      reason: 'Nothing in the request changes what is recorded.',
      before: '',
      after: '',
      aspect,
    };
  const said = sorted.filter(({ direction }) => direction !== 'same' || first.direction === 'same');
  return {
    direction: first.direction,
    reason: [...new Set(said.map(({ reason }) => reason))].join(' '),
    before: first.before,
    after: first.after ?? '',
    aspect,
  };
}
