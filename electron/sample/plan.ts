import type { ResolvedOptions } from './options.ts';
import { createPrng, type Prng } from './prng.ts';
import { buildStory, type Story } from './story.ts';
import { STREAM } from './streams.ts';
import type { TrailRecord } from './types.ts';
import { createWorld, type World } from './world.ts';

/** Length of the time a file covers, in milliseconds. */
export const SLOT_MS = 300_000;
const HOUR_MS = 3_600_000;
const LONGEST_BATCH = 3;

interface Place {
  readonly accountIndex: number;
  readonly region: string;
  /** Start of the covered time, milliseconds since 1970. */
  readonly slotMs: number;
}

/** A file of ordinary traffic; `pairs` of its records are cross-account calls with a copy in an `echo` file. */
export interface TrafficFile extends Place {
  readonly kind: 'traffic';
  readonly records: number;
  /** Number of the file among those of the same account, Region and slot; only the first issues sessions. */
  readonly ordinal: number;
  pairs: number;
}

/** What one planned file holds. */
export type PlannedFile =
  | TrafficFile
  | (Place & { readonly kind: 'echo'; readonly of: number; readonly records: number })
  | (Place & { readonly kind: 'again'; readonly of: number; readonly records: number })
  | (Place & { readonly kind: 'story'; readonly content: readonly TrailRecord[]; readonly records: number });

/** Everything needed to make any file of an archive by itself. */
export interface TrailPlan {
  readonly options: ResolvedOptions;
  readonly world: World;
  readonly story: Story | undefined;
  readonly files: readonly PlannedFile[];
  readonly records: number;
}

/** Share of the day's full traffic at an instant, 0–1: machines never rest, people work on weekdays. */
export function rhythm(timeMs: number): { readonly machines: number; readonly people: number } {
  const date = new Date(timeMs);
  const hour = date.getUTCHours() + date.getUTCMinutes() / 60;
  const day = date.getUTCDay();
  const isWeekend = day === 0 || day === 6;
  const shape = Math.exp(-(((hour - 12.5) / 4) ** 2));
  return { machines: 0.55 + 0.25 * shape, people: isWeekend ? 0.08 * shape : shape };
}

function slotEnds(options: ResolvedOptions, gapRng: Prng): number[] {
  const slots = (options.days * 24 * HOUR_MS) / SLOT_MS;
  const gapLength = gapRng.chance(0.25)
    ? gapRng.int(36, Math.max(36, Math.min(360, Math.floor(slots / 5))))
    : 0;
  const gapStart = gapRng.int(0, Math.max(0, slots - gapLength));
  const ends: number[] = [];
  let total = 0;
  for (let slot = 0; slot < slots; slot++) {
    const { machines, people } = rhythm(options.startMs + slot * SLOT_MS);
    const isGap = slot >= gapStart && slot < gapStart + gapLength;
    total += isGap ? 0 : machines + people;
    ends.push(total);
  }
  return ends;
}

function shareOut(total: number, weights: readonly number[], minimum: number): number[] {
  const sum = weights.reduce((left, right) => left + right, 0);
  const spare = Math.max(0, total - minimum * weights.length);
  const counts: number[] = [];
  let running = 0;
  let given = 0;
  for (const weight of weights) {
    running += weight;
    const upTo = Math.round((running / sum) * spare);
    counts.push(upTo - given + minimum);
    given = upTo;
  }
  return counts;
}

function trafficPlaces(world: World, options: ResolvedOptions, count: number): Place[] {
  const lanes = world.accounts.flatMap((account) =>
    account.regions.map(([region, weight]) => ({
      accountIndex: account.index,
      region,
      weight: weight * account.weight,
    })),
  );
  // Small accounts would round down to nothing in a small archive, so each gets one file first if there are enough.
  const reserved = count >= 2 * world.accounts.length ? 1 : 0;
  const perLane = shareOut(
    count - reserved * world.accounts.length,
    lanes.map((lane) => lane.weight),
    0,
  );
  const places: Place[] = [];
  lanes.forEach(({ accountIndex, region }, lane) => {
    const isFirst = lanes[lane - 1]?.accountIndex !== accountIndex;
    const wanted = (perLane[lane] ?? 0) + (isFirst ? reserved : 0);
    if (wanted === 0) return;
    const rng = createPrng(options.seed, STREAM.place, lane);
    const ends = slotEnds(options, rng);
    const total = ends.at(-1) ?? 0;
    let slot = 0;
    for (let n = 0; n < wanted; n++) {
      const point = ((n + rng.float()) / wanted) * total;
      while (slot < ends.length - 1 && (ends[slot] ?? total) <= point) slot++;
      places.push({ accountIndex, region, slotMs: options.startMs + slot * SLOT_MS });
    }
  });
  return places.sort((left, right) => left.slotMs - right.slotMs || left.accountIndex - right.accountIndex);
}

