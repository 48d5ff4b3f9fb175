import { flag, isHidden, isObject, list, member, text, texts } from './json.ts';
import { finding, type Finding } from './judgement.ts';

/** Keys of log files begin so, behind the prefix of their trail where it has one. */
const logRoot = 'AWSLogs/';

/** True when a prefix can stand before keys of logs: it is literal, so `*` matches only what begins with a star. */
const canMatch = (prefix: string): boolean =>
  prefix === '' ||
  prefix.startsWith(logRoot) ||
  logRoot.startsWith(prefix) ||
  /(^|\/)AWSLogs(\/|$)/.test(prefix);

interface Rule {
  readonly prefix: string;
  readonly days: string | undefined;
}

function prefixOf(rule: unknown): string {
  const filter = member(rule, 'filter');
  return (
    text(member(filter, 'prefix')) ??
    text(member(member(filter, 'and'), 'prefix')) ??
    text(member(rule, 'prefix')) ??
    ''
  );
}

function expiring(rule: unknown): readonly Rule[] {
  if (text(member(rule, 'status')) !== 'Enabled') return [];
  const expiry = member(rule, 'expiration');
  const days =
    text(member(expiry, 'days')) ??
    text(member(member(rule, 'noncurrentVersionExpiration'), 'noncurrentDays'));
  const isExpiring = days !== undefined || text(member(expiry, 'date')) !== undefined;
  return isExpiring ? [{ prefix: prefixOf(rule), days }] : [];
}

/** Rules by which objects of a log bucket expire. */
export function lifecycleFindings(request: unknown): readonly Finding[] {
  const configuration = member(request, 'lifecycleConfiguration') ?? member(request, 'lifecycle');
  if (isHidden(configuration) || !isObject(configuration))
    return [finding('cannot be told', 'The rules are not in the record.')];
  const rules = list(member(configuration, 'rule') ?? member(configuration, 'rules')).flatMap(expiring);
  if (rules.length === 0) return [finding('same', 'No rule makes objects expire.')];
  const matching = rules.filter(({ prefix }) => canMatch(prefix));
  const [first] = matching;
  if (first)
    return [
      finding(
        'narrows',
        `Log files expire${first.days === undefined ? '' : ` after ${first.days} day${first.days === '1' ? '' : 's'}`}; rules run once a day.`,
        'logs of',
        first.days === undefined ? 'expire' : `kept ${first.days} day${first.days === '1' ? '' : 's'}`,
      ),
    ];
  const prefixes = [...new Set(rules.map(({ prefix }) => `“${prefix}”`))].slice(0, 3).join(', ');
  return [
    finding(
      'cannot be told',
      `A rule makes objects expire, for the literal prefix ${prefixes}, with which keys of logs do not begin by themselves.`,
      'logs of',
      `meant to expire${rules[0]?.days === undefined ? '' : ` after ${rules[0].days} day${rules[0].days === '1' ? '' : 's'}`}`,
    ),
  ];
}

const deliverers = /^(cloudtrail|config|delivery\.logs)\.amazonaws\.com$/;

/** Whom a policy of a log bucket lets write, or keeps from it. */
export function policyFindings(request: unknown): readonly Finding[] {
  const policy = member(request, 'bucketPolicy') ?? member(request, 'policy');
  if (!isObject(policy)) return [finding('cannot be told', 'The policy is not in the record.')];
  const services = (effect: string): readonly string[] =>
    list(member(policy, 'statement')).flatMap((one) =>
      text(member(one, 'effect')) === effect ? texts(member(member(one, 'principal'), 'service')) : [],
    );
  if (services('Deny').some((one) => deliverers.test(one)))
    return [
      finding('narrows', 'The policy denies the service that delivers the logs.', 'delivery denied to'),
    ];
  if (services('Allow').some((one) => deliverers.test(one)))
    return [finding('same', 'The policy still lets the service write that delivers the logs.')];
  return [
    finding(
      'narrows',
      'The policy names no service that delivers logs, so their delivery fails.',
      'no delivery allowed to',
    ),
  ];
}

/** Where access logs of a bucket go; without a target they go nowhere. */
export function accessLogFindings(request: unknown): readonly Finding[] {
  const status = member(request, 'bucketLoggingStatus') ?? member(request, 'logging');
  const enabled = member(status, 'loggingEnabled');
  if (text(member(enabled, 'targetBucket')) !== undefined)
    return [finding('widens', 'Access to the bucket is logged.')];
  if (status === undefined || isHidden(status))
    return [finding('cannot be told', 'The settings are not in the record.')];
  return [finding('narrows', 'No target is named: access to the bucket is not logged.', 'access log off on')];
}

/** What a recorder of Config looks at. */
export function recorderFindings(request: unknown): readonly Finding[] {
  const recorder = member(request, 'configurationRecorder') ?? request;
  const group = member(recorder, 'recordingGroup');
  if (!isObject(group)) return [finding('cannot be told', 'The record does not say what is looked at.')];
  const isAll = flag(member(group, 'allSupported'));
  const excluded = texts(member(member(group, 'exclusionByResourceTypes'), 'resourceTypes'));
  if (excluded.length > 0)
    return [
      finding(
        'narrows',
        `${excluded.length} kinds of resources are left out.`,
        'kinds of resources left out by',
      ),
    ];
  if (isAll === false) {
    const types = texts(member(group, 'resourceTypes')).length;
    return [
      finding('narrows', `Only ${types} kinds of resources are looked at.`, 'few kinds of resources seen by'),
    ];
  }
  if (isAll === true && flag(member(group, 'includeGlobalResourceTypes')) === false)
    return [
      finding(
        'cannot be told',
        'All kinds are looked at but those of global services, which another Region may record.',
      ),
    ];
  return [
    finding(
      isAll ? 'widens' : 'cannot be told',
      isAll ? 'All kinds of resources are looked at.' : 'The record does not say what is looked at.',
    ),
  ];
}
