import { named, request, type ServiceActions } from './row.ts';

/** Actions of Glue. */
export const glue: ServiceActions = {
  CreateDevEndpoint: {
    verb: 'create',
    about: (r) => named('development endpoint', request(r, 'endpointName')),
    does: 'Starts a development endpoint of Glue with a role and an SSH key.',
    matters: 'Whoever holds the key works with the rights of the role.',
    next: 'roleArn and publicKey in the request, and calls of the role.',
    effects: ['starts-compute', 'passes-role'],
  },
  UpdateDevEndpoint: {
    verb: 'change',
    about: (r) => named('development endpoint', request(r, 'endpointName')),
    does: 'Changes a development endpoint, its SSH keys included.',
    matters: 'A new key lets somebody in to work with the rights of its role.',
    next: 'addPublicKeys in the request, and calls of the role.',
    effects: ['runs-code', 'mints-credential'],
  },
  CreateJob: {
    verb: 'create',
    about: (r) => named('job', request(r, 'name')),
    does: 'Creates a job of Glue with a script and a role.',
    matters: 'The script runs with the rights of the role.',
    next: 'role and command in the request, then StartJobRun.',
    effects: ['passes-role'],
  },
  UpdateJob: {
    verb: 'change',
    about: (r) => named('job', request(r, 'jobName')),
    does: 'Changes a job: its script, its role, its limits.',
    matters: 'The next run does what the new script says.',
    next: 'jobUpdate in the request, then StartJobRun.',
    effects: ['runs-code', 'passes-role'],
  },
  StartJobRun: {
    verb: 'start',
    about: (r) => named('job', request(r, 'jobName')),
    does: 'Runs a job of Glue.',
    matters: 'The script acts with the role of the job, not with the caller’s rights.',
    next: 'CreateJob or UpdateJob before, and calls of the role.',
    effects: ['starts-compute', 'runs-code'],
  },
};
