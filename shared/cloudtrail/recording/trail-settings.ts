import { flag, isHidden, member, text, told, type Documents } from './json.ts';
import { finding, type Finding } from './judgement.ts';

/** What a call on a trail or a store was sent, beside where and when. */
export interface Asked {
  readonly request: unknown;
  readonly region: string | undefined;
  readonly micros: string | undefined;
}

/** Since then global services are recorded in us-east-1, so that only a trail of that one Region needs the switch. Source: CloudTrail User Guide, “Global service events”. */
const globalEventsMoved = '2021-11-22';

interface Switch {
  readonly key: string;
  /** Other names of the same in answers. */
  readonly also?: string;
  readonly off: string;
  readonly on: string;
  readonly words: string;
}

const switches: readonly Switch[] = [
  {
    key: 'isMultiRegionTrail',
    off: 'Only the home Region is recorded: the shadow trails of all other Regions are gone.',
    on: 'All Regions are recorded.',
    words: 'other Regions off on',
  },
  {
    key: 'enableLogFileValidation',
    also: 'logFileValidationEnabled',
    off: 'No digest files are delivered, so that log files cannot be verified.',
    on: 'Digest files are delivered.',
    words: 'digests off on',
  },
  {
    key: 'isOrganizationTrail',
    off: 'The trail records this account alone, no more the members of the organization.',
    on: 'The trail records all accounts of the organization.',
    words: 'member accounts off on',
  },
  {
    key: 'multiRegionEnabled',
    off: 'The store takes the events of one Region alone.',
    on: 'The store takes the events of all Regions.',
    words: 'other Regions off on',
  },
  {
    key: 'organizationEnabled',
    off: 'The store takes the events of this account alone.',
    on: 'The store takes the events of all accounts of the organization.',
    words: 'member accounts off on',
  },
  {
    key: 'terminationProtectionEnabled',
    off: 'The store can be deleted.',
    on: 'The store is protected against deletion.',
    words: 'protection off on',
  },
];

function switched(one: Switch, { request }: Asked, before: Documents): readonly Finding[] {
  const now = flag(member(request, one.key));
  if (now === undefined) return [];
  const then = flag(told(before, one.key, ...(one.also === undefined ? [] : [one.also])));
  if (then === now) return [finding('same', `${one.key} was ${now} before.`)];
  return [now ? finding('widens', one.on) : finding('narrows', one.off, one.words)];
}

function globalEvents({ request, region, micros }: Asked, before: Documents): readonly Finding[] {
  const now = flag(member(request, 'includeGlobalServiceEvents'));
  if (now === undefined) return [];
  if (flag(told(before, 'includeGlobalServiceEvents')) === now)
    return [finding('same', `includeGlobalServiceEvents was ${now} before.`)];
  if (now) return [finding('widens', 'Events of global services such as IAM are recorded.')];
  const isMoved = micros !== undefined && micros >= globalEventsMoved;
  if (isMoved && region !== undefined && region !== 'us-east-1')
    return [
      finding(
        'same',
        `Events of global services are recorded in us-east-1; a trail of ${region} has none to lose.`,
      ),
    ];
  return [finding('narrows', 'Events of global services such as IAM are left out.', 'global events off on')];
}

interface Place {
  readonly key: string;
  readonly what: string;
  /** Why another value matters to those who read the log. */
  readonly matters: string;
  readonly words: string;
  /** What an empty value means; nothing where it cannot be empty. */
  readonly gone?: Finding;
}

const places: readonly Place[] = [
  {
    key: 's3BucketName',
    what: 'bucket',
    matters: 'who reads the bucket from before gets nothing more',
    words: 'another bucket for',
  },
  {
    key: 's3KeyPrefix',
    what: 'prefix in the bucket',
    matters: 'who reads the place from before gets nothing more',
    words: 'another prefix for',
  },
  {
    key: 'kmsKeyId',
    what: 'key',
    matters: 'who may not use the new key can read nothing more',
    words: 'another key for',
    gone: finding(
      'same',
      'Log files are no longer encrypted with a key of the account; they can be read as before.',
    ),
  },
  {
    key: 'cloudWatchLogsLogGroupArn',
    what: 'log group',
    matters: 'alarms on the log group from before see nothing more',
    words: 'another log group for',
    gone: finding(
      'narrows',
      'Events no longer go to a log group, so alarms on it see nothing more.',
      'log group off on',
    ),
  },
];

function placed(place: Place, { request }: Asked, before: Documents): readonly Finding[] {
  const value = member(request, place.key);
  const now = text(value);
  if (now === undefined) return [];
  if (isHidden(value)) return [finding('cannot be told', `The ${place.what} in the request was hidden.`)];
  if (now === '') return place.gone ? [place.gone] : [];
  const then = text(told(before, place.key));
  if (then === undefined)
    return [
      finding(
        'cannot be told',
        `The request names a ${place.what}; which one it was before is not in this record.`,
      ),
    ];
  if (then === now) return [finding('same', `The ${place.what} is the one from before.`)];
  return [finding('narrows', `Another ${place.what}: ${place.matters}.`, place.words)];
}

function kept({ request }: Asked, before: Documents): readonly Finding[] {
  const now = Number(text(member(request, 'retentionPeriod')) ?? NaN);
  if (Number.isNaN(now)) return [];
  const then = Number(text(told(before, 'retentionPeriod')) ?? NaN);
  if (Number.isNaN(then))
    return [
      finding(
        'cannot be told',
        `Events are kept for ${now} days; for how many before is not in this record.`,
      ),
    ];
  if (then === now) return [finding('same', `Events are kept for ${now} days as before.`)];
  return now < then
    ? [finding('narrows', `Events are kept for ${now} instead of ${then} days.`, 'shorter keeping in')]
    : [finding('widens', `Events are kept for ${now} instead of ${then} days.`)];
}

/**
 * What a change of a trail or an event data store says of the recording, setting by setting. Changes are partial: a `false` that
 * stands in the request was sent on purpose. `before` are requests and answers about the same trail from earlier.
 */
export const settingFindings = (asked: Asked, before: Documents): readonly Finding[] => [
  ...switches.flatMap((one) => switched(one, asked, before)),
  ...globalEvents(asked, before),
  ...places.flatMap((place) => placed(place, asked, before)),
  ...kept(asked, before),
];
