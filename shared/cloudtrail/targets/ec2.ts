import { answered, asked, type ServiceTargets, type TargetPlace } from './place.ts';

const instances: readonly TargetPlace[] = [
  asked('instance', 'instancesSet.items[0].instanceId'),
  answered('instance', 'instancesSet.items[0].instanceId'),
  asked('instance', 'instanceId'),
];
/** Newer actions wrap their request and answer in one element of the action's name. */
const wrapped = (kind: string, action: string, key: string): TargetPlace =>
  asked(kind, `${action}Request.${key}`);

/** EC2. Of several machines the first is named. What is made has its ID in the answer, or only a name where the call was refused. */
export const ec2: ServiceTargets = {
  actions: {
    RunInstances: [
      answered('instance', 'instancesSet.items[0].instanceId'),
      asked('launch template', 'launchTemplate.launchTemplateId'),
      asked('launch template', 'launchTemplate.launchTemplateName'),
      asked('image', 'instancesSet.items[0].imageId'),
      asked('image', 'imageId'),
    ],
    'StartInstances StopInstances RebootInstances TerminateInstances MonitorInstances UnmonitorInstances DescribeInstances DescribeInstanceStatus':
      instances,
    'AttachVolume DetachVolume': [asked('volume', 'volumeId', { part: 'requestParameters.instanceId' })],
    CreateSnapshot: [answered('snapshot', 'snapshotId'), asked('volume', 'volumeId')],
    CreateSnapshots: [
      answered('snapshot', 'CreateSnapshotsResponse.snapshotSet.item.snapshotId'),
      wrapped('instance', 'CreateSnapshots', 'InstanceSpecification.InstanceId'),
    ],
    'CopySnapshot CopyImage': [
      answered('snapshot', 'snapshotId'),
      answered('image', 'imageId'),
      asked('snapshot', 'sourceSnapshotId'),
      asked('image', 'sourceImageId'),
    ],
    CreateVolume: [answered('volume', 'volumeId'), asked('snapshot', 'snapshotId')],
    'CreateImage RegisterImage': [
      answered('image', 'imageId'),
      asked('instance', 'instanceId'),
      asked('image', 'name'),
    ],
    'CreateKeyPair ImportKeyPair DeleteKeyPair': [
      asked('key pair', 'keyName'),
      answered('key pair', 'keyPairId'),
      asked('key pair', 'keyPairId'),
    ],
    CreateSecurityGroup: [answered('security group', 'groupId'), asked('security group', 'groupName')],
    CreateVpc: [answered('network', 'vpc.vpcId'), asked('network', 'cidrBlock')],
    CreateSubnet: [answered('subnet', 'subnet.subnetId'), asked('network', 'vpcId')],
    CreateRouteTable: [answered('route table', 'routeTable.routeTableId'), asked('network', 'vpcId')],
    'CreateRoute ReplaceRoute DeleteRoute': [
      asked('route table', 'routeTableId', { part: 'requestParameters.destinationCidrBlock' }),
    ],
    'AssociateRouteTable DisassociateRouteTable': [
      asked('route table', 'routeTableId', { part: 'requestParameters.subnetId' }),
      asked('route table', 'associationId'),
    ],
    CreateNetworkAcl: [answered('network ACL', 'networkAcl.networkAclId'), asked('network', 'vpcId')],
    CreateCustomerGateway: [answered('customer gateway', 'customerGateway.customerGatewayId')],
    DeleteCustomerGateway: [asked('customer gateway', 'customerGatewayId')],
    CreateInternetGateway: [answered('internet gateway', 'internetGateway.internetGatewayId')],
    CreateNatGateway: [
      answered('NAT gateway', 'CreateNatGatewayResponse.natGateway.natGatewayId'),
      wrapped('subnet', 'CreateNatGateway', 'SubnetId'),
    ],
    DeleteNatGateway: [wrapped('NAT gateway', 'DeleteNatGateway', 'NatGatewayId')],
    CreateNetworkInterface: [
      answered('network interface', 'networkInterface.networkInterfaceId'),
      asked('subnet', 'subnetId'),
    ],
    'AttachNetworkInterface DetachNetworkInterface': [
      asked('network interface', 'networkInterfaceId', { part: 'requestParameters.instanceId' }),
      asked('network interface', 'attachmentId'),
    ],
    AllocateAddress: [answered('address', 'publicIp'), answered('address', 'allocationId')],
    'AssociateAddress DisassociateAddress ReleaseAddress': [
      asked('address', 'allocationId', { part: 'requestParameters.instanceId' }),
      asked('address', 'publicIp'),
      asked('address', 'associationId'),
    ],
    CreateFlowLogs: [
      wrapped('network', 'CreateFlowLogs', 'ResourceId.content'),
      answered('flow log', 'CreateFlowLogsResponse.flowLogIdSet.item'),
    ],
    DeleteFlowLogs: [
      wrapped('flow log', 'DeleteFlowLogs', 'FlowLogId.content'),
      wrapped('flow log', 'DeleteFlowLogs', 'FlowLogId[0].content'),
    ],
    'CreateTags DeleteTags': [asked('resource', 'resourcesSet.items[0].resourceId')],
    'CreateLaunchTemplate CreateLaunchTemplateVersion ModifyLaunchTemplate DeleteLaunchTemplate': [
      wrapped('launch template', 'CreateLaunchTemplate', 'LaunchTemplateName'),
      wrapped('launch template', 'CreateLaunchTemplateVersion', 'LaunchTemplateId'),
      wrapped('launch template', 'CreateLaunchTemplateVersion', 'LaunchTemplateName'),
      wrapped('launch template', 'ModifyLaunchTemplate', 'LaunchTemplateId'),
      wrapped('launch template', 'DeleteLaunchTemplate', 'LaunchTemplateId'),
      wrapped('launch template', 'DeleteLaunchTemplate', 'LaunchTemplateName'),
    ],
    CreateVpcPeeringConnection: [
      answered('peering', 'vpcPeeringConnection.vpcPeeringConnectionId'),
      asked('network', 'vpcId'),
    ],
    'AssociateIamInstanceProfile ReplaceIamInstanceProfileAssociation DisassociateIamInstanceProfile': [
      wrapped('instance', 'AssociateIamInstanceProfile', 'InstanceId'),
      wrapped('association', 'ReplaceIamInstanceProfileAssociation', 'AssociationId'),
      wrapped('association', 'DisassociateIamInstanceProfile', 'AssociationId'),
    ],
    'ModifyInstanceMetadataOptions GetConsoleScreenshot': [
      wrapped('instance', 'ModifyInstanceMetadataOptions', 'InstanceId'),
      wrapped('instance', 'GetConsoleScreenshot', 'InstanceId'),
    ],
    'EnableSerialConsoleAccess DisableSerialConsoleAccess EnableEbsEncryptionByDefault DisableEbsEncryptionByDefault':
      [{ kind: 'account', name: 'recipientAccountId' }],
  },
  usual: [
    asked('instance', 'instanceId'),
    asked('image', 'imageId'),
    asked('snapshot', 'snapshotId'),
    asked('volume', 'volumeId'),
    asked('security group', 'groupId'),
    asked('security group', 'groupName'),
    asked('network interface', 'networkInterfaceId'),
    asked('route table', 'routeTableId'),
    asked('subnet', 'subnetId'),
    asked('internet gateway', 'internetGatewayId', { part: 'requestParameters.vpcId' }),
    asked('network ACL', 'networkAclId'),
    asked('address', 'allocationId'),
    asked('peering', 'vpcPeeringConnectionId'),
    asked('network', 'vpcId'),
  ],
};
