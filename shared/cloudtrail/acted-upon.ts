import { nameInArn } from './caller.ts';
import type { RecordReader } from './record-reader.ts';

/** Request parameters that name the thing a call is about, most telling first, with the plain word for it. */
const nouns: readonly (readonly [key: string, noun: string])[] = [
  ['key', 'object'],
  ['bucketName', 'bucket'],
  ['userName', 'user'],
  ['roleName', 'role'],
  ['groupName', 'group'],
  ['policyArn', 'policy'],
  ['instanceProfileName', 'instance profile'],
  ['functionName', 'function'],
  ['instanceId', 'instance'],
  ['imageId', 'image'],
  ['snapshotId', 'snapshot'],
  ['volumeId', 'volume'],
  ['groupId', 'security group'],
  ['vpcId', 'VPC'],
  ['subnetId', 'subnet'],
  ['dBInstanceIdentifier', 'database'],
  ['dBClusterIdentifier', 'database cluster'],
  ['tableName', 'table'],
  ['queueUrl', 'queue'],
  ['topicArn', 'topic'],
  ['secretId', 'secret'],
  ['keyId', 'key'],
  ['stackName', 'stack'],
  ['clusterName', 'cluster'],
  ['cluster', 'cluster'],
  ['taskDefinition', 'task definition'],
  ['repositoryName', 'repository'],
  ['logGroupName', 'log group'],
  ['domainName', 'domain'],
  ['hostedZoneId', 'hosted zone'],
  ['restApiId', 'API'],
  ['loadBalancerArn', 'load balancer'],
  ['detectorId', 'detector'],
  ['trailName', 'trail'],
  ['accountId', 'account'],
  ['modelId', 'model'],
  ['resourceArn', 'resource'],
  ['name', 'name'],
];

/** What a call without words of its own was about, `bucket finance`; undefined when the record does not say. */
export function actedUpon(record: RecordReader): string | undefined {
  for (const [key, noun] of nouns) {
    const value = record.text(`requestParameters.${key}`);
    if (!value) continue;
    const name = value.startsWith('arn:') ? nameInArn(value) : value;
    if (noun === 'object') {
      const bucket = record.text('requestParameters.bucketName');
      if (bucket) return `${name ?? value} in bucket ${bucket}`;
      continue;
    }
    return `${noun} ${name ?? value}`;
  }
  const [arn] = record.texts('resources[].ARN');
  return arn && `resource ${nameInArn(arn) ?? arn}`;
}
