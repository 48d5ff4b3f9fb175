import { describe, expect, it } from 'vitest';
import { parseFilter } from '../../../shared/filter/parse.ts';
import { printFilter } from '../../../shared/filter/print.ts';
import { features } from '../../../renderer/app/features.ts';
import { compareRecords } from '../../../renderer/features/explore/detail/compare-events.ts';
import { relationsOf, surroundingsOf } from '../../../renderer/features/explore/detail/event-pivots.ts';
import { canBeFacet } from '../../../renderer/features/explore/facets/facet-views.svelte.ts';
import { narrowings } from '../../../renderer/features/explore/rows/empty-result.ts';
import { splitChoices } from '../../../renderer/features/explore/timeline/timeline-choices.ts';
import { cellText } from '../../../renderer/features/explore/rows/copied-cells.ts';
import { shownZone } from '../../../renderer/kit/zone.svelte.ts';
import { timeText } from '../../../shared/words/time-text.ts';
import { microsOf } from '../../../renderer/services/values/times.ts';
import {
  canFilter,
  menuPage,
  valueActions,
  type ValueContext,
} from '../../../renderer/services/values/value-actions.ts';
import { freshState, type ExploreState } from '../../../renderer/state/explore-state.ts';
import type { PointedValue } from '../../../renderer/state/value-menu.svelte.ts';

const noon = 1_627_560_000_000_000;
const span = { fromMicros: noon - 1e12, toMicros: noon + 1e12 };

function act(target: PointedValue, label: string, search = '', state: Partial<ExploreState> = {}) {
  const filter = parseFilter(search).filter ?? freshState.filter;
  const done: {
    steps: string[];
    change: Partial<ExploreState>;
    copied: string[];
    went: unknown[];
    around: unknown[];
  } = {
    steps: [],
    change: {},
    copied: [],
    went: [],
    around: [],
  };
  const context: ValueContext = {
    state: { ...freshState, filter, ...state },
    span,
    narrow: (step, change) => {
      done.steps.push(step);
      done.change = change;
    },
    adjust: (change) => (done.change = change),
    copy: (text, what) => done.copied.push(text, what),
    go: (...where) => done.went.push(where),
    aroundEvent: (...what) => done.around.push(what),
  };
  const pages = features.flatMap(({ valuePages }) => valuePages?.(target, context) ?? []);
  const items = valueActions(target, context, pages);
  const item = items.find((each) => each.label === label);
  if (!item) throw new Error(`${label} is not among ${items.map((each) => each.label).join(', ')}`);
  item.onselect();
  const search2 = done.change.filter ? printFilter(done.change.filter) : undefined;
  return { ...done, search: search2, items, item };
}
const eventName: PointedValue = { field: 'eventName', value: 'DeleteTrail' };

