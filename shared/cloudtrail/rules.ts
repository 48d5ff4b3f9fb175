import type { Filter } from '../filter/filter.ts';
import { loggingActions } from './actions.ts';
import { all, any, is, isAmong, isThere, not } from './conditions.ts';
import { globalEndpoint, globalServices } from './global-services.ts';
import { withoutCall, type FamilyWithoutCall } from './without-call.ts';

/**
 * Rules about a record that SQL and TypeScript share: the engine compiles them with `compileFilter`, `predicateOf` applies
 * them to single records, and a test holds both together.
 */

/** A call that an AWS service made on its own, for nobody: typed so, or without a type and invoked by one. */
export const isServiceCall = any(
  is('userIdentity.type', 'AWSService'),
  all(not(isThere('userIdentity.type')), isThere('userIdentity.invokedBy')),
);

const isOfFamily = ({ eventType, eventCategory }: FamilyWithoutCall): Filter =>
  any(is('eventCategory', eventCategory), is('eventType', eventType));

/** The start or end of unusual activity that CloudTrail Insights recorded. */
export const isInsight = isOfFamily(withoutCall.insight);

/** Counters of many calls. */
export const isAggregated = isOfFamily(withoutCall.aggregated);

/** A call that failed, by its error or by a documented result. */
export const isFailed = is('outcome', 'error');

/** A call that failed for want of permission; see `resultClasses`. */
export const isRefused = is('result', 'refused');

/** A call that writes, as its record says. A failed one wrote nothing. */
export const isWrite = is('readOnly', 'false');

/** A call that only reads, as its record says. */
export const isRead = is('readOnly', 'true');

/** A call that changes what CloudTrail records from then on. */
export const isLoggingChange = any(
  ...[...new Set(loggingActions.map(({ eventSource }) => eventSource))].map((source) =>
    all(
      is('eventSource', source),
      isAmong(
        'eventName',
        loggingActions.filter(({ eventSource }) => eventSource === source).map(({ eventName }) => eventName),
      ),
    ),
  ),
);

/** A call to a service that records in one Region for all. The column `globalService` says the same. */
export const isGlobal = any(
  isAmong('eventSource', globalServices),
  all(
    is('eventSource', globalEndpoint.eventSource),
    any(
      is('additionalEventData.endpointType', 'global'),
      is('tlsDetails.clientProvidedHostHeader', globalEndpoint.host),
    ),
  ),
);
