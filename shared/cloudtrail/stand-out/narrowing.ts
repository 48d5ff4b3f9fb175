import { memberOf } from '../record-reader.ts';

/** What a change does to what is recorded; `unknown` where the record alone cannot tell. */
export type Narrowing = 'narrows' | 'widens' | 'unknown';

const listed = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

const isFalse = (value: unknown): boolean => value === false || value === 'false';

/** A set of selectors that leaves out calls which any trail records by default: AWS CloudTrail API Reference, "EventSelector". */
function selectsLess(selector: unknown): boolean {
  const kind = memberOf(selector, 'readWriteType');
  return (
    isFalse(memberOf(selector, 'includeManagementEvents')) ||
    kind === 'ReadOnly' ||
    kind === 'WriteOnly' ||
    listed(memberOf(selector, 'excludeManagementEventSources')).length > 0
  );
}

const fieldsOf = (selector: unknown): readonly unknown[] => listed(memberOf(selector, 'fieldSelectors'));

/** A set of advanced selectors without all management events. */
function advancedLess(selectors: readonly unknown[]): boolean {
  const ofManagement = selectors.filter((selector) =>
    fieldsOf(selector).some(
      (field) =>
        memberOf(field, 'field') === 'eventCategory' &&
        listed(memberOf(field, 'equals')).includes('Management'),
    ),
  );
  return !ofManagement.some((selector) => fieldsOf(selector).length === 1);
}

/** What a call about a trail, its selectors or its Insights says of itself, by the set it leaves behind. */
export function narrowingOf(action: string, request: unknown): Narrowing {
  const at = (key: string): unknown => memberOf(request, key);
  if (action === 'UpdateTrail') {
    const off = ['isMultiRegionTrail', 'includeGlobalServiceEvents', 'enableLogFileValidation'];
    if (off.some((key) => isFalse(at(key)))) return 'narrows';
    if (['s3BucketName', 'kmsKeyId', 'cloudWatchLogsLogGroupArn'].some((key) => at(key) !== undefined))
      return 'unknown';
    return off.some((key) => at(key) !== undefined) ? 'widens' : 'unknown';
  }
  if (action === 'PutEventSelectors') {
    const [plain, advanced] = [listed(at('eventSelectors')), listed(at('advancedEventSelectors'))];
    if (plain.length > 0) return plain.every(selectsLess) ? 'narrows' : 'widens';
    return advanced.length > 0 ? (advancedLess(advanced) ? 'narrows' : 'widens') : 'unknown';
  }
  if (action === 'PutInsightSelectors')
    return listed(at('insightSelectors')).length === 0 ? 'narrows' : 'unknown';
  return 'unknown';
}
