import type { Filter } from '../filter/filter.ts';
import type { Classes } from './classes.ts';
import { all, any, is, isAmong, isThere, matches, not } from './conditions.ts';
import { isAggregated, isInsight, isServiceCall } from './rules.ts';

/** What a call means for what comes after it, the weightiest first. */
export const consequences = ['change', 'secret', 'other'] as const;
/** Whether a call changes something, hands out a credential or tells a secret, or neither. */
export type Consequence = (typeof consequences)[number];

/**
 * Actions that hand out a credential or tell a secret and leave nothing else behind, by event source; those that leave a thing
 * behind (CreateAccessKey, CreateKeyPair, CreateLoginProfile) are changes. Most are recorded as `readOnly`. Sources: the
 * services' API References. KMS Decrypt is none: nearly all of its events are the second record of a value that
 * GetSecretValue, GetParameter or GetObject tells of, and the clear text goes to the service.
 */
export const secretActions: Readonly<Record<string, readonly string[]>> = {
  'sts.amazonaws.com': [
    'AssumeRole',
    'AssumeRoleWithSAML',
    'AssumeRoleWithWebIdentity',
    'AssumeRoot',
    'GetSessionToken',
    'GetFederationToken',
    'GetWebIdentityToken',
    'GetDelegatedAccessToken',
  ],
  'secretsmanager.amazonaws.com': ['GetSecretValue', 'BatchGetSecretValue'],
  'ec2.amazonaws.com': ['GetPasswordData'],
  'sso.amazonaws.com': ['GetRoleCredentials'],
  'signin.amazonaws.com': ['GetSigninToken'],
  'ssm.amazonaws.com': ['GetAccessToken'],
  's3.amazonaws.com': ['GetDataAccess'],
  'ecr.amazonaws.com': ['GetAuthorizationToken'],
  'ecr-public.amazonaws.com': ['GetAuthorizationToken'],
  'codeartifact.amazonaws.com': ['GetAuthorizationToken'],
  'rolesanywhere.amazonaws.com': ['CreateSession'],
  'eks-auth.amazonaws.com': ['AssumeRoleForPodIdentity'],
  'cognito-identity.amazonaws.com': [
    'GetCredentialsForIdentity',
    'GetOpenIdToken',
    'GetOpenIdTokenForDeveloperIdentity',
  ],
  'redshift.amazonaws.com': ['GetClusterCredentials', 'GetClusterCredentialsWithIAM'],
  'redshift-serverless.amazonaws.com': ['GetCredentials'],
  'lakeformation.amazonaws.com': [
    'AssumeDecoratedRoleWithSAML',
    'GetTemporaryGlueTableCredentials',
    'GetTemporaryGluePartitionCredentials',
  ],
  'lightsail.amazonaws.com': [
    'DownloadDefaultKeyPair',
    'GetInstanceAccessDetails',
    'GetRelationalDatabaseMasterUserPassword',
  ],
};

/** Actions that tell a secret only when asked in one way: parameters in clear, and the start script of an instance. */
const secretsWhenAsked: readonly Filter[] = [
  all(
    is('eventSource', 'ssm.amazonaws.com'),
    isAmong('eventName', ['GetParameter', 'GetParameters', 'GetParametersByPath', 'GetParameterHistory']),
    is('requestParameters.withDecryption', 'true'),
  ),
  all(
    is('eventSource', 'ec2.amazonaws.com'),
    is('eventName', 'DescribeInstanceAttribute'),
    is('requestParameters.attribute', 'userData'),
  ),
];

const isSecret = any(
  ...Object.entries(secretActions).map(([source, names]) =>
    all(is('eventSource', source), isAmong('eventName', names)),
  ),
  ...secretsWhenAsked,
);

/**
 * The verbs of actions that only read, for records from before `readOnly` was recorded (event version 1.01, 2015). Source:
 * Service Authorization Reference, the actions of access level List and Read; KMS API Reference for the cryptographic ones.
 */
const readingVerbs = [
  ...['BatchCheck', 'BatchDescribe', 'BatchGet', 'BatchList', 'Check', 'Classify', 'Compare', 'Count'],
  ...['Decode', 'Decrypt', 'Describe', 'Detect', 'Discover', 'Download', 'Encrypt', 'Estimate', 'Evaluate'],
  ...['Fetch', 'Filter', 'Find', 'GenerateDataKey', 'GenerateMac', 'GenerateRandom', 'Get', 'Has', 'Head'],
  ...['Is', 'List', 'Lookup', 'Poll', 'Predict', 'Preview', 'Query', 'Read', 'Recognize', 'Resolve'],
  ...['Retrieve', 'Scan', 'Search', 'Select', 'Sign', 'Simulate', 'Summarize', 'Synthesize', 'Test'],
  ...['Translate', 'Validate', 'Verify', 'View'],
];
const isReadByName = matches('eventName', `^(${readingVerbs.join('|')})([A-Z0-9]|$)`);

/**
 * A call that changes something, refused or not: as its record says, or by its verb where the record does not say. Signing in
 * is one: ConsoleLogin is recorded as no reading, and begins what follows.
 */
const isChange = any(
  is('readOnly', 'false'),
  all(not(isThere('readOnly')), isThere('eventName'), not(any(isReadByName, isInsight, isAggregated))),
);

/** What calls mean for what comes after them; see `Consequence`. */
export const consequenceClasses: Classes<Consequence> = {
  rules: [
    ['secret', isSecret],
    ['change', isChange],
  ],
  otherwise: 'other',
};

/** Calls that change something, hand out a credential or tell a secret. */
export const isOfConsequence: Filter = isAmong('consequence', ['change', 'secret']);

/** Calls that AWS services made on their own and that have no consequence. */
export const isServiceRoutine: Filter = all(isServiceCall, not(isOfConsequence));
