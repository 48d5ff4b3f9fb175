const microsPerSecond = 1_000_000;
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

interface Parts {
  readonly year: string;
  /** `7`, `07`, `Jul` or `July`. */
  readonly month: string;
  readonly day: string;
  readonly hour?: string | undefined;
  readonly minute?: string | undefined;
  readonly second?: string | undefined;
  readonly fraction?: string | undefined;
  readonly zone?: string | undefined;
}

const zone = String.raw`\s*(?<zone>z|utc|gmt|(?:\(?(?:utc|gmt)?[+-]\d{2}:?\d{2}\)?))?`;
const clock = String.raw`(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?)?`;

// ISO 8601 and its relatives; CloudTrail's file names (`20210728T1528Z`); the console's words; Apache's access logs.
const shapes: readonly RegExp[] = [
  new RegExp(
    String.raw`^(?<year>\d{4})[-/](?<month>\d{1,2})[-/](?<day>\d{1,2})(?:[t\s,]+${clock})?${zone}$`,
    'i',
  ),
  /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})(?:t(?<hour>\d{2})(?<minute>\d{2})(?<second>\d{2})?(?<zone>z)?)?$/i,
  new RegExp(
    String.raw`^(?<month>[a-z]{3,9})\.?\s+(?<day>\d{1,2}),?\s+(?<year>\d{4})(?:[,\s]+${clock})?${zone}$`,
    'i',
  ),
  new RegExp(
    String.raw`^(?<day>\d{1,2})[\s/](?<month>[a-z]{3,9})[\s/](?<year>\d{4})(?:[:\s,]+${clock})?${zone}$`,
    'i',
  ),
];

/**
 * Reads a time as people have it at hand: ISO 8601, AWS console and file name forms, seconds, milliseconds or
 * microseconds since 1970. Without a zone it is UTC. Answers microseconds, or null when it is none of these.
 */
export function parseTime(text: string): number | null {
  const trimmed = text.trim();
  if (/^-?\d{9,16}$/.test(trimmed) || /^\d{9,10}\.\d{1,6}$/.test(trimmed)) return fromEpoch(trimmed);
  for (const shape of shapes) {
    const groups = shape.exec(trimmed)?.groups;
    if (groups) return fromParts(groups as unknown as Parts);
  }
  return null;
}

function fromEpoch(digits: string): number {
  const value = Number(digits);
  const size = Math.abs(value);
  if (size < 1e11) return Math.round(value * microsPerSecond);
  return size < 1e14 ? value * 1_000 : value;
}

function fromParts(parts: Parts): number | null {
  const month = /^\d/.test(parts.month)
    ? Number(parts.month) - 1
    : months.indexOf(parts.month.slice(0, 3).toLowerCase());
  const date = [Number(parts.year), month, Number(parts.day)] as const;
  const time = [Number(parts.hour ?? 0), Number(parts.minute ?? 0), Number(parts.second ?? 0)] as const;
  const ms = Date.UTC(...date, ...time);
  const back = new Date(ms);
  const isSame =
    back.getUTCFullYear() === date[0] &&
    back.getUTCMonth() === date[1] &&
    back.getUTCDate() === date[2] &&
    back.getUTCHours() === time[0] &&
    back.getUTCMinutes() === time[1] &&
    back.getUTCSeconds() === time[2];
  if (!isSame) return null;
  const fraction = Number((parts.fraction ?? '').slice(0, 6).padEnd(6, '0'));
  return ms * 1_000 + fraction - offsetMicros(parts.zone);
}

function offsetMicros(zoneText: string | undefined): number {
  const found = /([+-])(\d{2}):?(\d{2})/.exec(zoneText ?? '');
  if (!found) return 0;
  const minutes = Number(found[2]) * 60 + Number(found[3]);
  return (found[1] === '-' ? -1 : 1) * minutes * 60 * microsPerSecond;
}
