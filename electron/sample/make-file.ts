import {
  backgroundCall,
  failedSignIn,
  isMinted,
  mintRecord,
  passingMint,
  serviceEvent,
  sharedAssumeRole,
  signInOf,
  usesConsole,
  type Moment,
} from './background.ts';
import { logFileKey } from './layout.ts';
import { GLOBAL_REGION } from './names.ts';
import { SLOT_MS, rhythm, type PlannedFile, type TrafficFile, type TrailPlan } from './plan.ts';
import { LEAKED_USER, type Principal } from './principals.ts';
import { createPrng, type Prng } from './prng.ts';
import { sessionAt } from './sessions.ts';
import { STREAM } from './streams.ts';
import { tokenRecord } from './token-mint.ts';
import type { TrailRecord } from './types.ts';
import { createWheel } from './wheel.ts';
import type { Account } from './world.ts';

/** One file of an archive. `key` is its S3 key, with forward slashes; `records` are in no particular order. */
export interface TrailFile {
  readonly key: string;
  readonly records: readonly TrailRecord[];
}

const MINUTE_MS = 60_000;
const MINT_SHARE = 0.2;

function accountAt(plan: TrailPlan, index: number): Account {
  const account = plan.world.accounts[index];
  if (!account) throw new RangeError(`The organisation has no account number ${index}.`);
  return account;
}

function momentIn(plan: TrailPlan, file: TrafficFile, rng: Prng): Moment {
  return {
    world: plan.world,
    account: accountAt(plan, file.accountIndex),
    region: file.region,
    timeMs: file.slotMs + rng.int(0, SLOT_MS / 1000 - 1) * 1000,
    rng,
  };
}

function sharedPairs(
  plan: TrailPlan,
  file: TrafficFile,
  index: number,
): Array<readonly [TrailRecord, TrailRecord]> {
  const rng = createPrng(plan.options.seed, STREAM.shared, index);
  const target = accountAt(plan, (file.accountIndex + 1) % plan.world.accounts.length);
  return Array.from({ length: file.pairs }, () => {
    const moment = momentIn(plan, file, rng);
    const starters = moment.account.principals.filter(({ kind }) => kind === 'pipeline' || kind === 'sso');
    return sharedAssumeRole(moment, target, rng.pick(starters));
  });
}

function mints(plan: TrailPlan, file: TrafficFile, rng: Prng): TrailRecord[] {
  if (file.ordinal > 0) return [];
  const account = accountAt(plan, file.accountIndex);
  const { people } = rhythm(file.slotMs);
  const records: TrailRecord[] = [];
  for (const principal of account.principals) {
    if (records.length >= file.records * MINT_SHARE) break;
    if (!principal.isRegional && file.region !== GLOBAL_REGION) continue;
    const session = sessionAt(plan.options.seed, principal, file.region, file.slotMs + SLOT_MS - 1000);
    if (session.startMs < file.slotMs) continue;
    const moment = { world: plan.world, account, region: file.region, rng };
    if (isMinted(principal)) records.push(mintRecord(principal, session, moment));
    if (principal.kind === 'user-token' || principal.kind === 'federated') {
      const { identityStoreId } = plan.world;
      records.push(tokenRecord(principal, session, { region: file.region, identityStoreId, rng }));
    }
    if (usesConsole(principal) && rng.chance(people)) records.push(signInOf(principal, session, moment));
  }
  return records;
}

function castOf(plan: TrailPlan, file: TrafficFile, rng: Prng): () => Principal {
  const account = accountAt(plan, file.accountIndex);
  const { people } = rhythm(file.slotMs);
  const retired =
    plan.story !== undefined &&
    file.accountIndex === 0 &&
    file.slotMs >= plan.story.facts.keyDisabledMs - SLOT_MS;
  const choose = (): Principal => {
    const wheel = rng.chance(people) ? account.actors : account.peopleless;
    const principal = wheel.pick(rng);
    return retired && principal.name === LEAKED_USER ? choose() : principal;
  };
  const size = Math.min(14, 3 + Math.floor(file.records / 15));
  const cast = createWheel(Array.from({ length: size }, () => [choose(), Math.exp(rng.normal())] as const));
  return () => cast.pick(rng);
}

function trafficRecords(plan: TrailPlan, file: TrafficFile, index: number): TrailRecord[] {
  const rng = createPrng(plan.options.seed, STREAM.file, index);
  const records = [...sharedPairs(plan, file, index).map(([own]) => own), ...mints(plan, file, rng)];
  records.length = Math.min(records.length, file.records);
  const nextCaller = castOf(plan, file, rng);
  while (records.length < file.records) {
    const moment = momentIn(plan, file, rng);
    const roll = rng.float();
    if (roll < 0.004) records.push(serviceEvent(moment));
    else if (roll < 0.005) records.push(failedSignIn(moment));
    else if (roll < 0.02) records.push(passingMint(moment));
    else records.push(backgroundCall(nextCaller(), moment));
  }
  return rng.chance(0.5)
    ? records.sort((a, b) => (a.eventTime < b.eventTime ? -1 : a.eventTime > b.eventTime ? 1 : 0))
    : records;
}

function trafficAt(plan: TrailPlan, index: number): TrafficFile {
  const file = plan.files[index];
  if (file?.kind !== 'traffic') throw new RangeError(`File ${index} of the plan holds no traffic.`);
  return file;
}

function recordsOf(plan: TrailPlan, file: PlannedFile, index: number): readonly TrailRecord[] {
  switch (file.kind) {
    case 'traffic':
      return trafficRecords(plan, file, index);
    case 'echo':
      return sharedPairs(plan, trafficAt(plan, file.of), file.of).map(([, copy]) => copy);
    case 'again':
      return trafficRecords(plan, trafficAt(plan, file.of), file.of).slice(-file.records);
    case 'story':
      return file.content;
  }
}

/**
 * Makes one file of a plan, independently of all others. Its delivery time lies 1 to 10 minutes after each of its
 * events. Throws a RangeError for an index outside the plan.
 */
export function makeFile(plan: TrailPlan, index: number): TrailFile {
  const file = plan.files[index];
  if (!file) throw new RangeError(`The plan has no file ${index}.`);
  const rng = createPrng(plan.options.seed, STREAM.place, 1_000_000 + index);
  const place = {
    organizationId: plan.world.organizationId,
    accountId: accountAt(plan, file.accountIndex).id,
    region: file.region,
    deliveredMs: file.slotMs + SLOT_MS + rng.int(1, 4) * MINUTE_MS,
  };
  const key = logFileKey(place, rng, plan.options.gzip ? '.json.gz' : '.json');
  return { key, records: recordsOf(plan, file, index) };
}

/** The text of a log file: compact JSON in one line. */
export function fileText(file: TrailFile): string {
  return JSON.stringify({ Records: file.records });
}
