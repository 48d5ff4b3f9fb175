/** How dates of three numbers are written: which of day and month comes first. */
export type DayOrder = 'day-first' | 'month-first';

/** A time that was read: microseconds since 1970 in UTC, exact for the years 1700 to 2250. */
type TimeReading =
  | { readonly micros: number }
  /** Day and month are both numbers up to 12 and nothing tells which comes first. */
  | { readonly micros: undefined; readonly isAmbiguous: true };

const microsPerSecond = 1_000_000;
const longestText = 128;

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const monthNames = new Set([
  ...months,
  ...['january', 'february', 'march', 'april', 'june', 'july', 'august'],
  ...['sept', 'september', 'october', 'november', 'december'],
]);

/** Names with one meaning. Source: RFC 2822, section 4.3; other letters have been written with several. */
const zoneHours: Readonly<Record<string, number>> = {
  ...{ z: 0, utc: 0, gmt: 0, ut: 0, 'etc/utc': 0, 'etc/gmt': 0 },
  ...{ edt: -4, est: -5, cdt: -5, cst: -6, mdt: -6, mst: -7, pdt: -7, pst: -8 },
};

type Groups = Readonly<Record<string, string | undefined>>;

const clock = String.raw`(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,](?<fraction>\d{1,12}))?)?(?:\s?(?<half>[ap])\.?m\.?)?`;
const zone = String.raw`\s?\(?(?<zone>z|etc/utc|etc/gmt|(?:utc|gmt)?\s?[+-]\d{1,2}(?::?\d{2}){0,2}|utc|gmt|ut|[ecmp][sd]t)?\)?(?:\s?\[(?<bracket>[^\]]{1,64})\]|\s?\([^)]{1,64}\))?`;
const weekday = String.raw`(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},?\s)?`;
const month = String.raw`(?<month>[a-z]{3,9})\.?`;
const day = String.raw`(?<day>\d{1,2})(?:st|nd|rd|th)?`;
const year = String.raw`(?<year>\d{4})`;
const between = String.raw`(?:\s?,?\s?(?:at|@)\s|,\s?|\s|[t:_])`;

const shape = (...parts: readonly string[]): RegExp => new RegExp(`^${parts.join('')}$`, 'i');

/** `2023-07-10`, `2023-07-10T11:00`, `2023-07-10 11:00:05.123Z`, `2023-07-10T11:00:05+02:00[Europe/Berlin]`. */
const iso = shape(
  String.raw`${year}(?<mark>[-/.])(?<month>\d{1,2})\k<mark>${day}(?:(?:t|\s|,\s?|_)${clock})?`,
  zone,
);

const others: readonly RegExp[] = [
  // 20210728, 20210728T1528Z
  shape(
    String.raw`${year}(?<month>\d{2})(?<day>\d{2})(?:[t\s_-]?(?<hour>\d{2})(?<minute>\d{2})(?:(?<second>\d{2})(?:[.,]?(?<fraction>\d{1,9}))?)?)?`,
    zone,
  ),
  // March 3, 2025 at 10:00:00 AM UTC; Mar 3, 2025 @ 10:00:00.000; Mon Mar 03 2025 10:00:00 GMT+0000 (…)
  shape(weekday, month, String.raw`\s`, day, String.raw`,?\s`, year, `(?:${between}${clock})?`, zone),
  // Mon, 03 Mar 2025 10:00:00 GMT; 03/Mar/2025:10:00:00 +0000; 3-Mar-2025
  shape(
    weekday,
    day,
    String.raw`[\s/.-]`,
    month,
    String.raw`[\s/.,-]\s?`,
    year,
    `(?:${between}${clock})?`,
    zone,
  ),
  // Mon Mar 3 10:00:00 2025; Mon Mar 3 10:00:00 UTC 2025; Mon Mar 3 10:00:00 2025 +0000
  shape(weekday, month, String.raw`\s`, day, String.raw`\s`, clock, zone, String.raw`\s`, year),
  shape(weekday, month, String.raw`\s`, day, String.raw`\s`, clock, String.raw`\s`, year, zone),
];

