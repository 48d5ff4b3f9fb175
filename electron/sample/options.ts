import { AppError } from '../../shared/bridge/errors.ts';

/** What to generate. Everything but `events` has a default; equal options give byte-identical archives. */
export interface TrailOptions {
  /** Records in the whole archive, duplicates and cross-account copies included; the story is always complete. */
  readonly events: number;
  readonly seed?: number;
  /** Target number of files; by default about one per 125 events. */
  readonly files?: number;
  /** First instant of the archive, ISO 8601; default 2025-03-03T00:00:00Z. */
  readonly start?: string;
  /** Length of the archive in days, default 14. */
  readonly days?: number;
  /** Number of AWS accounts, default 12; the story needs at least 3. */
  readonly accounts?: number;
  /** Whether the attack story is part of the archive, default true. */
  readonly story?: boolean;
  /** Whether files are compressed, default true. */
  readonly gzip?: boolean;
}

/** Options with every default filled in and checked. `startMs` is in milliseconds since 1970, on a full minute. */
export interface ResolvedOptions {
  readonly events: number;
  readonly seed: number;
  readonly files: number;
  readonly startMs: number;
  readonly days: number;
  readonly accounts: number;
  readonly story: boolean;
  readonly gzip: boolean;
}

const DEFAULT_START = '2025-03-03T00:00:00Z';
const EVENTS_PER_FILE = 125;

function whole(name: string, value: number, low: number, high: number): number {
  if (Number.isSafeInteger(value) && value >= low && value <= high) return value;
  throw new AppError(
    'bad-params',
    `The option "${name}" is ${value}. It must be a whole number from ${low} to ${high}.`,
  );
}

/** Fills in defaults and checks ranges. Throws an `AppError` with code `bad-params`. */
export function resolveOptions(options: TrailOptions): ResolvedOptions {
  const story = options.story ?? true;
  const events = whole('events', options.events, 1, 1_000_000_000);
  const startMs = Date.parse(options.start ?? DEFAULT_START);
  if (!Number.isFinite(startMs)) {
    throw new AppError(
      'bad-params',
      `The option "start" is "${options.start}". It must be a time such as ${DEFAULT_START}.`,
    );
  }
  return {
    events,
    seed: whole('seed', options.seed ?? 1, 0, Number.MAX_SAFE_INTEGER),
    files: whole('files', options.files ?? Math.max(1, Math.round(events / EVENTS_PER_FILE)), 1, 20_000_000),
    startMs: Math.floor(startMs / 60_000) * 60_000,
    days: whole('days', options.days ?? 14, 1, 3650),
    accounts: whole('accounts', options.accounts ?? 12, story ? 3 : 1, 500),
    story,
    gzip: options.gzip ?? true,
  };
}
