/** A place in requests and answers that people ask for by name. */
export interface RequestKey {
  /** Its path into the record. */
  readonly path: string;
  readonly label: string;
  readonly help: string;
}

const request = (key: string, label: string, help: string): RequestKey => ({
  path: `requestParameters.${key}`,
  label,
  help,
});

/**
 * The paths that people ask for most: what a call is about, and what it hands out. Each has a column in the derived table
 * `request_keys`, so that asking for one reads no JSON. A column costs every workspace a few megabytes and some of a second at a
 * million events; all other paths stay reachable without one.
 */
export const requestKeys: readonly RequestKey[] = [
  request('bucketName', 'Bucket', 'The bucket of a request to S3'),
  request('key', 'Object key', 'The object of a request to S3'),
  request('userName', 'User', 'The user a request is about'),
  request('roleName', 'Role', 'The role a request is about'),
  request('groupName', 'Group', 'The group a request is about, of users or of rules'),
  request('policyArn', 'Policy ARN', 'The managed policy a request is about'),
  request('policyName', 'Policy', 'The policy a request is about'),
  request('instanceProfileName', 'Instance profile', 'The instance profile a request is about'),
  request('accessKeyId', 'Access key asked about', 'The access key a request is about'),
  request('roleArn', 'Role ARN', 'The role that is assumed or handed on'),
  request('roleSessionName', 'Session name', 'The name given to the session of an assumed role'),
  request('instanceId', 'Instance', 'The instance a request is about'),
  request('groupId', 'Security group', 'The security group a request is about'),
  request('snapshotId', 'Snapshot', 'The snapshot a request is about'),
  request('vpcId', 'VPC', 'The network a request is about'),
  request('functionName', 'Function', 'The Lambda function a request is about'),
  request('secretId', 'Secret', 'The secret a request is about'),
  request('keyId', 'KMS key', 'The KMS key a request is about'),
  request('name', 'Name', 'The name a request gives: of a trail, a parameter, a rule …'),
  request('trailName', 'Trail', 'The trail a request is about'),
  request('tableName', 'Table', 'The table a request is about'),
  request('resourceId', 'Resource ID', 'The resource a request is about'),
  {
    path: 'responseElements.accessKey.accessKeyId',
    label: 'Access key made',
    help: 'The long-term access key that a request made',
  },
  {
    path: 'responseElements.credentials.accessKeyId',
    label: 'Access key handed out',
    help: 'The access key of the temporary credentials that a request handed out',
  },
  { path: 'responseElements.ConsoleLogin', label: 'Console sign-in', help: 'Success or Failure' },
];

const byPath = new Map(requestKeys.map((key) => [key.path, key]));

/** Request keys whose path or label has what was typed, those first that begin with it; the empty text gives all. */
export function requestKeySuggestions(typed: string): readonly RequestKey[] {
  const wanted = typed.trim().toLowerCase();
  const textsOf = ({ path, label }: RequestKey): readonly string[] => [
    path.toLowerCase(),
    path.slice(path.lastIndexOf('.') + 1).toLowerCase(),
    label.toLowerCase(),
  ];
  const found = requestKeys.filter((key) => textsOf(key).some((text) => text.includes(wanted)));
  const begins = (key: RequestKey): boolean => textsOf(key).some((text) => text.startsWith(wanted));
  return [...found.filter(begins), ...found.filter((key) => !begins(key))];
}

/** The request key of a path in its one spelling; undefined for every other path. */
export const requestKeyOf = (path: string): RequestKey | undefined => byPath.get(path);
