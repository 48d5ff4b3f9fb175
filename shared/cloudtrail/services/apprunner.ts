import { named, request, type ServiceActions } from './row.ts';

/** Actions of App Runner. */
export const apprunner: ServiceActions = {
  CreateService: {
    verb: 'create',
    about: (r) => named('service', request(r, 'serviceName')),
    does: 'Runs an image or a repository as a service on the internet, with a role.',
    matters: 'The code acts with the rights of the role.',
    next: 'instanceRoleArn and the source in the request.',
    effects: ['starts-compute', 'runs-code', 'passes-role'],
  },
};
