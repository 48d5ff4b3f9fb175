import { beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import OverviewPage from '../../../renderer/features/overview/OverviewPage.svelte';
import { commands } from '../../../renderer/services/commands.svelte.ts';
import { is } from '../../../shared/cloudtrail/conditions.ts';
import { AppError } from '../../../shared/bridge/errors.ts';
import { wholeScope } from '../../../shared/contract/common.ts';
import type { StandsOut } from '../../../shared/contract/overview.ts';
import type { EngineHandlers } from '../../../shared/contract/index.ts';
import { findings } from '../support/axe.ts';
import Harness from '../support/Harness.svelte';
import { emptyArchive, fakeTrail, nothingStandsOut, type FakeTrail } from '../support/fake-trail.ts';
import { actor, archive, maya, recorded, standsOut } from './answers.ts';

async function show(
  answers: Partial<EngineHandlers> = {},
  info: Parameters<typeof fakeTrail>[0] extends infer Options ? Options : never = {},
): Promise<FakeTrail> {
  const trail = fakeTrail({
    ...info,
    answers: {
      'overview.archive': () => archive,
      'overview.standsOut': () => standsOut,
      'overview.expectedActors': () => ({ actors: [actor] }),
      'coverage.read': () => recorded,
      ...answers,
    },
  });
  await render(Harness, { trail, component: OverviewPage });
  return trail;
}

const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[role=row][aria-level="1"]')];
const sentences = (): string[] =>
  rows().map((row) => row.querySelector('.says')?.textContent.replace(/\s+/g, ' ').trim() ?? '');
const drawn = () => vi.waitFor(() => expect(rows().length).toBeGreaterThan(0));
const callsOf = (trail: FakeTrail, name: string): unknown[] =>
  trail.calls.filter((call) => call.name === name).map(({ params }) => params);

beforeEach(() => page.viewport(1_440, 900));

describe('the list', () => {
  it('has the verdict first, then the lines with what the eye and the ear need', async () => {
    await show();
    await drawn();
    await expect.element(page.getByText('did nearly all of it.')).toBeVisible();
    await expect.element(page.getByText('3 of 4 lines · 1 dismissed')).toBeVisible();
    expect(sentences()).toEqual([
      'Keys of instance i-0dbc91f429e48eeed were used from 192.0.2.10',
      'maya gave night-shift AdministratorAccess and made it an access key',
      'Password data was asked for 29 times and refused',
    ]);
    expect(rows().map((row) => row.querySelector('.severity .visually-hidden')?.textContent)).toEqual([
      'critical, done',
      'high, done',
      'medium, refused',
    ]);
    expect(rows()[0]?.querySelector('.grade')?.textContent).toContain('inferred');
    expect(rows()[2]?.querySelector('.when .visually-hidden')?.textContent).toMatch(/11:54 → .*, 2 times$/);
    expect(rows()[2]?.querySelectorAll('.when rect')).toHaveLength(2);
    expect(rows()[2]?.querySelector('.tag')?.textContent).toBe('expected');
  });

  it.each([
    ['Done 2', ['stolen', 'made']],
    ['Refused or failed 1', ['refused']],
    ['Dismissed 1', ['seen']],
  ])('under %s has only those', async (tab, kept) => {
    await show();
    await drawn();
    await page.getByRole('tab', { name: tab }).click();
    await vi.waitFor(() => expect(rows()).toHaveLength(kept.length));
  });

  it('values lead to their pages, and a right click to the menu of values', async () => {
    const trail = await show();
    await drawn();
    await page.getByRole('button', { name: '192.0.2.10' }).click({ button: 'right' });
    expect(trail.valueMenu.open?.target).toEqual({ field: 'sourceIPAddress', value: '192.0.2.10' });
    trail.valueMenu.close();
    await page.getByRole('gridcell').getByRole('button', { name: 'maya' }).click();
    expect([trail.screens.current, trail.screens.params]).toEqual([
      'profile',
      { kind: 'principal', value: maya },
    ]);
  });

  it('the arrow shows exactly its events, of the whole archive', async () => {
    const trail = await show();
    await drawn();
    trail.explore.adjust({
      scope: { ...wholeScope, accounts: ['444455556666'] },
      groupBy: ['eventName'],
      filter: is('eventName', 'ListBuckets'),
    });
    await page.getByRole('button', { name: 'Show 3 events in Explore' }).click();
    expect(trail.screens.current).toBe('explore');
    expect(trail.explore.state).toMatchObject({
      scope: wholeScope,
      groupBy: [],
      filter: is('eventName', 'AttachUserPolicy'),
    });
  });

  it('is worked with keys alone', async () => {
    const trail = await show();
    await drawn();
    expect(document.querySelectorAll('[role=treegrid] [role=row][tabindex="0"]')).toHaveLength(1);
    rows()[0]?.focus();
    await userEvent.keyboard('{ArrowDown}');
    expect(document.activeElement).toBe(rows()[1]);
    await userEvent.keyboard(' ');
    await expect.element(page.getByText('Whether the key was copied before it was deleted.')).toBeVisible();
    await expect.element(page.getByText(/user-made-administrator, version 2; others call it/)).toBeVisible();
    await userEvent.keyboard('{Escape}');
    expect(document.querySelector('[aria-level="2"]')).toBeNull();
    await userEvent.keyboard('{End}{ArrowDown}{ArrowUp}{Home}{ArrowDown}{Enter}');
    expect(trail.screens.current).toBe('explore');
    expect(trail.explore.state.filter).toEqual(is('eventName', 'AttachUserPolicy'));
  });

  it('says of an inferred line what else it could be, and of an expected one whose deeds they are', async () => {
    await show();
    await drawn();
    await page.getByRole('button', { name: 'What goes with it, and what is not known' }).first().click();
    await expect.element(page.getByText('reached through another network')).toBeVisible();
    await page.getByRole('button', { name: 'What goes with it, and what is not known' }).last().click();
    await expect.element(page.getByText('All of its events are of Nightly scan.')).toBeVisible();
  });
});

describe('dismissing', () => {
  it('by its command asks for a reason, keeps it and asks again', async () => {
    const trail = await show({ 'overview.dismiss': () => ({}) });
    await drawn();
    rows()[1]?.focus();
    expect(commands.run('dismiss-statement')).toBe(true);
    await expect.element(page.getByRole('dialog', { name: 'Dismiss this line' })).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Dismiss', exact: true })).toBeDisabled();
    await page.getByRole('textbox', { name: 'Why it is put aside' }).fill(' our own test ');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await vi.waitFor(() => expect(document.querySelector('dialog')).toBeNull());
    expect(callsOf(trail, 'overview.dismiss')).toEqual([{ id: 'made-admin', reason: 'our own test' }]);
    await vi.waitFor(() => expect(callsOf(trail, 'overview.standsOut')).toHaveLength(2));
  });

  it('that fails says so and leaves the dialog open', async () => {
    const trail = await show({
      'overview.dismiss': () => {
        throw new AppError('disk-full', 'The disk is full. Free some space and try again.');
      },
    });
    await drawn();
    commands.run('dismiss-statement');
    await page.getByRole('textbox', { name: 'Why it is put aside' }).fill('x');
    await page.getByRole('button', { name: 'Dismiss', exact: true }).click();
    await vi.waitFor(() => expect(trail.notices.map(({ kind }) => kind)).toEqual(['error']));
    await expect.element(page.getByRole('dialog')).toBeVisible();
  });

  it('is taken back where it is told who did it, when and why', async () => {
    const trail = await show({ 'overview.dismiss': () => ({}) });
    await drawn();
    await page.getByRole('tab', { name: 'Dismissed 1' }).click();
    await page.getByRole('button', { name: 'What goes with it, and what is not known' }).click();
    await expect.element(page.getByText('by ada, 2025-05-01 10:00:00 UTC: a drill')).toBeVisible();
    await page.getByRole('button', { name: 'Take back' }).click();
    await vi.waitFor(() =>
      expect(callsOf(trail, 'overview.dismiss')).toEqual([{ id: 'seen', reason: null }]),
    );
  });

  it('cannot be done in a workspace that is only read', async () => {
    await show({}, { info: { isReadOnly: true } });
    await drawn();
    expect(commands.run('dismiss-statement')).toBe(false);
    await expect.element(page.getByRole('button', { name: 'Add', exact: true })).toBeDisabled();
  });
});

describe('expected actors', () => {
  it('are added with who says so, and not without', async () => {
    const trail = await show({ 'overview.expect': () => ({}) });
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Red team');
    await page.getByRole('button', { name: 'Keep' }).click();
    await expect.element(page.getByText('Say who vouches for them.')).toBeVisible();
    await expect.element(page.getByText(/^Give a principal, an address or a client/)).toBeVisible();
    await page.getByRole('textbox', { name: 'Who says so' }).fill('The CISO');
    await page.getByRole('textbox', { name: /^Address/ }).fill('203.0.113.9');
    await page.getByRole('textbox', { name: /^From/ }).fill('2025-03-03 10:00');
    await page.getByRole('button', { name: 'Keep' }).click();
    await expect.element(page.getByText(/^Give both ends/)).toBeVisible();
    await page.getByRole('textbox', { name: /^To/ }).fill('2025-03-03 12:00');
    await page.getByRole('button', { name: 'Keep' }).click();
    await vi.waitFor(() => expect(document.querySelector('dialog')).toBeNull());
    expect(callsOf(trail, 'overview.expect')).toEqual([
      {
        actor: {
          id: expect.any(String) as string,
          kind: 'scanner',
          name: 'Red team',
          principal: null,
          address: '203.0.113.9',
          client: null,
          range: {
            fromMicros: Date.UTC(2025, 2, 3, 10) * 1e3,
            toMicros: Date.UTC(2025, 2, 3, 12) * 1e3,
          },
          saidBy: 'The CISO',
        },
        isRemoved: false,
      },
    ]);
  });

  it('are removed from their dialog, and lead to their events', async () => {
    const trail = await show({ 'overview.expect': () => ({}) });
    await page.getByRole('button', { name: 'Change Nightly scan' }).click();
    await page.getByRole('button', { name: 'Remove' }).click();
    await vi.waitFor(() => expect(callsOf(trail, 'overview.expect')).toEqual([{ actor, isRemoved: true }]));
    await page.getByRole('button', { name: 'Show the events of Nightly scan' }).click();
    expect(trail.screens.current).toBe('explore');
    expect(JSON.stringify(trail.explore.state.filter)).toContain('198.51.100.0/24');
  });
});

describe('what is here', () => {
  it('stands beside it, with ways to the places, the people and the files', async () => {
    const trail = await show();
    await expect.element(page.getByText('423 writes done · 300 failed, 60 of them refused')).toBeVisible();
    await expect.element(page.getByText('2,326', { exact: true })).toBeVisible();
    await expect.element(page.getByText('none here').first()).toBeVisible();
    await expect.element(page.getByText(/^No data event is in this archive/)).toBeVisible();
    await expect
      .element(page.getByText('Nothing here is authenticated: there are no digest files.'))
      .toBeVisible();
    await page.getByRole('button', { name: 'and 14 more' }).click();
    expect(trail.screens.current).toBe('places');
    await page.getByRole('button', { name: 'us-east-1' }).click();
    expect(trail.screens.params).toEqual({ kind: 'region', value: 'us-east-1' });
    await page.getByRole('rowheader').getByRole('button', { name: 'maya' }).click();
    expect(trail.screens.params).toEqual({ kind: 'principal', value: maya });
    await page.getByRole('button', { name: '57' }).click();
    expect(trail.screens.current).toBe('evidence');
  });

  it.each([
    [1_440, 900],
    [976, 640],
  ])('fits into %i × %i without scrolling sideways, and keeps nobody out', async (width, height) => {
    await page.viewport(width, height);
    await show();
    await drawn();
    await page.getByRole('button', { name: 'What goes with it, and what is not known' }).first().click();
    for (const element of document.querySelectorAll<HTMLElement>('.main, .side, .columns'))
      expect(element.scrollWidth).toBeLessThanOrEqual(element.clientWidth);
    expect(await findings()).toEqual([]);
  });
});

describe('without lines', () => {
  it.each<[string, Partial<StandsOut>, string]>([
    ['nothing was looked for', {}, 'Nothing was looked for'],
    ['nothing was found', { sources: ['Persistence'] }, 'Nothing stands out'],
    ['nothing was found yet', { sources: ['Persistence'], isPartial: true }, 'Nothing so far'],
  ])('says that %s', async (_case, changes, title) => {
    await show({ 'overview.standsOut': () => ({ ...nothingStandsOut, ...changes }) });
    await expect.element(page.getByRole('heading', { name: title })).toBeVisible();
  });

  it('asks again while the archive is being looked through', async () => {
    const answers = [{ ...nothingStandsOut, sources: ['Persistence'], isPartial: true }, standsOut];
    const trail = await show({ 'overview.standsOut': () => answers.shift() ?? standsOut });
    await expect.element(page.getByText(/still being looked through; lines may be added/)).toBeVisible();
    await vi.waitFor(() => expect(rows()).toHaveLength(3), { timeout: 8_000 });
    expect(callsOf(trail, 'overview.standsOut')).toHaveLength(2);
  });

  it('an archive without events offers to import the sources', async () => {
    const trail = await show(
      { 'overview.archive': () => emptyArchive, 'ingest.start': () => ({ jobId: 'j' }) },
      { info: { events: 0 } },
    );
    await page.getByRole('button', { name: 'Import the sources' }).click();
    await vi.waitFor(() => expect(callsOf(trail, 'ingest.start')).toEqual([{ grants: null }]));
  });

  it('what fails says so and can be tried again, the rest stays', async () => {
    let isBroken = true;
    await show({
      'overview.standsOut': () => {
        if (isBroken) throw new AppError('disk-failed', 'The disk fails. Copy the workspace elsewhere.');
        return standsOut;
      },
    });
    await expect.element(page.getByText('The disk fails. Copy the workspace elsewhere.')).toBeVisible();
    await expect.element(page.getByRole('heading', { name: 'What is here' })).toBeVisible();
    isBroken = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    await drawn();
  });
});
