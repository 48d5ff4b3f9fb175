const set = (place: Record<string, unknown>, path: string, value: unknown): void => {
  const [head = '', ...rest] = path.split('.');
  const key = head.replace(/\[\]$/, '');
  const below = rest.join('.');
  if (head.endsWith('[]')) {
    const items = (place[key] ??= []) as unknown[];
    if (below === '') items.push(value);
    else {
      const item = (items[0] ??= {}) as Record<string, unknown>;
      set(item, below, value);
    }
  } else if (below === '') place[key] ??= value;
  else set((place[key] ??= {}) as Record<string, unknown>, below, value);
};

/** Places of a record that name what a call was about, with a value that tells which place it came from. */
const places = [
  'AssociateIamInstanceProfileRequest.InstanceId ModifyInstanceMetadataOptionsRequest.InstanceId accessKeyId',
  'accountId accountIdsToAdd[] accountName account_id action alarmNames[] authType bucketName cidrIp configRuleName',
  'configurationRecorderName createVolumePermission.add.items[].userId createVolumePermission.add.items[].group',
  'dBClusterSnapshotIdentifier dBInstanceIdentifier dBSnapshotIdentifier deliveryChannelName destinationArn',
  'destinationParentId detectorId documentName emailAddress enabled eventDataStore family functionName',
  'granteePrincipal groupId groupName imageId imageTag instanceId instanceIds[] instanceOSUser instanceProfileName',
  'instanceType instancesSet.items[].instanceId ipPermissions.items[].toPort ipPermissions.items[].ipRanges.items[].cidrIp',
  'ipPermissions.items[].ipv6Ranges.items[].cidrIpv6 ipSetId key keyId keyName launchPermission.add.items[].userId',
  'launchPermission.add.items[].group logGroupName logStreamName managedPolicyArn memberId.userId modelId name names[]',
  'path permissionSetArn policyArn policyId policyName policySourceArn principal principalId principalType',
  'repositoryName roleArn roleName roleSessionName role_name rule s3Bucket s3BucketName sAMLProviderArn secretId',
  'serviceName servicePrincipal sessionId setAsDefault snapshotId source sourceImageId sourceSnapshotId stackName status',
  'tableArn tableName target targetId targetPrincipal taskDefinition trailARN trailName url userName versionId',
  'virtualMFADeviceName volumeId x-amz-copy-source',
].flatMap((line) => line.split(' '));

const valueOf = (path: string): string => {
  const key = path.split('.').at(-1)?.replace('[]', '') ?? path;
  if (key === 'setAsDefault' || key === 'enabled') return 'true';
  return /arn$/i.test(key) ? `arn:aws:x:eu-west-1:111122223333:kind/path/${key}` : `a-${key}`;
};

/** A call whose request has every name of the list, or every second one. */
export function callWithNames(source: string, eventName: string, everySecond = false): object {
  const requestParameters = {};
  places
    .filter((_, index) => !everySecond || index % 2 === 1)
    .forEach((path) => set(requestParameters, path, valueOf(path)));
  return {
    eventSource: source,
    eventName,
    awsRegion: 'eu-west-1',
    sourceIPAddress: '198.51.100.7',
    userIdentity: { type: 'IAMUser', userName: 'ana', accountId: '111122223333' },
    requestParameters,
    responseElements: {
      accessKey: { accessKeyId: 'AKIANEW', userName: 'mallory' },
      instancesSet: { items: [{ instanceId: 'i-9' }] },
    },
    resources: [{ ARN: 'arn:aws:x:eu-west-1:111122223333:kind/path/resource' }],
  };
}

/** A call that says nothing of what it was about, and was refused. */
export const callRefused = (source: string, eventName: string): object => ({
  eventSource: source,
  eventName,
  awsRegion: 'eu-west-1',
  userIdentity: { type: 'IAMUser', userName: 'ana' },
  errorCode: 'AccessDenied',
});
