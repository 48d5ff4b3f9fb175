import { nameInArn } from '../caller.ts';
import type { RecordReader } from '../record-reader.ts';
import { named, request, type ServiceActions } from './row.ts';

const lambdaFunction = (r: RecordReader): string => named('function', nameInArn(request(r, 'functionName')));

/** Actions of Lambda. Source of the facts: AWS Lambda API Reference. */
export const lambda: ServiceActions = {
  CreateFunction: {
    verb: 'create',
    about: lambdaFunction,
    does: 'Creates a function with a role of its own.',
    matters: 'Code of the caller runs with the role’s rights; iam:PassRole is all it takes.',
    next: 'The role in the request, then Invoke or a trigger.',
    effects: ['starts-compute', 'runs-code', 'passes-role'],
  },
  UpdateFunctionCode: {
    verb: 'replace',
    about: (r) => `the code of ${lambdaFunction(r)}`,
    does: 'Replaces the code of a function.',
    matters: 'New code runs with the old rights and triggers; it may hold a back door.',
    next: 'Where the code came from (s3Bucket or imageUri), and what the function’s role did afterwards.',
    effects: ['runs-code'],
  },
  UpdateFunctionConfiguration: {
    verb: 'change',
    about: (r) => `the configuration of ${lambdaFunction(r)}`,
    does: 'Changes role, variables, layers or limits of a function.',
    matters: 'A layer or a variable can change what runs; another role changes what it may do.',
    next: 'The changed settings in the request.',
    effects: ['runs-code', 'passes-role'],
  },
  DeleteFunction: {
    verb: 'delete',
    about: lambdaFunction,
    effects: ['deletes-data'],
  },
  AddPermission: {
    verb: 'allow',
    about: (r) => `${request(r, 'principal') ?? 'a principal'} to use ${lambdaFunction(r)}`,
    does: 'Lets a service or an account invoke a function.',
    matters: 'Principal “*” or a foreign account opens it to strangers.',
    next: 'principal and sourceArn in the request.',
    effects: ['shares-outside'],
  },
  Invoke: {
    verb: 'invoke',
    about: lambdaFunction,
    does: 'Runs a function. It is a data event, recorded only where a trail asks for it.',
    matters: 'The code acts with the function’s role, not with the caller’s rights.',
    next: 'Calls of the function’s role right after.',
    effects: ['runs-code'],
  },
  CreateFunctionUrlConfig: {
    verb: 'give',
    about: (r) => {
      const auth = request(r, 'authType');
      return `${lambdaFunction(r)} an address on the internet${auth ? ` (authorization ${auth})` : ''}`;
    },
    does: 'Gives a function an address on the internet.',
    matters: 'With authType NONE anybody can call it.',
    next: 'authType in the request, and AddPermission for it.',
    effects: ['shares-outside'],
  },
  GetFunction: {
    verb: 'read',
    about: (r) => `the code and configuration of ${lambdaFunction(r)}`,
    effects: ['takes-data'],
  },
  CreateEventSourceMapping: {
    verb: 'connect',
    about: (r) => `${lambdaFunction(r)} to an event source`,
    does: 'Lets a queue or stream invoke a function.',
    matters: 'Each new message starts the code: a way to listen in or to come back.',
    next: 'eventSourceArn in the request.',
    effects: ['runs-code'],
  },
  UpdateFunctionUrlConfig: {
    verb: 'change',
    about: (r) => `the address of ${lambdaFunction(r)} on the internet`,
    does: 'Changes who may call a function at its address on the internet.',
    matters: 'With authType NONE anybody can call it.',
    next: 'authType in the request, and AddPermission for it.',
    effects: ['shares-outside'],
  },
  RemovePermission: {
    verb: 'remove',
    about: (r) => `a permission to use ${lambdaFunction(r)}`,
    effects: ['locks-out'],
  },
  UpdateEventSourceMapping: {
    verb: 'change',
    about: () => 'what invokes a function',
    effects: ['runs-code'],
  },
  DeleteFunctionUrlConfig: {
    verb: 'take',
    about: (r) => `the address on the internet from ${lambdaFunction(r)}`,
    effects: [],
  },
  DeleteEventSourceMapping: {
    verb: 'cut',
    about: () => 'a function off from a source of events',
    effects: [],
  },
};
