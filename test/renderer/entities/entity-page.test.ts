import axe from 'axe-core';
import { page, userEvent } from 'vitest/browser';
import { describe, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import type { CountedList, EntityList, EntityProfile } from '../../../shared/contract/entities.ts';
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

async function open(
  kind: string,
  value: string,
  events = 908,
  before: (trail: FakeTrail) => void = () => undefined,
): Promise<FakeTrail> {
  const trail = fakeTrail({
    answers: {
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
    expect(lists.slice(0, 3)).toEqual(['Its events over time', 'Actions that write', 'Actions that read']);
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
    await expect.element(page.getByText(/Events that name exactly this/)).toBeVisible();
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
