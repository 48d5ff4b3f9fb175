import { fromEmbedded, type JsonContainer } from './container.ts';

/**
 * `aws cloudtrail lookup-events`: the full record is JSON text in `CloudTrailEvent`. Times outside it come in three
 * shapes depending on the client and are not used. Source: CloudTrail API reference, LookupEvents.
 */
export const lookupEvents: JsonContainer = {
  kind: 'lookup-events',
  matches: (value) => typeof value['CloudTrailEvent'] === 'string',
  items: (value) => [fromEmbedded(String(value['CloudTrailEvent']), 'CloudTrailEvent')],
};
