import { memberText } from '../scan/json-spans.ts';
import { jsonOf, put, type Draft } from '../tables/record-draft.ts';
import { StructReader } from '../tables/sql-struct.ts';
import { isObject, other, partial, type JsonContainer, type JsonObject } from './container.ts';
import { at, eventTimeOf, isNested, putValue, saysEvent } from './record-values.ts';
import { recordOfRow } from './row-record.ts';

const note =
  'Put together from Elastic fields, which lack long parameters; the original event was not kept in these documents.';

/** CloudTrail's fields in ECS, first match first. Source: Elastic, "AWS CloudTrail integration" and Filebeat's exported fields. */
const paths: readonly (readonly [string, readonly string[]])[] = [
  ['eventVersion', ['aws.cloudtrail.event_version']],
  ['userIdentity.type', ['aws.cloudtrail.user_identity.type']],
  ['userIdentity.arn', ['aws.cloudtrail.user_identity.arn']],
  ['userIdentity.accessKeyId', ['aws.cloudtrail.user_identity.access_key_id']],
  ['userIdentity.accountId', ['aws.cloudtrail.user_identity.account_id']],
  ['userIdentity.credentialId', ['aws.cloudtrail.user_identity.credential_id']],
  ['userIdentity.identityProvider', ['aws.cloudtrail.user_identity.identity_provider']],
  ['userIdentity.invokedBy', ['aws.cloudtrail.user_identity.invoked_by']],
  [
    'userIdentity.sessionContext.attributes.creationDate',
    ['aws.cloudtrail.user_identity.session_context.creation_date'],
  ],
  [
    'userIdentity.sessionContext.attributes.mfaAuthenticated',
    ['aws.cloudtrail.user_identity.session_context.mfa_authenticated'],
  ],
  ...inside('userIdentity.sessionContext', 'user_identity.session_context', [
    ...['source_identity', 'ec2_role_delivery', 'ec2_issued_in_vpc', 'assumed_root', 'sign_in_session_arn'],
  ]),
  ...inside('userIdentity.sessionContext.sessionIssuer', 'user_identity.session_context.session_issuer', [
    ...['type', 'arn', 'principal_id', 'account_id', 'user_name'],
  ]),
  ...inside(
    'userIdentity.sessionContext.webIdFederationData',
    'user_identity.session_context.web_id_federation_data',
    ['federated_provider'],
  ),
  ...inside('userIdentity.onBehalfOf', 'user_identity.on_behalf_of', ['user_id', 'identity_store_arn']),
  ...inside('userIdentity.inScopeOf', 'user_identity.in_scope_of', [
    ...['issuer_type', 'credentials_issued_to', 'source_arn', 'source_account'],
  ]),
  ['eventSource', ['event.provider']],
  ['eventName', ['event.action']],
  ['awsRegion', ['cloud.region']],
  ['sourceIPAddress', ['source.address', 'source.ip']],
  ['userAgent', ['user_agent.original']],
  ['errorCode', ['aws.cloudtrail.error_code']],
  ['errorMessage', ['aws.cloudtrail.error_message']],
  ['requestID', ['aws.cloudtrail.request_id']],
  ['eventID', ['event.id']],
  ['readOnly', ['aws.cloudtrail.read_only']],
  ['eventType', ['aws.cloudtrail.event_type']],
  ['apiVersion', ['aws.cloudtrail.api_version']],
  ['managementEvent', ['aws.cloudtrail.management_event']],
  ['recipientAccountId', ['aws.cloudtrail.recipient_account_id', 'cloud.account.id']],
  ['sharedEventID', ['aws.cloudtrail.shared_event_id']],
  ['vpcEndpointId', ['aws.cloudtrail.vpc_endpoint_id']],
  ['vpcEndpointAccountId', ['aws.cloudtrail.vpc_endpoint_account_id']],
  ['tlsDetails.cipherSuite', ['tls.cipher']],
  ['tlsDetails.clientProvidedHostHeader', ['tls.client.server_name']],
  ['eventCategory', ['aws.cloudtrail.event_category']],
  ['sessionCredentialFromConsole', ['aws.cloudtrail.session_credential_from_console']],
];

/** Keys of an object that Elastic only spells otherwise: `user_name` is `userName`. */
function inside(
  path: string,
  ecs: string,
  keys: readonly string[],
): readonly (readonly [string, readonly string[]])[] {
  return keys.map((key) => [
    `${path}.${key.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())}`,
    [`aws.cloudtrail.${ecs}.${key}`],
  ]);
}

/** Parts of a record that stand whole under `flattened`, and as text of several forms beside it. */
const documents: readonly (readonly [string, string])[] = [
  ['requestParameters', 'request_parameters'],
  ['responseElements', 'response_elements'],
  ['additionalEventData', 'additional_eventdata'],
  ['serviceEventDetails', 'service_event_details'],
  ['insightDetails', 'insight_details'],
  ['resources', 'resources'],
];

