import { named, request, type ServiceActions } from './row.ts';

/** Actions of Route 53 Resolver. */
export const route53resolver: ServiceActions = {
  DeleteResolverQueryLogConfig: {
    verb: 'delete',
    about: (r) => named('the DNS query log configuration', request(r, 'resolverQueryLogConfigId')),
    does: 'Ends the log of DNS queries made inside networks.',
    matters: 'Names that machines asked for are no longer recorded.',
    next: 'The networks it was for, and what their machines did.',
    effects: ['weakens-logging'],
  },
  DisassociateResolverQueryLogConfig: {
    verb: 'take',
    about: (r) => `${named('network', request(r, 'resourceId'))} out of the log of DNS queries`,
    does: 'Takes a network out of the log of DNS queries.',
    matters: 'Names that its machines ask for are no longer recorded.',
    next: 'resourceId in the request.',
    effects: ['weakens-logging'],
  },
  CreateResolverQueryLogConfig: {
    verb: 'create',
    about: (r) => named('query log', request(r, 'name')),
    effects: [],
  },
  AssociateResolverQueryLogConfig: {
    verb: 'start',
    about: () => 'the logging of DNS queries of a network',
    effects: [],
  },
};
