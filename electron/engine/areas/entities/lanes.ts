import type { CredentialKind, CredentialLane } from '../../../../shared/contract/entity-sections.ts';
import { credentialKinds } from '../../../../shared/contract/entity-sections.ts';
import type { Range } from '../../../../shared/contract/common.ts';
import { count, flag, numberOrNull, oneOf, text, textOrNull, type RowOf } from '../../db/rows.ts';
import type { Reader } from '../../db/pool.ts';
import { spanBetween } from '../../ask/span.ts';
import { whereOf, type AnsweredQuestion } from '../../ask/question.ts';
import { lanesQuery } from './lanes-sql.ts';

/** A credential before it is known how it was obtained. */
export type UsedLane = Omit<CredentialLane, 'obtained'>;

/** The credentials of a question and the sums of all its events. */
export interface UsedLanes {
  readonly span: Range | undefined;
  readonly distinct: number;
  readonly lanes: readonly UsedLane[];
  readonly events: number;
  readonly writes: number;
  readonly failed: number;
  readonly refused: number;
}

const row = {
  of: oneOf(['all', 'lane', 'address', 'client', 'bar']),
  in_lane: text,
  value: textOrNull,
  piece: numberOrNull,
  principal: textOrNull,
  holder: textOrNull,
  created: numberOrNull,
  access_key: textOrNull,
  mfa: (value: unknown): boolean | null => (value === null ? null : flag(value)),
  first_at: numberOrNull,
  last_at: numberOrNull,
  events: count,
  direct: count,
  writes: count,
  failed: count,
  refused: count,
  in_all: numberOrNull,
};
type Row = RowOf<typeof row>;

const kindOf = oneOf<CredentialKind>(credentialKinds);

function valuesIn(rows: readonly Row[], of: Row['of']): UsedLane['addresses'] {
  const own = rows
    .filter((one) => one.of === of)
    .toSorted((a, b) => b.events - a.events || ((a.value ?? '') < (b.value ?? '') ? -1 : 1));
  return {
    distinct: own[0]?.in_all ?? 0,
    values: own.map(({ value, events }) => ({ value: value ?? '', events })),
  };
}

function laneOf(lane: Row, rows: readonly Row[]): UsedLane {
  const kind = kindOf(lane.in_lane.split(' ', 1)[0]);
  const hasKey = kind === 'key' || kind === 'temporary';
  const bars = rows
    .filter(({ of }) => of === 'bar')
    .toSorted((a, b) => (a.piece ?? 0) - (b.piece ?? 0))
    .map((bar): [number, number, number, number] => [
      bar.piece ?? 0,
      bar.events - bar.writes - bar.failed,
      bar.writes,
      bar.failed,
    ]);
  return {
    id: lane.in_lane,
    kind,
    key: hasKey ? lane.access_key : null,
    createdMicros: hasKey || kind === 'console' ? lane.created : null,
    principal: lane.principal,
    principalId: lane.holder,
    isMfa: lane.mfa,
    firstMicros: lane.first_at,
    lastMicros: lane.last_at,
    events: lane.events,
    direct: lane.direct,
    byAws: lane.events - lane.direct,
    writes: lane.writes,
    failed: lane.failed,
    refused: lane.refused,
    addresses: valuesIn(rows, 'address'),
    clients: valuesIn(rows, 'client'),
    bars,
  };
}

/** The credentials that the events of a question were made with, those with most writes first. */
export async function readLanes(
  reader: Reader,
  question: AnsweredQuestion,
  limit: number,
  pieces: number,
): Promise<UsedLanes> {
  const rows = await reader.read(lanesQuery(whereOf(question), limit, pieces), row);
  const byLane = new Map<string, Row[]>();
  for (const one of rows) {
    const group = byLane.get(one.in_lane);
    if (group) group.push(one);
    else byLane.set(one.in_lane, [one]);
  }
  const all = rows.find(({ of }) => of === 'all');
  if (!all) throw new Error('The credentials of a page came without their sum');
  const lanes = rows
    .filter(({ of }) => of === 'lane')
    .map((lane) => laneOf(lane, byLane.get(lane.in_lane) ?? []));
  const { events, writes, failed, refused } = all;
  return {
    span: spanBetween(all.first_at, all.last_at),
    distinct: all.in_all ?? 0,
    lanes: lanes.toSorted((a, b) => b.writes - a.writes || b.events - a.events || (a.id < b.id ? -1 : 1)),
    ...{ events, writes, failed, refused },
  };
}
