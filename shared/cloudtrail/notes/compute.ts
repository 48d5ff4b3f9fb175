import type { ServiceNotes } from './note.ts';

/** Notes on EC2. Source of the facts: Amazon EC2 API Reference. */
export const ec2Notes: ServiceNotes = {
  RunInstances: [
    'Starts new instances.',
    'Large types or unused Regions point to mining; an instance profile gives the machine a role.',
    'instanceType, the Region, iamInstanceProfile and keyName in the request.',
  ],
  StartInstances: [
    'Starts stopped instances.',
    'After a change of user data the machine runs what was put there.',
    'ModifyInstanceAttribute of the same instance before.',
  ],
  StopInstances: [
    'Stops instances; what was in memory is lost.',
    'An outage, or the step before changing user data or copying a disk.',
    'ModifyInstanceAttribute and StartInstances of the same instance.',
  ],
  TerminateInstances: [
    'Deletes instances, and usually their root disks.',
    'Destruction, or removal of a machine that was used.',
    'What the instances did, and snapshots that remain.',
  ],
  CreateKeyPair: [
    'Creates an SSH key pair; the private half goes to the caller.',
    'New machines can be entered with it.',
    'RunInstances with that keyName.',
  ],
  ImportKeyPair: [
    'Registers a public SSH key of the caller’s own.',
    'New machines can be entered with it.',
    'RunInstances with that keyName.',
  ],
  AuthorizeSecurityGroupIngress: [
    'Opens a security group to incoming traffic.',
    '0.0.0.0/0 on 22, 3389 or a database port opens machines to everyone.',
    'Ports and addresses in the request, and which instances have the group.',
  ],
  AuthorizeSecurityGroupEgress: [
    'Opens a security group to outgoing traffic.',
    'Data can leave on ways that were closed.',
    'Ports and addresses in the request.',
  ],
  CreateSnapshot: [
    'Copies a volume into a snapshot.',
    'The first half of taking a disk away.',
    'ModifySnapshotAttribute or CopySnapshot for it, and CreateVolume from it.',
  ],
  ModifySnapshotAttribute: [
    'Sets which accounts may use a snapshot.',
    'Sharing with a foreign account, or with all, gives the whole disk away.',
    'createVolumePermission in the request: account IDs or the group “all”.',
  ],
  CreateImage: [
    'Makes a machine image of an instance, its disks included.',
    'A copy of the machine that can be shared or started elsewhere.',
    'ModifyImageAttribute or RunInstances with the image.',
  ],
  ModifyImageAttribute: [
    'Sets which accounts may use a machine image.',
    'Sharing gives the disks’ contents away.',
    'launchPermission in the request.',
  ],
  GetPasswordData: [
    'Reads the encrypted administrator password of a Windows instance.',
    'With the key pair’s private half it is a sign-in to the machine.',
    'The instance, and who holds its key pair.',
  ],
  ModifyInstanceAttribute: [
    'Changes an instance: user data, type, security groups, protection against termination.',
    'New user data can run as root at the next start.',
    'The changed attribute in the request, then StartInstances.',
  ],
  AssociateIamInstanceProfile: [
    'Gives a running instance an instance profile.',
    'Whoever is on the machine can use the role.',
    'The role’s rights, and its sessions named like the instance (i-…).',
  ],
  ReplaceIamInstanceProfileAssociation: [
    'Exchanges the instance profile of an instance.',
    'Whoever is on the machine can use the new role.',
    'The role’s rights, and its sessions named like the instance (i-…).',
  ],
  ModifyInstanceMetadataOptions: [
    'Changes how an instance serves its metadata and role credentials.',
    'httpTokens=optional allows the old, easily abused version again.',
    'httpTokens and the hop limit in the request.',
  ],
  DescribeInstances: [
    'Lists instances.',
    'Everyday call of tools; in a burst over many Regions it is reconnaissance.',
    'The Regions it was called in within a minute, by the same credential.',
  ],
  DeleteFlowLogs: [
    'Deletes flow logs.',
    'Traffic of the network is no longer recorded.',
    'Which network it was, and connections that cannot be checked any more.',
  ],
  DisableEbsEncryptionByDefault: [
    'New volumes and snapshots are no longer encrypted by default.',
    'Unencrypted snapshots can be shared with anyone.',
    'CreateSnapshot and ModifySnapshotAttribute afterwards.',
  ],
};

