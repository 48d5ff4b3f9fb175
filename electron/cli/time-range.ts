import { AppError } from '../../shared/bridge/errors.ts';
import type { Question, Range } from '../../shared/contract/common.ts';
import { isTimeBound, withoutTimeOf } from '../../shared/filter/time-bounds.ts';
import { plural } from '../../shared/words/counted.ts';
import { readTime } from '../../shared/time/read-time.ts';
import type { Run } from './run.ts';

/** The span that `--from` and `--to` ask for; either may be left out. */
export interface TimeFlags {
  readonly from?: string;
  readonly to?: string;
}

/** Beyond every time that can be told as a number of microseconds. */
const farMicros = Number.MAX_SAFE_INTEGER;

function microsOf(name: string, text: string): number {
  const micros = readTime(text)?.micros;
  if (micros !== undefined) return micros;
  throw new AppError(
    'bad-params',
    `--${name} “${text.slice(0, 100)}” is no time. Try 2021-07-28T15:28:00Z, 2021-07-28 or 1627486080.`,
  );
}

/** The range behind `--from` and `--to`, the latter exclusive; null without both. Errors: `bad-params`. */
export function rangeOf({ from, to }: TimeFlags): Range | null {
  if (from === undefined && to === undefined) return null;
  const range = {
    fromMicros: from === undefined ? -farMicros : microsOf('from', from),
    toMicros: to === undefined ? farMicros : microsOf('to', to),
  };
  if (range.fromMicros < range.toMicros) return range;
  throw new AppError('bad-params', '--to must be later than --from; events at --to itself are left out.');
}

/** Tells how many events a question over a span of time leaves out because they have no time. */
export async function tellWithoutTime({ session, terminal, signal }: Run, question: Question): Promise<void> {
  if (!isTimeBound(question)) return;
  const { total } = await session.call('events.count', { question: withoutTimeOf(question) }, { signal });
  if (total === 0) return;
  terminal.note(
    `${plural(total, 'event')} of the search ${total === 1 ? 'has no time and is' : 'have no time and are'} left out; --filter "absent(eventTime)" lists ${total === 1 ? 'it' : 'them'}.`,
  );
}
