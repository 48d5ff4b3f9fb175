/** Microseconds since 1970 as ISO 8601 in UTC; a fraction only when there is one. A number beyond all dates stays one. */
export function timeText(micros: number): string {
  const rest = ((micros % 1_000_000) + 1_000_000) % 1_000_000;
  const date = new Date((micros - rest) / 1_000);
  if (Number.isNaN(date.getTime())) return String(micros);
  const seconds = date.toISOString().slice(0, -5);
  return rest === 0 ? `${seconds}Z` : `${seconds}.${String(rest).padStart(6, '0')}Z`;
}
