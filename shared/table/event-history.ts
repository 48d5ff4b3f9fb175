/**
 * The columns of the CloudTrail console's “Download as CSV”, in its order and spelling. Source: AWS CloudTrail User Guide,
 * “Viewing recent management events with the console”, and files it wrote.
 */
export const eventHistoryColumns = [
  'User name',
  'AWS access key',
  'Event time',
  'Event source',
  'Event name',
  'AWS region',
  'Source IP address',
  'User agent',
  'Error code',
  'Resources',
  'Request ID',
  'Event ID',
  'Read-only',
  'Event type',
  'Recipient Account Id',
  'Event category',
] as const;
