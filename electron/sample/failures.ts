import { WORKLOADS } from './names.ts';
import type { Scene } from './scene.ts';

/** An error as a record carries it. */
export interface Failure {
  readonly code: string;
  readonly message: string;
}

function callerArn(scene: Scene): string {
  const arn = scene.identity['arn'];
  return typeof arn === 'string' ? arn : `arn:aws:iam::${scene.account.id}:root`;
}

/** The denial text of a caller who lacks an identity-based permission for `service:Action`. */
export function denial(caller: string, action: string, resource: string): string {
  return `User: ${caller} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;
}

function denied(scene: Scene): Failure {
  const { call, account, region } = scene;
  const action = `${call.service}:${call.name.replace(/\d{4}_?\d{2}_?\d{2}(v\d)?$/, '')}`;
  const resource = `arn:aws:${call.service}:${region}:${account.id}:*`;
  if (call.service === 'ec2') {
    return {
      code: 'Client.UnauthorizedOperation',
      message: `You are not authorized to perform this operation. ${denial(callerArn(scene), action, resource)}`,
    };
  }
  const code = ['dynamodb', 'lambda', 'kms', 'logs'].includes(call.service)
    ? 'AccessDeniedException'
    : 'AccessDenied';
  return { code, message: denial(callerArn(scene), action, resource) };
}

function specific(scene: Scene): Failure | undefined {
  const { call, rng, account } = scene;
  switch (call.service) {
    case 's3':
      return call.isData
        ? { code: 'NoSuchKey', message: 'The specified key does not exist.' }
        : call.name === 'GetBucketPolicy'
          ? { code: 'NoSuchBucketPolicy', message: 'The bucket policy does not exist' }
          : { code: 'NoSuchBucket', message: 'The specified bucket does not exist' };
    case 'ec2': {
      const id = rng.pick(account.inventory.instanceIds);
      if (call.name !== 'RunInstances') {
        return {
          code: 'Client.InvalidInstanceID.NotFound',
          message: `The instance ID '${id}' does not exist`,
        };
      }
      const message = 'We currently do not have sufficient capacity in the Availability Zone you requested.';
      return { code: 'Server.InsufficientInstanceCapacity', message };
    }
    case 'iam': {
      const message = `The role with name ${rng.pick(WORKLOADS)}-missing cannot be found.`;
      return { code: 'NoSuchEntityException', message };
    }
    case 'dynamodb':
      return call.name === 'PutItem' || call.name === 'UpdateItem'
        ? { code: 'ConditionalCheckFailedException', message: 'The conditional request failed' }
        : { code: 'ResourceNotFoundException', message: 'Requested resource not found' };
    case 'secretsmanager': {
      const message = "Secrets Manager can't find the specified secret.";
      return { code: 'ResourceNotFoundException', message };
    }
    case 'logs': {
      const message = 'The specified log stream already exists';
      return { code: 'ResourceAlreadyExistsException', message };
    }
    case 'cloudformation':
      return {
        code: 'ValidationException',
        message: `Stack with id ${rng.pick(WORKLOADS)}-stack does not exist`,
      };
    default:
      return undefined;
  }
}

/** A failure that suits the call: about half are denials, the rest throttling, missing things or bad requests. */
export function failureOf(scene: Scene): Failure {
  const roll = scene.rng.float();
  if (roll < 0.5) return denied(scene);
  if (roll < 0.68) {
    return scene.call.service === 'ec2'
      ? { code: 'Client.RequestLimitExceeded', message: 'Request limit exceeded.' }
      : { code: 'ThrottlingException', message: 'Rate exceeded' };
  }
  return (
    specific(scene) ?? {
      code: 'ValidationException',
      message: 'Value at parameter failed to satisfy constraint',
    }
  );
}
