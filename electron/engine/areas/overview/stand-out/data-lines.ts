import { is, isAmong } from '../../../../../shared/cloudtrail/conditions.ts';
import type { Statement } from '../../../../../shared/contract/statement.ts';
import type { Filter } from '../../../../../shared/filter/filter.ts';
import { addressesOf, distinct, grouped, hour, hoursIn, lengthOf, spanOf, total } from './action-groups.ts';
import type { Action } from './read-actions.ts';
import { byCaller, statementOf } from './statement-of.ts';
import { actorPart, bytesInWords, counted, lasting, listed, says, value } from './words.ts';

/** Reads of objects of a bucket in one hour; a person reads fewer than a program. */
const manyObjects = 50;
/** Fewer reads of objects in an hour, by a person, are no reason to look. */
export const manyByPerson = 20;
/** Fewer bytes are none either. */
export const manyBytes = 1e9;
/** So many times more than in the other hours is no habit any more. */
const spike = 5;

/** The hours of most reads, where they stand out from the others; undefined where reading so much is a habit. */
function peakOf(actions: readonly Action[]): readonly Action[] | undefined {
  const hours = [...grouped(actions, ({ first }) => String(Math.floor(first / hour)))].sort(
    (a, b) => total(b) - total(a),
  );
  const middle = hours[Math.floor(hours.length / 2)];
  if (hours.length <= 3) return actions;
  const peak = hours.filter((own) => total(own) >= spike * total(middle ?? []));
  return peak.length > 0 && peak.length <= 3 ? peak.flat() : undefined;
}

function takenLine(all: readonly Action[], archiveFrom: number): Statement | undefined {
  const actions = peakOf(all);
  const [one] = actions ?? [];
  if (!actions || !one?.object) return undefined;
  const bytes = actions.reduce((sum, { bytesOut }) => sum + bytesOut, 0);
  const peaks = grouped(actions, ({ first }) => String(Math.floor(first / hour))).map(total);
  const least = one.identityType === 'IAMUser' ? manyByPerson : manyObjects;
  if (Math.max(...peaks) < least && bytes < manyBytes) return undefined;
  const { fromMicros, toMicros } = spanOf(actions);
  const isNew = fromMicros > archiveFrom;
  const isAll = actions.length === all.length;
  const often = total(all.filter(({ first, last }) => last >= fromMicros && first < toMicros));
  return statementOf({
    rule: 'objects-read-in-bulk',
    about: [one.principal, one.object],
    severity: isNew && (bytes >= manyBytes || total(actions) >= 4 * manyObjects) ? 'H' : 'M',
    subject: 'Exfiltration',
    says: [
      actorPart(one.principal),
      says(` read ${counted(often, 'object')} of bucket `),
      value(one.object),
      ...(bytes > 0 ? [says(`, ${bytesInWords(bytes)}`)] : []),
    ],
    detail: [
      says(
        `in ${lasting(lengthOf(actions))}, ${isAll ? 'and in no other hour here' : 'far more than in other hours'}; from `,
      ),
      ...listed(addressesOf(actions), 'sourceIPAddress'),
    ],
    theirs: ['T1530', 'Exfiltration:S3/AnomalousBehavior'],
    count: often,
    filter: byCaller(
      one.principal,
      is('eventName', 'GetObject'),
      is('result', 'done'),
      is('requestParameters.bucketName', one.object),
      ...(isAll ? [] : [within(fromMicros, fromMicros + lengthOf(actions))]),
    ),
    spans: [{ fromMicros, toMicros }],
    notKnown: bytes > 0 ? [] : ['How many bytes: no record says.'],
  });
}

const timeText = (micros: number): string => `${new Date(micros / 1000).toISOString().slice(0, 19)}Z`;

/** Events from one moment to another, both included. */
const within = (from: number, to: number): Filter => ({
  kind: 'field',
  field: 'eventTime',
  test: { op: 'between', from: timeText(from), to: timeText(to) },
});

/** Fewer are tidying up. */
const manyDeletions = 20;
const deletions = [
  'DeleteObject',
  'DeleteObjects',
  'TerminateInstances',
  'DeleteSnapshot',
  'DeregisterImage',
  'DeleteVolume',
  'DeleteBucket',
  'DeleteSecret',
];

function deletedLine(actions: readonly Action[]): Statement | undefined {
  const [one] = actions;
  if (!one || total(actions) < manyDeletions || hoursIn(actions) > 3) return undefined;
  const span = spanOf(actions);
  // Spread over days it is how somebody works.
  if (span.toMicros - span.fromMicros > 24 * hour) return undefined;
  return statementOf({
    rule: 'deleted-in-bulk',
    about: [one.principal],
    severity: 'M',
    subject: 'Impact',
    says: [
      actorPart(one.principal),
      says(` deleted in bulk: ${counted(total(actions), 'call')} of `),
      ...listed(distinct(actions.map(({ name }) => name)), 'eventName'),
    ],
    detail: [says(`in ${lasting(lengthOf(actions))}`)],
    theirs: ['T1485', 'Impact:S3/AnomalousBehavior.Delete'],
    count: total(actions),
    filter: byCaller(one.principal, is('result', 'done'), isAmong('eventName', deletions)),
    spans: [span],
  });
}

/** Lines about data that was read or destroyed in bulk; `taken` are reads of objects hour by hour. */
export function dataLines(actions: readonly Action[], taken: readonly Action[]): readonly Statement[] {
  const archiveFrom = actions[0]?.first ?? 0;
  const deleted = actions.filter(({ result, name }) => result === 'done' && deletions.includes(name));
  return [
    ...grouped(taken, ({ principal, object }) => `${principal} ${object ?? ''}`).map((own) =>
      takenLine(own, archiveFrom),
    ),
    ...grouped(deleted, ({ principal }) => principal).map(deletedLine),
  ].filter((line) => line !== undefined);
}