const isCloudTrail = (value: JsonObject): boolean =>
  isObject(at(value, 'aws.cloudtrail')) ||
  Object.keys(value).some((key) => key.startsWith('aws.cloudtrail.')) ||
  (isObject(value['aws']) && Object.keys(value['aws']).some((key) => key.startsWith('cloudtrail.'))) ||
  at(value, 'event.dataset') === 'aws.cloudtrail' ||
  /^[\w.-]+\.amazonaws\.com$/.test(String(at(value, 'event.provider')));

const isDigest = (value: JsonObject): boolean =>
  at(value, 'aws.cloudtrail.digest') !== undefined ||
  Object.keys(value).some((key) => key.startsWith('aws.cloudtrail.digest.'));

const ofOthers = other('elastic', 'Elastic documents of another source, not CloudTrail events.');

/**
 * Elastic documents of CloudTrail: `event.original` is the record; without it the mapped fields are all there is, nested or
 * with dots in their keys. Source: Elastic, "AWS CloudTrail integration".
 */
export const elasticDocument: JsonContainer = {
  kind: 'elastic',
  matches: (value) => typeof at(value, 'event.original') === 'string' || isCloudTrail(value),
  items: (value, text, within) => {
    for (const path of ['event.original', 'message']) {
      const original = at(value, path);
      const whole = typeof original === 'string' ? within(original, path) : [];
      if (whole.some((item) => 'found' in item)) return whole;
    }
    if (!isCloudTrail(value)) return [ofOthers];
    if (isDigest(value))
      return [other('digest', 'CloudTrail digest files as Elastic documents, not CloudTrail events.')];
    const draft = draftOf(value);
    if (saysEvent(draft) || draft.has('insightDetails')) return [partial(jsonOf(draft), text, note)];
    const renamed = recordOfRow(value);
    return [renamed === undefined ? ofOthers : partial(renamed, text, note)];
  },
};

/**
 * A search response of Elasticsearch or OpenSearch, or one of its hits. `fields` holds every value in a list.
 * Source: Elasticsearch reference, "Search API".
 */
export const elasticSearch: JsonContainer = {
  kind: 'elastic',
  matches: ({ _source, hits, _index, fields }) =>
    isObject(_source) ||
    (isObject(hits) && Array.isArray(hits['hits'])) ||
    (typeof _index === 'string' && isObject(fields)),
  items: (value, text, within) => {
    if (isObject(value['_source'])) return within(memberText(text, '_source') ?? '', '_source');
    if (isObject(value['hits'])) return within(memberText(text, 'hits', 'hits') ?? '', 'The search hits');
    const fields = Object.entries(isObject(value['fields']) ? value['fields'] : {});
    const single = fields.map(([key, list]: [string, unknown]): [string, unknown] => [
      key,
      Array.isArray(list) && list.length === 1 ? (list as readonly unknown[])[0] : list,
    ]);
    return within(JSON.stringify(Object.fromEntries(single)), 'fields');
  },
};

function draftOf(value: JsonObject): Draft {
  const draft: Draft = new Map();
  putValue(draft, ['eventTime'], eventTimeOf(at(value, '@timestamp')));
  for (const [path, sources] of paths) {
    for (const source of sources) putValue(draft, path.split('.'), at(value, source));
  }
  const tls = at(value, 'tls.version');
  if (typeof tls === 'string') putValue(draft, ['tlsDetails', 'tlsVersion'], tls.replace(/^(?=\d)/, 'TLSv'));
  const structs = new StructReader();
  for (const [field, name] of documents) {
    putValue(draft, [field], at(value, `aws.cloudtrail.flattened.${name}`));
    const text = at(value, `aws.cloudtrail.${name}`);
    const isStruct = typeof text === 'string' && text.startsWith('{') && !isNested(text);
    put(draft, [field], isStruct ? structs.read(field, text) : undefined);
    putValue(draft, [field], text);
  }
  if (!draft.has('insightDetails')) putCaller(draft, value);
  return draft;
}

/** Callers with a name of their own; Elastic fills `user.name` with the role's for those that have a session. */
const named: ReadonlySet<unknown> = new Set(['IAMUser', 'SAMLUser', 'WebIdentityUser', 'IdentityCenterUser']);

/** `user.id` of a session may be the role's alone: CloudTrail's principalId has the session's name behind it. */
function putCaller(draft: Draft, value: JsonObject): void {
  const type = at(value, 'aws.cloudtrail.user_identity.type');
  const hasSession =
    type === 'AssumedRole' ||
    type === 'FederatedUser' ||
    at(value, 'aws.cloudtrail.user_identity.session_context.session_issuer.arn') !== undefined;
  const id = at(value, 'aws.cloudtrail.user_identity.principal_id') ?? at(value, 'user.id');
  if (!hasSession || (typeof id === 'string' && id.includes(':')))
    putValue(draft, ['userIdentity', 'principalId'], id);
  if (named.has(type) || (type === undefined && !hasSession))
    putValue(draft, ['userIdentity', 'userName'], at(value, 'user.name'));
}
