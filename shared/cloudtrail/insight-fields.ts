/**
 * Where an Insight keeps what it is about, the place that counts first. Insights of trails nest it, those of event data
 * stores are flat. Sources: AWS CloudTrail User Guide, "CloudTrail record contents for Insights events for trails" and
 * "… for Insights events for event data stores".
 */
export const insightFields = {
  state: ['insightDetails.state', 'insightState'],
  insightType: ['insightDetails.insightType', 'insightType'],
  eventSource: ['insightDetails.eventSource', 'insightEventSource'],
  eventName: ['insightDetails.eventName', 'insightEventName'],
  errorCode: ['insightDetails.errorCode', 'insightErrorCode'],
  context: ['insightDetails.insightContext', 'insightContext'],
} as const;

/** Where the numbers of an Insight stand inside its context; durations in minutes, averages in calls a minute. */
export const insightNumbers = {
  baselineAverage: ['statistics.baseline.average', 'baselineAverage'],
  insightAverage: ['statistics.insight.average', 'insightAverage'],
  insightMinutes: ['statistics.insightDuration', 'insightDuration'],
  baselineMinutes: ['statistics.baselineDuration', 'baselineDuration'],
} as const;
