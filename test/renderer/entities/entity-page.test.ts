import axe from 'axe-core';
import { page, userEvent } from 'vitest/browser';
import { describe, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import type { Profile } from '../../../shared/contract/entities.ts';
import { printFilter } from '../../../shared/filter/print.ts';
import ProfilePage from '../../../renderer/features/entities/EntityPage.svelte';
import { fakeTrail, type FakeTrail } from '../support/fake-trail.ts';
import { features } from '../../../renderer/app/features.ts';
import Harness from '../support/Harness.svelte';

const start = 1_627_486_080_000_000;
const hour = 3_600_000_000;

function profileOf(fields: readonly string[]): Profile {
  const value = (text: string, events: number, errors = 0) => ({
    value: text,
    events,
    errors,
    firstMicros: start,
    lastMicros: start + 90 * hour,
  });
  const values: Readonly<Record<string, Profile['groups'][number]['values']>> = {
    eventSource: [value('s3.amazonaws.com', 812), value('iam.amazonaws.com', 96, 12)],
    eventName: [value('GetObject', 700), value('PutUserPolicy', 44, 12), value('odd\u202ename', 3)],
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
    errors: 12,
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
    groups: fields.map((field) => ({
      field,
      distinct: field === 'eventName' ? 57 : (values[field]?.length ?? 0),
      values: values[field] ?? [],
    })),
  };
}

async function open(kind: string, value: string, events = 908): Promise<FakeTrail> {
  const trail = fakeTrail({
    answers: {
      'profile.read': ({ fields }) =>
        events > 0
          ? profileOf(fields)
          : {
              events: 0,
              errors: 0,
              firstMicros: null,
              lastMicros: null,
              timeline: null,
              groups: fields.map((field) => ({ field, distinct: 0, values: [] })),
            },
    },
  });
  trail.screens.go('sql', { of: 'before' });
  await Promise.resolve();
  trail.screens.go('profile', { kind, value });
  await render(Harness, { trail, component: ProfilePage, features, hasValueMenu: true });
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
        page.getByText('2 source IPs · 1 user agent · 2 services · 57 actions · 1 account · 2 Regions'),
      )
      .toBeVisible();
    for (const name of ['Services', 'Actions', 'Failures by error', 'Source IPs', 'User agents', 'Regions']) {
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
