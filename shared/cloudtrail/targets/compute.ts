import { added, answered, asked, type ServiceTargets } from './place.ts';

const functionArn = { arn: 'responseElements.functionArn' };

/** Lambda. */
export const lambda: ServiceTargets = {
  actions: {
    'AddPermission RemovePermission': [
      asked('function', 'functionName', { part: 'requestParameters.statementId' }),
    ],
    'PublishLayerVersion AddLayerVersionPermission DeleteLayerVersion GetLayerVersion': [
      asked('layer', 'layerName'),
    ],
    'CreateEventSourceMapping UpdateEventSourceMapping DeleteEventSourceMapping': [
      asked('function', 'functionName', { part: 'requestParameters.eventSourceArn' }),
      answered('function', 'functionArn'),
      asked('event source mapping', 'uUID'),
    ],
    'CreateAlias UpdateAlias DeleteAlias': [
      asked('function', 'functionName', { part: 'requestParameters.name' }),
    ],
  },
  usual: [
    asked('function', 'functionName', functionArn),
    answered('function', 'functionName', functionArn),
    added('function', 'functionArn'),
  ],
};

/** Systems Manager. Of several parameters or machines the first is named. */
export const ssm: ServiceTargets = {
  actions: {
    'SendCommand CancelCommand': [
      asked('instance', 'instanceIds[0]', { part: 'requestParameters.documentName' }),
      asked('instance', 'targets[0].values[0]', { part: 'requestParameters.documentName' }),
      asked('document', 'documentName'),
      asked('command', 'commandId'),
    ],
    StartSession: [asked('instance', 'target')],
    'TerminateSession ResumeSession': [asked('session', 'sessionId')],
    'CreateDocument UpdateDocument DeleteDocument GetDocument DescribeDocument ModifyDocumentPermission DescribeDocumentPermission UpdateDocumentDefaultVersion':
      [asked('document', 'name')],
    'CreateAssociation UpdateAssociation DeleteAssociation': [
      asked('document', 'name', { part: 'requestParameters.instanceId' }),
      asked('association', 'associationId'),
      asked('instance', 'instanceId'),
    ],
    'UpdateInstanceAssociationStatus UpdateInstanceInformation PutInventory ListInstanceAssociations': [
      asked('instance', 'instanceId'),
    ],
    'GetCommandInvocation ListCommandInvocations': [
      asked('command', 'commandId', { part: 'requestParameters.instanceId' }),
    ],
    'StartAutomationExecution StopAutomationExecution': [
      asked('document', 'documentName'),
      asked('automation', 'automationExecutionId'),
    ],
    'UpdateServiceSetting ResetServiceSetting GetServiceSetting': [asked('setting', 'settingId')],
    'AddTagsToResource RemoveTagsFromResource ListTagsForResource PutComplianceItems': [
      asked('resource', 'resourceId'),
    ],
  },
  usual: [
    asked('parameter', 'name'),
    asked('parameter', 'names[0]'),
    asked('parameter', 'path'),
    asked('instance', 'instanceId'),
    asked('document', 'documentName'),
    asked('maintenance window', 'windowId'),
    asked('association', 'associationId'),
  ],
};

/** Containers. */
export const ecs: ServiceTargets = {
  actions: {
    'RunTask StartTask RegisterTaskDefinition DeregisterTaskDefinition DescribeTaskDefinition': [
      asked('task definition', 'taskDefinition'),
      answered('task definition', 'taskDefinition.taskDefinitionArn'),
      asked('task definition', 'family'),
    ],
    'CreateService UpdateService DeleteService': [
      asked('service', 'service', { part: 'requestParameters.cluster' }),
      asked('service', 'serviceName', { part: 'requestParameters.cluster' }),
    ],
    'StopTask ExecuteCommand': [asked('task', 'task', { part: 'requestParameters.cluster' })],
  },
  usual: [
    asked('cluster', 'cluster'),
    asked('cluster', 'clusterName'),
    asked('task definition', 'taskDefinition'),
    asked('service', 'service'),
    asked('instance', 'containerInstance'),
  ],
};

/** Kubernetes clusters. */
export const eks: ServiceTargets = {
  actions: {
    'CreateNodegroup UpdateNodegroupConfig DeleteNodegroup': [
      asked('cluster', 'name', { part: 'requestParameters.nodegroupName' }),
      asked('cluster', 'clusterName', { part: 'requestParameters.nodegroupName' }),
    ],
    'CreateAccessEntry DeleteAccessEntry UpdateAccessEntry AssociateAccessPolicy DisassociateAccessPolicy': [
      asked('cluster', 'name', { part: 'requestParameters.principalArn' }),
      asked('cluster', 'clusterName', { part: 'requestParameters.principalArn' }),
    ],
  },
  usual: [asked('cluster', 'name', { arn: 'responseElements.cluster.arn' }), asked('cluster', 'clusterName')],
};

/** Images of containers. */
export const ecr: ServiceTargets = {
  usual: [
    asked('repository', 'repositoryName', { part: 'requestParameters.imageTag' }),
    asked('registry', 'registryId'),
  ],
};

/** Stacks. */
export const cloudformation: ServiceTargets = {
  usual: [
    asked('stack', 'stackName', { arn: 'responseElements.stackId' }),
    asked('stack set', 'stackSetName'),
    asked('change set', 'changeSetName'),
  ],
};

/** Builds. */
export const codebuild: ServiceTargets = {
  actions: {
    'StartBuild StartBuildBatch RetryBuild': [
      asked('project', 'projectName'),
      answered('project', 'build.projectName'),
      asked('build', 'id'),
    ],
    ImportSourceCredentials: [asked('source', 'serverType')],
  },
  usual: [asked('project', 'name'), asked('project', 'projectName'), asked('project', 'names[0]')],
};

/** Web services from images. */
export const apprunner: ServiceTargets = {
  usual: [asked('service', 'serviceName'), asked('service', 'serviceArn')],
};

/** Pipelines of data. */
export const datapipeline: ServiceTargets = {
  usual: [asked('pipeline', 'pipelineId'), asked('pipeline', 'name')],
};

/** Machines that follow the load. */
export const autoscaling: ServiceTargets = {
  usual: [
    asked('group of instances', 'autoScalingGroupName'),
    asked('launch configuration', 'launchConfigurationName'),
    asked('instance', 'instanceId'),
  ],
};

/** State machines. */
export const states: ServiceTargets = {
  usual: [
    asked('state machine', 'stateMachineArn'),
    asked('execution', 'executionArn'),
    asked('state machine', 'name'),
  ],
};

/** Connections to a machine's console. */
export const ec2InstanceConnect: ServiceTargets = {
  usual: [asked('instance', 'instanceId', { part: 'requestParameters.osUser' })],
};
