import { named, request, type ServiceActions } from './row.ts';

/** Actions of Route 53. */
export const route53: ServiceActions = {
  DeleteQueryLoggingConfig: {
    verb: 'delete',
    about: (r) => named('the query log configuration', request(r, 'id')),
    does: 'Ends the log of DNS queries of a public zone.',
    matters: 'Names that were asked for are no longer recorded.',
    next: 'CreateQueryLoggingConfig before, and changes of records.',
    effects: ['weakens-logging'],
  },
  ChangeResourceRecordSets: {
    verb: 'change',
    about: (r) => named('records of hosted zone', request(r, 'hostedZoneId')),
    effects: [],
  },
  CreateHostedZone: {
    verb: 'create',
    about: (r) => named('hosted zone', request(r, 'name')),
    effects: [],
  },
  CreateQueryLoggingConfig: {
    verb: 'start',
    about: (r) => named('the logging of DNS queries of hosted zone', request(r, 'hostedZoneId')),
    effects: [],
  },
};
