/**
 * What a call of KMS was for: the keys that services put into the encryption context, and the plain word for what stands there;
 * undefined where an ARN tells. Source: the services' user guides on encryption at rest, “encryption context”.
 */
export const encryptionContexts: readonly (readonly [key: string, kind: string | undefined])[] = [
  ['PARAMETER_ARN', 'parameter'],
  ['SecretARN', 'secret'],
  ['aws:ebs:id', 'volume'],
  ['aws:s3:arn', undefined],
  ['aws:lambda:FunctionArn', 'function'],
  ['aws:cloudtrail:arn', 'trail'],
  ['aws:logs:arn', 'log group'],
  ['aws:dynamodb:tableName', 'table'],
  ['aws:rds:db-id', 'database'],
  ['aws:rds:dbc-id', 'database'],
];
