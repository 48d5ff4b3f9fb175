import { named, request, type ServiceActions } from './row.ts';

/** Actions of Bedrock. Source of the facts: Amazon Bedrock API Reference. */
export const bedrock: ServiceActions = {
  InvokeModel: {
    verb: 'ask',
    about: (r) => named('model', request(r, 'modelId')),
    does: 'Asks a model.',
    matters: 'Stolen keys are used to run models at the owner’s cost.',
    next: 'modelId in the request, the number of calls, and Regions never used before.',
    effects: ['uses-resources'],
  },
  DeleteModelInvocationLoggingConfiguration: {
    verb: 'delete',
    about: () => 'the logging of what models are asked',
    does: 'Switches off the logging of what models were asked.',
    matters: 'Questions and answers are no longer kept.',
    next: 'InvokeModel afterwards.',
    effects: ['weakens-logging'],
  },
  InvokeModelWithResponseStream: {
    verb: 'ask',
    about: (r) => named('model', request(r, 'modelId')),
    effects: ['uses-resources'],
  },
  PutModelInvocationLoggingConfiguration: {
    verb: 'set',
    about: () => 'the logging of what models are asked',
    effects: ['weakens-logging'],
  },
  CreateFoundationModelAgreement: {
    verb: 'agree',
    about: (r) => `to the terms of ${named('model', request(r, 'modelId'))}`,
    effects: ['uses-resources'],
  },
  PutFoundationModelEntitlement: {
    verb: 'ask',
    about: (r) => `for access to ${named('model', request(r, 'modelId'))}`,
    effects: ['uses-resources'],
  },
  PutUseCaseForModelAccess: {
    verb: 'state',
    about: () => 'what models will be used for',
    effects: ['uses-resources'],
  },
};
