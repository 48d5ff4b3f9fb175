/** Values that went through spreadsheets, query engines and log viewers, back in CloudTrail's own form. */

/** How a table writes days and months where both are numbers: which comes first. */
export type DayOrder = 'day-first' | 'month-first' | undefined;

const numericDate =
  /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})[ ,T]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([ap]\.?m\.?)?$/i;
const isoLike =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i;
/** Kibana's default date format, `Mar 3, 2025 @ 10:00:00.000`. */
const kibanaDate = /^([A-Z][a-z]{2}) (\d{1,2}), (\d{4}) @ (\d{2}):(\d{2}):(\d{2})(?:\.\d+)?$/;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** Day 0 of spreadsheet serial numbers. Source: Microsoft, "1900 date system". */
const serialDayZeroMs = Date.UTC(1899, 11, 30);
const dayMs = 86_400_000;
/** CloudTrail began in 2013; times outside this window are something else. */
const earliestMs = Date.UTC(2010, 0, 1);
const latestMs = Date.UTC(2100, 0, 1);

const iso = (ms: number): string | undefined =>
  ms >= earliestMs && ms < latestMs ? `${new Date(ms).toISOString().slice(0, 19)}Z` : undefined;

function utc(parts: readonly (number | undefined)[], zone = ''): string | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  const ms = Date.UTC(year, month - 1, day, hour, minute, second);
  const date = new Date(ms);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || hour > 23 || minute > 59)
    return undefined;
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  const offset = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * (sign === '-' ? -1 : 1);
  return iso(ms - offset * 60_000);
}

/** Reads the order of days and months off a table's own times: a number above 12 is a day. */
export function dayOrderOf(cells: readonly string[]): DayOrder {
  let order: DayOrder;
  for (const cell of cells) {
    const [, first, second] = numericDate.exec(cell.trim()) ?? [];
    const found: DayOrder =
      Number(first) > 12 ? 'day-first' : Number(second) > 12 ? 'month-first' : undefined;
    if (found && order && found !== order) return undefined;
    order ??= found;
  }
  return order;
}

/**
 * A time as `YYYY-MM-DDTHH:MM:SSZ`; undefined when the cell is no time, or one whose day and month cannot be told apart.
 * Times without a zone are UTC, as CloudTrail writes them.
 */
export function timeOf(cell: string, order: DayOrder): string | undefined {
  const text = cell.trim();
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(text)) return text;
  const like = isoLike.exec(text);
  if (like)
    return utc(
      like.slice(1, 7).map((part: string | undefined) => Number(part ?? 0)),
      like[7],
    );
  const kibana = kibanaDate.exec(text);
  if (kibana) {
    const [, month = '', day, year, ...clock] = kibana;
    return utc([Number(year), months.indexOf(month) + 1, Number(day), ...clock.map(Number)]);
  }
  const numeric = numericDate.exec(text);
  if (numeric) return fromNumericDate(numeric, order);
  if (/^\d{5}(?:[.,]\d+)?$/.test(text)) {
    return iso(serialDayZeroMs + Math.round((Number(text.replace(',', '.')) * dayMs) / 1_000) * 1_000);
  }
  if (/^1\d{9}(?:\.\d+)?$/.test(text)) return iso(Math.floor(Number(text)) * 1_000);
  return /^1\d{12}$/.test(text) ? iso(Number(text)) : undefined;
}

function fromNumericDate(match: RegExpExecArray, order: DayOrder): string | undefined {
  const [, a, b, year, hour, minute, second, half] = match;
  const first = Number(a);
  const other = Number(b);
  const own = first > 12 ? 'day-first' : other > 12 ? 'month-first' : first === other ? 'day-first' : order;
  if (!own) return undefined;
  const [day, month] = own === 'day-first' ? [first, other] : [other, first];
  let hours = Number(hour);
  if (half) {
    if (hours > 12) return undefined;
    hours = (hours % 12) + (/^p/i.test(half) ? 12 : 0);
  }
  return utc([Number(year), month, day, hours, Number(minute), Number(second ?? 0)]);
}

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
