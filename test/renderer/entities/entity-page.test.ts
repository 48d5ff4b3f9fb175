import axe from 'axe-core';
import { page, userEvent } from 'vitest/browser';
import { describe, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import type { CountedList, EntityList, EntityProfile } from '../../../shared/contract/entities.ts';
import type {
  EntityChain,
  EntityCredentials,
  EntityFailures,
  EntityPermissions,
} from '../../../shared/contract/entity-sections.ts';
import { onlyThis } from '../../../shared/filter/facet-selection.ts';
import { everything } from '../../../shared/filter/filter.ts';
import { printFilter } from '../../../shared/filter/print.ts';
import EntityPage from '../../../renderer/features/entities/EntityPage.svelte';
import { commands } from '../../../renderer/services/commands.svelte.ts';
import { fakeTrail, type FakeTrail } from '../support/fake-trail.ts';
import { features } from '../../../renderer/app/features.ts';
import Harness from '../support/Harness.svelte';

const start = 1_627_486_080_000_000;
const hour = 3_600_000_000;

function profileOf(lists: readonly EntityList[]): EntityProfile {
  const value = (text: string, events: number, failed = 0, writes = 0) => ({
    value: text,
    events,
    writes,
    failed,
    firstMicros: start,
    lastMicros: start + 90 * hour,
  });
  const values: Readonly<Record<string, CountedList['values']>> = {
    eventSource: [value('s3.amazonaws.com', 812), value('iam.amazonaws.com', 96, 12, 32)],
    'eventName writes': [value('PutUserPolicy', 44, 12, 32), value('odd\u202ename', 3, 0, 3)],
    'eventName reads': [value('GetObject', 700), value('ListBuckets', 112)],
    errorCode: [value('AccessDenied', 12, 12)],
    sourceIPAddress: [value('198.51.100.7', 800), value('203.0.113.9', 108, 12)],
    userAgent: [value('aws-cli/2.15.30 Python/3.11.8 Linux/6.5 exe/x86_64.ubuntu.22', 908, 12)],
    'userIdentity.accessKeyId': [value('AKIAEXAMPLE000000001', 908, 12)],
    recipientAccountId: [value('111122223333', 908, 12)],
    awsRegion: [value('eu-west-1', 500), value('us-east-1', 408, 12)],
    'userIdentity.sessionContext.attributes.mfaAuthenticated': [value('false', 908, 12)],
  };
  return {
    events: 908,
    writes: 35,
    reads: 812,
    unstated: 49,
    failed: 12,
    globalEvents: 96,
    firstMicros: start,
    lastMicros: start + 90 * hour,
    timeline: {
      fromMicros: start,
      toMicros: start + 96 * hour,
      binMicros: hour,
      total: 908,
      series: [
        { value: 'success', counts: Array.from({ length: 96 }, (_, n) => (n % 7) + 5) },
        { value: 'error', counts: Array.from({ length: 96 }, (_, n) => (n % 30 === 3 ? 3 : 0)) },
      ],
    },
    lists: lists.map(({ field, of }) => {
      const own = values[of === 'events' ? field : `${field} ${of}`] ?? [];
      return { field, of, distinct: of === 'reads' ? 57 : own.length, values: own };
    }),
  };
}

const credentials: EntityCredentials = {
  span: { fromMicros: start, toMicros: start + 90 * hour },
  pieces: 120,
  distinct: 2,
  events: 908,
  writes: 47,
  failed: 12,
  refused: 9,
  lanes: [
    {
      id: 'key AKIAEXAMPLE000000001',
      kind: 'key',
      key: 'AKIAEXAMPLE000000001',
      createdMicros: null,
      principal: 'arn:aws:iam::111122223333:user/maya',
      principalId: 'AIDAEXAMPLE0000000001',
      isMfa: false,
      firstMicros: start,
      lastMicros: start + 90 * hour,
      events: 800,
      direct: 760,
      byAws: 40,
      writes: 44,
      failed: 12,
      refused: 9,
      addresses: { distinct: 1, values: [{ value: '198.51.100.7', events: 760 }] },
      clients: { distinct: 3, values: [{ value: 'AWS CLI 2.15.30 · Linux', events: 700 }] },
      bars: [
        [0, 5, 2, 1],
        [119, 700, 42, 11],
      ],
      obtained: {
        grade: 'not-recorded',
        action: null,
        atMicros: null,
        event: null,
        byPrincipal: null,
        byKey: null,
        mfa: null,
        isOlder: false,
        says: 'no CreateAccessKey for it here',
        otherExplanation: null,
      },
    },
    {
      id: 'console AIDAEXAMPLE0000000001 1',
      kind: 'console',
      key: null,
      createdMicros: start + hour,
      principal: 'arn:aws:iam::111122223333:user/maya',
      principalId: 'AIDAEXAMPLE0000000001',
      isMfa: true,
      firstMicros: start + hour,
      lastMicros: start + 2 * hour,
      events: 108,
      direct: 108,
      byAws: 0,
      writes: 3,
      failed: 0,
      refused: 0,
      addresses: {
        distinct: 2,
        values: [
          { value: '203.0.113.9', events: 100 },
          { value: '203.0.113.10', events: 8 },
        ],
      },
      clients: { distinct: 1, values: [{ value: 'console', events: 108 }] },
      bars: [[2, 105, 3, 0]],
      obtained: {
        grade: 'inferred',
        action: 'ConsoleLogin',
        atMicros: start + hour,
        event: '1.2',
        byPrincipal: 'arn:aws:iam::111122223333:user/maya',
        byKey: null,
        mfa: 'Yes',
        isOlder: false,
        says: 'ConsoleLogin, with MFA',
        otherExplanation: 'Another sign-in in the same two seconds.',
      },
    },
  ],
  headline: {
    grade: 'inferred',
    says: [
      { text: 'Two hands, one from ' },
      { value: '198.51\u202e.100.7', field: 'sourceIPAddress' },
      { text: '.' },
    ],
    otherExplanation: 'One person who uses both.',
  },
  notKnown: ['Who made the access key, and when: ask for aws iam get-credential-report.'],
};
const failures: EntityFailures = {
  refused: 9,
  throttled: 2,
  notFound: 1,
  failed: 0,
  more: 0,
  lines: [
    {
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRole',
      errorCode: 'AccessDenied',
      class: 'refused',
      events: 9,
      targets: 3,
      target: 'Deployer',
      firstMicros: start,
      lastMicros: start + hour,
      laterDone: 9,
      gap: { leastMicros: 4e6, mostMicros: 9e6 },
      grade: 'recorded',
      between: [],
      betweenInAll: 0,
    },
    {
      eventSource: 'cloudtrail.amazonaws.com',
      eventName: 'StopLogging',
      errorCode: 'TrailNotFoundException',
      class: 'not-found',
      events: 1,
      targets: 1,
      target: 'org-trail',
      firstMicros: start,
      lastMicros: start,
      laterDone: 0,
      gap: null,
      grade: null,
      between: [],
      betweenInAll: 0,
    },
  ],
};
const permissions: EntityPermissions = {
  services: [
    { eventSource: 's3.amazonaws.com', write: 2, read: 5, refused: 0, events: 812 },
    { eventSource: 'iam.amazonaws.com', write: 3, read: 1, refused: 9, events: 96 },
  ],
  actions: 11,
  used: [],
  more: 0,
  policy: '{\n  "Version": "2012-10-17"\n}',
  gaps: ['This is what was used in this archive, not what is needed.'],
};
const chain: EntityChain = {
  steps: [
    {
      action: 'AssumeRole',
      receivers: 1,
      receiver: 'arn:aws:iam::111122223333:role/Deployer',
      handedOut: 3,
      used: 2,
      events: 47,
      further: 0,
    },
  ],
};

async function open(
  kind: string,
  value: string,
  events = 908,
  before: (trail: FakeTrail) => void = () => undefined,
): Promise<FakeTrail> {
  const trail = fakeTrail({
    answers: {
      'entities.credentials': () => credentials,
      'entities.failures': () => failures,
      'entities.permissions': () => permissions,
      'entities.chain': () => chain,
      'events.window': ({ columns }) => ({
        total: 2,
        offset: 0,
        ids: ['1.1', '1.2'],
        columns: columns.map(
          (name) =>
            ({
              eventTime: [start, start + hour],
              eventName: ['PutBucketPolicy', 'Delete\u202eBucket'],
              principal: ['arn:aws:iam::111122223333:user/maya', null],
              sourceIPAddress: ['198.51.100.7', '203.0.113.9'],
              result: ['done', 'refused'],
            })[name] ?? [null, null],
        ),
      }),
      'values.suggest': () => ({
        values: [key, 'AKIAEXAMPLE000000002'].map((value) => ({ value, count: 1 })),
        isSampled: false,
      }),
      'profile.read': ({ lists }) =>
        events > 0
          ? profileOf(lists)
          : {
              events: 0,
              writes: 0,
              reads: 0,
              unstated: 0,
              failed: 0,
              globalEvents: 0,
              firstMicros: null,
              lastMicros: null,
              timeline: null,
              lists: lists.map((list) => ({ ...list, distinct: 0, values: [] })),
            },
    },
  });
  before(trail);
  trail.screens.go('sql', { of: 'before' });
  await Promise.resolve();
  trail.screens.go('profile', { kind, value });
  await render(Harness, { trail, component: EntityPage, features, hasValueMenu: true });
  return trail;
}
const key = 'AKIAEXAMPLE000000001';
const asked = (trail: FakeTrail) => trail.calls.find((call) => call.name === 'profile.read')?.params;

describe('the page of a value', () => {
  it('says what and when, and lists what goes with it', async () => {
    await page.viewport(1440, 900);
    const trail = await open('key', key);
    await expect.element(page.getByRole('region', { name: `Access key ${key}` })).toBeVisible();
    await expect.element(page.getByText('908', { exact: true }).first()).toBeVisible();
    await expect.element(page.getByText('12 (1.3 %)')).toBeVisible();
    await expect.element(page.getByText('2021-07-28 15:28:00').first()).toBeVisible();
    await expect
      .element(
        page.getByText(
          '2 source IPs · 1 user agent · 2 services · 2 actions that write · 57 actions that read · 1 account · 2 Regions',
        ),
      )
      .toBeVisible();
    for (const name of [
      'Services',
      'Actions that write',
      'Failures by error',
      'Source IPs',
      'User agents',
      'Regions',
    ]) {
      await expect.element(page.getByRole('region', { name, exact: true })).toBeInTheDocument();
    }
    await expect.element(page.getByText('odd⟦RLO⟧name')).toBeInTheDocument();
    await expect
      .element(page.getByRole('region', { name: 'With MFA' }).getByText('no', { exact: true }))
      .toBeVisible();
    expect(asked(trail)).toMatchObject({
      question: { filter: { field: 'userIdentity.accessKeyId' }, scope: trail.explore.state.scope },
    });
  });

  it('tells what was written from what was read, what says neither and what failed', async () => {
    await open('key', key);
    await expect.element(page.getByRole('region', { name: 'Actions that write' })).toBeVisible();
    const facts = [...document.querySelectorAll('dl > div')].map((fact) => fact.textContent.trim());
    expect(facts.slice(0, 5).map((fact) => fact.replaceAll(/\s+/g, ' '))).toEqual([
      'Events 908',
      'Writes 35',
      'Reads 812',
      'Say neither 49',
      'Failed 12 (1.3 %)',
    ]);
    const lists = [...document.querySelectorAll('section[aria-label]')].map((list) => list.ariaLabel);
    const ofValues = lists.slice(lists.indexOf('Its events over time'));
    expect(ofValues.slice(0, 3)).toEqual(['Its events over time', 'Actions that write', 'Actions that read']);
    const headers = (name: string): string[] =>
      page
        .getByRole('region', { name })
        .getByRole('columnheader')
        .elements()
        .map((header) => header.textContent.trim());
    expect(headers('Actions that write')).toEqual([
      'Value',
      'events',
      'writes',
      'failed',
      'first seen',
      'last seen',
    ]);
    expect(headers('Actions that read')).not.toContain('writes');
    const row = page.getByRole('row', { name: /PutUserPolicy/ }).getByRole('cell');
    expect(row.elements().map((cell) => cell.textContent.trim())).toEqual([
      'PutUserPolicy',
      '44',
      '32',
      '12',
      '07-28 15:28:00',
      '08-01 09:28:00',
    ]);
  });

  it('is read by keys: one stop a list, arrows within, Escape back', async () => {
    const trail = await open('key', key);
    const first = page.getByRole('button', { name: 's3.amazonaws.com' });
    await expect.element(first).toBeVisible();
    expect(
      page.getByRole('region', { name: 'Services' }).element().querySelectorAll('tbody [tabindex="0"]'),
    ).toHaveLength(1);
    (first.element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowDown}');
    await expect.element(page.getByRole('button', { name: 'iam.amazonaws.com' })).toHaveFocus();
    await userEvent.keyboard('{ArrowDown}{Home}{End}{Enter}');
    expect(trail.valueMenu.open?.target).toEqual({ field: 'eventSource', value: 'iam.amazonaws.com' });
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByRole('button', { name: 'iam.amazonaws.com' })).toHaveFocus();
    expect(trail.screens.current).toBe('profile');
    commands.run('close-pane');
    expect(trail.screens.current).toBe('sql');
  });

  it('asks again under another scope, and has no regard to the search', async () => {
    const trail = await open('principal', 'arn:aws:iam::1:role/x');
    await expect.element(page.getByRole('region', { name: 'Services' })).toBeVisible();
    trail.explore.narrowScope('one Region', { regions: ['eu-west-1'] });
    await vi.waitFor(() =>
      expect(trail.calls.filter((call) => call.name === 'profile.read').at(-1)?.params).toMatchObject({
        question: { scope: { regions: ['eu-west-1'] }, filter: { field: 'principal' } },
      }),
    );
  });

  it('opens the menu of every value, and leads to its events', async () => {
    const trail = await open('key', key);
    await userEvent.click(page.getByRole('button', { name: '203.0.113.9' }));
    await expect.element(page.getByRole('menu', { name: 'Source IP: 203.0.113.9' })).toBeVisible();
    await userEvent.keyboard('open source{Enter}');
    expect(trail.screens.params).toEqual({ kind: 'address', value: '203.0.113.9' });
    await expect.element(page.getByRole('region', { name: 'Source IP 203.0.113.9' })).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'Back', exact: true }));
    await expect.element(page.getByRole('region', { name: `Access key ${key}` })).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'Open in Explore' }));
    expect(trail.screens.current).toBe('explore');
    expect(printFilter(trail.explore.state.filter)).toBe(`userIdentity.accessKeyId=${key}`);
  });

  it('goes back to the screen it was opened from', async () => {
    const trail = await open('key', key);
    await userEvent.click(page.getByRole('button', { name: 'Back', exact: true }));
    expect([trail.screens.current, trail.screens.params]).toEqual(['sql', { of: 'before' }]);
  });

  it('counts the rest of a long list in Explore', async () => {
    const trail = await open('key', key);
    await userEvent.click(page.getByRole('button', { name: 'Count all 57 in Explore' }));
    expect(trail.explore.state.groupBy).toEqual(['eventName']);
    expect(printFilter(trail.explore.state.filter)).toBe(`userIdentity.accessKeyId=${key} and readOnly=true`);
    expect(trail.screens.current).toBe('explore');
  });

  it('tells nothing in the scope from nothing in the archive', async () => {
    const trail = await open('agent', 'none such', 0);
    await expect.element(page.getByText('No event of it in the archive')).toBeVisible();
    trail.explore.narrowScope('one Region', { regions: ['eu-west-1'] });
    await expect.element(page.getByText('No event of it in the scope')).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'Look in the whole archive' }));
    expect(trail.explore.state.scope.regions).toBeNull();
  });

  it('finds a resource by its exact name wherever a request names it', async () => {
    const trail = await open('resource', 'arn:aws:s3:::a*b');
    await expect.element(page.getByText(/Events whose target is this/)).toBeVisible();
    const params = asked(trail) as { question: { filter: Parameters<typeof printFilter>[0] } };
    expect(JSON.stringify(params.question.filter)).toContain(
      JSON.stringify('*"arn:aws:s3:::a\\*b"*').slice(1, -1),
    );
  });

  it.each(['dark', 'light'] as const)('has nothing for axe to complain about, %s', async (theme) => {
    document.documentElement.dataset['theme'] = theme;
    await open('key', key);
    await expect.element(page.getByRole('region', { name: 'Services' })).toBeVisible();
    const result = await axe.run(document.body, { rules: { region: { enabled: false } } });
    expect(result.violations.map((each) => `${each.id}: ${each.nodes[0]?.html ?? ''}`)).toEqual([]);
  });
});

