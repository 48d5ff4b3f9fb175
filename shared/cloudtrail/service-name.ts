/** The short name of a service: `iam` of `iam.amazonaws.com`, in China too. */
export const serviceName = (eventSource: string): string =>
  eventSource.replace(/\.amazonaws\.com(\.cn)?$/, '');