/** Notes on EC2 Instance Connect. */
export const instanceConnectNotes: ServiceNotes = {
  SendSSHPublicKey: [
    'Puts a public SSH key on an instance for 60 seconds.',
    'It is a sign-in to the machine with AWS rights alone.',
    'The instance and the user name in the request.',
  ],
};

/** Notes on Lambda. Source of the facts: AWS Lambda API Reference. */
export const lambdaNotes: ServiceNotes = {
  CreateFunction: [
    'Creates a function with a role of its own.',
    'Code of the caller runs with the role’s rights; iam:PassRole is all it takes.',
    'The role in the request, then Invoke or a trigger.',
  ],
  UpdateFunctionCode: [
    'Replaces the code of a function.',
    'New code runs with the old rights and triggers; it may hold a back door.',
    'Where the code came from (s3Bucket or imageUri), and what the function’s role did afterwards.',
  ],
  UpdateFunctionConfiguration: [
    'Changes role, variables, layers or limits of a function.',
    'A layer or a variable can change what runs; another role changes what it may do.',
    'The changed settings in the request.',
  ],
  AddPermission: [
    'Lets a service or an account invoke a function.',
    'Principal “*” or a foreign account opens it to strangers.',
    'principal and sourceArn in the request.',
  ],
  CreateFunctionUrlConfig: [
    'Gives a function an address on the internet.',
    'With authType NONE anybody can call it.',
    'authType in the request, and AddPermission for it.',
  ],
  CreateEventSourceMapping: [
    'Lets a queue or stream invoke a function.',
    'Each new message starts the code: a way to listen in or to come back.',
    'eventSourceArn in the request.',
  ],
  Invoke: [
    'Runs a function. It is a data event, recorded only where a trail asks for it.',
    'The code acts with the function’s role, not with the caller’s rights.',
    'Calls of the function’s role right after.',
  ],
};

/** Notes on Systems Manager. Source of the facts: AWS Systems Manager API Reference. */
export const ssmNotes: ServiceNotes = {
  SendCommand: [
    'Runs a command on managed machines, as root or SYSTEM.',
    'AWS rights become rights on machines; AWS hides the commands themselves in some records.',
    'documentName, instanceIds or targets, and the roles of those instances.',
  ],
  StartSession: [
    'Opens a shell on a managed machine.',
    'What is typed is not in CloudTrail; session logs have it where they are switched on.',
    'target in the request, TerminateSession, and calls of the machine’s role meanwhile.',
  ],
  DescribeInstanceInformation: [
    'Lists managed machines.',
    'The step before running commands on them.',
    'SendCommand or StartSession of the same caller.',
  ],
  GetParameter: [
    'Reads a parameter, decrypted when asked.',
    'Parameters often hold passwords and keys.',
    'name and withDecryption in the request.',
  ],
  GetParameters: [
    'Reads several parameters, decrypted when asked.',
    'Parameters often hold passwords and keys.',
    'names and withDecryption in the request.',
  ],
  GetParametersByPath: [
    'Reads all parameters below a path, decrypted when asked.',
    'One call collects a whole application’s secrets.',
    'path, recursive and withDecryption in the request.',
  ],
  PutParameter: [
    'Writes a parameter.',
    'Programs take on the new value: a password, an address, an image to run.',
    'Who reads that name.',
  ],
  ModifyDocumentPermission: [
    'Sets which accounts may use a document.',
    'Scripts of the account can become public, with what they contain.',
    'accountIdsToAdd in the request: account IDs or “All”.',
  ],
  CreateAssociation: [
    'Applies a document to machines again and again.',
    'A command on a schedule: a way to come back.',
    'The document, targets and scheduleExpression in the request.',
  ],
};

