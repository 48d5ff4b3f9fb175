/** Microseconds since 1970 as ISO 8601 in UTC; a fraction only when there is one. */
export function timeText(micros: number): string {
  const rest = ((micros % 1_000_000) + 1_000_000) % 1_000_000;
  const seconds = new Date((micros - rest) / 1_000).toISOString().slice(0, -5);
  return rest === 0 ? `${seconds}Z` : `${seconds}.${String(rest).padStart(6, '0')}Z`;
}
