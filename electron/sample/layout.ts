import type { Prng } from './prng.ts';

/** What the S3 key of a delivered log file is made of. `deliveredMs` is in milliseconds since 1970. */
export interface DeliveryPlace {
  readonly organizationId: string;
  readonly accountId: string;
  readonly region: string;
  readonly deliveredMs: number;
}

/** An instant as CloudTrail writes it: UTC, whole seconds, `2025-03-03T00:00:00Z`. */
export function isoSeconds(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}Z`;
}

/**
 * The S3 key of a log file, with forward slashes: organisation trail layout, delivery time in whole minutes and a
 * unique part of 16 letters and digits (CloudTrail User Guide, "CloudTrail log file name format").
 */
export function logFileKey(place: DeliveryPlace, rng: Prng, extension: '.json' | '.json.gz'): string {
  const { organizationId, accountId, region } = place;
  const iso = new Date(place.deliveredMs).toISOString();
  const day = iso.slice(0, 10).replaceAll('-', '/');
  const stamp = iso.slice(0, 16).replaceAll(/[-:]/g, '');
  const name = `${accountId}_CloudTrail_${region}_${stamp}Z_${rng.alnum(16)}${extension}`;
  return `AWSLogs/${organizationId}/${accountId}/CloudTrail/${region}/${day}/${name}`;
}
