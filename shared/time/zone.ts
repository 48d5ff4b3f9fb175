import { readTime } from './read-time.ts';

const day = 86_400_000;
/** No zone has changed its clock twice within a week since computers keep them. */
const probeMs = 7 * day;
const second = 1_000;
const microsPerMs = 1_000;
const microsPerSecond = 1_000_000;
/** Beyond these, microseconds are not exact as numbers, and no zone has rules. */
const furthestMs = 9_000_000_000_000;

/** A stretch of time in which the clock of a zone stands apart from UTC by one and the same length. */
interface ClockStretch {
  readonly fromMicros: number;
  /** What has to be added to UTC. */
  readonly offsetMicros: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();
const years = new Map<string, Map<number, readonly ClockStretch[]>>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  formats.set(zone, format);
  return format;
}

/** Whether times can be shown in a zone: `UTC`, or a name of the IANA database such as `Europe/Berlin`. */
export function isZone(name: string): boolean {
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

/** Platforms go on listing names under which people do not look any more. IANA time zone database, file `backward`. */
const newNames: Readonly<Record<string, string>> = {
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Godthab': 'America/Nuuk',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
};

/** Names of all zones, `UTC` first. */
export function zoneNames(): readonly string[] {
  const names = Intl.supportedValuesOf('timeZone').map((name) => {
    const renamed = newNames[name];
    return renamed !== undefined && isZone(renamed) ? renamed : name;
  });
  return ['UTC', ...new Set(names.filter((name) => name !== 'UTC').toSorted())];
}

/** What the clock of a zone shows, read as if it were UTC, less the instant; milliseconds. */
function askOffset(zone: string, ms: number): number {
  const shown: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(ms)) shown[type] = Number(value);
  const { year = 0, month = 1, day: ofMonth = 1, hour = 0, minute = 0, second: ofMinute = 0 } = shown;
  return Date.UTC(year, month - 1, ofMonth, hour, minute, ofMinute) - Math.floor(ms / second) * second;
}

/** The first moment with the offset that holds at `after`, to the second; another one holds at `before`. */
function changeBetween(zone: string, before: number, after: number): number {
  const wanted = askOffset(zone, after);
  let [low, high] = [before / second, after / second];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (askOffset(zone, middle * second) === wanted) high = middle;
    else low = middle;
  }
  return high * second;
}

/** The stretches of a year in UTC; the first one begins with the year. */
function stretchesOf(zone: string, year: number): readonly ClockStretch[] {
  const ofZone = years.get(zone) ?? new Map<number, readonly ClockStretch[]>();
  years.set(zone, ofZone);
  const known = ofZone.get(year);
  if (known) return known;
  const end = Date.UTC(year + 1, 0);
  const stretch = (ms: number): ClockStretch => ({
    fromMicros: ms * microsPerMs,
    offsetMicros: askOffset(zone, ms) * microsPerMs,
  });
  const found = [stretch(Date.UTC(year, 0))];
  for (let before = Date.UTC(year, 0); before < end; before += probeMs) {
    const after = Math.min(end, before + probeMs);
    if (askOffset(zone, before) !== askOffset(zone, after))
      found.push(stretch(changeBetween(zone, before, after)));
  }
  const own = found.filter(({ fromMicros }) => fromMicros < end * microsPerMs);
  ofZone.set(year, own);
  return own;
}

const yearOf = (micros: number): number =>
  new Date(Math.max(-furthestMs, Math.min(furthestMs, micros / microsPerMs))).getUTCFullYear();

/** What has to be added to an instant to get what the clock of a zone shows. */
function offsetAt(micros: number, zone: string): number {
  if (zone === 'UTC' || Number.isNaN(micros)) return 0;
  const stretches = stretchesOf(zone, yearOf(micros));
  return (stretches.findLast(({ fromMicros }) => fromMicros <= micros) ?? stretches[0])?.offsetMicros ?? 0;
}

