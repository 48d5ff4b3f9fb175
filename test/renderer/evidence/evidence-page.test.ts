import { page, userEvent } from 'vitest/browser';
import { describe, expect, it } from 'vitest';
import type { LedgerRow } from '../../../shared/contract/evidence.ts';
import { ledgerRow, sampleSummary } from '../support/inventory.ts';
import { openShell } from '../support/open-shell.ts';
import { findings } from '../support/axe.ts';

const archive: LedgerRow = {
  ...ledgerRow(1),
  path: '/cases/acme-logs/x.zip',
  kindLabel: 'zip archive',
  members: 2,
};
const member: LedgerRow = {
  ...ledgerRow(2),
  path: '/cases/acme-logs/x.zip!/in/\u202Epart.json',
  status: 'partial',
  reason: 'One record is broken.',
  positionBytes: 812,
  records: 10,
  events: 4,
  duplicates: 3,
  aggregated: 1,
  refusedRecords: 2,
  memberOf: 1,
  depth: 1,
};
const rows = [archive, member, { ...ledgerRow(4), path: '/cases/acme-logs/=b.json' }];
const small = {
  ...sampleSummary,
  statuses: [
    { status: 'accepted' as const, files: 2, sizeBytes: 80_000 },
    { status: 'partial' as const, files: 1, sizeBytes: 0 },
  ],
};

const open = (saved: { suggestedName: string; text: string }[] = [], info = {}) =>
  openShell({
    info,
    answers: {
      'ledger.summary': () => small,
      'ledger.list': ({ inside, status, offset, limit }) => {
        const found = rows.filter(
          (row) =>
            (inside === undefined || row.memberOf === inside) && (status === null || row.status === status),
        );
        return { total: found.length, rows: found.slice(offset, offset + limit) };
      },
      'ledger.problems': ({ id }) =>
        id === 2 ? [{ positionBytes: 812, reason: 'Broken JSON.', sample: '{"ev\u0000il' }] : [],
      'ledger.allProblems': () => [
        { id: 2, path: member.path, positionBytes: 812, reason: 'Broken JSON.', sample: '=cmd' },
      ],
      'ingest.watch': () => ({}),
      'ingest.removeSource': () => ({ jobId: 'j9' }),
    },
    host: {
      'host.saveText': (file) => {
        saved.push(file);
        return { path: `/out/${file.suggestedName}` };
      },
    },
  });

describe('the account on the evidence page', () => {
  it('adds up with what was refused, and names what lies beside the logs', async () => {
    await openShell();
    await expect.element(page.getByText('2,803 = 2,433 + 361 + 6 + 3', { exact: false })).toBeVisible();
    await expect.element(page.getByRole('row', { name: 'Refused 3' })).toBeVisible();
    const beside = page.getByRole('table', { name: 'Beside the logs' });
    await expect.element(beside.getByRole('row', { name: /CloudTrail digest file 4/ })).toBeVisible();
    await page.getByRole('button', { name: 'Show them' }).click();
    await expect
      .element(page.getByRole('tab', { name: 'Not a log 5' }))
      .toHaveAttribute('aria-selected', 'true');
  });
});

