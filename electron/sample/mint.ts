import type { Prng } from './prng.ts';
import type { JsonObject } from './types.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** An instant in the US text form STS uses for expirations, `Mar 3, 2025, 4:07:39 PM`. */
function usDateText(timeMs: number): string {
  const date = new Date(timeMs);
  const hours = date.getUTCHours();
  const two = (value: number): string => String(value).padStart(2, '0');
  const clock = `${hours % 12 === 0 ? 12 : hours % 12}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  const month = MONTHS[date.getUTCMonth()] ?? 'Jan';
  return `${month} ${date.getUTCDate()}, ${date.getUTCFullYear()}, ${clock} ${hours < 12 ? 'AM' : 'PM'}`;
}

/** The `credentials` object of an STS response. The session token is noise of a plausible length. */
export function credentials(keyId: string, timeMs: number, durationSeconds: number, rng: Prng): JsonObject {
  return {
    accessKeyId: keyId,
    sessionToken: `IQoJb3JpZ2luX2VjE${rng.alnum(rng.int(320, 560))}==`,
    expiration: usDateText(timeMs + durationSeconds * 1000),
  };
}
