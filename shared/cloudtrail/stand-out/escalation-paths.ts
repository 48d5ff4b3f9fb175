/** An action of a service: its short name and the name of the event without a date. */
export type Step = `${string}:${string}`;

/** A way to more rights, as the calls that it takes, in order; of several in one place any will do. */
export interface EscalationPath {
  readonly id: string;
  readonly steps: readonly (readonly Step[])[];
}

const path = (id: string, ...steps: readonly (Step | readonly Step[])[]): EscalationPath => ({
  id,
  steps: steps.map((step): readonly Step[] => (typeof step === 'string' ? [step] : step)),
});

const update: readonly Step[] = ['lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration'];
const enter: Step = 'sts:AssumeRole';

/**
 * Ways to more rights in AWS, in words of ours, after the ordered sets of API names that DataDog's pathfinding.cloud and the
 * AWS service references describe. PassRole is no call of its own: it shows as the role in the calls that hand it on.
 */
export const escalationPaths: readonly EscalationPath[] = [
  path('own policy version', 'iam:CreatePolicyVersion'),
  path('older policy version', 'iam:SetDefaultPolicyVersion'),
  path('policy attached to a user', 'iam:AttachUserPolicy'),
  path('policy attached to a group', 'iam:AttachGroupPolicy'),
  path('policy written for a user', 'iam:PutUserPolicy'),
  path('policy written for a group', 'iam:PutGroupPolicy'),
  path('put in a group', 'iam:AddUserToGroup'),
  path('boundary removed', ['iam:DeleteUserPermissionsBoundary', 'iam:DeleteRolePermissionsBoundary']),
  path('key of another user', 'iam:CreateAccessKey'),
  path('password of another user', ['iam:CreateLoginProfile', 'iam:UpdateLoginProfile']),
  path('second factor taken over', 'iam:DeactivateMFADevice', 'iam:EnableMFADevice'),
  path('credential of a service', 'iam:CreateServiceSpecificCredential'),
  path('reset credential of a service', 'iam:ResetServiceSpecificCredential'),
  path('policy attached to a role, then entered', 'iam:AttachRolePolicy', enter),
  path('policy written for a role, then entered', 'iam:PutRolePolicy', enter),
  path('trust changed, then entered', 'iam:UpdateAssumeRolePolicy', enter),
  path(
    'new role with a policy, then entered',
    'iam:CreateRole',
    ['iam:AttachRolePolicy', 'iam:PutRolePolicy'],
    enter,
  ),
  path(
    'new user with a policy and a key',
    'iam:CreateUser',
    ['iam:AttachUserPolicy', 'iam:PutUserPolicy'],
    'iam:CreateAccessKey',
  ),
  path('key made, then a session of it', 'iam:CreateAccessKey', 'sts:GetSessionToken'),
  path('machine with a role', 'ec2:RunInstances', [
    'ssm:StartSession',
    'ssm:SendCommand',
    'ec2-instance-connect:SendSSHPublicKey',
  ]),
  path('role put on a machine', [
    'ec2:AssociateIamInstanceProfile',
    'ec2:ReplaceIamInstanceProfileAssociation',
  ]),
  path('role put in an instance profile, then a machine', 'iam:AddRoleToInstanceProfile', 'ec2:RunInstances'),
  path('start script changed', 'ec2:StopInstances', 'ec2:ModifyInstanceAttribute', 'ec2:StartInstances'),
  path('launch template changed', 'ec2:CreateLaunchTemplateVersion', [
    'ec2:ModifyLaunchTemplate',
    'autoscaling:UpdateAutoScalingGroup',
  ]),
  path('launch template and group', 'ec2:CreateLaunchTemplate', 'autoscaling:CreateAutoScalingGroup'),
  path('spot machines with a role', 'ec2:RequestSpotInstances'),
  path('command on a machine', 'ssm:SendCommand'),
  path('shell on a machine', 'ssm:StartSession'),
  path('automation with a role', 'ssm:CreateDocument', 'ssm:StartAutomationExecution'),
  path('SSH key pushed to a machine', 'ec2-instance-connect:SendSSHPublicKey'),
  path(
    'serial console',
    'ec2:EnableSerialConsoleAccess',
    'ec2-instance-connect:SendSerialConsoleSSHPublicKey',
  ),
  path('function with a role, called', 'lambda:CreateFunction', 'lambda:Invoke'),
  path('function with a role, opened', 'lambda:CreateFunction', [
    'lambda:AddPermission',
    'lambda:CreateFunctionUrlConfig',
  ]),
  path('function with a role, fed by a stream', 'lambda:CreateFunction', 'lambda:CreateEventSourceMapping'),
  path('code of a function replaced', update),
  path('code of a function replaced, called', update, 'lambda:Invoke'),
  path('stack with a role', 'cloudformation:CreateStack'),
  path('stack with a role changed', ['cloudformation:UpdateStack', 'cloudformation:ExecuteChangeSet']),
  path('change set made and run', 'cloudformation:CreateChangeSet', 'cloudformation:ExecuteChangeSet'),
  path(
    'stack set',
    ['cloudformation:CreateStackSet', 'cloudformation:UpdateStackSet'],
    'cloudformation:CreateStackInstances',
  ),
  path('build project with a role', 'codebuild:CreateProject', [
    'codebuild:StartBuild',
    'codebuild:StartBuildBatch',
  ]),
  path('build project changed', 'codebuild:UpdateProject', [
    'codebuild:StartBuild',
    'codebuild:StartBuildBatch',
  ]),
  path('task with a role', 'ecs:RegisterTaskDefinition', [
    'ecs:RunTask',
    'ecs:StartTask',
    'ecs:CreateService',
    'ecs:UpdateService',
  ]),
  path('command in a container', 'ecs:ExecuteCommand'),
  path('Glue endpoint with a role', 'glue:CreateDevEndpoint'),
  path('key of a Glue endpoint', 'glue:UpdateDevEndpoint'),
  path('Glue job with a role', 'glue:CreateJob', ['glue:StartJobRun', 'glue:CreateTrigger']),
  path('Glue job changed', 'glue:UpdateJob', ['glue:StartJobRun', 'glue:CreateTrigger']),
  path(
    'notebook with a role',
    'sagemaker:CreateNotebookInstance',
    'sagemaker:CreatePresignedNotebookInstanceUrl',
  ),
  path('notebook of others', 'sagemaker:CreatePresignedNotebookInstanceUrl'),
  path(
    'notebook script changed',
    'sagemaker:UpdateNotebookInstanceLifecycleConfig',
    'sagemaker:StartNotebookInstance',
  ),
  path('training or processing with a role', [
    'sagemaker:CreateTrainingJob',
    'sagemaker:CreateProcessingJob',
  ]),
  path(
    'pipeline of data with a role',
    'datapipeline:CreatePipeline',
    'datapipeline:PutPipelineDefinition',
    'datapipeline:ActivatePipeline',
  ),
  path('App Runner service with a role', ['apprunner:CreateService', 'apprunner:UpdateService']),
  path('agent code with a role', 'bedrock-agentcore:CreateCodeInterpreter', [
    'bedrock-agentcore:StartCodeInterpreterSession',
    'bedrock-agentcore:InvokeCodeInterpreter',
  ]),
  path(
    'state machine with a role',
    ['states:CreateStateMachine', 'states:UpdateStateMachine'],
    'states:StartExecution',
  ),
  path('schedule with a role', ['scheduler:CreateSchedule', 'events:PutTargets']),
  path('cluster access', 'eks:CreateAccessEntry', 'eks:AssociateAccessPolicy'),
  path(
    'permission set widened',
    ['sso:AttachManagedPolicyToPermissionSet', 'sso:PutInlinePolicyToPermissionSet'],
    'sso:ProvisionPermissionSet',
  ),
  path('permission set assigned', 'sso:CreatePermissionSet', 'sso:CreateAccountAssignment'),
  path('identity provider replaced, then entered', 'iam:UpdateSAMLProvider', 'sts:AssumeRoleWithSAML'),
  path('certificates let in, then entered', 'rolesanywhere:CreateTrustAnchor', 'rolesanywhere:CreateSession'),
];

/** What came of a path for one caller: every step done in order, some done, or all that were tried refused. */
type PathState = 'completed' | 'attempted' | 'denied';

/** A step that somebody tried: when at first and at last, and whether it was done. */
export interface Tried {
  readonly step: Step;
  readonly isDone: boolean;
  readonly first: number;
  readonly last: number;
}

/** How far somebody came on a path; undefined where nothing of it was tried. A step counts from the first moment after the one before. */
export function stateOf({ steps }: EscalationPath, tried: readonly Tried[]): PathState | undefined {
  const own = tried.filter(({ step }) => steps.some((any) => any.includes(step)));
  if (own.length === 0) return undefined;
  if (own.every(({ isDone }) => !isDone)) return 'denied';
  let at = Number.NEGATIVE_INFINITY;
  for (const any of steps) {
    const next = own
      .filter(({ step, isDone, last }) => isDone && any.includes(step) && last >= at)
      .map(({ first, last }) => (first >= at ? first : last));
    if (next.length === 0) return 'attempted';
    at = Math.min(...next);
  }
  return 'completed';
}
