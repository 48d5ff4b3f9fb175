import { WORKLOADS, WORLD_TEXT } from './names.ts';
import type { BodyBuilder, Scene } from './scene.ts';
import type { Json, JsonObject } from './types.ts';

const items = (list: readonly Json[]): JsonObject => ({ items: list });

function idSet(field: string, values: readonly string[], scene: Scene): JsonObject {
  const count = scene.rng.int(1, 4);
  return items(Array.from({ length: count }, () => ({ [field]: scene.rng.pick(values) })));
}

function filters(scene: Scene): JsonObject {
  const { rng, account } = scene;
  const choices: readonly JsonObject[] = [
    { name: 'vpc-id', valueSet: items([{ value: account.inventory.vpcId }]) },
    { name: 'instance-state-name', valueSet: items([{ value: 'running' }, { value: 'pending' }]) },
    { name: 'tag:Service', valueSet: items([{ value: rng.pick(WORKLOADS) }]) },
    { name: 'tag:kubernetes.io/cluster/main', valueSet: items([{ value: 'owned' }]) },
  ];
  return { filterSet: items([rng.pick(choices)]) };
}

function tagSpecification(scene: Scene, resourceType: string): JsonObject {
  const { rng } = scene;
  const owner = rng.chance(0.25) ? rng.pick(WORLD_TEXT) : `team-${rng.pick(WORKLOADS)}`;
  return items([
    {
      resourceType,
      tags: [
        { key: 'Name', value: `${rng.pick(WORKLOADS)}-${rng.int(1, 40)}` },
        { key: 'owner', value: owner },
        { key: 'environment', value: scene.account.name },
      ],
    },
  ]);
}

function runInstances(scene: Scene): ReturnType<BodyBuilder> {
  const { rng, account, region, timeMs } = scene;
  const { imageId, subnetIds, groupIds, vpcId } = account.inventory;
  const instanceType = rng.pick(['t3.medium', 'm6i.large', 'c7g.xlarge', 'r6g.2xlarge']);
  const subnetId = rng.pick(subnetIds);
  const groupId = rng.pick(groupIds);
  const count = rng.int(1, 3);
  const instances = Array.from({ length: count }, (_, position): JsonObject => {
    const address = `10.${rng.int(0, 63)}.${rng.int(0, 255)}.${rng.int(4, 250)}`;
    return {
      instanceId: `i-0${rng.hex(16)}`,
      imageId,
      instanceState: { code: 0, name: 'pending' },
      privateDnsName: `ip-${address.replaceAll('.', '-')}.${region}.compute.internal`,
      amiLaunchIndex: position,
      instanceType,
      launchTime: timeMs,
      placement: { availabilityZone: `${region}${rng.pick(['a', 'b', 'c'])}`, tenancy: 'default' },
      monitoring: { state: 'disabled' },
      subnetId,
      vpcId,
      privateIpAddress: address,
      architecture: 'x86_64',
      rootDeviceType: 'ebs',
      rootDeviceName: '/dev/xvda',
      groupSet: items([{ groupId, groupName: `${rng.pick(WORKLOADS)}-nodes` }]),
      networkInterfaceSet: items([
        {
          networkInterfaceId: `eni-0${rng.hex(16)}`,
          subnetId,
          vpcId,
          ownerId: account.id,
          status: 'in-use',
          macAddress: `02:${rng.hex(2)}:${rng.hex(2)}:${rng.hex(2)}:${rng.hex(2)}:${rng.hex(2)}`,
          privateIpAddress: address,
          sourceDestCheck: true,
          attachment: { attachmentId: `eni-attach-0${rng.hex(16)}`, deviceIndex: 0, status: 'attaching' },
        },
      ]),
      ebsOptimized: true,
      cpuOptions: { coreCount: 2, threadsPerCore: 2 },
      metadataOptions: { state: 'pending', httpTokens: 'required', httpPutResponseHopLimit: 2 },
    };
  });
  return {
    request: {
      instancesSet: items([{ imageId, minCount: 1, maxCount: count }]),
      instanceType,
      blockDeviceMapping: items([
        {
          deviceName: '/dev/xvda',
          ebs: { volumeSize: rng.pick([20, 50, 100]), encrypted: true, volumeType: 'gp3' },
        },
      ]),
      clientToken: rng.uuid(),
      subnetId,
      tagSpecificationSet: tagSpecification(scene, 'instance'),
    },
    response: {
      requestId: rng.uuid(),
      reservationId: `r-0${rng.hex(16)}`,
      ownerId: account.id,
      groupSet: {},
      instancesSet: items(instances),
    },
  };
}

