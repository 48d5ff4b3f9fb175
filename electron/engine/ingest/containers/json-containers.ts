import { athenaResults } from './athena-results.ts';
import {
  cloudWatchEvents,
  cloudWatchPayload,
  lambdaPayload,
  streamData,
  streamRecords,
} from './cloudwatch.ts';
import type { JsonContainer } from './container.ts';
import { dynamoDbItem } from './dynamodb-item.ts';
import { elasticDocument, elasticSearch } from './elastic.ts';
import { eventBridge } from './eventbridge.ts';
import { lakeResults } from './lake-results.ts';
import { logsInsights } from './logs-insights.ts';
import { lookupEvents } from './lookup-events.ts';
import { notification } from './notification.ts';
import { ocsf } from './ocsf.ts';
import { rowMatrix } from './row-matrix.ts';
import { singleRecord } from './single-record.ts';
import { splunk } from './splunk.ts';

/**
 * Every wrapper of records in JSON, in the order they are tried; the first that matches unwraps the value. Wrappers that may
 * carry fields of the record beside it come before the record itself.
 */
export const jsonContainers: readonly JsonContainer[] = [
  lookupEvents,
  eventBridge,
  splunk,
  elasticSearch,
  elasticDocument,
  ocsf,
  cloudWatchPayload,
  cloudWatchEvents,
  lambdaPayload,
  streamData,
  streamRecords,
  lakeResults,
  athenaResults,
  rowMatrix,
  logsInsights,
  notification,
  singleRecord,
  dynamoDbItem,
];
