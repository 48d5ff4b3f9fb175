import type { Move } from '../../../../../shared/cloudtrail/lasting/moves-of.ts';
import { recordingChange } from '../../../../../shared/cloudtrail/recording/recording-change.ts';
import type { Change } from './changes.ts';

/** A move of less recording, with why it is judged so. */
export interface RecordingMove extends Move {
  readonly reason: string;
  readonly isDoubtful: boolean;
}

/** Earlier records of a thing that are looked at for how it was. */
const mostEarlier = 20;

/** Judges changes of recording one after the other, each by those before it on the same thing. */
export class RecordingMoves {
  readonly #earlier = new Map<string, readonly unknown[]>();
  readonly #logBuckets: ReadonlySet<string>;

  constructor(logBuckets: ReadonlySet<string>) {
    this.#logBuckets = logBuckets;
  }

  /** What a change does to recording: begins or ends less of it. Changes are given in the order of time. */
  of({ row, record, targetKey }: Change): readonly RecordingMove[] {
    if (targetKey === undefined) return [];
    const before = this.#earlier.get(targetKey) ?? [];
    const isLogBucket = row.kind === 'bucket' ? this.#logBuckets.has(row.name ?? '') : undefined;
    const judged = recordingChange(record, { before, isLogBucket });
    if (!judged) return [];
    this.#earlier.set(targetKey, [record, ...before].slice(0, mostEarlier));
    const { direction, reason, aspect, after } = judged;
    const base = { state: `recording ${aspect}`, group: 'recording', isByGrammar: false, reason } as const;
    if (direction === 'widens') {
      // What is still narrow on sight after a set has grown goes on.
      const still = recordingChange(record, { isLogBucket });
      const things =
        still?.direction === 'narrows'
          ? [{ key: still.before, before: still.before, after: still.after }]
          : [];
      return [{ ...base, way: 'sets', things, isDoubtful: false }];
    }
    if (judged.before === '') return [];
    const thing = { key: judged.before, before: judged.before, after };
    return [{ ...base, way: 'begins', things: [thing], isDoubtful: direction !== 'narrows' }];
  }
}
