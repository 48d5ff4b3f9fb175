import { InvalidArgumentError, Option } from 'commander';
import { sampleBounds } from '../../shared/sql/sample.ts';
import { longestTimeLimitMs } from '../../shared/sql/time-limit.ts';

/** Answers as one JSON object a line. */
export const jsonOption = (): Option =>
  new Option('--json', 'one JSON object a line').conflicts(['csv', 'raw']);
/** Answers as CSV. */
export const csvOption = (): Option =>
  new Option('--csv', 'CSV with a header; cells a spreadsheet would run get an apostrophe').conflicts([
    'json',
    'raw',
  ]);
/** Leaves progress out. */
export const quietOption = (): Option => new Option('--quiet', 'no progress on standard error');
/** Lists of values in files. */
export const inOption = (): Option =>
  new Option(
    '--in <list>',
    'only events with an entry of a list in a file: sourceIPAddress=@ips.txt, or @list.txt for known kinds; may be repeated',
  ).argParser((text: string, before: readonly string[] | undefined) => [...(before ?? []), text]);
/** The first time of events. */
export const fromOption = (): Option =>
  new Option(
    '--from <time>',
    'only events at this time or later, such as 2021-07-28T15:28:00Z; UTC unless it says',
  );
/** The time before which events lie. */
export const toOption = (): Option => new Option('--to <time>', 'only events before this time');
/** How many rows at most, from 1 to `most`. */
export const limitOption = (help: string, most = Number.MAX_SAFE_INTEGER): Option =>
  new Option('--limit <rows>', help).argParser((text: string) => {
    const value = Number(text.replaceAll('_', ''));
    if (text.trim() === '' || !Number.isSafeInteger(value) || value < 1 || value > most) {
      throw new InvalidArgumentError(`Give a whole number from 1 to ${most}.`);
    }
    return value;
  });

const mostSeconds = longestTimeLimitMs / 1_000;
/** Seconds after which a statement is stopped. */
export const timeoutOption = (): Option =>
  new Option('--timeout <seconds>', 'stop the statement after this time')
    .default(3_600, '3600, an hour')
    .argParser((text: string) => {
      const seconds = Number(text);
      if (text.trim() === '' || !(seconds >= 0.001) || seconds > mostSeconds) {
        throw new InvalidArgumentError(`Give seconds, up to ${mostSeconds}.`);
      }
      return seconds;
    });

/** Percent of the events that a statement is asked of. */
export const sampleOption = (): Option =>
  new Option(
    '--sample <percent>',
    'ask events and event_columns for about this share of the events; counts are not exact then',
  ).argParser((text: string) => {
    const percent = Number(text.replace('%', ''));
    if (text.trim() === '' || !(percent >= sampleBounds.least) || percent > sampleBounds.most) {
      throw new InvalidArgumentError(`Give percent, from ${sampleBounds.least} to ${sampleBounds.most}.`);
    }
    return percent;
  });