describe('a file of the ledger', () => {
  it('shows its facts and its problems with what stands there, made visible', async () => {
    await open();
    await page.getByRole('gridcell', { name: /part\.json/ }).click();
    const file = page.getByRole('region', { name: 'Selected file' });
    await expect.element(file).toHaveTextContent(/CloudTrail log file/);
    await expect
      .element(file)
      .toHaveTextContent(/10 = 4 events \+ 3 duplicates \+ 1 aggregated \+ 2 refused/);
    await expect.element(file).toHaveTextContent(/at byte 812/);
    await expect.element(file.getByRole('row', { name: /812 Broken JSON\. \{"ev␀il/ })).toBeVisible();
    await expect.element(file).toHaveTextContent(/⟦RLO⟧part\.json/);
    await file.getByRole('button', { name: 'Close file' }).click();
    await expect.element(file).not.toBeInTheDocument();
  });

  it('shows what lies inside an archive, and follows the arrow keys', async () => {
    const trail = await open();
    const grid = page.getByRole('grid', { name: 'Ledger' });
    await grid
      .getByRole('gridcell', { name: /x\.zip/ })
      .first()
      .click();
    await page
      .getByRole('region', { name: 'Selected file' })
      .getByRole('button', { name: 'Show them' })
      .click();
    await expect.element(page.getByText('Inside')).toBeVisible();
    await expect.poll(() => trail.calls.at(-1)?.name).toBe('ledger.list');
    expect(trail.calls.filter(({ name }) => name === 'ledger.list').at(-1)?.params).toMatchObject({
      inside: 1,
    });
    await expect.element(grid).toHaveAttribute('aria-rowcount', '2');
    await page.getByRole('button', { name: 'Show all files' }).click();
    await expect.element(grid).toHaveAttribute('aria-rowcount', '4');
    const file = page.getByRole('region', { name: 'Selected file' });
    await expect.element(file).not.toBeInTheDocument();
    await grid
      .getByRole('gridcell', { name: /x\.zip/ })
      .first()
      .click();
    await userEvent.keyboard('{ArrowDown}');
    await expect.element(file).toHaveTextContent(/part\.json/);
    await userEvent.keyboard('{Enter}');
    await expect.element(file).not.toBeInTheDocument();
  });

  it('keeps people out of nothing', async () => {
    await open();
    await page.getByRole('gridcell', { name: /part\.json/ }).click();
    await expect.element(page.getByRole('region', { name: 'Selected file' })).toBeVisible();
    expect(await findings()).toEqual([]);
  });
});

describe('exporting the ledger', () => {
  const choose = async (name: string): Promise<void> => {
    await page.getByRole('button', { name: 'Export the ledger' }).click();
    await page.getByRole('menuitem', { name }).click();
  };

  it('writes a line a file, with nothing a spreadsheet would run', async () => {
    const saved: { suggestedName: string; text: string }[] = [];
    const trail = await open(saved);
    await choose('Ledger as CSV…');
    await expect.poll(() => saved).toHaveLength(1);
    expect(saved[0]?.suggestedName).toBe('acme-breach ledger.csv');
    const lines = saved[0]?.text.split('\r\n') ?? [];
    expect(lines).toHaveLength(5);
    expect(lines[0]).toMatch(/^path,status,kind,kindLabel,reason,position,size,records,events,duplicates/);
    expect(lines[2]).toContain(',partial,s3-log,CloudTrail log file,One record is broken.,812,');
    await expect.poll(() => trail.notices.at(-1)?.message).toBe('Saved /out/acme-breach ledger.csv');
    await choose('Problems as CSV…');
    await expect.poll(() => saved).toHaveLength(2);
    expect(saved[1]?.text).toContain(",812,Broken JSON.,'=cmd\r\n");
  });

  it('writes totals, files and problems as JSON', async () => {
    const saved: { suggestedName: string; text: string }[] = [];
    await open(saved);
    await choose('Ledger with problems as JSON…');
    await expect.poll(() => saved).toHaveLength(1);
    expect(JSON.parse(saved[0]?.text ?? '')).toMatchObject({
      workspace: { title: 'acme-breach' },
      totals: { records: 2_803, events: 2_433, duplicates: 361, aggregated: 6, refused: 3 },
      files: [{ path: archive.path }, { path: member.path, refused: 2, memberOf: 1 }, { status: 'accepted' }],
      problems: [{ path: member.path, positionBytes: 812, sample: '=cmd' }],
    });
  });
});

describe('the sources', () => {
  it('are removed only after a question with the count', async () => {
    const trail = await open();
    await page.getByRole('button', { name: 'Remove the source /cases/acme-logs' }).click();
    const question = page.getByRole('dialog', { name: 'Remove this source?' });
    await expect.element(question).toHaveTextContent(/118 files with 2,803 records leave the workspace/);
    await userEvent.keyboard('{Escape}');
    await expect.element(question).not.toBeInTheDocument();
    expect(trail.calls.map(({ name }) => name)).not.toContain('ingest.removeSource');
    await page.getByRole('button', { name: 'Remove the source /cases/acme-logs' }).click();
    await page.getByRole('button', { name: 'Remove 2,803 records' }).click();
    await expect
      .poll(() => trail.calls.filter(({ name }) => name === 'ingest.removeSource'))
      .toEqual([{ name: 'ingest.removeSource', params: { path: '/cases/acme-logs' } }]);
  });

  it('are watched from the page and from the workspace’s menu', async () => {
    const trail = await open();
    const asked = () => trail.calls.filter(({ name }) => name === 'ingest.watch').map(({ params }) => params);
    await page.getByRole('switch', { name: 'Watch for new files' }).click({ force: true });
    await expect.poll(asked).toEqual([{ isOn: true }]);
    await page.getByRole('button', { name: 'Workspace acme-breach' }).click();
    await page.getByRole('menuitem', { name: 'Watch for new files' }).click();
    await expect.poll(asked).toEqual([{ isOn: true }, { isOn: true }]);
  });

  it('stay as they are in a workspace that cannot be changed, and a watch that runs is shown', async () => {
    await open([], { isReadOnly: true, readOnlyReason: 'open elsewhere', isWatching: true });
    await expect.element(page.getByRole('button', { name: /^Remove the source/ })).toBeDisabled();
    await expect.element(page.getByRole('switch', { name: 'Watch for new files' })).toBeChecked();
    await expect.element(page.getByRole('switch', { name: 'Watch for new files' })).toBeDisabled();
    await page.getByRole('button', { name: 'Workspace acme-breach' }).click();
    await expect.element(page.getByRole('menuitem', { name: 'Stop watching for new files' })).toBeVisible();
  });
});
