import { memberText } from '../json-spans.ts';
import { jsonOf, put, type Draft } from '../tables/record-draft.ts';
import { StructReader } from '../tables/sql-struct.ts';
import { isObject, other, partial, type JsonContainer, type JsonObject } from './container.ts';
import { at, eventTimeOf, isNested, putValue, saysEvent } from './record-values.ts';

const note =
  'Put together from Elastic fields, which lack long parameters; the original event was not kept in these documents.';

/** CloudTrail's fields in ECS, first match first. Source: Elastic, "AWS CloudTrail integration" and Filebeat's exported fields. */
const paths: readonly (readonly [string, readonly string[]])[] = [
  ['eventVersion', ['aws.cloudtrail.event_version']],
  ['userIdentity.type', ['aws.cloudtrail.user_identity.type']],
  ['userIdentity.principalId', ['user.id']],
  ['userIdentity.arn', ['aws.cloudtrail.user_identity.arn']],
  ['userIdentity.accessKeyId', ['aws.cloudtrail.user_identity.access_key_id']],
  ['userIdentity.userName', ['user.name']],
  ['userIdentity.invokedBy', ['aws.cloudtrail.user_identity.invoked_by']],
  [
    'userIdentity.sessionContext.attributes.creationDate',
    ['aws.cloudtrail.user_identity.session_context.creation_date'],
  ],
  [
    'userIdentity.sessionContext.attributes.mfaAuthenticated',
    ['aws.cloudtrail.user_identity.session_context.mfa_authenticated'],
  ],
  ...(['type', 'arn'] as const).map((key) => sessionIssuer(key, key)),
  sessionIssuer('principalId', 'principal_id'),
  sessionIssuer('accountId', 'account_id'),
  sessionIssuer('userName', 'user_name'),
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
  ['eventCategory', ['aws.cloudtrail.event_category']],
  ['sessionCredentialFromConsole', ['aws.cloudtrail.session_credential_from_console']],
];

function sessionIssuer(name: string, ecs: string): readonly [string, readonly string[]] {
  return [
    `userIdentity.sessionContext.sessionIssuer.${name}`,
    [`aws.cloudtrail.user_identity.session_context.session_issuer.${ecs}`],
  ];
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
    const draft = isCloudTrail(value) ? draftOf(value) : undefined;
    return draft && saysEvent(draft)
      ? [partial(jsonOf(draft), text, note)]
      : [other('elastic', 'Elastic documents of another source, not CloudTrail events.')];
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
  const structs = new StructReader();
  for (const [field, name] of documents) {
    putValue(draft, [field], at(value, `aws.cloudtrail.flattened.${name}`));
    const text = at(value, `aws.cloudtrail.${name}`);
    const isStruct = typeof text === 'string' && text.startsWith('{') && !isNested(text);
    put(draft, [field], isStruct ? structs.read(field, text) : undefined);
    putValue(draft, [field], text);
  }
  return draft;
}
