const shape =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6})\d*)?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;

const offsetMinutes = (zone: string | undefined): number => {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? '');
  if (!match) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
};

/**
 * Microseconds since 1970 UTC of a moment in ISO 8601 (`2023-07-10`, `2023-07-10T11:00`, `2023-07-10T11:00:00Z`,
 * `…+02:00`); without a zone it is UTC, without a time it is midnight. Undefined for anything else.
 */
export function momentMicros(text: string): number | undefined {
  const match = shape.exec(text);
  if (!match) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part: string | undefined) => Number(part ?? 0));
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  date.setUTCHours(hour, minute - offsetMinutes(match[8]), second);
  return date.getTime() * 1000 + Number((match[7] ?? '').padEnd(6, '0'));
}
