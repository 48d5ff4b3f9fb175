/**
 * Type and category of the records that are no call: those of CloudTrail Insights and the counters of aggregated events. A
 * copy may have lost one of the two. Source: AWS CloudTrail User Guide, "CloudTrail record contents" and "Aggregated events".
 */
export const withoutCall = {
  insight: { eventType: 'AwsCloudTrailInsight', eventCategory: 'Insight' },
  aggregated: { eventType: 'AwsAggregatedEvent', eventCategory: 'Aggregated' },
} as const;

/** Type and category of one such family of records. */
export type FamilyWithoutCall = (typeof withoutCall)[keyof typeof withoutCall];
