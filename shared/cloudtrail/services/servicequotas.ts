import type { ServiceActions } from './row.ts';

/** Actions of Service Quotas. */
export const servicequotas: ServiceActions = {
  RequestServiceQuotaIncrease: {
    does: 'Asks AWS for a higher limit.',
    matters: 'More instances or mails than ever needed point to planned abuse.',
    next: 'The service, the limit and the desired value in the request.',
    effects: ['uses-resources'],
  },
};
