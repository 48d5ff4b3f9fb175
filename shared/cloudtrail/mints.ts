/**
 * Calls that hand out a credential, by event source. Sources: STS and IAM API References; CloudTrail User Guide, “Logging IAM and
 * AWS STS API calls” and “AWS Management Console sign-in events”; the API References of the other services.
 */
export const mintingActions: Readonly<Record<string, readonly string[]>> = {
  'sts.amazonaws.com': [
    'AssumeRole',
    'AssumeRoleWithSAML',
    'AssumeRoleWithWebIdentity',
    'AssumeRoot',
    'GetSessionToken',
    'GetFederationToken',
  ],
  'iam.amazonaws.com': ['CreateAccessKey'],
  'sso.amazonaws.com': ['GetRoleCredentials'],
  'cognito-identity.amazonaws.com': ['GetCredentialsForIdentity'],
  'rolesanywhere.amazonaws.com': ['CreateSession'],
  'eks-auth.amazonaws.com': ['AssumeRoleForPodIdentity'],
  'signin.amazonaws.com': ['ConsoleLogin', 'SwitchRole'],
};

/** Those that begin a console session: they name no key, and the session is created in the second they are recorded in. */
export const signInActions: readonly string[] = mintingActions['signin.amazonaws.com'] ?? [];

/** The seconds by which a session’s `creationDate` may lie beside the event that handed it out (both are whole seconds). */
export const mintSeconds = 2;

/** Where an answer names the key that was handed out, the first that is there. */
export const mintedKeyPaths: readonly string[] = [
  '$.credentials.accessKeyId',
  '$.accessKey.accessKeyId',
  '$.roleCredentials.accessKeyId',
  '$.credentialSet[0].credentials.accessKeyId',
];

/** Where an answer names the unique ID with session of whoever has the credential from then on. */
export const mintedIdPaths: readonly string[] = [
  '$.assumedRoleUser.assumedRoleId',
  '$.federatedUser.federatedUserId',
];

/** Where an answer names the ARN of whoever has the credential from then on. */
export const mintedArnPaths: readonly string[] = [
  '$.assumedRoleUser.arn',
  '$.federatedUser.arn',
  '$.credentialSet[0].assumedRoleUser.arn',
];
