import { named, request, type ServiceActions } from './row.ts';

/** Actions of Data Pipeline. */
export const datapipeline: ServiceActions = {
  CreatePipeline: {
    verb: 'create',
    about: (r) => named('pipeline', request(r, 'name')),
    does: 'Creates a pipeline; it does nothing before it has a definition and is activated.',
    matters: 'It prepares work that runs with a role.',
    next: 'PutPipelineDefinition and ActivatePipeline.',
    effects: [],
  },
  PutPipelineDefinition: {
    verb: 'set',
    about: (r) => named('the definition of pipeline', request(r, 'pipelineId')),
    does: 'Sets what a pipeline does and with which roles.',
    matters: 'Its commands act with those roles.',
    next: 'pipelineObjects in the request, then ActivatePipeline.',
    effects: ['runs-code', 'passes-role'],
  },
  ActivatePipeline: {
    verb: 'activate',
    about: (r) => named('pipeline', request(r, 'pipelineId')),
    does: 'Starts a pipeline.',
    matters: 'Its commands act with its roles, not with the caller’s rights.',
    next: 'PutPipelineDefinition before, and calls of the roles.',
    effects: ['starts-compute', 'runs-code'],
  },
};