/** The stretches that a span of time lies in, in order; neighbours differ. The first one begins before it or with it. */
export function clockStretches(
  span: { readonly fromMicros: number; readonly toMicros: number },
  zone: string,
): readonly ClockStretch[] {
  if (zone === 'UTC') return [{ fromMicros: span.fromMicros, offsetMicros: 0 }];
  const found: ClockStretch[] = [];
  for (let year = yearOf(span.fromMicros); year <= yearOf(span.toMicros); year += 1)
    for (const stretch of stretchesOf(zone, year)) {
      if (stretch.fromMicros > span.toMicros) break;
      if (found.at(-1)?.offsetMicros !== stretch.offsetMicros) found.push(stretch);
    }
  const first = found.findLastIndex(({ fromMicros }) => fromMicros <= span.fromMicros);
  return found.slice(Math.max(0, first));
}

/** What the clock of a zone shows at an instant, as the instant at which a clock in UTC shows the same. */
export const wallMicros = (micros: number, zone: string): number => micros + offsetAt(micros, zone);

const dayMicros = day * microsPerMs;

/** The instants at which the clock of a zone shows this: none where it is put forward over it, two where it is put back. */
function instantsOf(wall: number, zone: string): readonly number[] {
  const offsets = new Set([offsetAt(wall - dayMicros, zone), offsetAt(wall + dayMicros, zone)]);
  return [...offsets]
    .map((offset) => wall - offset)
    .filter((micros) => wallMicros(micros, zone) === wall)
    .toSorted((one, other) => one - other);
}

/**
 * The instant at which the clock of a zone shows this, the earlier of two; what is left out when it is put forward counts on
 * from before. Microseconds.
 */
export const instantOf = (wall: number, zone: string): number =>
  instantsOf(wall, zone)[0] ?? wall - offsetAt(wall - dayMicros, zone);

const two = (count: number): string => String(count).padStart(2, '0');

/** `+02:00`, `-03:30`; `Z` in UTC. */
function offsetText(offsetMicros: number, zone: string): string {
  if (zone === 'UTC') return 'Z';
  const seconds = Math.round(Math.abs(offsetMicros) / microsPerSecond);
  const rest = seconds % 60 === 0 ? '' : `:${two(seconds % 60)}`;
  return `${offsetMicros < 0 ? '-' : '+'}${two(Math.floor(seconds / 3_600))}:${two(Math.floor(seconds / 60) % 60)}${rest}`;
}

/** An instant in a zone for people: `2021-07-28 15:28:06`, the fraction dropped; the offset where the clock shows this twice. */
export function clockText(micros: number, zone: string): string {
  const offset = offsetAt(micros, zone);
  const date = new Date(Math.floor((micros + offset) / microsPerMs));
  if (Number.isNaN(date.getTime())) return 'no valid time';
  const text = date.toISOString().replace('T', ' ').slice(0, -5);
  const isTold = zone === 'UTC' || instantsOf(micros + offset, zone).length < 2;
  return isTold ? text : `${text} ${offsetText(offset, zone)}`;
}

/** An instant in a zone for machines: `2023-07-10T13:58:10+02:00`, in UTC with `Z`; a fraction only when there is one. */
export function zonedText(micros: number, zone: string): string {
  const offset = offsetAt(micros, zone);
  const fraction = ((micros % microsPerSecond) + microsPerSecond) % microsPerSecond;
  const date = new Date((micros + offset - fraction) / microsPerMs);
  if (Number.isNaN(date.getTime())) return String(micros);
  const text = date.toISOString().slice(0, -5);
  return `${text}${fraction === 0 ? '' : `.${String(fraction).padStart(6, '0')}`}${offsetText(offset, zone)}`;
}

/** A time as a person types it: what names no zone is of this one. Undefined when it is no time. Microseconds. */
export function readTimeIn(text: string, zone: string): number | undefined {
  const micros = readTime(text)?.micros;
  if (micros === undefined || zone === 'UTC') return micros;
  // Only what names no zone, and is no count since 1970, can have one put behind it.
  const isWall = readTime(`${text.trim()} Z`)?.micros === micros;
  return isWall ? instantOf(micros, zone) : micros;
}
