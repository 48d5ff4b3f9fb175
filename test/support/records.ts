import { gzipSync } from 'node:zlib';

/** A plain record of ours; `changes` replaces or adds top-level keys, undefined removes one. */
export function record(n: number, changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const minute = String(Math.floor(n / 60) % 60).padStart(2, '0');
  const second = String(n % 60).padStart(2, '0');
  return {
    eventVersion: '1.08',
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLE0000000001',
      arn: 'arn:aws:iam::111122223333:user/maya',
      accountId: '111122223333',
      accessKeyId: 'AKIAEXAMPLE000000001',
      userName: 'maya',
    },
    eventTime: `2025-03-03T10:${minute}:${second}Z`,
    eventSource: 's3.amazonaws.com',
    eventName: 'GetBucketAcl',
    awsRegion: 'eu-west-1',
    sourceIPAddress: '198.51.100.7',
    userAgent: 'aws-cli/2.15.0',
    requestParameters: { bucketName: 'ledger-archive' },
    responseElements: null,
    requestID: `REQ${n}`,
    eventID: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    readOnly: true,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: '111122223333',
    eventCategory: 'Management',
    ...changes,
  };
}

/** The text of a delivered log file. */
export const logText = (records: readonly unknown[]): string => JSON.stringify({ Records: records });

/** A delivered log file. */
export const logFile = (records: readonly unknown[]): Buffer => gzipSync(logText(records));
