import { describe, expect, it } from 'vitest';
import {
  lastedInWords,
  lineInWords,
  lineSpoken,
  rangeOfLine,
  spanOfLines,
  titledLines,
} from '../../../renderer/features/entities/lasting-words.ts';
import type { LastingLine } from '../../../shared/contract/entities.ts';

const second = 1_000_000;
const end = (at: number, eventName: string) => ({ event: '1.0', eventName, micros: at * second, by: 'maya' });
const opened: LastingLine = {
  group: 'opened',
  before: 'bucket',
  after: 'to 999988887777',
  target: { kind: 'bucket', name: 'night-shift-ledger-archive', arn: null, account: null, region: null },
  from: end(10, 'PutBucketPolicy'),
  to: end(353, 'DeleteBucketPolicy'),
  madeBySameActor: true,
  isByGrammar: false,
  reason: null,
  isDoubtful: false,
};
const clock = (micros: number): string => `${String(micros / second)} s`;

describe('a line of what lasted', () => {
  it('names a long target by its end, and keeps what was done with it', () => {
    expect(lineInWords(opened)).toBe('bucket …ledger-archive to 999988887777');
    expect(lineInWords({ ...opened, before: '', after: '' })).toBe('bucket …ledger-archive');
  });

  it('says how long, or which end is not here', () => {
    expect(lastedInWords(opened)).toBe('5 min 43 s');
    expect(lastedInWords({ ...opened, to: null })).toBe('end not seen here');
    expect(lastedInWords({ ...opened, from: null })).toBe('begun before');
  });

  it('is read out with who began and ended it, and with its doubts', () => {
    expect(lineSpoken({ ...opened, isDoubtful: true }, clock)).toBe(
      'bucket …ledger-archive to 999988887777; from 10 s by maya; until 353 s by maya; on something made here by the same actor; meant, not known to have taken effect',
    );
  });

  it('reaches the edges of the span where an end is open', () => {
    const over = spanOfLines([opened, { ...opened, from: end(1, 'PutBucketPolicy'), to: null }]);
    expect(over).toEqual({ fromMicros: second, toMicros: 353 * second });
    expect(rangeOfLine({ ...opened, to: null }, over!)).toEqual({
      fromMicros: 10 * second,
      toMicros: 353 * second,
    });
    expect(spanOfLines([])).toBeUndefined();
  });

  it('stands under the title of its group; what was made is counted elsewhere', () => {
    const found = {
      lines: [opened, { ...opened, group: 'made' as const }],
      groups: [{ group: 'opened' as const, lines: 9, unended: 0 }],
      made: [],
      leftOut: { lines: 8, events: 0, isOthersCut: false },
    };
    expect(titledLines(found)).toEqual([{ title: 'Opened to others', lines: [opened], inAll: 9 }]);
  });
});
