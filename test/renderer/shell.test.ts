import { page, userEvent } from 'vitest/browser';
import { describe, expect, it } from 'vitest';
import { shownZone } from '../../renderer/kit/zone.svelte.ts';
import { chooseOption } from './support/choose-option.ts';
import { openShell, places } from './support/open-shell.ts';
import { runningJob, sampleSummary } from './support/inventory.ts';

/** The shell with a screen in front that the scope acts on. */
async function openScoped(hides = { serviceCalls: 27_408, withoutConsequence: 1_204 }) {
  const trail = await openShell({
    answers: {
      'places.scope': ({ question }) => ({
        ...places,
        hides,
        hiddenGlobalEvents: question.scope.regions === null ? 0 : 312,
      }),
      'places.matrix': () => ({ fromMicros: null, toMicros: null, accounts: [], regions: [], cells: [] }),
    },
  });
  trail.screens.go('places');
  await expect.element(page.getByRole('button', { name: /^Time range/ })).toBeVisible();
  return trail;
}

describe('the scope bar', () => {
  it('is there where it acts, and nowhere else', async () => {
    const trail = await openScoped();
    const bar = page.getByRole('button', { name: /^Time range/ });
    for (const screen of ['sql', 'evidence'] as const) {
      trail.screens.go(screen);
      await expect.element(bar).not.toBeInTheDocument();
    }
    trail.screens.go('notes');
    await expect.element(bar).toBeVisible();
  });

  it('narrows to accounts and back, as steps that can be undone', async () => {
    const trail = await openScoped();
    await page.getByRole('button', { name: /^accounts/ }).click();
    await page.getByRole('checkbox', { name: /342082656213/ }).click();
    expect(trail.explore.state.scope.accounts).toEqual(['342082656213']);
    await page.getByRole('checkbox', { name: /730335217312/ }).click();
    expect(trail.explore.state.scope.accounts).toEqual(['342082656213', '730335217312']);
    await page.getByRole('checkbox', { name: 'All accounts' }).click();
    expect(trail.explore.state.scope.accounts).toBeNull();
    expect(trail.explore.past).toHaveLength(3);
    await userEvent.keyboard('{Escape}');
    await expect.element(page.getByRole('button', { name: /^accounts/ })).toHaveFocus();
  });

  it('says what a Region choice hides of global services, and adds their Region', async () => {
    const trail = await openScoped();
    trail.explore.narrowScope('one Region', { regions: ['eu-west-1'] });
    await expect.element(page.getByText('312 events of global services hidden')).toBeVisible();
    await page.getByRole('button', { name: 'Add us-east-1' }).click();
    expect(trail.explore.state.scope.regions).toEqual(['eu-west-1', 'us-east-1']);
    await page.getByRole('button', { name: 'Show all Regions' }).click();
    expect(trail.explore.state.scope.regions).toBeNull();
  });

  it('says how many events each switch hides, or would, and turns it', async () => {
    const trail = await openScoped();
    const services = page.getByRole('switch', { name: 'Hide service calls' });
    await expect.element(services).toHaveTextContent('−27,408');
    await expect
      .element(services)
      .toHaveAttribute('title', expect.stringMatching(/: 27,408 events would be hidden$/));
    await services.click();
    await expect.element(services).toHaveAttribute('title', expect.stringMatching(/: 27,408 events hidden$/));
    expect(trail.explore.state.scope).toMatchObject({ hideServiceCalls: false, hideServiceRoutine: true });
    const consequence = page.getByRole('switch', { name: 'With consequence' });
    await expect.element(consequence).toHaveTextContent('−1,204');
    await consequence.click();
    await expect.element(consequence).toHaveAttribute('aria-checked', 'true');
    expect(trail.explore.state.scope.onlyConsequence).toBe(true);
  });

  it('says calmly of a switch that it hides nothing', async () => {
    await openScoped({ serviceCalls: 0, withoutConsequence: 0 });
    const services = page.getByRole('switch', { name: 'Hide service calls' });
    await expect.element(services).toHaveTextContent('Hide service calls none');
    await expect
      .element(services)
      .toHaveAttribute('title', expect.stringMatching(/: there is nothing it would hide here$/));
    await services.click();
    await expect.element(services).toHaveAttribute('title', expect.stringMatching(/: nothing to hide here$/));
  });

  it('takes a range typed in two notations, and refuses what is no time', async () => {
    const trail = await openScoped();
    await page.getByRole('button', { name: /^Time range/ }).click();
    await page.getByLabelText('From, UTC').fill('20210728T1528Z');
    await page.getByLabelText('Before, UTC').fill('tomorrow');
    await page.getByRole('button', { name: 'Apply' }).click();
    await expect.element(page.getByText('Not a time.', { exact: false })).toBeVisible();
    expect(trail.explore.state.scope.range).toBeNull();
    await page.getByLabelText('Before, UTC').fill('1627898400');
    await page.getByRole('button', { name: 'Apply' }).click();
    expect(trail.explore.state.scope.range).toEqual({
      fromMicros: 1_627_486_080_000_000,
      toMicros: 1_627_898_400_000_000,
    });
  });

  it('shows and takes times in the zone that was chosen, and keeps the choice', async () => {
    const trail = await openScoped();
    await chooseOption(page.getByRole('combobox', { name: 'Time zone' }), 'Asia/Kathmandu');
    try {
      expect(trail.calls.filter(({ name }) => name === 'host.saveSettings')).toMatchObject([
        { params: { zone: 'Asia/Kathmandu' } },
      ]);
      await page.getByRole('button', { name: /^Time range/ }).click();
      await page.getByLabelText('From, Asia/Kathmandu').fill('2021-07-28 21:13');
      await page.getByLabelText('Before, Asia/Kathmandu').fill('2021-08-02T10:00:00Z');
      await page.getByRole('button', { name: 'Apply' }).click();
      expect(trail.explore.state.scope.range).toEqual({
        fromMicros: 1_627_486_080_000_000,
        toMicros: 1_627_898_400_000_000,
      });
      await expect
        .element(page.getByRole('button', { name: /^Time range/ }))
        .toHaveTextContent('2021-07-28 21:13:00 → 2021-08-02 15:45:00');
    } finally {
      shownZone.show('UTC');
    }
  });

  it('offers spans before the newest event', async () => {
    const trail = await openScoped();
    await page.getByRole('button', { name: /^Time range/ }).click();
    await page.getByRole('button', { name: 'last 24 h' }).click();
    expect(trail.explore.state.scope.range).toEqual({
      fromMicros: 1_627_898_401_000_000 - 86_400_000_000,
      toMicros: 1_627_898_401_000_000,
    });
  });
});