function changeState(current: string, previous: string): BodyBuilder {
  return (scene) => {
    const instanceId = scene.rng.pick(scene.account.inventory.instanceIds);
    return {
      request: { instancesSet: items([{ instanceId }]) },
      response: {
        requestId: scene.rng.uuid(),
        instancesSet: items([
          { instanceId, currentState: { name: current }, previousState: { name: previous } },
        ]),
      },
    };
  };
}

const ingress: BodyBuilder = ({ rng, account }) => {
  const groupId = rng.pick(account.inventory.groupIds);
  const port = rng.pick([443, 5432, 8080, 22]);
  const permission = {
    ipProtocol: 'tcp',
    fromPort: port,
    toPort: port,
    groups: {},
    ipRanges: items([{ cidrIp: `10.${rng.int(0, 63)}.0.0/16`, description: rng.pick(WORLD_TEXT) }]),
    ipv6Ranges: {},
    prefixListIds: {},
  };
  return {
    request: { groupId, ipPermissions: items([permission]) },
    response: {
      requestId: rng.uuid(),
      _return: true,
      securityGroupRuleSet: items([
        {
          groupOwnerId: account.id,
          groupId,
          securityGroupRuleId: `sgr-0${rng.hex(16)}`,
          isEgress: false,
          ipProtocol: 'tcp',
          fromPort: port,
          toPort: port,
        },
      ]),
    },
  };
};

const createSnapshot: BodyBuilder = (scene) => {
  const { rng, account, timeMs } = scene;
  const volumeId = rng.pick(account.inventory.volumeIds);
  const snapshotId = `snap-0${rng.hex(16)}`;
  return {
    request: {
      volumeId,
      description: `nightly copy of ${volumeId}`,
      tagSpecificationSet: tagSpecification(scene, 'snapshot'),
    },
    response: {
      requestId: rng.uuid(),
      snapshotId,
      volumeId,
      status: 'pending',
      startTime: timeMs,
      progress: '',
      ownerId: account.id,
      volumeSize: '100',
      encrypted: true,
    },
  };
};

const createTags: BodyBuilder = (scene) => ({
  request: {
    resourcesSet: idSet('resourceId', scene.account.inventory.instanceIds, scene),
    tagSet: items([
      { key: 'cost-centre', value: String(scene.rng.int(1000, 9999)) },
      { key: 'note', value: scene.rng.chance(0.4) ? scene.rng.pick(WORLD_TEXT) : scene.rng.pick(WORKLOADS) },
    ]),
  },
  response: { requestId: scene.rng.uuid(), _return: true },
});

const createInterface: BodyBuilder = ({ rng, account }) => {
  const subnetId = rng.pick(account.inventory.subnetIds);
  const groupId = rng.pick(account.inventory.groupIds);
  const description = `AWS Lambda VPC ENI-${rng.pick(account.inventory.functions)}-${rng.uuid()}`;
  return {
    request: { subnetId, description, groupSet: items([{ groupId }]), privateIpAddressesSet: {} },
    response: {
      requestId: rng.uuid(),
      networkInterface: {
        networkInterfaceId: `eni-0${rng.hex(16)}`,
        subnetId,
        vpcId: account.inventory.vpcId,
        description,
        ownerId: account.id,
        requesterManaged: false,
        status: 'pending',
        privateIpAddress: `10.${rng.int(0, 63)}.${rng.int(0, 255)}.${rng.int(4, 250)}`,
        groupSet: items([{ groupId }]),
      },
    },
  };
};

