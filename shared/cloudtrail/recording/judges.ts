import {
  flag,
  isHidden,
  isObject,
  list,
  member,
  text,
  texts,
  told,
  documentsOf,
  type Documents,
} from './json.ts';
import { finding, together, type Finding, type RecordingChange } from './judgement.ts';
import { comparedSelectors, hiddenCallers, ofNewTrail, piecesOf, seenSelectors } from './selectors.ts';
import { settingFindings, type Asked } from './trail-settings.ts';

/** What is known besides the record of a call. */
export interface Known {
  /**
   * Records of earlier calls that were done on the same thing, or documents that say how it was, as `get-event-selectors` prints
   * and `describe-trails` of one trail; the newest first. The making of a trail among them says that it began as trails do.
   */
  readonly before?: Documents;
  /** True when the bucket of the call takes logs, false when it does not, undefined when nobody knows. */
  readonly isLogBucket?: boolean | undefined;
}

/** Judges a call by its record and what is known besides. */
export type Judge = (record: unknown, known: Known) => RecordingChange | undefined;

/** A call that means the same whatever it was sent. */
export const always =
  (aspect: string, direction: Finding['direction'], reason: string, before = '', after = ''): Judge =>
  () =>
    together(aspect, [finding(direction, reason, before, after)]);

const askedBy = (record: unknown): Asked => ({
  request: member(record, 'requestParameters'),
  region: text(member(record, 'awsRegion')),
  micros: text(member(record, 'eventTime')),
});

/** A call that is judged by its request alone. */
export const ofRequest =
  (aspect: string, judge: (request: unknown) => readonly Finding[]): Judge =>
  (record) =>
    together(aspect, judge(member(record, 'requestParameters')));

/** Settings of a trail. */
export const settings: Judge = (record, { before = [] }) =>
  together('settings', settingFindings(askedBy(record), documentsOf(before)));

/** How a trail records before a call: as the last set says, or as a new one where it was made and never set. */
const piecesBefore = (before: Documents): ReturnType<typeof piecesOf> =>
  before
    .map((one) =>
      text(member(one, 'eventName')) === 'CreateTrail'
        ? ofNewTrail
        : documentsOf([one])
            .map(piecesOf)
            .find((pieces) => pieces !== undefined),
    )
    .find((pieces) => pieces !== undefined);

/** Which events are selected: compared with the set before where one is known, else on sight. */
export const selectors: Judge = (record, { before = [] }) => {
  const after = piecesOf(member(record, 'requestParameters')) ?? piecesOf(member(record, 'responseElements'));
  if (!after)
    return together('selectors', [
      finding('cannot be told', 'The record does not say which events are selected.'),
    ]);
  const then = piecesBefore(before);
  const judged = then ? [comparedSelectors(then, after)] : seenSelectors(after);
  return together('selectors', [...judged, ...(then ? [] : hiddenCallers(after))]);
};

/** A store is changed in part: selectors count only where they were sent. */
export const store: Judge = (record, known) => {
  const found = settingFindings(askedBy(record), documentsOf(known.before ?? []));
  const isSelecting = piecesOf(member(record, 'requestParameters')) !== undefined;
  const selected = isSelecting ? selectors(record, known) : undefined;
  return together('settings', [...found, ...(selected ? [selected] : [])]);
};

/** Which Insights are computed. */
export const insights: Judge = (record, { before = [] }) => {
  const of = (document: unknown): ReadonlySet<string> | undefined => {
    const all = member(document, 'insightSelectors');
    if (all === undefined || isHidden(all)) return undefined;
    return new Set(
      list(all).flatMap((one) => {
        const type = text(member(one, 'insightType'));
        const categories = texts(member(one, 'eventCategories'));
        return type === undefined
          ? []
          : (categories.length > 0 ? categories : ['Management']).map((category) => `${type} ${category}`);
      }),
    );
  };
  const after = of(member(record, 'requestParameters'));
  const then = documentsOf(before)
    .map(of)
    .find((found) => found !== undefined);
  if (!after)
    return together('insights', [
      finding('cannot be told', 'The record does not say which Insights are computed.'),
    ]);
  if (after.size === 0)
    return together('insights', [finding('narrows', 'No Insights are computed.', 'Insights off on')]);
  if (!then)
    return together('insights', [
      finding('cannot be told', 'The list overwrites the one before it, which is not in this record.'),
    ]);
  const lost = [...then].filter((one) => !after.has(one));
  if (lost.length > 0)
    return together('insights', [
      finding('narrows', `No Insights of ${lost.join(', ')} are computed.`, 'fewer Insights on'),
    ]);
  return together('insights', [
    finding(
      after.size > then.size ? 'widens' : 'same',
      after.size > then.size ? 'More Insights are computed.' : 'The list is the one from before.',
    ),
  ]);
};

/** For how long a log group keeps its events. */
export const retention: Judge = (record, { before = [] }) => {
  const days = (of: unknown): number => Number(text(member(of, 'retentionInDays')) ?? NaN);
  const [now, then] = [
    days(member(record, 'requestParameters')),
    Number(text(told(documentsOf(before), 'retentionInDays')) ?? NaN),
  ];
  const found =
    Number.isNaN(now) || Number.isNaN(then)
      ? finding('cannot be told', 'For how long events were kept before is not in this record.')
      : now < then
        ? finding(
            'narrows',
            `Events are kept for ${now} instead of ${then} days.`,
            'events of',
            `kept ${now} days`,
          )
        : finding(now > then ? 'widens' : 'same', `Events are kept for ${now} days, before for ${then}.`);
  return together('retention', [found]);
};

/** Settings of a GuardDuty detector. */
export const detector: Judge = (record) => {
  const enabled = flag(member(member(record, 'requestParameters'), 'enable'));
  const features = list(member(member(record, 'requestParameters'), 'features')).some(
    (one) => isObject(one) && text(member(one, 'status')) === 'DISABLED',
  );
  const found =
    enabled === false
      ? finding('narrows', 'The detector is switched off.', 'detection off by')
      : features
        ? finding('narrows', 'Sources or protections of the detector are switched off.', 'less detection by')
        : finding(
            enabled ? 'widens' : 'cannot be told',
            enabled ? 'The detector is switched on.' : 'The request does not say what it switches.',
          );
  return together('detection', [found]);
};

/** A call on a bucket, which is about recording only where the bucket takes logs. */
export const ofLogBucket =
  (judge: Judge, otherwise: string): Judge =>
  (record, known) => {
    if (known.isLogBucket === false) return undefined;
    const judged = judge(record, known);
    if (known.isLogBucket === true || judged?.direction !== 'narrows') return judged;
    return { ...judged, direction: 'cannot be told', reason: `${judged.reason} ${otherwise}` };
  };
/** Said where nobody knows what a bucket takes. */
export const unknownBucket = 'Whether the bucket takes logs is not in this record.';

/** Something records from here on. */
export const isStart = (reason: string): Judge => always('logging', 'widens', reason);