describe('the shell', () => {
  it('shows a running job with its numbers and cancels it', async () => {
    const trail = await openShell({
      answers: {
        'jobs.watch': (_params, context) => {
          context.report([runningJob]);
          return new Promise(() => undefined);
        },
        'jobs.cancel': () => ({}),
      },
    });
    void trail.jobs.watch(new AbortController().signal);
    const strip = page.getByRole('region', { name: 'Running job' });
    await expect
      .element(strip)
      .toHaveTextContent(/1\.8 MB of 4\.7 MB.*42 of 112 files, 120,400 events.*22\.0 kB\/s.*2 min 13 s left/);
    await page.getByRole('button', { name: '1 job' }).click();
    await userEvent.keyboard('{Escape}');
    await strip.getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => trail.calls.filter((call) => call.name === 'jobs.cancel')).toHaveLength(1);
  });

  it('says why a workspace is read-only', async () => {
    await openShell({ info: { isReadOnly: true, readOnlyReason: 'another Trailglass has it open' } });
    await expect.element(page.getByText('Read-only: another Trailglass has it open')).toBeVisible();
  });
});

describe('the evidence page', () => {
  it('shows the account of records, files and reasons', async () => {
    await openShell();
    await expect.element(page.getByRole('row', { name: /Duplicates 361/ })).toBeVisible();
    await expect.element(page.getByRole('tab', { name: 'Refused 1' })).toBeVisible();
  });

  it('says it when the sum is wrong', async () => {
    await openShell({ answers: { 'ledger.summary': () => ({ ...sampleSummary, events: 2_400 }) } });
    await expect.element(page.getByRole('alert')).toHaveTextContent('33 records not accounted for');
  });

  it('lists only the files of the chosen status', async () => {
    await openShell();
    await page.getByRole('tab', { name: 'Refused 1' }).click();
    await expect
      .element(page.getByRole('grid', { name: 'Ledger' }))
      .toHaveTextContent(/end mark at byte 8,192/);
  });

  it('continues an import that was cut off', async () => {
    const trail = await openShell({
      info: { isImportUnfinished: true },
      answers: { 'ingest.start': () => ({ jobId: 'j1' }) },
    });
    await page.getByRole('button', { name: 'Continue import' }).click();
    await expect
      .poll(() => trail.calls.filter((call) => call.name === 'ingest.start'))
      .toEqual([{ name: 'ingest.start', params: { grants: null } }]);
  });

  it('takes an event ID with two contents to Explore', async () => {
    const trail = await openShell();
    await page.getByRole('button', { name: /5a1d0c5e/ }).click();
    expect(trail.screens.current).toBe('explore');
    expect(trail.explore.state.filter).toMatchObject({ kind: 'field', field: 'eventID' });
  });

  it('is usable at 1024 × 700', async () => {
    await page.viewport(1024, 700);
    await openShell();
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(1024);
    await page.viewport(1440, 900);
  });
});

describe('the page', () => {
  it('cannot be pushed up, not even by a script, and only values are selected', async () => {
    await openShell();
    const main = document.querySelector('main');
    const far = document.createElement('span');
    far.className = 'visually-hidden';
    far.style.top = '4000px';
    main?.append(far);
    far.scrollIntoView();
    expect(main?.scrollTop).toBe(0);
    expect(document.scrollingElement?.scrollTop).toBe(0);
    expect(getComputedStyle(document.body).userSelect).toBe('none');
    expect(getComputedStyle(page.getByRole('heading').first().element()).userSelect).toBe('none');
  });
});
