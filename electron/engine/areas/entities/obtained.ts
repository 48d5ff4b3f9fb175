import { mintSeconds, signInActions } from '../../../../shared/cloudtrail/mints.ts';
import type { Obtained } from '../../../../shared/contract/entity-sections.ts';
import type { Reader } from '../../db/pool.ts';
import { number, text, textOrNull, type RowOf } from '../../db/rows.ts';
import { join, sql, type Sql } from '../../db/sql.ts';
import type { UsedLane } from './lanes.ts';

const mint = {
  event: text,
  at_micros: number,
  action: text,
  issued_key: textOrNull,
  issued_id: textOrNull,
  by_principal: textOrNull,
  by_key: textOrNull,
  mfa: textOrNull,
};
/** An event that handed out a credential. */
export type Mint = RowOf<typeof mint>;

/** More events than any page has credentials; a role that is assumed all the time has more. */
const most = 5_000;

const listOf = (values: readonly string[]): Sql =>
  sql`(${join(
    values.map((value) => sql`${value}`),
    ', ',
  )})`;

const present = (values: readonly (string | null)[]): readonly string[] => [
  ...new Set(values.filter((value) => value !== null)),
];

/** The events that may have handed out the credentials of some lanes: by key, and by holder for sessions that name none. */
export async function readMints(reader: Reader, lanes: readonly UsedLane[]): Promise<readonly Mint[]> {
  const keys = present(lanes.map(({ key }) => key));
  const holders = present(
    lanes.map(({ principalId, createdMicros }) => (createdMicros === null ? null : principalId)),
  );
  const conditions = [
    ...(keys.length > 0 ? [sql`issued_key IN ${listOf(keys)}`] : []),
    ...(holders.length > 0
      ? [
          sql`(issued_id IN ${listOf(holders)} AND epoch_us(issued_at) BETWEEN ${bound(lanes, 'first')} AND ${bound(lanes, 'last')})`,
        ]
      : []),
  ];
  if (conditions.length === 0) return [];
  return reader.read(
    sql`SELECT file_id || '.' || ordinal AS event, epoch_us(issued_at)::DOUBLE AS at_micros, action, issued_key, issued_id, by_principal, by_key, mfa
      FROM derived.main.mints WHERE issued_at IS NOT NULL AND (${join(conditions, ' OR ')}) ORDER BY issued_at, event LIMIT ${most}`,
    mint,
  );
}

const slack = mintSeconds * 1_000_000;

function bound(lanes: readonly UsedLane[], which: 'first' | 'last'): Sql {
  const times = lanes.flatMap(({ createdMicros }) => createdMicros ?? []);
  const edge = which === 'first' ? Math.min(...times) - slack : Math.max(...times) + slack;
  return sql`${edge}::BIGINT`;
}

const nothing = {
  action: null,
  atMicros: null,
  event: null,
  byPrincipal: null,
  byKey: null,
  mfa: null,
  isOlder: false,
  otherExplanation: null,
} as const;

const from = (mint: Mint) => ({
  action: mint.action,
  atMicros: mint.at_micros,
  event: mint.event,
  byPrincipal: mint.by_principal,
  byKey: mint.by_key,
  mfa: mint.mfa,
  isOlder: false,
});

const ofSession = (lane: UsedLane, mints: readonly Mint[]): readonly Mint[] =>
  lane.createdMicros === null
    ? []
    : mints.filter(
        ({ issued_id, at_micros }) =>
          issued_id === lane.principalId && Math.abs(at_micros - (lane.createdMicros ?? 0)) <= slack,
      );

const mfaWords = (mint: Mint): string =>
  mint.mfa === null ? '' : mint.mfa.toLowerCase() === 'yes' ? ', with MFA' : ', without MFA';

/** Of a console session: the sign-in in the second that it was made in. */
function consoleObtained(lane: UsedLane, mints: readonly Mint[], archiveFrom: number | null): Obtained {
  const found = ofSession(lane, mints);
  const signIn = found.find(({ action }) => signInActions.includes(action)) ?? found[0];
  if (signIn)
    return {
      ...from(signIn),
      grade: 'inferred',
      says: `${signIn.action}${mfaWords(signIn)}`,
      otherExplanation:
        'Another sign-in of the same identity in the same two seconds that is not in this archive.',
    };
  const mfa = lane.isMfa === null ? '' : `MFA ${lane.isMfa ? 'yes' : 'no'}, `;
  const isOlder = lane.createdMicros !== null && archiveFrom !== null && lane.createdMicros < archiveFrom;
  return {
    ...nothing,
    grade: 'not-recorded',
    isOlder,
    says: `${mfa}${isOlder ? 'signed in before this archive begins' : 'sign-in not here'}`,
  };
}

function keyObtained(lane: UsedLane, mints: readonly Mint[], archiveFrom: number | null): Obtained {
  const answered = mints.find(({ issued_key }) => issued_key === lane.key);
  if (answered)
    return {
      ...from(answered),
      grade: 'recorded',
      says: answered.action,
      otherExplanation: null,
    };
  if (lane.kind === 'key')
    return { ...nothing, grade: 'not-recorded', says: 'no CreateAccessKey for it here' };
  const [beside] = ofSession(lane, mints).filter(({ issued_key }) => issued_key === null);
  if (beside)
    return {
      ...from(beside),
      grade: 'inferred',
      says: `${beside.action}, whose answer names no key`,
      otherExplanation: 'Another session of the same name that was handed out in the same two seconds.',
    };
  const isOlder = lane.createdMicros !== null && archiveFrom !== null && lane.createdMicros < archiveFrom;
  return {
    ...nothing,
    grade: 'not-recorded',
    isOlder,
    says: isOlder ? 'issued before this archive begins' : 'the call that issued it is not here',
  };
}

/** How a credential was obtained. `archiveFrom` is the time of the archive's first event, null without one. */
export function obtainedOf(lane: UsedLane, mints: readonly Mint[], archiveFrom: number | null): Obtained {
  switch (lane.kind) {
    case 'console':
      return consoleObtained(lane, mints, archiveFrom);
    case 'key':
    case 'temporary':
      return keyObtained(lane, mints, archiveFrom);
    case 'aws':
      return {
        ...nothing,
        grade: 'not-recorded',
        says: 'made by AWS services; no call of the holder stands before them',
      };
    case 'sign-in':
      return { ...nothing, grade: 'recorded', says: 'sign-ins that no session here follows' };
    case 'none':
      return { ...nothing, grade: 'not-recorded', says: 'the records name no credential' };
  }
}
