import { setImmediate } from 'node:timers/promises';
import { lastingGroups } from '../../../../../shared/cloudtrail/lasting/state.ts';
import { plainEventName } from '../../../../../shared/cloudtrail/event-name.ts';
import { recordingActions } from '../../../../../shared/cloudtrail/recording/recording-change.ts';
import { statesOf } from '../../../../../shared/cloudtrail/lasting/states.ts';
import { serviceName } from '../../../../../shared/cloudtrail/service-name.ts';
import type { Lasting, LastingEnd, LastingLine } from '../../../../../shared/contract/entities.ts';
import type { AnsweredQuestion } from '../../../ask/question.ts';
import { throwIfAborted, type Reader } from '../../../db/pool.ts';
import { changeOf, type Change } from './changes.ts';
import { pairsOf, type Lasted } from './pair.ts';
import { changesOf, changesOn, logBuckets, type ChangeRow } from './rows.ts';

const endOf = ({ row }: Change): LastingEnd => ({
  event: row.id,
  eventName: row.eventName ?? '',
  micros: row.micros,
  by: row.principal,
});

function lineOf({ thing, move, from, to, madeBy }: Lasted): LastingLine | undefined {
  const row = (from ?? to)?.row;
  const by = (from ?? to)?.row.principal ?? null;
  if (!row) return undefined;
  const isUnique = thing.uniqueKind !== undefined && thing.unique !== undefined;
  return {
    group: thing.group ?? move.group,
    ...{ before: thing.before, after: thing.after },
    target: {
      kind: (isUnique ? thing.uniqueKind : row.kind) ?? 'resource',
      name: (isUnique ? thing.unique : (row.name ?? thing.unique)) ?? '',
      ...{ arn: isUnique ? null : row.arn, account: row.recipientAccountId, region: row.awsRegion },
    },
    from: from ? endOf(from) : null,
    to: to ? endOf(to) : null,
    madeBySameActor: by !== null && madeBy === by,
    isByGrammar: move.isByGrammar,
    reason: 'reason' in move ? move.reason : null,
    isDoubtful: 'isDoubtful' in move && move.isDoubtful,
  };
}

const rank = ({ group }: LastingLine): number => lastingGroups.indexOf(group);
const at = ({ from, to }: LastingLine): number => (from ?? to)?.micros ?? 0;

interface Counted {
  lines: number;
  unended: number;
}

/** Lines by a key, counted, with those whose end is not seen. */
function countedBy(lines: readonly LastingLine[], key: (line: LastingLine) => string): Map<string, Counted> {
  const counts = new Map<string, Counted>();
  for (const line of lines) {
    const sum = counts.get(key(line)) ?? { lines: 0, unended: 0 };
    sum.lines += 1;
    if (line.to === null) sum.unended += 1;
    counts.set(key(line), sum);
  }
  return counts;
}

const made = (lines: readonly LastingLine[]): Lasting['made'] =>
  [
    ...countedBy(
      lines.filter(({ group, from }) => group === 'made' && from !== null),
      ({ target }) => target.kind,
    ),
  ]
    .map(([kind, counts]) => ({ kind, ...counts }))
    .sort((a, b) => b.lines - a.lines || (a.kind < b.kind ? -1 : 1));

function groupsOf(lines: readonly LastingLine[]): Lasting['groups'] {
  const counts = countedBy(lines, ({ group }) => group);
  return lastingGroups.flatMap((group) => {
    const sum = counts.get(group);
    return sum ? [{ group, ...sum }] : [];
  });
}

/** The actions that undo calls whose things have names of their own, which the targets do not tell. */
function actionsBeside(changes: readonly Change[]): readonly string[] {
  const named = changes.filter(({ moves }) =>
    moves.some(({ things }) => things.some(({ unique }) => unique !== undefined)),
  );
  return [
    ...new Set(
      named.flatMap(({ row }) =>
        statesOf(serviceName(row.eventSource ?? ''), row.eventName ?? '').flatMap(({ state }) => [
          ...Object.keys(state.begins ?? {}),
          ...Object.keys(state.ends ?? {}),
        ]),
      ),
    ),
  ];
}

const bucketActions = new Set(
  recordingActions.flatMap(([service, action]) => (service === 's3' ? [action] : [])),
);
const isOnBucket = ({ eventSource, eventName }: ChangeRow): boolean =>
  eventSource === 's3.amazonaws.com' && bucketActions.has(plainEventName(eventName ?? ''));

/**
 * How long the changes of a question lasted. Each that was done is paired with what ended it on the same target, at any time and
 * by anybody; what was deleted took with it what was open on it. A line without a beginning began before this archive, one
 * without an end has none that is seen here.
 */
export async function lasting(reader: Reader, question: AnsweredQuestion, limit: number): Promise<Lasting> {
  const { rows, total } = await changesOf(reader, question);
  const own = rows.map(changeOf).filter(({ moves, row }) => moves.length > 0 || isRecording(row));
  const names = [...new Set(own.flatMap(({ row }) => row.name ?? []))];
  const [others, buckets] = await Promise.all([
    changesOn(reader, names, actionsBeside(own)),
    rows.some(isOnBucket) ? logBuckets(reader) : new Set<string>(),
  ]);
  const known = new Map(own.map((change) => [change.row.id, change]));
  const onSame = await inPieces(others.rows, (row) => known.get(row.id) ?? changeOf(row), reader.signal);
  const all = others.isCut ? merged(own, onSame) : onSame;
  const isOwn = ({ from, to }: Lasted): boolean =>
    [from, to].some((change) => change !== undefined && known.has(change.row.id));
  const lines = pairsOf(all, buckets)
    .filter(isOwn)
    .flatMap((line) => lineOf(line) ?? [])
    .sort((a, b) => rank(a) - rank(b) || at(a) - at(b));
  return {
    lines: lines.slice(0, limit),
    groups: groupsOf(lines),
    made: made(lines),
    leftOut: {
      lines: Math.max(0, lines.length - limit),
      events: Math.max(0, total - rows.length),
      isOthersCut: others.isCut,
    },
  };
}

const recordingNames = new Set(recordingActions.map(([service, action]) => `${service} ${action}`));
const isRecording = ({ eventSource, eventName }: ChangeRow): boolean =>
  recordingNames.has(`${serviceName(eventSource ?? '')} ${plainEventName(eventName ?? '')}`);

/** Between two rests, in which calls are answered and a signal is heard. */
const rowsAtOnce = 500;

/** What is made of each row, with rests between. Errors: `cancelled`. */
async function inPieces<Row, Made>(
  rows: readonly Row[],
  make: (row: Row) => Made,
  signal: AbortSignal | undefined,
): Promise<readonly Made[]> {
  const all: Made[] = [];
  for (const [n, row] of rows.entries()) {
    all.push(make(row));
    if (n % rowsAtOnce !== rowsAtOnce - 1) continue;
    await setImmediate();
    throwIfAborted(signal);
  }
  return all;
}

/** Changes of both lists, each once, in the order of time. */
function merged(some: readonly Change[], others: readonly Change[]): readonly Change[] {
  const byId = new Map([...some, ...others].map((change) => [change.row.id, change]));
  return [...byId.values()].sort((a, b) => a.row.micros - b.row.micros);
}
