/**
 * Services that record in one Region whatever Region was worked in. STS is global only at its global endpoint.
 * Source: AWS CloudTrail User Guide, "Global service events"; IAM User Guide, "Logging IAM and STS API calls".
 */
export const globalServices: readonly string[] = [
  'account.amazonaws.com',
  'billing.amazonaws.com',
  'budgets.amazonaws.com',
  'cloudfront.amazonaws.com',
  'globalaccelerator.amazonaws.com',
  'health.amazonaws.com',
  'iam.amazonaws.com',
  'networkmanager.amazonaws.com',
  'organizations.amazonaws.com',
  'route53.amazonaws.com',
  'route53domains.amazonaws.com',
  'shield.amazonaws.com',
  'support.amazonaws.com',
  'trustedadvisor.amazonaws.com',
  'waf.amazonaws.com',
];

/** The service whose calls count as global only at its global endpoint, and that endpoint's host. */
export const globalEndpoint = { eventSource: 'sts.amazonaws.com', host: 'sts.amazonaws.com' } as const;