describe('the page of an account or a Region', () => {
  const account = '111122223333';
  const fact = (name: string): string =>
    [...document.querySelectorAll('dl > div')]
      .find((each) => each.querySelector('dt')?.textContent === name)
      ?.querySelector('dd')?.textContent ?? '';

  it('asks for the place alone, under the search that holds, and shows its figures', async () => {
    const trail = await open('account', account, 908, ({ explore }) =>
      explore.narrow('failed', { filter: onlyThis(everything, 'outcome', 'error') }),
    );
    await expect.element(page.getByRole('region', { name: `Account ${account}` })).toBeVisible();
    await expect.element(page.getByText('12 (1.3 %)')).toBeVisible();
    expect(fact('Of global services')).toBe('96');
    expect(asked(trail)).toMatchObject({
      question: { scope: { accounts: [account], range: null }, filter: { field: 'outcome' } },
    });
    await expect.element(page.getByText('Counted under the filter')).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'Drop the filter' }));
    expect(trail.explore.state.filter).toEqual(everything);
    await expect.element(page.getByRole('region', { name: 'Regions', exact: true })).toBeInTheDocument();
    expect(page.getByRole('region', { name: 'Accounts', exact: true }).elements()).toEqual([]);
  });

  it('lists the accounts of a Region', async () => {
    const trail = await open('region', 'us-east-1');
    await expect.element(page.getByRole('region', { name: 'Accounts', exact: true })).toBeVisible();
    expect(asked(trail)).toMatchObject({ question: { scope: { regions: ['us-east-1'] } } });
  });

  it('opens the menu of its values, by click and by key', async () => {
    const trail = await open('region', 'us-east-1');
    await userEvent.click(page.getByRole('button', { name: 'PutUserPolicy' }));
    expect(trail.valueMenu.open?.target).toEqual({ field: 'eventName', value: 'PutUserPolicy' });
    await userEvent.keyboard('{Escape}{Shift>}{F10}{/Shift}');
    expect(trail.valueMenu.open?.target).toEqual({ field: 'eventName', value: 'PutUserPolicy' });
  });

  it('narrows the search that it keeps to by the legend of its chart', async () => {
    const trail = await open('account', account);
    await userEvent.click(page.getByRole('button', { name: /^error/ }));
    expect(printFilter(trail.explore.state.filter)).toBe('outcome=error');
  });

  it('opens in Explore with the scope on the place', async () => {
    const trail = await open('account', account);
    await userEvent.click(page.getByRole('button', { name: 'Open in Explore' }));
    expect(trail.explore.state.scope.accounts).toEqual([account]);
    expect(trail.explore.state.filter).toEqual(everything);
    expect(trail.screens.current).toBe('explore');
  });

  it('finds its name in the records of other places', async () => {
    const trail = await open('account', account, 908, ({ explore }) =>
      explore.narrowScope('x', { accounts: [account] }),
    );
    await userEvent.click(page.getByRole('button', { name: 'Find it elsewhere' }));
    expect(trail.explore.state.scope.accounts).toBeNull();
    expect(printFilter(trail.explore.state.filter)).toBe(`${account} and recipientAccountId!=${account}`);
  });

  it('says when the scope leaves the place out', async () => {
    const trail = await open('account', account, 908, ({ explore }) =>
      explore.narrowScope('x', { accounts: ['999999999999'] }),
    );
    await expect.element(page.getByText('This account is outside of the scope')).toBeVisible();
    expect(asked(trail)).toBeUndefined();
    await expect.element(page.getByRole('button', { name: 'Open in Explore' })).toBeDisabled();
    await userEvent.click(page.getByRole('button', { name: 'Drop that limit' }));
    expect(trail.explore.state.scope.accounts).toBeNull();
    await expect.element(page.getByText('12 (1.3 %)')).toBeVisible();
  });

  it('tells nothing under the filter from nothing in the archive', async () => {
    await open('account', account, 0, ({ explore }) =>
      explore.narrow('failed', { filter: onlyThis(everything, 'outcome', 'error') }),
    );
    await expect.element(page.getByText('No event of it under the filter')).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'Drop the filter' }));
    await expect.element(page.getByText('No event of it in the archive')).toBeVisible();
  });

  it('leads back to where it was opened, and to the matrix', async () => {
    const trail = await open('account', account);
    await userEvent.click(page.getByRole('button', { name: 'Back', exact: true }));
    expect(trail.screens.current).toBe('sql');
    trail.screens.go('profile', { kind: 'account', value: account });
    await userEvent.click(page.getByRole('button', { name: 'All accounts and Regions' }));
    expect([trail.screens.current, trail.screens.params]).toEqual(['places', {}]);
  });

  it.each(['dark', 'light'] as const)('has nothing for axe to complain about, %s', async (theme) => {
    document.documentElement.dataset['theme'] = theme;
    await open('account', account);
    await expect.element(page.getByRole('button', { name: 'PutUserPolicy' })).toBeVisible();
    await vi.waitFor(() => expect(document.querySelector('.surface')).not.toBeNull());
    const result = await axe.run(document.body, { rules: { region: { enabled: false } } });
    expect(result.violations.map((each) => `${each.id}: ${each.nodes[0]?.html ?? ''}`)).toEqual([]);
  });
});

