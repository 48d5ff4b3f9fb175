import { page, userEvent } from 'vitest/browser';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { AppError } from '../../../shared/bridge/errors.ts';
import type { Job } from '../../../shared/contract/jobs.ts';
import { commands } from '../../../renderer/services/commands.svelte.ts';
import JobsButton from '../../../renderer/app/JobsButton.svelte';
import ExportEvents from '../../../renderer/features/export/ExportEvents.svelte';
import ExportResult from '../../../renderer/features/export/ExportResult.svelte';
import { workbookLimits } from '../../../renderer/features/export/formats.ts';
import type { SqlResult } from '../../../renderer/state/sql-tab.svelte.ts';
import { findings } from '../support/axe.ts';
import { fakeTrail, type FakeTrail, type FakeTrailOptions } from '../support/fake-trail.ts';
import Harness from '../support/Harness.svelte';

beforeEach(() => page.viewport(1440, 900));

const job = (change: Partial<Job>): Job => ({
  id: 'job-1',
  kind: 'export',
  title: 'Export to acme-breach-events.csv',
  state: 'running',
  phase: 'Writing',
  done: 1_000,
  total: 2_433,
  unit: 'events',
  counts: {},
  ratePerSecond: 500,
  remainingMs: null,
  startedAtMs: 0,
  finishedAtMs: null,
  result: null,
  error: null,
  ...change,
});

interface Told {
  readonly trail: FakeTrail;
  readonly report: (change: Partial<Job>) => void;
  readonly asked: (name: string) => unknown[];
}

function prepare(options: FakeTrailOptions = {}): Told {
  let report: (change: Partial<Job>) => void = () => undefined;
  const trail = fakeTrail({
    ...options,
    answers: {
      'events.count': () => ({ total: 2_433 }),
      'export.start': () => ({ jobId: 'job-1' }),
      'jobs.cancel': () => ({}),
      'jobs.watch': (_params, context) => {
        report = (change) => context.report([job(change)]);
        return new Promise(() => undefined);
      },
      ...options.answers,
    },
    host: {
      'host.pickExport': ({ suggestedName }) => ({
        granted: { grant: 'grant-of-export', label: `/out/${suggestedName}` },
        isReplacing: false,
      }),
      'host.reveal': () => ({}),
      ...options.host,
    },
  });
  void trail.jobs.watch(new AbortController().signal);
  return {
    trail,
    report: (change) => report(change),
    asked: (name) => trail.calls.filter((call) => call.name === name).map(({ params }) => params),
  };
}

const dialog = page.getByRole('dialog');

async function openDialog(told: Told): Promise<void> {
  await render(Harness, { trail: told.trail, component: ExportEvents });
  expect(commands.run('export')).toBe(true);
  await expect.element(dialog.getByText('2,433', { exact: true })).toBeVisible();
}

