import { describe, expect, it } from 'vitest';
import { parseFilter } from '../../../shared/filter/parse.ts';
import { printFilter } from '../../../shared/filter/print.ts';
import { pivotsOf } from '../../../renderer/features/explore/event-pivots.ts';
import { narrowings } from '../../../renderer/features/explore/empty-result.ts';
import { isoText, microsOf } from '../../../renderer/features/explore/times.ts';
import { valueActions, type ValueContext } from '../../../renderer/features/explore/value-actions.ts';
import { freshState, type ExploreState } from '../../../renderer/state/explore.svelte.ts';
import type { PointedValue } from '../../../renderer/state/value-menu.svelte.ts';

const noon = 1_627_560_000_000_000;
const span = { fromMicros: noon - 1e12, toMicros: noon + 1e12 };

function act(target: PointedValue, label: string, search = '', state: Partial<ExploreState> = {}) {
  const filter = parseFilter(search).filter ?? freshState.filter;
  const done: { steps: string[]; change: Partial<ExploreState>; copied: string[]; went: unknown[] } = {
    steps: [],
    change: {},
    copied: [],
    went: [],
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
  };
  const items = valueActions(target, context);
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

  it('opens the page of an account or a Region', () => {
    expect(act({ field: 'awsRegion', value: 'eu-west-1' }, 'Open Region page').went).toEqual([
      ['places', { region: 'eu-west-1' }],
    ]);
    expect(act({ field: 'userIdentity.accountId', value: '111122223333' }, 'Open account page').went).toEqual(
      [['places', { account: '111122223333' }]],
    );
  });

  it('offers no filter by a whole JSON element, and never more than nine things', () => {
    const whole: PointedValue = { field: 'requestParameters', value: '{"a":1}' };
    expect(act(whole, 'Copy').items.map((item) => item.label)).toEqual(['Copy', 'Add column']);
    for (const field of ['eventTime', 'awsRegion', 'recipientAccountId']) {
      expect(
        act({ field, value: field === 'eventTime' ? noon : 'x' }, 'Copy').items.length,
      ).toBeLessThanOrEqual(9);
    }
  });
});

describe('pivots of an event', () => {
  it('offers what the event shares with others, each as a new search', () => {
    const pivots = pivotsOf({
      fields: {
        eventTime: noon,
        'userIdentity.accessKeyId': 'AKIAEXAMPLE1',
        'userIdentity.principalId': 'AROAEXAMPLE:build-7',
        sourceIPAddress: '198.51.100.7',
      },
    });
    expect(pivots.map((pivot) => pivot.label)).toEqual([
      'Same access key',
      'Same session',
      'Same source IP',
      '5 minutes around',
    ]);
    const filter = pivots[0]?.change(freshState).filter;
    expect(filter && printFilter(filter)).toBe('userIdentity.accessKeyId=AKIAEXAMPLE1');
    expect(pivots.at(-1)?.change(freshState).scope?.range).toEqual({
      fromMicros: noon - 300_000_000,
      toMicros: noon + 301_000_000,
    });
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
    expect(isoText(noon)).toBe('2021-07-29T12:00:00Z');
    expect(isoText(noon + 7)).toBe('2021-07-29T12:00:00.000007Z');
    expect(microsOf(isoText(noon + 7))).toBe(noon + 7);
    expect(isoText(-1)).toBe('1969-12-31T23:59:59.999999Z');
    expect(microsOf('no time')).toBeUndefined();
  });
});