describe('the sections of a page', () => {
  it('say what is peculiar, with the grade, and show each credential with how it was obtained', async () => {
    await page.viewport(1440, 900);
    await open('key', key);
    await expect.element(page.getByText('198.51⟦RLO⟧.100.7')).toBeVisible();
    await expect
      .element(page.getByText('inferred; other explanation: One person who uses both.'))
      .toBeVisible();
    const lanes = page.getByRole('region', { name: 'Credentials' });
    await expect.element(lanes.getByText('no CreateAccessKey for it here')).toBeVisible();
    await expect.element(lanes.getByText('ConsoleLogin 16:28:00, with MFA')).toBeVisible();
    await expect
      .element(lanes.getByRole('row', { name: /console session of 16:28:00/ }))
      .toHaveTextContent(/108/);
    await expect.element(page.getByRole('group', { name: 'Role chain' })).toHaveTextContent(/Deployer 47/);
    await expect
      .element(page.getByRole('region', { name: 'Not known' }))
      .toHaveTextContent(/get-credential-report/);
    const failed = page.getByRole('region', { name: 'Refused and failed' });
    await expect.element(failed).toHaveTextContent(/9 refused, 2 throttled, 1 not found, 0 otherwise/);
    await expect.element(failed.getByText('no change recorded between')).toBeVisible();
    await expect.element(failed.getByText('after 4.0 s to 9.0 s')).toBeVisible();
  });

  it('lead from a session, a failure and a service to exactly their events', async () => {
    const trail = await open('principal', 'arn:aws:iam::111122223333:user/maya');
    await userEvent.click(page.getByRole('button', { name: /console session of/ }));
    expect(printFilter(trail.explore.state.filter)).toContain('creationDate');
    trail.screens.go('profile', { kind: 'principal', value: 'arn:aws:iam::111122223333:user/maya' });
    await userEvent.click(page.getByRole('button', { name: /StopLogging/ }));
    expect(printFilter(trail.explore.state.filter)).toMatch(/StopLogging.*result/);
    trail.screens.go('profile', { kind: 'principal', value: 'arn:aws:iam::111122223333:user/maya' });
    await userEvent.click(
      page.getByRole('region', { name: 'Permissions used' }).getByRole('button', { name: 'iam' }),
    );
    expect(printFilter(trail.explore.state.filter)).toContain('iam.amazonaws.com');
    expect(trail.screens.current).toBe('explore');
  });

  it('show observed use as a policy with what it cannot say', async () => {
    await open('key', key);
    await userEvent.click(page.getByRole('button', { name: 'As a policy' }));
    await expect.element(page.getByText('not what is needed')).toBeVisible();
    await expect.element(page.getByRole('region', { name: 'Policy' })).toHaveTextContent('2012-10-17');
    await userEvent.click(page.getByRole('button', { name: 'Close' }));
  });

  it('go with the arrow keys from credential to credential', async () => {
    await open('key', key);
    const first = page.getByRole('button', { name: new RegExp(key) }).last();
    await expect.element(first).toBeVisible();
    (first.element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowDown}');
    expect(document.activeElement?.textContent).toMatch(/console session/);
    await userEvent.keyboard('{Home}');
    expect(document.activeElement?.textContent).toMatch(/AKIA/);
  });

  it('step to the next value of their kind and back', async () => {
    const trail = await open('key', key);
    await expect.poll(() => commands.enabled.some(({ name }) => name === 'entity-next')).toBe(true);
    commands.run('entity-next');
    expect(trail.screens.params).toMatchObject({ kind: 'key', value: 'AKIAEXAMPLE000000002' });
    await expect.element(page.getByRole('region', { name: 'Access key AKIAEXAMPLE000000002' })).toBeVisible();
    await expect.poll(() => commands.enabled.some(({ name }) => name === 'entity-before')).toBe(true);
    commands.run('entity-before');
    expect(trail.screens.params).toMatchObject({ kind: 'key', value: key });
  });

  it('begin, for a thing, with who changed it and when', async () => {
    const trail = await open('resource', 'ledger-archive');
    const history = page.getByRole('region', { name: 'History' });
    await expect
      .element(history.getByRole('row', { name: /PutBucketPolicy maya 198.51.100.7 done/ }))
      .toBeVisible();
    await expect
      .element(history.getByRole('row', { name: /Delete⟦RLO⟧Bucket – 203.0.113.9 refused/ }))
      .toBeVisible();
    await userEvent.click(history.getByRole('button', { name: 'Show them in Explore' }));
    expect(trail.screens.current).toBe('explore');
    expect(printFilter(trail.explore.state.filter)).toMatch(/target\.name.*consequence/);
  });
});
