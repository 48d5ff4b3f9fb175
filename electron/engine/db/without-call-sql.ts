import { withoutCall, type FamilyWithoutCall } from '../../../shared/cloudtrail/without-call.ts';

const isOfFamily = ({ eventType, eventCategory }: FamilyWithoutCall): string =>
  `"eventCategory" = '${eventCategory}' OR "eventType" = '${eventType}'`;

/** The rule `isInsight` of shared/cloudtrail/rules.ts over the columns, as text for views. */
export const isInsightSql = isOfFamily(withoutCall.insight);

/** The rule `isAggregated` over the columns, for statements of imports. */
export const isAggregatedSql = isOfFamily(withoutCall.aggregated);

const families = Object.values(withoutCall);
const listOf = (texts: readonly string[]): string => texts.map((text) => `'${text}'`).join(', ');

/** Either of the two rules, over the columns or, with `s.` before them, over the members of a parsed record. */
export const isWithoutCallSql = (of: '' | 's.' = ''): string =>
  `(${of}"eventType" IN (${listOf(families.map(({ eventType }) => eventType))}) OR ${of}"eventCategory" IN (${listOf(families.map(({ eventCategory }) => eventCategory))}))`;
