/**
 * CloudTrail's own spelling of record fields. Athena and CloudTrail Lake print names in lower case. Source: AWS
 * CloudTrail User Guide, "CloudTrail record contents" and "CloudTrail userIdentity element".
 */
const top = [
  'eventTime eventVersion userIdentity eventSource eventName awsRegion sourceIPAddress userAgent errorCode',
  'errorMessage requestParameters responseElements additionalEventData requestID eventID eventType apiVersion',
  'managementEvent readOnly resources recipientAccountId serviceEventDetails sharedEventID vpcEndpointId',
  'vpcEndpointAccountId eventCategory addendum sessionCredentialFromConsole edgeDeviceDetails tlsDetails',
  'eventContext insightDetails',
];
const nested = [
  'type principalId arn accountId accessKeyId userName sessionContext invokedBy identityProvider onBehalfOf userId',
  'identityStoreArn inScopeOf issuerType credentialsIssuedTo sourceArn sourceAccount credentialId invokedByDelegate',
  'sessionIssuer attributes creationDate mfaAuthenticated webIdFederationData federatedProvider sourceIdentity',
  'ec2RoleDelivery ec2IssuedInVpc assumedRoot signInSessionArn reason updatedFields originalRequestID',
  'originalEventID originalUserAgent tlsVersion cipherSuite clientProvidedHostHeader requestContext tagContext',
  'resourceTags principalTags state insightType insightContext eventSource eventName errorCode',
];

/** Every top field in CloudTrail's spelling. */
export const topFieldNames: readonly string[] = top.flatMap((list) => list.split(' '));

const byLower = (lists: readonly string[]): ReadonlyMap<string, string> =>
  new Map(lists.flatMap((list) => list.split(' ')).map((name) => [name.toLowerCase(), name]));

const topNames = byLower(top);
const nestedNames = byLower(nested);

/** Fields that hold objects whose keys the called service chose. */
export const freeFields: ReadonlySet<string> = new Set([
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'serviceEventDetails',
  'edgeDeviceDetails',
]);

/** Fields that hold an object or an array. */
export const objectFields: ReadonlySet<string> = new Set([
  ...freeFields,
  'userIdentity',
  'resources',
  'addendum',
  'tlsDetails',
  'eventContext',
  'insightDetails',
]);

/** A top-level field by its name in any case; undefined when CloudTrail has no such field. */
export const topField = (name: string): string | undefined => topNames.get(name.toLowerCase());

/** A field inside `within` by its name in any case; undefined when CloudTrail has none of that name. */
export const nestedField = (name: string, within: string): string | undefined =>
  within === 'resources' && /^arn(?:prefix)?$/i.test(name)
    ? name.length === 3
      ? 'ARN'
      : 'ARNPrefix'
    : nestedNames.get(name.toLowerCase());

/**
 * The path a column such as `useridentity.arn`, `userIdentity_arn` or `requestParameters.bucketName` stands for;
 * undefined when it is no field of a record.
 */
export function pathOfColumn(column: string): readonly string[] | undefined {
  const whole = topField(column);
  if (whole) return [whole];
  const [first = '', ...rest] = column.replace(/^(useridentity|tlsdetails)_/i, '$1.').split('.');
  const field = topField(first);
  if (!field || rest.length === 0 || rest.some((key) => key === '' || key.includes('{'))) return undefined;
  return [field, ...rest.map((key) => (freeFields.has(field) ? key : (nestedField(key, field) ?? key)))];
}

/** A value of a field with the names inside it in CloudTrail's spelling, but where the called service chose them. */
export function respelled(value: unknown, field: string): unknown {
  if (freeFields.has(field)) return value;
  if (Array.isArray(value)) return value.map((one) => respelled(one, field));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as Readonly<Record<string, unknown>>)
      .filter(([, one]) => one !== null)
      .map(([key, one]) => [nestedField(key.replaceAll(/[_ -]/g, ''), field) ?? key, respelled(one, field)]),
  );
}