/** Builders for calls to EC2, Lambda, ECS and their neighbours, by `service:EventName`. */
export const COMPUTE_BODIES: Readonly<Record<string, BodyBuilder>> = {
  'ec2:DescribeInstances': (scene) => ({
    request: scene.rng.chance(0.5)
      ? { instancesSet: idSet('instanceId', scene.account.inventory.instanceIds, scene), filterSet: {} }
      : { maxResults: 1000, instancesSet: {}, ...filters(scene) },
  }),
  'ec2:DescribeVolumes': (scene) => ({
    request: { volumeSet: idSet('volumeId', scene.account.inventory.volumeIds, scene), ...filters(scene) },
  }),
  'ec2:DescribeSecurityGroups': (scene) => ({
    request: {
      securityGroupSet: {},
      securityGroupIdSet: idSet('groupId', scene.account.inventory.groupIds, scene),
      filterSet: {},
    },
  }),
  'ec2:DescribeNetworkInterfaces': (scene) => ({ request: { networkInterfaceIdSet: {}, ...filters(scene) } }),
  'ec2:DescribeSubnets': (scene) => ({
    request: { subnetSet: idSet('subnetId', scene.account.inventory.subnetIds, scene), filterSet: {} },
  }),
  'ec2:RunInstances': runInstances,
  'ec2:TerminateInstances': changeState('shutting-down', 'running'),
  'ec2:StopInstances': changeState('stopping', 'running'),
  'ec2:StartInstances': changeState('pending', 'stopped'),
  'ec2:AuthorizeSecurityGroupIngress': ingress,
  'ec2:RevokeSecurityGroupIngress': ingress,
  'ec2:CreateSnapshot': createSnapshot,
  'ec2:CreateTags': createTags,
  'ec2:CreateNetworkInterface': createInterface,
  'ec2:DeleteNetworkInterface': ({ rng }) => ({
    request: { networkInterfaceId: `eni-0${rng.hex(16)}` },
    response: { requestId: rng.uuid(), _return: true },
  }),
  'lambda:Invoke': ({ rng, account, region }) => {
    const name = rng.pick(account.inventory.functions);
    const arn = `arn:aws:lambda:${region}:${account.id}:function:${name}`;
    return {
      request: {
        functionName: arn,
        invocationType: rng.pick(['RequestResponse', 'Event']),
        sourceArn: `arn:aws:events:${region}:${account.id}:rule/${rng.pick(WORKLOADS)}-tick`,
      },
      resources: [{ accountId: account.id, type: 'AWS::Lambda::Function', ARN: arn }],
      extra: { functionVersion: `${arn}:${rng.int(1, 90)}` },
    };
  },
  'ecs:SubmitTaskStateChange': ({ rng, account, region }) => ({
    request: {
      cluster: 'main',
      task: `arn:aws:ecs:${region}:${account.id}:task/main/${rng.hex(32)}`,
      status: rng.pick(['RUNNING', 'STOPPED']),
      containers: [{ containerName: rng.pick(WORKLOADS), runtimeId: rng.hex(64), status: 'RUNNING' }],
    },
    response: { acknowledgment: 'ACK' },
  }),
  'elasticloadbalancing:DescribeTargetHealth': ({ rng, account, region }) => ({
    request: {
      targetGroupArn: `arn:aws:elasticloadbalancing:${region}:${account.id}:targetgroup/${rng.pick(WORKLOADS)}/${rng.hex(16)}`,
    },
  }),
  'ssm:UpdateInstanceInformation': ({ rng, account }) => ({
    request: {
      instanceId: rng.pick(account.inventory.instanceIds),
      agentVersion: '3.3.1611.0',
      agentStatus: 'Active',
      platformType: 'Linux',
      platformName: 'Amazon Linux',
      platformVersion: '2023',
      iPAddress: `10.${rng.int(0, 63)}.${rng.int(0, 255)}.${rng.int(4, 250)}`,
      computerName: `ip-10-0-${rng.int(0, 255)}-${rng.int(4, 250)}`,
      agentName: 'amazon-ssm-agent',
      availabilityZone: `az${rng.int(1, 3)}`,
    },
    response: null,
  }),
};