describe('exporting events', () => {
  it('says how many and which, begins by Enter, and sends the grid’s columns, pinned ones first', async () => {
    const told = prepare();
    const { explore } = told.trail;
    explore.narrow('x', {
      scope: {
        range: { fromMicros: 1_627_486_080_000_000, toMicros: 1_627_572_480_000_000 },
        accounts: ['111122223333'],
        regions: null,
        hideServiceCalls: true,
        onlyConsequence: true,
      },
      filter: {
        kind: 'field',
        field: 'eventName',
        test: { op: 'wildcard', pattern: 'Delete*', caseSensitive: false },
      },
      columns: [
        { field: 'eventTime', widthPx: 100, isPinned: false },
        { field: 'requestParameters.bucketName', widthPx: 100, isPinned: true },
      ],
    });
    await openDialog(told);
    const text = (): string => document.querySelector('dialog')?.innerText ?? '';
    expect(text()).toContain('2021-07-28 15:28:00 → 2021-07-29 15:28:00 UTC');
    expect(text()).toContain(
      'account 111122223333, without calls by AWS services, only changes, credentials and secrets',
    );
    expect(text()).toContain('Event name');
    expect(text()).toContain('newest first');
    await userEvent.keyboard('{Enter}');
    await vi.waitFor(() => expect(told.asked('export.start')).toHaveLength(1));
    expect(told.asked('host.pickExport')).toEqual([
      { suggestedName: 'acme-breach-events.csv', format: 'csv' },
    ]);
    expect(told.asked('export.start')).toEqual([
      {
        grant: 'grant-of-export',
        isReplacing: false,
        what: {
          kind: 'events',
          question: explore.question,
          sort: explore.state.sort,
          columns: ['requestParameters.bucketName', 'eventTime'],
          format: 'csv',
        },
      },
    ]);
  });

  it('offers every format, all fields where there are columns, and remembers the format', async () => {
    const told = prepare();
    await openDialog(told);
    expect(
      [...document.querySelectorAll('dialog fieldset:first-of-type .name')].map((name) => name.textContent),
    ).toEqual(['CSV', 'JSON lines', 'CloudTrail log file', 'Parquet', 'Excel workbook', 'Event history CSV']);
    await dialog.getByRole('radio', { name: /^JSON lines/ }).click();
    await expect.element(dialog.getByText('None: whole records')).toBeVisible();
    await dialog.getByRole('radio', { name: /^Event history/ }).click();
    await expect.element(dialog.getByText('The console’s own')).toBeVisible();
    await dialog.getByRole('radio', { name: /^Excel/ }).click();
    await expect.element(dialog.getByText(/32,767 characters a cell/)).toBeVisible();
    await dialog.getByRole('radio', { name: /every other field/ }).click();
    await dialog.getByRole('button', { name: 'Export…' }).click();
    await vi.waitFor(() => expect(told.asked('export.start')).toHaveLength(1));
    const [{ what }] = told.asked('export.start') as [{ what: { columns: string[]; format: string } }];
    expect(what.format).toBe('xlsx');
    expect(what.columns.slice(0, 2)).toEqual(['eventTime', 'eventName']);
    expect(what.columns).toEqual(
      expect.arrayContaining(['requestParameters', 'userIdentity.arn', 'note.tag']),
    );
    expect(new Set(what.columns).size).toBe(what.columns.length);
    expect(localStorage.getItem('export.format')).toBe('xlsx');
  });

  it('shows how far it is, cancels, and shows the file when it is done', async () => {
    const told = prepare();
    await openDialog(told);
    await userEvent.keyboard('{Enter}');
    await expect.element(dialog.getByText('Starting…')).toBeVisible();
    told.report({});
    await expect.element(dialog.getByText('1,000 of 2,433 events')).toBeVisible();
    expect(document.activeElement?.textContent).toBe('Close');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await vi.waitFor(() => expect(told.asked('jobs.cancel')).toEqual([{ id: 'job-1' }]));
    told.report({ state: 'cancelled', finishedAtMs: 10 });
    await expect.element(dialog.getByText('No file was written.')).toBeVisible();
    expect(dialog.getByRole('button', { name: 'Show in folder' }).elements()).toEqual([]);
    told.report({ state: 'done', finishedAtMs: 10, result: '2,433 events written to /out/a.csv.' });
    await dialog.getByRole('button', { name: 'Show in folder' }).click();
    await vi.waitFor(() => expect(told.asked('host.reveal')).toEqual([{ grant: 'grant-of-export' }]));
    expect(await findings()).toEqual([]);
    await userEvent.keyboard('{Escape}');
    await vi.waitFor(() => expect(document.querySelector('dialog')).toBeNull());
    expect(commands.run('export')).toBe(true);
    await expect.element(dialog.getByRole('button', { name: 'Export…' })).toBeVisible();
  });

  it('goes on in view when the screen around it is made anew', async () => {
    const told = prepare();
    const screen = await render(Harness, { trail: told.trail, component: ExportEvents });
    commands.run('export');
    await expect.element(dialog.getByText('2,433', { exact: true })).toBeVisible();
    await userEvent.keyboard('{Enter}');
    await expect.element(dialog.getByText('Starting…')).toBeVisible();
    await screen.unmount();
    await render(Harness, { trail: told.trail, component: ExportEvents });
    told.report({});
    await expect.element(dialog.getByText('1,000 of 2,433 events')).toBeVisible();
  });

  it('asks before it replaces a file the person was not asked about', async () => {
    let isThere = true;
    const told = prepare({
      answers: {
        'export.start': ({ isReplacing }) => {
          if (isThere && !isReplacing)
            throw new AppError('file-exists', 'There is already a file /out/a.csv.');
          isThere = false;
          return { jobId: 'job-1' };
        },
      },
    });
    await openDialog(told);
    await userEvent.keyboard('{Enter}');
    await expect.element(dialog.getByRole('alert')).toHaveTextContent('There is already a file /out/a.csv.');
    await dialog.getByRole('button', { name: 'Replace it' }).click();
    await expect.element(dialog.getByText('Starting…')).toBeVisible();
    expect(told.asked('host.pickExport')).toHaveLength(1);
    expect(told.asked('export.start')).toMatchObject([{ isReplacing: false }, { isReplacing: true }]);
  });

  it('stays as it was when no place is chosen, and says why a place is refused', async () => {
    const places: (Error | null)[] = [
      null,
      new AppError('file-unwritable', 'x.csv was not saved: evidence is never changed.'),
    ];
    const told = prepare({
      host: {
        'host.pickExport': () => {
          const place = places.shift();
          if (place) throw place;
          return null;
        },
      },
    });
    await openDialog(told);
    await userEvent.keyboard('{Enter}');
    await vi.waitFor(() => expect(told.asked('host.pickExport')).toHaveLength(1));
    await dialog.getByRole('button', { name: 'Export…' }).click();
    await expect.element(dialog.getByRole('alert')).toHaveTextContent('evidence is never changed');
    expect(dialog.getByRole('button', { name: 'Replace it' }).elements()).toEqual([]);
    expect(told.asked('export.start')).toEqual([]);
  });

  it('offers nothing to export where nothing is, or where it cannot be counted', async () => {
    const told = prepare({ answers: { 'events.count': () => ({ total: 0 }) } });
    await render(Harness, { trail: told.trail, component: ExportEvents });
    commands.run('export');
    await expect.element(dialog.getByText('None: no event fits the search')).toBeVisible();
    await expect.element(dialog.getByRole('button', { name: 'Export…' })).toBeDisabled();
    await userEvent.keyboard('{Enter}');
    expect(told.asked('host.pickExport')).toEqual([]);
  });

  it('says that folded and grouped rows are written one by one', async () => {
    const told = prepare();
    told.trail.explore.adjust({ isFolded: true });
    await render(Harness, { trail: told.trail, component: ExportEvents });
    commands.run('export');
    await expect.element(dialog.getByText('2,433, each with a row of its own')).toBeVisible();
  });

  it('has no findings, in either theme and a narrow window', async () => {
    for (const theme of ['dark', 'light']) {
      document.documentElement.dataset['theme'] = theme;
      const told = prepare();
      const screen = await render(Harness, { trail: told.trail, component: ExportEvents });
      commands.run('export');
      await expect.element(dialog.getByText('2,433', { exact: true })).toBeVisible();
      expect(await findings()).toEqual([]);
      await page.viewport(720, 500);
      await expect.element(dialog.getByRole('button', { name: 'Export…' })).toBeInViewport();
      await page.viewport(1440, 900);
      await screen.unmount();
    }
  });
});

