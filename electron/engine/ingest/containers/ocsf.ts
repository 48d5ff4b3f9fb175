import { categoryOf } from './row-record.ts';
import { pathOfColumn } from '../tables/field-names.ts';
import { jsonOf, type Draft } from '../tables/record-draft.ts';
import { at, eventTimeOf, putValue, saysEvent } from './record-values.ts';
import { isObject, other, partial, type JsonContainer, type JsonObject } from './container.ts';

const note = 'Put together from OCSF fields; what OCSF does not keep is missing from these records.';

/**
 * Where CloudTrail's fields are in OCSF, first match first. Sources: Security Lake User Guide, "CloudTrail events"; the
 * OCSF mapping of CloudTrail for schema versions 1.0.0-rc.2, 1.1.0 and 1.5.0.
 */
const paths: readonly (readonly [string, readonly string[]])[] = [
  ['eventVersion', ['metadata.product.version']],
  ['userIdentity.type', ['actor.user.type']],
  ['userIdentity.userName', ['actor.user.name']],
  ['userIdentity.accountId', ['actor.user.account.uid', 'actor.user.account_uid']],
  ['userIdentity.accessKeyId', ['actor.user.credential_uid']],
  ['userIdentity.invokedBy', ['actor.invoked_by']],
  ['userIdentity.onBehalfOf.identityStoreArn', ['actor.idp.uid']],
  ['userIdentity.sessionContext.attributes.creationDate', ['actor.session.created_time_dt']],
  ['userIdentity.sessionContext.sessionIssuer.arn', ['actor.session.issuer']],
  ['userIdentity.sessionContext.webIdFederationData.federatedProvider', ['actor.idp.name']],
  ['eventSource', ['api.service.name']],
  ['eventName', ['api.operation']],
  ['awsRegion', ['cloud.region']],
  ['sourceIPAddress', ['src_endpoint.ip', 'src_endpoint.domain']],
  ['userAgent', ['http_request.user_agent']],
  ['errorCode', ['api.response.error']],
  ['errorMessage', ['api.response.message', 'api.response.error_message']],
  ['requestID', ['api.request.uid']],
  ['eventID', ['metadata.uid']],
  ['eventType', ['metadata.event_code']],
  ['apiVersion', ['api.version']],
  ['recipientAccountId', ['cloud.account.uid', 'cloud.account_uid']],
  ['vpcEndpointId', ['src_endpoint.uid']],
];

/** OCSF events of CloudTrail, as JSON: mapped back to the record, or taken from `raw_data` where it is kept. */
export const ocsf: JsonContainer = {
  kind: 'ocsf',
  matches: (value) => typeof value['class_uid'] === 'number' && isObject(value['metadata']),
  items: (value, text, within) => {
    const original = value['raw_data'];
    const whole = typeof original === 'string' ? within(original, 'raw_data') : [];
    if (whole.some((item) => 'found' in item)) return whole;
    if (at(value, 'metadata.product.name') !== 'CloudTrail')
      return [other('ocsf', 'OCSF events of another product, not CloudTrail events.')];
    const { time, remark } = timeOf(value);
    const draft = draftOf(value, time);
    return saysEvent(draft)
      ? [partial(jsonOf(draft), text, note, remark)]
      : [other('ocsf', 'OCSF events that name no API call.')];
  },
};

const timesDisagree = 'time and time_dt disagree; time was taken, which OCSF requires.';
const timeMissing = 'time, which OCSF requires, is missing; time_dt was taken.';

/** `time` counts milliseconds since 1970 and is required, `time_dt` is the same as text. Source: OCSF schema, base event. */
function timeOf({ time, time_dt }: JsonObject): { readonly time: unknown; readonly remark?: string } {
  const required = eventTimeOf(time);
  const text = eventTimeOf(time_dt);
  if (required === undefined)
    return text === undefined ? { time: undefined } : { time: text, remark: timeMissing };
  return text === undefined || text === required
    ? { time: required }
    : { time: required, remark: timesDisagree };
}

function draftOf(value: JsonObject, time: unknown): Draft {
  const draft: Draft = new Map();
  putValue(draft, ['eventTime'], time);
  putValue(draft, ['eventCategory'], categoryOf(at(value, 'metadata.product.feature.name')));
  for (const [path, sources] of paths) {
    for (const source of sources) putValue(draft, path.split('.'), at(value, source));
  }
  putUser(draft, value);
  putValue(draft, ['requestParameters'], at(value, 'api.request.data'));
  putValue(draft, ['responseElements'], at(value, 'api.response.data'));
  putValue(draft, ['resources'], resourcesOf(value['resources']));
  for (const [key, text] of unmapped(value['unmapped'])) {
    const path =
      pathOfColumn(key) ??
      (key.startsWith('sessionContext.') ? ['userIdentity', ...key.split('.')] : undefined);
    if (path) putValue(draft, path, text);
  }
  return draft;
}

/** `uid` was the principal ID before `uid_alt` came and it became the ARN, which `uuid` held before. */
function putUser(draft: Draft, value: JsonObject): void {
  const isMfa = at(value, 'actor.session.is_mfa') ?? at(value, 'actor.session.mfa');
  if (typeof isMfa === 'boolean') {
    putValue(draft, ['userIdentity', 'sessionContext', 'attributes', 'mfaAuthenticated'], String(isMfa));
  }
  for (const key of ['uid', 'uid_alt', 'uuid']) {
    const id = at(value, `actor.user.${key}`);
    if (typeof id !== 'string' || id === '') continue;
    putValue(draft, ['userIdentity', id.startsWith('arn:') ? 'arn' : 'principalId'], id);
  }
}

function resourcesOf(resources: unknown): unknown {
  if (!Array.isArray(resources) || resources.length === 0) return undefined;
  return resources.filter(isObject).map((resource) => ({
    ARN: resource['uid'],
    accountId: at(resource, 'owner.account.uid') ?? resource['account_uid'],
    type: resource['type'],
  }));
}

/** `unmapped` is an object, or a list of pairs where it was written as a map. */
function unmapped(value: unknown): readonly (readonly [string, unknown])[] {
  if (isObject(value)) return Object.entries(value);
  if (!Array.isArray(value)) return [];
  return value.flatMap((pair: unknown): readonly (readonly [string, unknown])[] => {
    if (Array.isArray(pair)) return [[String(pair[0]), pair[1]]];
    return isObject(pair) ? [[String(pair['key']), pair['value']]] : [];
  });
}
