/** Takes the service and the type of resource out of an ARN. Both RE2 and JavaScript read the patterns here. */
export const partsOfArn = '^arn:[^:]*:([^:]*):[^:]*:[^:]*:([a-zA-Z-]*)';

/** The plain word for the thing that an ARN names, by its service and type of resource, or by its service alone. */
export const kindsByArn: Readonly<Record<string, string>> = {
  's3:accesspoint': 'access point',
  's3:storage-lens': 'configuration',
  's3:': 'bucket',
  'iam:role': 'role',
  'iam:user': 'user',
  'iam:group': 'group',
  'iam:policy': 'policy',
  'iam:instance-profile': 'instance profile',
  'iam:mfa': 'MFA device',
  'iam:oidc-provider': 'identity provider',
  'iam:saml-provider': 'identity provider',
  'iam:server-certificate': 'certificate',
  'iam:root': 'account',
  'sts:assumed-role': 'session',
  'organizations:account': 'account',
  'organizations:ou': 'unit',
  'kms:': 'key',
  'secretsmanager:': 'secret',
  'ssm:parameter': 'parameter',
  'ssm:document': 'document',
  'ssm:managed-instance': 'instance',
  'lambda:function': 'function',
  'lambda:layer': 'layer',
  'dynamodb:table': 'table',
  'ec2:instance': 'instance',
  'ec2:image': 'image',
  'ec2:snapshot': 'snapshot',
  'ec2:volume': 'volume',
  'ec2:vpc': 'network',
  'ec2:subnet': 'subnet',
  'ec2:security-group': 'security group',
  'ec2:network-interface': 'network interface',
  'ec2:key-pair': 'key pair',
  'rds:db': 'database',
  'rds:cluster': 'database cluster',
  'rds:snapshot': 'snapshot',
  'rds:cluster-snapshot': 'snapshot',
  'rds:subgrp': 'subnet group',
  'cloudtrail:trail': 'trail',
  'cloudtrail:eventdatastore': 'event data store',
  'logs:log-group': 'log group',
  'sns:': 'topic',
  'sqs:': 'queue',
  'cloudformation:stack': 'stack',
  'ecr:repository': 'repository',
  'acm:certificate': 'certificate',
  'ecs:cluster': 'cluster',
  'ecs:service': 'service',
  'ecs:task-definition': 'task definition',
  'eks:cluster': 'cluster',
  'events:rule': 'rule',
  'states:stateMachine': 'state machine',
  'elasticloadbalancing:loadbalancer': 'load balancer',
  'guardduty:detector': 'detector',
};

/** Of the thing that an ARN names when neither is known. */
export const unknownKind = 'resource';

/** Six letters and digits that cannot be a word in small letters: a digit or a capital is among them. */
const ownEnding = Array.from(
  { length: 6 },
  (_, before) => `[a-z]{${before}}[A-Z0-9][A-Za-z0-9]{${5 - before}}`,
).join('|');

/**
 * How the name of a thing stands in its ARN or URL, as the first group of the first pattern of its kind that fits; the last part of
 * every other. An ARN of a secret ends with six characters of AWS's own behind a hyphen, which are left out where they cannot
 * be a word.
 */
export const namesInArns: readonly (readonly [kind: string, patterns: readonly string[]])[] = [
  ['bucket', [':::([^/]+)']],
  ['secret', [`:secret:([^\n]+)-(?:${ownEnding})$`, ':secret:([^\n]+)$']],
  ['parameter', [':parameter(/[^/]+/[^\n]+)$', ':parameter/([^\n]+)$']],
  ['key', [':(?:key/)?(alias/[^\n]+|[^:/]+)$']],
  ['function', [':function:([^:]+)']],
  ['layer', [':layer:([^:]+)']],
  ['table', [':table/([^/]+)']],
  ['log group', [':log-group:([^:]+)']],
  ['repository', [':repository/([^\n]+)$']],
  ['stack', [':stack/([^/]+)']],
  ['task definition', [':task-definition/([^\n]+)$']],
  ['load balancer', [':loadbalancer/([^\n]+)$']],
];

/** The name of a thing of any other kind. */
export const lastPart = '([^:/]+)$';
