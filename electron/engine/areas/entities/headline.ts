import { identityName } from '../../../../shared/cloudtrail/identity-name.ts';
import type { CredentialLane, EntityCredentials } from '../../../../shared/contract/entity-sections.ts';
import type { Sentence, StatementPart } from '../../../../shared/contract/statement.ts';
import { formatCount, plural } from '../../../../shared/words/counted.ts';
import { formatDuration } from '../../../../shared/words/duration.ts';
import type { UsedLanes } from './lanes.ts';

type Headline = EntityCredentials['headline'];
type Lanes = readonly CredentialLane[];

/** What a headline is found in. */
export interface Peculiar {
  readonly used: UsedLanes;
  readonly lanes: Lanes;
  /** When the archive's first event happened, null without a time. */
  readonly archiveFrom: number | null;
}

const words = (text: string): StatementPart => ({ text });
const address = (value: string): StatementPart => ({ value, field: 'sourceIPAddress' });

const recorded = (says: Sentence): Headline => ({ grade: 'recorded', says, otherExplanation: null });

const kindWords: Readonly<Record<CredentialLane['kind'], string>> = {
  key: 'a key',
  temporary: 'a temporary key',
  console: 'a console session',
  aws: 'AWS',
  'sign-in': 'sign-ins',
  none: 'calls without a credential',
};

/** A session that a person or program holds, not calls around it. */
const isHeld = ({ kind }: CredentialLane): boolean =>
  kind === 'key' || kind === 'temporary' || kind === 'console';

const overlap = (one: CredentialLane, other: CredentialLane): boolean =>
  one.firstMicros !== null &&
  other.firstMicros !== null &&
  one.firstMicros <= (other.lastMicros ?? 0) &&
  other.firstMicros <= (one.lastMicros ?? 0);

const addressesOf = (lane: CredentialLane): readonly string[] =>
  lane.addresses.values.map(({ value }) => value);

const fromElsewhere = (one: CredentialLane, other: CredentialLane): boolean =>
  addressesOf(other).length > 0 && !addressesOf(other).some((value) => addressesOf(one).includes(value));

/** Says what a lane did: `a key from 192.0.2.10 made 504 of 508 writes`. */
const madeBy = (lane: CredentialLane, writes: string): Sentence => {
  const [from] = addressesOf(lane);
  const mfa = lane.kind === 'console' && lane.obtained.mfa?.toLowerCase() === 'yes' ? ' with MFA' : '';
  return [
    words(`${kindWords[lane.kind]}${mfa}`),
    ...(from === undefined ? [] : [words(' from '), address(from)]),
    words(` ${writes}`),
  ];
};

/** Two credentials used in the same time from different places. */
function twoHands({ used, lanes }: Peculiar): Headline | undefined {
  const held = lanes.filter(isHeld);
  for (const one of held) {
    const others = held.filter((other) => other !== one && overlap(one, other) && fromElsewhere(one, other));
    const [other] = others;
    if (!other) continue;
    const [share, rest] =
      used.writes > 0
        ? [
            `asked for ${formatCount(one.writes)} of ${plural(used.writes, 'write')}`,
            `for ${formatCount(other.writes)}`,
          ]
        : [
            `made ${formatCount(one.events)} of ${plural(used.events, 'event')}`,
            `made ${formatCount(other.events)}`,
          ];
    return {
      grade: 'inferred',
      says: [
        words('Two credentials in use at the same time: '),
        ...madeBy(one, `${share}; `),
        ...madeBy(other, `${rest}.`),
      ],
      otherExplanation: 'One person who uses both, through two networks.',
    };
  }
  return undefined;
}

function allRefused({ used }: Peculiar): Headline | undefined {
  if (used.events === 0 || used.failed < used.events) return undefined;
  const what = used.refused === used.events ? 'was refused' : `failed, ${formatCount(used.refused)} refused`;
  return recorded([words(`Every one of ${plural(used.events, 'call')} ${what}: attempted, not done.`)]);
}

/** Nothing but what AWS did for it, or what services do without any credential on record. */
function onlyAws({ used, lanes }: Peculiar): Headline | undefined {
  const direct = lanes.filter(isHeld).reduce((sum, lane) => sum + lane.direct, 0);
  if (used.distinct > lanes.length || direct > 0 || lanes.some(({ kind }) => kind === 'sign-in'))
    return undefined;
  return recorded([
    words(
      lanes.some(({ byAws }) => byAws > 0)
        ? `${plural(used.events, 'event')}, made by AWS services on its behalf alone; none of its own is here.`
        : `${plural(used.events, 'event')} without a credential on record, as those of AWS services and other accounts are.`,
    ),
  ]);
}

function manyAddresses({ lanes }: Peculiar): Headline | undefined {
  const widest = lanes.filter(isHeld).toSorted((a, b) => b.addresses.distinct - a.addresses.distinct)[0];
  if (!widest || widest.addresses.distinct < 2) return undefined;
  const [first, second] = addressesOf(widest);
  return recorded([
    words(`One credential used from ${formatCount(widest.addresses.distinct)} addresses: `),
    ...(first === undefined ? [] : [address(first)]),
    ...(second === undefined ? [] : [words(' and '), address(second)]),
    words(widest.addresses.distinct > 2 ? ' and others.' : '.'),
  ]);
}

/** Nothing of it for so long at the beginning of the archive, that it counts as new. */
const newAfterMicros = 3_600e6;

function firstSeen({ used, archiveFrom }: Peculiar): Headline | undefined {
  const from = used.span?.fromMicros;
  if (from === undefined || archiveFrom === null || from - archiveFrom < newAfterMicros) return undefined;
  return {
    grade: 'inferred',
    says: [words(`First seen ${formatDuration((from - archiveFrom) / 1_000)} after the archive begins.`)],
    otherExplanation: 'It may have been used where or when this archive holds no records.',
  };
}

function plain({ used, lanes }: Peculiar): Headline {
  const [busiest] = lanes;
  const name = busiest?.principal ? identityName(busiest.principal).name : undefined;
  const writes = used.writes === 0 ? 'no write was asked for' : `${plural(used.writes, 'write')} asked for`;
  const credentials =
    used.distinct === 1
      ? `One ${busiest?.kind === 'console' ? 'console session' : 'credential'}`
      : plural(used.distinct, 'credential');
  return recorded([
    words(`${credentials}, ${plural(used.events, 'event')}, ${writes}`),
    ...(name !== undefined && used.distinct > 1
      ? [words('; most by '), { value: busiest?.principal ?? name, field: 'principal' }, words('.')]
      : [words('.')]),
  ]);
}

/** What is peculiar about an entity, the weightiest first; what it did in short where nothing is. */
export const headlineOf = (peculiar: Peculiar): Headline =>
  allRefused(peculiar) ??
  onlyAws(peculiar) ??
  twoHands(peculiar) ??
  manyAddresses(peculiar) ??
  firstSeen(peculiar) ??
  plain(peculiar);
