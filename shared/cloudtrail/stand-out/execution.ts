import { all, any, is, isAmong, isThere, matches } from '../conditions.ts';
import { nameInArn } from '../caller.ts';
import { requested, rule, type Rule } from './rule.ts';

const execution = { subject: 'Execution', isLighterOnOwn: true } as const;

const functionName = (deed: Parameters<Rule['object']>[0]): string | undefined =>
  nameInArn(deed.record.text('requestParameters.fullyQualifiedArn.relativeId.functionName')) ??
  requested('functionName')(deed);

/** Code and commands that are made to run, and ways onto machines. */
export const executionRules: readonly Rule[] = [
  rule({
    ...execution,
    id: 'function-code-replaced',
    severity: 'L',
    on: { lambda: ['UpdateFunctionCode'] },
    does: 'replace the code of the function',
    did: 'replaced the code of the function',
    object: functionName,
    theirs: ['T1648', 'T1525'],
    notKnown: ['What the code does: it is not in the record.'],
  }),
  rule({
    ...execution,
    id: 'function-layer-added',
    severity: 'L',
    on: { lambda: ['UpdateFunctionConfiguration'] },
    and: isThere('requestParameters.layers'),
    does: 'add a layer to the function',
    did: 'added a layer to the function',
    object: functionName,
    theirs: ['T1648', 'T1546'],
    judge: (deed) => {
      const layers = deed.record.texts('requestParameters.layers[]');
      if (layers.length === 0) return undefined;
      const foreign = layers.filter((one) => one.split(':')[4] !== deed.account);
      return foreign.length > 0 ? { severity: 'M', detail: 'a layer of another account' } : { severity: 'M' };
    },
  }),
  rule({
    ...execution,
    id: 'command-sent',
    severity: 'M',
    on: { ssm: ['SendCommand', 'CreateAssociation'] },
    does: 'run commands on',
    did: 'ran commands on',
    object: (deed) =>
      deed.record.texts('requestParameters.instanceIds[]')[0] ?? requested('instanceId', 'name')(deed),
    theirs: ['T1651'],
    notKnown: ['The commands: CloudTrail hides their parameters.'],
  }),
  rule({
    subject: 'Execution',
    id: 'session-started',
    severity: 'L',
    on: { ssm: ['StartSession', 'ResumeSession'], ecs: ['ExecuteCommand'] },
    does: 'open a shell on',
    did: 'opened a shell on',
    object: requested('target', 'task'),
    theirs: ['T1021.007', 'T1651'],
  }),
  rule({
    subject: 'Execution',
    id: 'instance-key-pushed',
    severity: 'M',
    on: { 'ec2-instance-connect': ['SendSSHPublicKey', 'SendSerialConsoleSSHPublicKey'] },
    does: 'push an SSH key to',
    did: 'pushed an SSH key to',
    object: requested('instanceId'),
    isLighterOnOwn: true,
    theirs: ['T1021.007', 'T1098.004', 'EC2InstanceSSHKeyPushed'],
  }),
  rule({
    ...execution,
    id: 'user-data-changed',
    severity: 'H',
    on: { ec2: ['ModifyInstanceAttribute'] },
    and: any(isThere('requestParameters.userData'), is('requestParameters.attribute', 'userData')),
    does: 'change the start script of',
    did: 'changed the start script of',
    object: requested('instanceId'),
    theirs: ['T1059.009', 'EC2UserDataModified'],
  }),
  rule({
    subject: 'Execution',
    id: 'serial-console-enabled',
    severity: 'M',
    on: { ec2: ['EnableSerialConsoleAccess'] },
    does: 'open the serial console of all instances',
    did: 'opened the serial console of all instances',
    theirs: ['T1021.007'],
  }),
  rule({
    subject: 'Resource hijacking',
    id: 'costly-machines',
    severity: 'M',
    on: { ec2: ['RunInstances', 'RequestSpotInstances', 'CreateFleet'] },
    and: any(
      matches(
        'requestParameters.instanceType',
        '^(p|g|inf|trn|dl|vt|u|x)[0-9]|metal|(1[2-9]|2[0-9]|4[0-9])xlarge',
      ),
      matches('errorCode', 'VcpuLimitExceeded|InstanceLimitExceeded'),
    ),
    does: 'start costly machines of type',
    did: 'started costly machines of type',
    object: requested('instanceType'),
    theirs: ['T1496.001', 'T1578.002'],
    // A refusal says as much about the caller as a machine that runs.
    judge: ({ result }) => ({ severity: result === 'done' ? 'M' : 'H' }),
  }),
  rule({
    subject: 'Execution',
    id: 'notebook-script-changed',
    severity: 'M',
    on: {
      sagemaker: [
        'CreateNotebookInstanceLifecycleConfig',
        'UpdateNotebookInstanceLifecycleConfig',
        'CreateStudioLifecycleConfig',
      ],
    },
    does: 'change the start script of notebooks',
    did: 'changed the start script of notebooks',
    object: requested('notebookInstanceLifecycleConfigName', 'studioLifecycleConfigName'),
    theirs: ['T1059.009', 'SageMaker lifecycle config modified'],
  }),
  rule({
    subject: 'Privilege escalation',
    id: 'admin-role-passed',
    severity: 'M',
    on: {
      ec2: ['RunInstances', 'AssociateIamInstanceProfile', 'ReplaceIamInstanceProfileAssociation'],
      lambda: ['CreateFunction', 'UpdateFunctionConfiguration'],
      cloudformation: ['CreateStack', 'UpdateStack'],
      codebuild: ['CreateProject', 'UpdateProject'],
      ecs: ['RegisterTaskDefinition', 'RunTask'],
      glue: ['CreateJob', 'CreateDevEndpoint'],
      sagemaker: ['CreateNotebookInstance', 'CreateTrainingJob', 'CreateProcessingJob'],
      datapipeline: ['CreatePipeline', 'PutPipelineDefinition'],
    },
    and: all(
      matches('requestParameters', '(instance-profile|role)/[^"]*[Aa]dmin|"name":"[^"]*[Aa]dmin'),
      isAmong('userIdentity.type', ['IAMUser', 'Root', 'FederatedUser']),
    ),
    does: 'hand a role named like an administrator’s to',
    did: 'handed a role named like an administrator’s to',
    object: requested('functionName', 'stackName', 'name', 'family', 'instanceType', 'instanceId'),
    theirs: ['T1548.005'],
    notKnown: ['What the role may do: its name alone is in the record.'],
  }),
  rule({
    subject: 'Persistence',
    id: 'cluster-access-given',
    severity: 'M',
    on: { eks: ['CreateAccessEntry', 'AssociateAccessPolicy'] },
    does: 'give access to the cluster',
    did: 'gave access to the cluster',
    object: requested('name', 'clusterName'),
    theirs: ['T1098.006'],
  }),
  rule({
    subject: 'Resource hijacking',
    id: 'mail-opened',
    severity: 'M',
    on: {
      ses: [
        'PutAccountDetails',
        'PutAccountSendingAttributes',
        'UpdateAccountSendingEnabled',
        'VerifyDomainIdentity',
        'VerifyEmailIdentity',
        'CreateEmailIdentity',
        'VerifyDomainDkim',
      ],
    },
    does: 'ready mail for',
    did: 'readied mail for',
    object: requested('domain', 'emailAddress', 'emailIdentity', 'websiteURL'),
    isLighterOnOwn: true,
    theirs: ['T1496', 'SESProductionAccessEnabled', 'SESAccountSendingEnabled', 'SESDomainIdentityVerified'],
    judge: ({ action }) => ({
      severity: ['UpdateAccountSendingEnabled', 'PutAccountSendingAttributes'].includes(action) ? 'L' : 'M',
    }),
  }),
  rule({
    subject: 'Resource hijacking',
    id: 'quota-raised',
    severity: 'L',
    on: { servicequotas: ['RequestServiceQuotaIncrease'] },
    does: 'ask for a larger quota of',
    did: 'asked for a larger quota of',
    object: requested('serviceCode', 'quotaCode'),
    theirs: ['T1496'],
  }),
  rule({
    subject: 'Resource hijacking',
    id: 'models-opened',
    severity: 'M',
    on: {
      bedrock: [
        'PutFoundationModelEntitlement',
        'CreateFoundationModelAgreement',
        'PutUseCaseForModelAccess',
      ],
    },
    does: 'ask for the use of models',
    did: 'got the use of models',
    object: requested('modelId'),
    theirs: ['T1496'],
  }),
  rule({
    subject: 'Resource hijacking',
    id: 'models-used',
    severity: 'L',
    on: { bedrock: ['InvokeModel', 'InvokeModelWithResponseStream', 'Converse', 'ConverseStream'] },
    and: isAmong('userIdentity.type', ['IAMUser', 'Root', 'FederatedUser']),
    does: 'use the model',
    did: 'used the model',
    object: requested('modelId'),
    theirs: ['T1496'],
    notKnown: ['What it was asked, without the logging of invocations.'],
    judge: () => ({ severity: 'M', detail: 'by a key of a user, not of a workload' }),
  }),
];