describe('the words about a workbook', () => {
  it('tell of sheets only when there are several', () => {
    expect(workbookLimits(1_048_575)).not.toContain('sheets');
    expect(workbookLimits(1_048_576)).toContain('1,048,576 events go onto 2 sheets');
  });
});

describe('exporting the result of a query', () => {
  const result: SqlResult = {
    run: 1,
    sql: 'select eventName from events where awsRegion = $region',
    mode: 'rows',
    arguments: [{ name: 'region', type: 'text', value: 'eu-west-1' }],
    columns: [{ name: 'eventName', type: 'VARCHAR' }],
    cells: [['GetObject']],
    rows: 1,
    limit: 1,
    samplePercent: null,
    state: 'truncated',
    durationMs: 1,
  };

  it('exports all rows with the parameters of the run, in three formats', async () => {
    const told = prepare();
    await render(Harness, { props: { trail: told.trail, component: ExportResult, props: { result } } });
    commands.run('export');
    await expect
      .element(dialog.getByText('All rows of the query, not only the 1 row shown; it runs once more.'))
      .toBeVisible();
    expect(dialog.getByRole('radio').elements()).toHaveLength(3);
    await dialog.getByRole('radio', { name: /^Parquet/ }).click();
    await dialog.getByRole('button', { name: 'Export…' }).click();
    await vi.waitFor(() => expect(told.asked('export.start')).toHaveLength(1));
    expect(told.asked('host.pickExport')).toEqual([
      { suggestedName: 'acme-breach-result.parquet', format: 'parquet' },
    ]);
    expect(told.asked('export.start')).toMatchObject([
      { what: { kind: 'sql', sql: result.sql, arguments: result.arguments, format: 'parquet' } },
    ]);
    expect(await findings()).toEqual([]);
  });
});

it('the list of jobs shows the file of a finished export, and says when it is gone', async () => {
  const told = prepare({
    host: {
      'host.reveal': () => {
        throw new AppError('not-found', 'There is no file /out/a.csv any more.');
      },
    },
  });
  await told.trail.exports.start(
    { kind: 'sql', sql: 'select 1', arguments: [], format: 'csv' },
    { grant: 'grant-of-export', label: '/out/a.csv' },
    false,
  );
  await render(Harness, { trail: told.trail, component: JobsButton });
  told.report({ state: 'done', finishedAtMs: 10, result: '1 row written to /out/a.csv.' });
  await page.getByRole('button', { name: 'Jobs' }).click();
  await page.getByRole('button', { name: 'Show in folder' }).click();
  await vi.waitFor(() =>
    expect(told.trail.notices).toEqual([{ message: 'There is no file /out/a.csv any more.', kind: 'error' }]),
  );
});