function trafficFiles(world: World, options: ResolvedOptions, count: number, records: number): TrafficFile[] {
  if (records === 0) return [];
  const rng = createPrng(options.seed, STREAM.plan);
  const places = trafficPlaces(world, options, Math.min(count, records));
  const sizes = shareOut(
    records,
    places.map(() => Math.min(40, Math.exp(rng.normal() * 1.1))),
    1,
  );
  let previous = '';
  let ordinal = 0;
  return places.map((place, position) => {
    const key = `${place.accountIndex} ${place.region} ${place.slotMs}`;
    ordinal = key === previous ? ordinal + 1 : 0;
    previous = key;
    return { kind: 'traffic', ...place, records: sizes[position] ?? 1, ordinal, pairs: 0 };
  });
}

function storyFiles(story: Story | undefined): PlannedFile[] {
  const groups = new Map<string, { place: Place; content: TrailRecord[] }>();
  for (const record of story?.records ?? []) {
    const slotMs = Math.floor(Date.parse(record.eventTime) / SLOT_MS) * SLOT_MS;
    const accountIndex = story?.accountIds.indexOf(record.recipientAccountId) ?? 0;
    const key = `${accountIndex} ${record.awsRegion} ${slotMs}`;
    const group = groups.get(key) ?? {
      place: { accountIndex, region: record.awsRegion, slotMs },
      content: [],
    };
    group.content.push(record);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ place, content }) => ({
    kind: 'story',
    ...place,
    content,
    records: content.length,
  }));
}

function spread(traffic: readonly TrafficFile[], wanted: number, smallest: number): number[] {
  const fit = traffic.flatMap((file, index) => (file.records >= smallest ? [index] : []));
  const count = Math.min(wanted, fit.length);
  return Array.from({ length: count }, (_, n) => fit[Math.floor(((n + 0.5) * fit.length) / count)] ?? 0);
}

function extraFiles(
  traffic: TrafficFile[],
  world: World,
  pairCount: number,
  againCount: number,
): PlannedFile[] {
  const files: PlannedFile[] = [];
  const hosts = spread(traffic, Math.ceil(pairCount / LONGEST_BATCH), 8);
  let left = hosts.length === 0 ? 0 : pairCount;
  for (const of of hosts) {
    const host = traffic[of];
    if (!host) continue;
    host.pairs = Math.min(LONGEST_BATCH, left);
    left -= host.pairs;
    const { region, slotMs } = host;
    const accountIndex = (host.accountIndex + 1) % world.accounts.length;
    files.push({ kind: 'echo', of, accountIndex, region, slotMs, records: host.pairs });
  }
  for (const of of spread(traffic, againCount, 4)) {
    const { accountIndex, region, slotMs } = traffic[of] ?? { accountIndex: 0, region: '', slotMs: 0 };
    files.push({ kind: 'again', of, accountIndex, region, slotMs, records: 1 });
  }
  return files;
}

/** Decides which files the archive has and how many records each of them holds. Needs about 200 bytes per file. */
export function planTrail(options: ResolvedOptions): TrailPlan {
  const world = createWorld(options.seed, options.accounts);
  const story = options.story ? buildStory(world, options) : undefined;
  const told = storyFiles(story);
  const free = Math.max(0, options.events - (story?.records.length ?? 0));
  const againWanted = free >= 1500 ? 6 + Math.min(200, Math.floor(free / 20_000)) : 0;
  const pairWanted = world.accounts.length > 1 && free >= 500 ? Math.max(2, Math.floor(free / 1000)) : 0;
  const extraWanted = againWanted + Math.ceil(pairWanted / LONGEST_BATCH);
  const count = Math.max(1, options.files - told.length - extraWanted);
  let traffic = trafficFiles(world, options, count, free - againWanted - pairWanted);
  let extra = extraFiles(traffic, world, pairWanted, againWanted);
  const missing = againWanted + pairWanted - extra.reduce((sum, file) => sum + file.records, 0);
  if (missing > 0) {
    traffic = trafficFiles(world, options, count, free);
    extra = [];
  }
  const files = [...traffic, ...extra, ...told];
  return { options, world, story, files, records: files.reduce((sum, file) => sum + file.records, 0) };
}
