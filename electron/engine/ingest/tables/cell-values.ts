import { timeText } from '../../../../shared/words/time-text.ts';
import { dayOrderIn, readTimeValue, type DayOrder } from '../../../../shared/time/read-time.ts';

/** Values that went through spreadsheets, query engines and log viewers, back in CloudTrail's own form. */

/** Day 0 of spreadsheet serial numbers. Source: Microsoft, "1900 date system". */
const serialDayZeroMs = Date.UTC(1899, 11, 30);
const dayMs = 86_400_000;
/** CloudTrail began in 2013; times outside this window are something else. */
const earliestMs = Date.UTC(2010, 0, 1);
const latestMs = Date.UTC(2100, 0, 1);

/** Reads the order of days and months off a table's own times: a number above 12 is a day. */
export function dayOrderOf(cells: readonly string[]): DayOrder | undefined {
  const orders = new Set(cells.map(dayOrderIn));
  orders.delete(undefined);
  return orders.size === 1 ? [...orders][0] : undefined;
}

/**
 * A time as `YYYY-MM-DDTHH:MM:SSZ`, with its fraction if it has one; undefined when the cell is no time, or one whose day and
 * month cannot be told apart. Times without a zone are UTC, as CloudTrail writes them.
 */
export function timeOf(cell: string, order: DayOrder | undefined): string | undefined {
  const text = cell.trim();
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(text)) return text;
  const micros = /^\d{5}(?:[.,]\d+)?$/.test(text) ? fromSerial(text) : readTimeValue(text, order)?.micros;
  const isLikely = micros !== undefined && micros >= earliestMs * 1_000 && micros < latestMs * 1_000;
  return isLikely ? timeText(micros) : undefined;
}

const fromSerial = (text: string): number =>
  (serialDayZeroMs + Math.round((Number(text.replace(',', '.')) * dayMs) / 1_000) * 1_000) * 1_000;

/** What an account cell holds after all. */
export interface AccountValue {
  readonly account: string | undefined;
  /** Why the value was changed or left out. */
  readonly note?: string;
}

const arnAccount = /\barn:aws[a-z-]*:[a-z0-9-]*:[a-z0-9-]*:(\d{12}):/g;
const rounded = /^(\d)(?:[.,](\d+))?e\+?(\d{1,2})$/i;
const droppedNote =
  'Account ids were rounded by a spreadsheet (such as 5.28758E+11) and no ARN in the row tells the rest; they were left out.';

/**
 * An account id. Spreadsheets cut leading zeros and round to `5.28758E+11`; a rounded id comes back when exactly one
 * account in the ARNs beside it rounds to the same number, and is left out otherwise: no account is better than a wrong
 * one.
 */
export function accountOf(cell: string, beside: string): AccountValue {
  const text = cell.trim().replace(/^=?"?'?(.*?)"?$/, '$1');
  if (text === '') return { account: undefined };
  if (/^\d{12}$/.test(text)) return { account: text };
  const digits = text.replace(/[.,]0+$/, '').replaceAll('-', '');
  if (/^\d{5,12}$/.test(digits)) {
    const account = digits.padStart(12, '0');
    return {
      account,
      note: 'Account ids had lost their leading zeros in a spreadsheet; they were put back.',
    };
  }
  const [, lead = '', tail = '', exponent] = rounded.exec(text) ?? [];
  if (lead === '' || tail.length < 4) return { account: undefined, note: droppedNote };
  const shape = (account: string): boolean =>
    Number(account).toExponential(tail.length) === `${lead}.${tail}e+${Number(exponent)}`;
  const near = new Set([...beside.matchAll(arnAccount)].map((match) => match[1] ?? '').filter(shape));
  const [only] = near;
  return near.size === 1 && only !== undefined
    ? {
        account: only,
        note: 'Account ids were rounded by a spreadsheet; they were taken from the ARNs in the same row where these agree.',
      }
    : { account: undefined, note: droppedNote };
}

const absentMarks: ReadonlySet<string> = new Set(['', '-', 'null', '\\n', '(null)', '<null>', '[null]']);

/** True for what tables write where there is no value: nothing, a dash, SQL's NULL as programs print it. */
export const isAbsent = (cell: string): boolean => absentMarks.has(cell.trim().toLowerCase());

/** JSON for true and false in any spelling; undefined for everything else. */
export function booleanOf(cell: string): 'true' | 'false' | undefined {
  const text = cell.trim().toLowerCase();
  return text === 'true' || text === 'false' ? text : undefined;
}
