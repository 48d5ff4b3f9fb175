/** What a call does to the record of what happens: less of it, more of it, or something else. */
export type LoggingChange = 'less' | 'more' | 'changed';

/**
 * The calls to CloudTrail itself that change what is recorded from then on. Source: AWS CloudTrail API Reference,
 * "Actions".
 */
export const loggingChanges: Readonly<Record<string, LoggingChange>> = {
  StopLogging: 'less',
  DeleteTrail: 'less',
  DeleteEventDataStore: 'less',
  StopEventDataStoreIngestion: 'less',
  StartLogging: 'more',
  CreateTrail: 'more',
  CreateEventDataStore: 'more',
  RestoreEventDataStore: 'more',
  StartEventDataStoreIngestion: 'more',
  UpdateTrail: 'changed',
  PutEventSelectors: 'changed',
  PutInsightSelectors: 'changed',
  UpdateEventDataStore: 'changed',
};

/** The service that takes these calls. */
export const loggingService = 'cloudtrail.amazonaws.com';