/** 3/3/2025 10:00:00 AM, 13.03.2025 10:00 */
const numeric = shape(
  String.raw`(?<first>\d{1,2})(?<mark>[-/.])(?<other>\d{1,2})\k<mark>${year}(?:${between}${clock})?`,
  zone,
);

const epoch = /^[+-]?\d{9,19}(?:\.\d{0,12})?$|^[+-]?\d\.\d{1,18}e\+?\d{1,2}$/i;
/** Microsoft's and MongoDB's ways of writing a moment as a call. */
const call = /^(?:\\?\/|new )?(?:iso)?date\(["']?([^"'()]{1,64})["']?\)(?:\\?\/)?$/i;

/**
 * Microseconds since 1970 UTC of a moment in ISO 8601 (`2023-07-10`, `2023-07-10T11:00`, `2023-07-10T11:00:00Z`,
 * `…+02:00`); without a zone it is UTC, without a time it is midnight. Undefined for anything else.
 */
export function isoMicros(text: string): number | undefined {
  const groups = text.length <= longestText ? iso.exec(text.trim())?.groups : undefined;
  return groups && fromParts(groups, Number(groups['month']), Number(groups['day']));
}

/**
 * Reads a time in the forms that CloudTrail, its exporters and people write: ISO 8601 and its relatives, seconds to
 * nanoseconds since 1970, RFC 2822, `ctime`, the AWS console's, Kibana's and web servers' forms, `/Date(n)/`. Without a
 * zone it is UTC; a leap second is the second after it, as in POSIX. `order` says how to read dates of three numbers that
 * do not tell it themselves. Undefined when the text is no time.
 */
export function readTime(text: string, order?: DayOrder): TimeReading | undefined {
  if (text.length > longestText) return undefined;
  const plain = text.replace(/\s+/gu, ' ').trim();
  const inner = call.exec(plain)?.[1];
  if (inner !== undefined) return readTime(inner.replace(/^([+-]?\d+)[+-]\d{4}$/, '$1'));
  const micros = isoMicros(plain) ?? fromOthers(plain) ?? (epoch.test(plain) ? fromEpoch(plain) : undefined);
  if (micros !== undefined) return { micros };
  const groups = numeric.exec(plain)?.groups;
  return groups && fromNumbers(groups, order);
}

/**
 * Reads a time as a JSON value of a record: a text or number as `readTime` has it, or one inside the marks that MongoDB
 * (`{"$date":{"$numberLong":"…"}}`), DynamoDB (`{"S":"…"}`) and Protocol Buffers (`{"seconds":…,"nanos":…}`) put around it, or
 * the only item of a list.
 */
export function readTimeValue(value: unknown, order?: DayOrder, depth = 0): TimeReading | undefined {
  if (typeof value === 'string') return readTime(value, order) ?? readTimeText(value, order, depth);
  if (typeof value === 'number') return epoch.test(String(value)) ? readTime(String(value)) : undefined;
  if (typeof value !== 'object' || value === null || depth > 3) return undefined;
  if (Array.isArray(value)) return value.length === 1 ? readTimeValue(value[0], order, depth + 1) : undefined;
  const members = Object.entries(value);
  const [first] = members;
  if (members.length === 1 && first && /^(?:\$date|\$numberLong|\$numberDouble|[SN]|value)$/.test(first[0]))
    return readTimeValue(first[1], order, depth + 1);
  const { seconds, nanos = 0 } = value as Readonly<Record<string, unknown>>;
  const areParts = seconds !== undefined && members.every(([key]) => key === 'seconds' || key === 'nanos');
  const whole = areParts ? readTimeValue(seconds, undefined, depth + 1)?.micros : undefined;
  return whole === undefined || typeof nanos !== 'number'
    ? undefined
    : { micros: whole + Math.trunc(nanos / 1_000) };
}

