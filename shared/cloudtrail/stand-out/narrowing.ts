import { memberOf } from '../record-reader.ts';

/** What a change does to what is recorded: `redirects` sends it elsewhere, `unknown` where the record alone cannot tell. */
type Narrowing = 'narrows' | 'widens' | 'redirects' | 'unknown';

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
    if (at('s3BucketName') !== undefined) return 'redirects';
    if (['kmsKeyId', 'cloudWatchLogsLogGroupArn'].some((key) => at(key) !== undefined)) return 'unknown';
    return off.some((key) => at(key) !== undefined) ? 'widens' : 'unknown';
  }
  if (action === 'PutEventSelectors') {
    const [plain, advanced] = [listed(at('eventSelectors')), listed(at('advancedEventSelectors'))];
    if (plain.length > 0) return plain.every(selectsLess) ? 'narrows' : 'unknown';
    return advanced.length > 0 && advancedLess(advanced) ? 'narrows' : 'unknown';
  }
  if (action === 'PutInsightSelectors')
    return listed(at('insightSelectors')).length === 0 ? 'narrows' : 'unknown';
  return 'unknown';
}

/** Every value that a set of selectors asks for: a set that is put later and lacks one of them records less. */
export function selectedIn(request: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  for (const selector of listed(memberOf(request, 'eventSelectors'))) {
    if (!isFalse(memberOf(selector, 'includeManagementEvents'))) found.add('management events');
    for (const resource of listed(memberOf(selector, 'dataResources')))
      for (const value of listed(memberOf(resource, 'values')))
        found.add(`${String(memberOf(resource, 'type'))} ${String(value)}`);
  }
  for (const selector of listed(memberOf(request, 'advancedEventSelectors'))) {
    const equal = fieldsOf(selector).map(
      (field) => `${String(memberOf(field, 'field'))} ${JSON.stringify(memberOf(field, 'equals') ?? null)}`,
    );
    found.add(
      equal
        .filter((one) => /^(eventCategory|resources[.]type)/.test(one))
        .sort()
        .join(' '),
    );
  }
  return found;
}
