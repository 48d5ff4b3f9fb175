import type { Other } from './found.ts';

/** Audit logs of other clouds and notifications of object stores, whose events are named as CloudTrail's are. */
interface LookAlike {
  readonly what: string;
  /** How their events name their source. */
  readonly source?: RegExp;
  /** Keys that all their events have and CloudTrail's never, in lower case and without separators; any one list. */
  readonly keys?: readonly (readonly string[])[];
  /** What a key says in their events. */
  readonly says?: readonly (readonly [key: string, pattern: RegExp])[];
}

/**
 * Sources: Alibaba Cloud, "ActionTrail event structure"; Tencent Cloud, "CloudAudit log format"; Huawei Cloud, "CTS trace
 * structure"; MinIO, "Bucket notifications"; Ceph, "Bucket notifications" (S3-compatible event); Oracle, "Contents of an Audit
 * log event"; Google, "AuditLog"; Microsoft, "Azure activity log event schema"; IBM, "Activity Tracker event fields"; Yandex
 * Cloud, "Audit log"; DMTF, "CADF data format".
 */
const lookAlikes: readonly LookAlike[] = [
  {
    what: 'Alibaba Cloud ActionTrail events',
    source: /(?:^|\.)aliyun(?:cs)?\.com$/i,
    keys: [['acsregion'], ['eventrw', 'eventname']],
    says: [['useridentitytype', /^ram-user$|^assumed-role$|^root-account$|^alibaba-cloud/]],
  },
  {
    what: 'Tencent CloudAudit events',
    source: /(?:^|\.)(?:qcloud|tencentcloudapi|tencentyun|tencent|tencentcs)\.com$/i,
    keys: [['cloudauditevent'], ['useridentitysecretid'], ['eventregion', 'eventname', 'eventsource']],
  },
  {
    what: 'Volcengine, Baidu, JD or Kingsoft cloud audit events',
    source: /(?:^|\.)(?:volcengine(?:api)?|volces|baidubce|bcelive|jdcloud(?:-api)?|ksyun)\.com$/i,
  },
  {
    what: 'Huawei Cloud CTS traces',
    source: /(?:^|\.)(?:my)?huaweicloud\.com$/i,
    keys: [
      ['traceid', 'tracename'],
      ['tracename', 'tracetype', 'servicetype'],
    ],
  },
  {
    what: 'Notifications of an object store other than S3 (such as MinIO’s or Ceph’s)',
    source: /^(?!aws:)[\w-]+:|^OBS$/i,
    says: [
      [
        'eventname',
        /^(?:\w+:)?Object(?:Created|Removed|Accessed|Restore|Transition|Lifecycle|Synced|Tagging)\b.*:|^(?:s3|cos|oss):/,
      ],
    ],
  },
  {
    what: 'Oracle Cloud audit events',
    says: [
      ['eventtype', /^com\.oracle(?:cloud)?\./i],
      ['source', /^ocid1\./],
    ],
    keys: [
      ['cloudeventsversion', 'eventtypeversion'],
      ['datacompartmentid', 'dataeventname'],
    ],
  },
  {
    what: 'Google Cloud audit logs',
    keys: [
      ['protopayload'],
      ['protopayloadmethodname'],
      ['protopayloadauditlogmethodname'],
      ['logname', 'insertid'],
    ],
  },
  {
    what: 'Azure activity logs',
    keys: [
      ['operationname', 'eventinitiatedby'],
      ['operationname', 'correlationid', 'resourcegroup'],
      ['operationnamevalue', 'activitystatusvalue'],
    ],
  },
  {
    what: 'Yandex Cloud audit trails',
    says: [['eventtype', /^yandex\.cloud\./]],
  },
  {
    what: 'Cloud audit events in CADF (IBM Cloud, OpenStack and others)',
    keys: [
      ['initiatortypeuri', 'targettypeuri'],
      ['typeuri', 'initiator', 'observer'],
      ['action', 'initiator', 'target', 'outcome'],
    ],
  },
];

/** What can be asked of an event: what stands under a name, written in lower case and without separators. */
type Lookup = ReadonlyMap<string, unknown>;

/** The names of an object, also without what stands before a dot, and of the objects directly in it: `useridentitytype`. */
function lookupOf(value: Readonly<Record<string, unknown>>): Lookup {
  const found = new Map<string, unknown>();
  for (const [key, one] of Object.entries(value)) {
    for (const name of [plain(key), plain(key.slice(key.lastIndexOf('.') + 1))])
      if (!found.has(name)) found.set(name, one);
    if (typeof one !== 'object' || one === null || Array.isArray(one)) continue;
    for (const [inner, deep] of Object.entries(one as Readonly<Record<string, unknown>>)) {
      const name = plain(key + inner);
      if (!found.has(name)) found.set(name, deep);
    }
  }
  return found;
}

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

const matches = ({ source, keys = [], says = [] }: LookAlike, lookup: Lookup): boolean => {
  const eventSource = lookup.get('eventsource');
  return (
    (source !== undefined && typeof eventSource === 'string' && source.test(eventSource)) ||
    keys.some((names) => names.every((name) => lookup.has(name))) ||
    says.some(([key, pattern]) => {
      const said = lookup.get(key);
      return typeof said === 'string' && pattern.test(said);
    })
  );
};

/** An event of CloudTrail names a service of AWS; nothing else about it needs to be looked at. */
const ofAws = /\.amazonaws\.com(?:\.cn)?$/;

/**
 * What an object is that looks like a CloudTrail record and is none, in words for the ledger; undefined for everything else.
 * Names are compared without case and separators, so that rows of tables are known too.
 */
export function lookAlike(value: Readonly<Record<string, unknown>>): Other | undefined {
  const source = value['eventSource'];
  if (typeof source === 'string' && ofAws.test(source)) return undefined;
  const lookup = lookupOf(value);
  if (ofAws.test(String(lookup.get('eventsource')))) return undefined;
  const known = lookAlikes.find((one) => matches(one, lookup));
  return known && { kind: 'other-cloud', reason: `${known.what}, not CloudTrail events.` };
}

/** A regular expression of RE2 for an eventSource that no record has, whatever its case: of notifications and other clouds. */
export const foreignSource = lookAlikes
  .flatMap(({ source }) => (source ? [source.source.replace('(?!aws:)', '')] : []))
  .join('|');