/** Tables keep such marks as text. */
function readTimeText(text: string, order: DayOrder | undefined, depth: number): TimeReading | undefined {
  if (!/^\s*[[{]/.test(text) || text.length > longestText) return undefined;
  try {
    return readTimeValue(JSON.parse(text), order, depth + 1);
  } catch {
    return undefined;
  }
}

function fromOthers(text: string): number | undefined {
  for (const one of others) {
    const groups = one.exec(text)?.groups;
    const name = groups?.['month'] ?? '';
    const isNumber = /^\d/.test(name);
    if (!groups || !(isNumber || monthNames.has(name.toLowerCase()))) continue;
    const number = isNumber ? Number(name) : months.indexOf(name.slice(0, 3).toLowerCase()) + 1;
    const micros = fromParts(groups, number, Number(groups['day']));
    if (micros !== undefined) return micros;
  }
  return undefined;
}

/** Seconds, milliseconds, microseconds or nanoseconds, told apart by their size; exact to the microsecond. */
function fromEpoch(text: string): number | undefined {
  const size = Math.abs(Number(text));
  const power = size < 1e11 ? 6 : size < 1e14 ? 3 : size < 1e17 ? 0 : -3;
  const micros = Math.round(Number(`${/e/i.test(text) ? String(Number(text)) : text}e${power}`));
  return Number.isFinite(micros) ? micros : undefined;
}

function fromNumbers(groups: Groups, order: DayOrder | undefined): TimeReading | undefined {
  const first = Number(groups['first']);
  const other = Number(groups['other']);
  const own = first > 12 || first === other ? 'day-first' : other > 12 ? 'month-first' : order;
  const micros = fromParts(
    groups,
    ...(own === 'month-first' ? ([first, other] as const) : ([other, first] as const)),
  );
  if (micros === undefined) return undefined;
  return own ? { micros } : { micros: undefined, isAmbiguous: true };
}

/** Which of day and month comes first in this text, when it is a date of three numbers and tells so itself. */
export function dayOrderIn(text: string): DayOrder | undefined {
  const groups =
    text.length <= longestText ? numeric.exec(text.replace(/\s+/gu, ' ').trim())?.groups : undefined;
  if (Number(groups?.['first']) > 12) return 'day-first';
  return Number(groups?.['other']) > 12 ? 'month-first' : undefined;
}

function fromParts(groups: Groups, monthNumber: number, dayNumber: number): number | undefined {
  const date = new Date(0);
  date.setUTCFullYear(Number(groups['year']), monthNumber - 1, dayNumber);
  if (date.getUTCMonth() !== monthNumber - 1 || date.getUTCDate() !== dayNumber) return undefined;
  const seconds = secondsOfDay(groups);
  const offset = offsetSeconds(groups);
  if (seconds === undefined || offset === undefined) return undefined;
  const fraction = Number((groups['fraction'] ?? '').slice(0, 6).padEnd(6, '0'));
  return date.getTime() * 1_000 + (seconds - offset) * microsPerSecond + fraction;
}

function secondsOfDay(groups: Groups): number | undefined {
  let hour = Number(groups['hour'] ?? 0);
  const minute = Number(groups['minute'] ?? 0);
  const second = Number(groups['second'] ?? 0);
  const half = groups['half']?.toLowerCase();
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return undefined;
    hour = (hour % 12) + (half === 'p' ? 12 : 0);
  }
  const isEndOfDay = hour === 24 && minute === 0 && second === 0;
  const isLeapSecond = minute === 59 && second === 60;
  if ((hour > 23 && !isEndOfDay) || minute > 59 || (second > 59 && !isLeapSecond)) return undefined;
  return hour * 3_600 + minute * 60 + second;
}

/** Undefined for a zone that is named only in brackets behind the time and is not UTC. */
function offsetSeconds(groups: Groups): number | undefined {
  const written = groups['zone'] ?? groups['bracket'] ?? 'z';
  const match = /([+-])(\d{1,2}):?(\d{2})?:?(\d{2})?$/.exec(written);
  if (!match) {
    const hours = zoneHours[written.toLowerCase()];
    return hours === undefined ? undefined : hours * 3_600;
  }
  const [hours = 0, minutes = 0, seconds = 0] = match
    .slice(2)
    .map((part: string | undefined) => Number(part ?? 0));
  if (hours > 18 || minutes > 59 || seconds > 59) return undefined;
  return (match[1] === '-' ? -1 : 1) * (hours * 3_600 + minutes * 60 + seconds);
}