describe('the menu of a value', () => {
  it('narrows to it, away from it, and adds it to others of its field', () => {
    const trails = 'eventName=StopLogging awsRegion=eu-west-1';
    expect(act(eventName, 'Only this', trails).search).toBe('eventName=DeleteTrail and awsRegion=eu-west-1');
    expect(act(eventName, 'Exclude').search).toBe('eventName!=DeleteTrail');
    expect(act(eventName, 'Add to search, as well', trails).search).toMatch(
      /eventName=\(?StopLogging.*DeleteTrail/,
    );
    expect(act(eventName, 'Exclude').steps).toEqual(['Without Event name DeleteTrail']);
  });

  it('takes back what is already chosen', () => {
    expect(act(eventName, 'Remove from search', 'eventName=DeleteTrail').search).toBe('');
    expect(act(eventName, 'No longer exclude', 'eventName!=DeleteTrail').search).toBe('');
  });

  it('begins a new search with nothing else in it and goes to it', () => {
    const done = act(eventName, 'New search with only this', 'awsRegion=eu-west-1');
    expect(done.search).toBe('eventName=DeleteTrail');
    expect(done.went).toEqual([['explore']]);
  });

  it('copies the exact value and says what it was', () => {
    expect(act({ field: 'userAgent', value: 'a\u202eb' }, 'Copy').copied).toEqual([
      'a\u202eb',
      'User agent a⟦RLO⟧b',
    ]);
    expect(act({ field: 'eventTime', value: noon }, 'Copy').copied[0]).toBe('2021-07-29T12:00:00Z');
  });

  it('copies times with the offset of the zone on screen, and filters by them in UTC', () => {
    shownZone.show('Europe/Berlin');
    try {
      const time: PointedValue = { field: 'eventTime', value: noon };
      expect(act(time, 'Copy').copied[0]).toBe('2021-07-29T14:00:00+02:00');
      expect(cellText({ id: 'eventTime', title: 'Time', widthPx: 100 }, noon)).toBe(
        '2021-07-29T14:00:00+02:00',
      );
      expect(act(time, 'Only this').search).toBe('eventTime=2021-07-29T12:00:00Z');
      expect(act(time, 'Set range from here').steps).toEqual(['From 2021-07-29 14:00:00 Europe/Berlin']);
      // What the record says stays as it says it.
      const recorded: PointedValue = { field: 'eventTime', value: '2021-07-29T12:00:00Z' };
      expect(act(recorded, 'Copy').copied[0]).toBe('2021-07-29T12:00:00Z');
    } finally {
      shownZone.show('UTC');
    }
  });

  it('treats a missing value as something to search for, but not to copy', () => {
    const missing: PointedValue = { field: 'errorCode', value: null };
    expect(act(missing, 'Only this').search).toBe('not errorCode:*');
    expect(act(missing, 'Copy').item.disabled).toBe(true);
  });

  it('sets the range from and to a time, and around it', () => {
    const time: PointedValue = { field: 'eventTime', value: noon };
    expect(act(time, 'Set range from here').change.scope?.range).toEqual({
      fromMicros: noon,
      toMicros: span.toMicros,
    });
    expect(act(time, 'Set range to here').change.scope?.range).toEqual({
      fromMicros: span.fromMicros,
      toMicros: noon + 1_000_000,
    });
    const text: PointedValue = { field: 'eventTime', value: '2021-07-29T12:00:00Z' };
    expect(act(text, '5 minutes around here').change.scope?.range).toEqual({
      fromMicros: noon - 300_000_000,
      toMicros: noon + 301_000_000,
    });
    expect(act(time, 'Only this').search).toBe('eventTime=2021-07-29T12:00:00Z');
  });

  it('adds and removes the column', () => {
    const path: PointedValue = { field: 'requestParameters.bucketName', value: 'b' };
    expect(act(path, 'Add column').change.columns?.at(-1)?.field).toBe('requestParameters.bucketName');
    expect(act(eventName, 'Remove column').change.columns?.map((column) => column.field)).not.toContain(
      'eventName',
    );
  });

  it('asks of a whole JSON element only whether it is there', () => {
    const whole: PointedValue = { field: 'requestParameters', value: '{"a":1}' };
    const node: PointedValue = { field: 'userIdentity.sessionContext', value: '{}', isElement: true };
    for (const target of [whole, node]) {
      expect(act(target, 'Copy').items.map((item) => item.label)).toEqual([
        'Only events that have it',
        'Only events without it',
        'Copy',
        'Add column',
      ]);
      expect(act(target, 'Only events that have it').search).toBe(`${target.field}:*`);
      expect(act(target, 'Only events without it').search).toBe(`not ${target.field}:*`);
    }
    expect(act(node, 'Copy').copied).toEqual(['{}', 'userIdentity.sessionContext as JSON']);
  });

  it('does not narrow to a composed sentence, which no search can compare', () => {
    const told: PointedValue = {
      field: 'sentence',
      value: 'Deleted trail main',
      isComposed: true,
      eventId: '1.2',
    };
    const { items, copied } = act(told, 'Copy');
    expect(copied[0]).toBe('Deleted trail main');
    expect(items.map(({ label }) => label).slice(0, 3)).toEqual(['Copy', 'Add column', 'Count by Summary']);
    expect(canFilter(told)).toBe(false);
    expect(canBeFacet('sentence')).toBe(false);
    expect(splitChoices(null).map(({ value }) => value)).not.toContain('sentence');
    const { columns } = act(told, 'Add column').change;
    const place = columns?.findIndex(({ field }) => field === 'target.name') ?? -1;
    expect(columns?.[place + 1]).toMatchObject({ field: 'sentence', widthPx: 340 });
  });

  it('counts by the field, and searches the text anywhere', () => {
    expect(act(eventName, 'Count by Event name', 'awsRegion=eu-west-1').change).toEqual({
      groupBy: ['eventName'],
    });
    const agent: PointedValue = { field: 'userAgent', value: 'aws-cli/2' };
    expect(act(agent, 'Search this text anywhere', 'awsRegion=eu-west-1').search).toBe(
      'awsRegion=eu-west-1 and "aws-cli/2"',
    );
    expect(act(agent, 'Copy as search text').copied).toEqual(['userAgent=aws-cli/2', 'search text']);
  });

  it('shows everything around the event the value was seen in', () => {
    const seen: PointedValue = { ...eventName, eventId: '1.7' };
    expect(act(seen, 'Everything 5 minutes around').around).toEqual([['1.7', 5]]);
    expect(act(seen, 'Everything 1 hour around').around).toEqual([['1.7', 60]]);
  });

  it.each<[string, string, string, object]>([
    ['principal', 'arn:aws:iam::1:role/x', 'Open identity page', { kind: 'principal' }],
    ['principal', 'arn:aws:iam::1:role/x', 'Open resource page', { kind: 'resource' }],
    ['userIdentity.arn', 'arn:aws:sts::1:assumed-role/x/y', 'Open caller page', { kind: 'identity' }],
    ['userIdentity.accessKeyId', 'AKIAIOSFODNN7EXAMPLE', 'Open access key page', { kind: 'key' }],
    [
      'responseElements.accessKey.accessKeyId',
      'AKIAIOSFODNN7EXAMPLE',
      'Open access key page',
      { kind: 'key' },
    ],
    ['sourceIPAddress', '198.51.100.7', 'Open source IP page', { kind: 'address' }],
    ['requestParameters.cidrIp', '2001:db8::1', 'Open source IP page', { kind: 'address' }],
    ['userAgent', 'aws-cli/2', 'Open user agent page', { kind: 'agent' }],
    ['resources[*].ARN', 'arn:aws:s3:::b', 'Open resource page', { kind: 'resource' }],
    ['requestParameters.bucketName', 'finance', 'Open resource page', { kind: 'resource' }],
    ['', 'AKIAIOSFODNN7EXAMPLE', 'Open access key page', { kind: 'key' }],
    ['awsRegion', 'eu-west-1', 'Open Region page', { kind: 'region' }],
    ['recipientAccountId', '111122223333', 'Open account page', { kind: 'account' }],
    ['userIdentity.accountId', '111122223333', 'Open account page', { kind: 'account' }],
    [
      'userIdentity.sessionContext.sessionIssuer.accountId',
      '111122223333',
      'Open account page',
      { kind: 'account' },
    ],
    ['vpcEndpointAccountId', '111122223333', 'Open account page', { kind: 'account' }],
  ])('opens the page of a value of %s %s: %s', (field, value, label, subject) => {
    expect(act({ field, value }, label).went).toEqual([['profile', { ...subject, value }]]);
  });

  it('offers no page for values that are no thing', () => {
    for (const [field, value] of [
      ['eventName', 'DeleteTrail'],
      ['errorCode', 'AccessDenied'],
      ['requestParameters.maxItems', '100'],
      ['userAgent', ''],
    ] as const) {
      const labels = act({ field, value }, 'Copy').items.map((item) => item.label);
      expect(labels.filter((label) => label.includes('page'))).toEqual([]);
    }
  });

  it('has a computed cell’s text searched, copied and looked up, but not filtered by', () => {
    const labels = act({ field: '', value: '198.51.100.7' }, 'Copy').items.map((item) => item.label);
    expect(labels).toEqual(['Search this text anywhere', 'Open source IP page', 'Copy']);
  });

  it('lists nine things at most at once, the others behind More', () => {
    const turned: string[] = [];
    for (const target of [
      { field: 'eventTime', value: noon },
      { field: 'principal', value: 'arn:aws:iam::1:role/x', eventId: '1.7' },
      { field: 'awsRegion', value: 'eu-west-1' },
    ]) {
      const { items } = act(target, 'Copy');
      const first = menuPage(items, false, () => turned.push(target.field));
      const more = menuPage(items, true, () => turned.push('back'));
      expect(first.length).toBeLessThanOrEqual(9);
      expect(more.length).toBeLessThanOrEqual(9);
      expect(first.at(-1)?.label).toBe('More…');
      expect([...first.slice(0, -1), ...more.slice(1)].map((item) => item.label)).toEqual(
        items.map((item) => item.label),
      );
      first.at(-1)?.onselect();
    }
    expect(turned).toEqual(['eventTime', 'principal', 'awsRegion']);
    const few = act({ field: 'requestParameters', value: '{}' }, 'Copy').items;
    expect(menuPage(few, false, () => undefined)).toBe(few);
  });
});

describe('what an event shares with others', () => {
  const shared = (fields: Record<string, string | number | boolean>) =>
    relationsOf({ fields }).map(({ label, filter }) => [label, printFilter(filter)]);

  it('is its request, session, key, address, identity and resources', () => {
    expect(
      shared({
        eventTime: '2021-07-29T12:00:00Z',
        requestID: 'R1',
        sharedEventID: 'S1',
        principal: 'arn:aws:iam::1:role/x',
        'userIdentity.accessKeyId': 'ASIAEXAMPLE1',
        'userIdentity.principalId': 'AROAEXAMPLE:build-7',
        'userIdentity.sessionContext.attributes.creationDate': '2021-07-29T11:00:00Z',
        sourceIPAddress: '198.51.100.7',
        resources: '[{"ARN":"arn:aws:s3:::b"},{"ARN":"arn:aws:s3:::b"},{"type":"x"}]',
      }),
    ).toEqual([
      ['Same request', 'requestID=R1'],
      ['Same action in other accounts', 'sharedEventID=S1'],
      [
        'Same session',
        'userIdentity.principalId=AROAEXAMPLE:build-7 and userIdentity.sessionContext.attributes.creationDate=2021-07-29T11:00:00Z and userIdentity.accessKeyId=ASIAEXAMPLE1',
      ],
      ['Same access key', 'userIdentity.accessKeyId=ASIAEXAMPLE1'],
      ['Same source IP', 'sourceIPAddress=198.51.100.7'],
      ['Same identity', 'principal=arn:aws:iam::1:role/x'],
      [
        'Same resource',
        expect.stringMatching(
          /^target\.name=.* or target\.arn=.* or resources=.* or requestParameters=.* or responseElements=/,
        ),
      ],
    ]);
  });

  it('leaves the key out of a console session, which asks for a new one for every service', () => {
    const [session] = shared({
      'userIdentity.accessKeyId': 'ASIAEXAMPLE1',
      'userIdentity.principalId': 'AIDAEXAMPLE',
      'userIdentity.sessionContext.attributes.creationDate': '2021-07-29T11:00:00Z',
      sessionCredentialFromConsole: true,
    });
    expect(session?.[1]).not.toContain('ASIA');
  });

  it('has no session where the record names none, and nothing at all in an empty record', () => {
    expect(shared({ 'userIdentity.principalId': 'AIDAEXAMPLE' })).toEqual([]);
    expect(shared({ resources: 'not json' })).toEqual([]);
    expect(surroundingsOf({ fields: {} })).toEqual([]);
  });

  it('and the time around it', () => {
    expect(surroundingsOf({ fields: { eventTime: noon } }).map(({ label }) => label)).toEqual([
      '± 1 minute',
      '± 5 minutes',
      '± 15 minutes',
      '± 1 hour',
    ]);
    expect(surroundingsOf({ fields: { eventTime: noon } })[1]?.range).toEqual({
      fromMicros: noon - 300_000_000,
      toMicros: noon + 301_000_000,
    });
  });
});

describe('records compared', () => {
  it('are lined up place by place, with what is missing, in the order of the first', () => {
    const { rows } = compareRecords([
      '{"a":1,"b":{"c":"x","d":[1,2]},"e":{}}',
      '{"b":{"c":"y","d":[1]},"a":"1","z":null}',
    ]);
    expect(
      rows.map(({ path, differs, cells }) => [path, differs, ...cells.map((cell) => cell?.text)]),
    ).toEqual([
      ['a', true, '1', '1'],
      ['b.c', true, 'x', 'y'],
      ['b.d[0]', false, '1', '1'],
      ['b.d[1]', true, '2', undefined],
      ['e', true, '{}', undefined],
      ['z', true, undefined, 'null'],
    ]);
    expect(rows[2]?.field).toBe('b.d[*]');
  });

  it('keep long numbers apart that JavaScript takes for one', () => {
    const { rows } = compareRecords(['{"n":12345678901234567890}', '{"n":12345678901234567891}']);
    expect(rows[0]?.differs).toBe(true);
  });

  it('say so when there are more places than shown, and take unreadable text for an empty record', () => {
    const long = JSON.stringify(Object.fromEntries(Array.from({ length: 4_000 }, (_, n) => [`k${n}`, n])));
    expect(compareRecords([long, '{']).isCut).toBe(true);
    expect(compareRecords(['{"a":1}', '{']).rows.map((row) => row.differs)).toEqual([true]);
  });
});

describe('what makes a result empty', () => {
  it('lists every conjunct and every part of the scope with the question without it', () => {
    const filter = parseFilter('eventName=A awsRegion=B').filter ?? freshState.filter;
    const scope = {
      range: { fromMicros: 0, toMicros: 1e6 },
      accounts: ['1'],
      regions: null,
      hideServiceCalls: true,
    };
    const parts = narrowings({ scope, filter });
    expect(parts.map((part) => part.label)).toEqual([
      'Event name is A',
      'Region is B',
      '1970-01-01 00:00:00 to 1970-01-01 00:00:01',
      'only 1 account',
      'calls by AWS services hidden',
    ]);
    expect(parts[0] && printFilter(parts[0].without.filter)).toBe('awsRegion=B');
    expect(parts[2]?.without.scope).toEqual({ ...scope, range: null });
  });
});

describe('times', () => {
  it('writes and reads moments without losing a microsecond', () => {
    expect(timeText(noon)).toBe('2021-07-29T12:00:00Z');
    expect(timeText(noon + 7)).toBe('2021-07-29T12:00:00.000007Z');
    expect(microsOf(timeText(noon + 7))).toBe(noon + 7);
    expect(timeText(-1)).toBe('1969-12-31T23:59:59.999999Z');
    expect(microsOf('no time')).toBeUndefined();
  });
});