/** Notes on container services. */
export const ecsNotes: ServiceNotes = {
  RegisterTaskDefinition: [
    'Registers a task definition: image, command and role of containers.',
    'A foreign image with a strong role is a way to run code and to get its credentials.',
    'image and taskRoleArn in the request, then RunTask or UpdateService.',
  ],
  RunTask: [
    'Starts containers from a task definition.',
    'The containers act with the task’s role; overrides can change the command.',
    'taskDefinition and overrides in the request.',
  ],
};

/** Notes on the container registry. */
export const ecrNotes: ServiceNotes = {
  GetAuthorizationToken: [
    'Gives a password for the container registry, valid for twelve hours.',
    'Images can be pulled, and pushed where rights allow.',
    'PutImage and BatchGetImage of the same caller.',
  ],
  PutImage: [
    'Stores an image under a tag.',
    'Everything that runs the tag next runs the new image.',
    'The repository and tag, and who pushed it before.',
  ],
};

/** Notes on CloudFormation. */
export const cloudformationNotes: ServiceNotes = {
  CreateStack: [
    'Creates resources from a template, with the caller’s rights or those of a role.',
    'Many changes hide behind one call; the single ones show as invokedBy cloudformation.amazonaws.com.',
    'roleARN in the request, and events invoked by CloudFormation in the minutes after.',
  ],
};

/** Notes on SES. Source of the facts: Amazon SES API Reference. */
export const sesNotes: ServiceNotes = {
  GetSendQuota: [
    'Asks how many mails the account may send.',
    'Thieves of keys ask this to see what a key is worth for spam.',
    'The key’s first appearance, and SendEmail.',
  ],
  GetAccount: [
    'Returns the sending state and limits of the account.',
    'A look at whether mail can be sent in bulk.',
    'PutAccountDetails, and SendEmail.',
  ],
  ListIdentities: [
    'Lists the mail addresses and domains the account may send as.',
    'It tells as whom spam or phishing could be sent.',
    'SendEmail with one of them.',
  ],
  VerifyEmailIdentity: [
    'Starts the verification of a mail address to send from.',
    'An intruder’s own address prepares a campaign.',
    'The address in the request.',
  ],
  UpdateAccountSendingEnabled: [
    'Switches sending of mail on or off for the account in a Region.',
    'Switching it on in an unused Region prepares a campaign.',
    'enabled in the request, and the Region.',
  ],
  SendEmail: [
    'Sends a mail. It is a data event, recorded only where a trail asks for it.',
    'Spam or phishing in the owner’s name.',
    'The number of mails, the sender, and the key.',
  ],
};

/** Notes on Bedrock. Source of the facts: Amazon Bedrock API Reference. */
export const bedrockNotes: ServiceNotes = {
  InvokeModel: [
    'Asks a model.',
    'Stolen keys are used to run models at the owner’s cost.',
    'modelId in the request, the number of calls, and Regions never used before.',
  ],
  DeleteModelInvocationLoggingConfiguration: [
    'Switches off the logging of what models were asked.',
    'Questions and answers are no longer kept.',
    'InvokeModel afterwards.',
  ],
};

/** Notes on Service Quotas. */
export const servicequotasNotes: ServiceNotes = {
  RequestServiceQuotaIncrease: [
    'Asks AWS for a higher limit.',
    'More instances or mails than ever needed point to planned abuse.',
    'The service, the limit and the desired value in the request.',
  ],
};

/** Notes on account management. */
export const accountNotes: ServiceNotes = {
  EnableRegion: [
    'Switches on a Region that is off by default.',
    'A Region nobody looks at is a place to work unseen.',
    'RegionName in the request, and events there.',
  ],
};
