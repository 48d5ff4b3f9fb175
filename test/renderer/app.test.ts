import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import App from '../../renderer/app/App.svelte';
import { commands } from '../../renderer/services/commands.svelte.ts';
import { AppError } from '../../shared/bridge/errors.ts';
import { commandSchema, type HostCommand } from '../../shared/contract/host.ts';
import type { EngineHandlers } from '../../shared/contract/index.ts';
import { printFilter } from '../../shared/filter/print.ts';
import { findings } from './support/axe.ts';
import { fakeApp, type FakeApp } from './support/fake-app.ts';
import { savedQuery } from './support/fake-saved.ts';
import { runningJob, sampleInventory } from './support/inventory.ts';

let app: FakeApp;

async function start(answers: Partial<EngineHandlers> = {}, recent = true): Promise<void> {
  app = fakeApp(answers, recent);
  await render(App, { assembly: app.assembly });
}

const named = (name: string): unknown[] =>
  app.calls.filter((call) => call.name === name).map((call) => call.params);

beforeEach(async () => {
  await page.viewport(1440, 900);
});

describe('the welcome page', () => {
  it('lists recent workspaces, marks missing ones and forgets on request', async () => {
    await start();
    await expect.element(page.getByRole('button', { name: /old-case not found/ })).toBeDisabled();
    await page.getByRole('button', { name: 'Forget old-case' }).click();
    expect(named('host.forget')).toEqual([{ grant: 'grant-old1' }]);
    await page.getByRole('button', { name: /^acme-breach/ }).click();
    await expect.element(page.getByRole('navigation', { name: 'Screens' })).toBeVisible();
    expect(named('workspace.open')).toEqual([{ grant: 'grant-new1', lock: 'respect', rebuild: false }]);
  });

  it('looks for what is pasted in a workspace of before', async () => {
    await start();
    await expect.element(page.getByRole('button', { name: /^acme-breach/ })).toBeVisible();
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', ' AKIAIOSFODNN7EXAMPLE\n');
    window.dispatchEvent(new ClipboardEvent('paste', { clipboardData }));
    await expect.element(page.getByRole('option', { name: /^Look for it in acme-breach/ })).toBeVisible();
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('navigation', { name: 'Screens' })).toBeVisible();
    await expect
      .poll(() => printFilter(app.assembly.trail.explore.state.filter))
      .toContain('userIdentity.accessKeyId:AKIAIOSFODNN7EXAMPLE');
  });

  it('works without a recent list', async () => {
    await start({}, false);
    await expect.element(page.getByRole('button', { name: 'Open archive folder…' })).toBeVisible();
    await expect.element(page.getByText('None yet.', { exact: false })).toBeVisible();
    expect(document.querySelectorAll('button.open')).toHaveLength(0);
  });

  it('makes the sample with progress, and opens it', async () => {
    let finish: () => void = () => undefined;
    await start({
      'workspace.createSample': (_params, context) => {
        context.report({ events: 1_200, totalEvents: 9_000 });
        return new Promise((resolve) => (finish = () => resolve(app.info)));
      },
    });
    await page.getByRole('button', { name: 'Open the sample investigation' }).click();
    await expect.element(page.getByText('1,200 of 9,000 events')).toBeVisible();
    finish();
    await expect.element(page.getByRole('navigation', { name: 'Screens' })).toBeVisible();
  });
});

describe('importing an archive', () => {
  it('shows what is in it before anything is written, then imports and shows progress', async () => {
    await start();
    await page.getByRole('button', { name: 'Open archive folder…' }).click();
    const dialog = page.getByRole('dialog', { name: 'What is in this archive' });
    await expect.element(dialog.getByText('CloudTrail log files')).toBeVisible();
    await expect.element(dialog.getByText('AWSLogs/broken⟦RLO⟧exe.json.gz')).toBeVisible();
    await expect.element(dialog.getByText('about 1.2 million events', { exact: false })).toBeVisible();
    await expect.element(dialog.getByText('6 files will not be read')).toBeVisible();
    const leftOut = dialog.getByRole('listitem').filter({ hasText: 'Text, not CloudTrail events.' });
    await expect
      .element(leftOut)
      .toHaveTextContent('2 files Text, not CloudTrail events. notes⟦RLO⟧txt, readme.md');
    await expect.element(dialog.getByRole('button', { name: 'Import 112 log files' })).toHaveFocus();
    expect(named('workspace.create')).toEqual([]);
    app.reportJobs([runningJob]);
    await dialog.getByRole('button', { name: 'Import 112 log files' }).click();
    await expect.element(page.getByRole('region', { name: 'Running job' })).toBeVisible();
    expect(named('workspace.create')).toEqual([{ grants: ['grant-pick'], at: null }]);
    expect(named('ingest.start')).toEqual([{ grants: ['grant-pick'] }]);
  });

  it('makes the workspace where the person says', async () => {
    await start();
    await userEvent.keyboard('{Control>}o{/Control}');
    await page.getByRole('button', { name: 'Change…' }).click();
    await expect.element(page.getByText('/elsewhere')).toBeVisible();
    await page.getByRole('button', { name: 'Import 112 log files' }).click();
    expect(named('workspace.create')).toEqual([{ grants: ['grant-pick'], at: 'grant-place' }]);
  });

  it('takes what is dropped on the window', async () => {
    await start();
    const dropped: unknown[] = [];
    const preload = {
      drop: async (files: readonly unknown[]) => {
        dropped.push(...files);
        return [{ grant: 'grant-drop', label: '/cases/dropped.zip' }];
      },
    };
    Object.defineProperty(window, 'trail', { value: preload, configurable: true });
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['x'], 'dropped.zip'));
    window.dispatchEvent(new DragEvent('dragenter', { dataTransfer }));
    await expect.element(page.getByText('Drop a log folder, files or a workspace')).toBeVisible();
    window.dispatchEvent(new DragEvent('drop', { dataTransfer }));
    await expect.element(page.getByRole('dialog', { name: 'What is in this archive' })).toBeVisible();
    await expect.element(page.getByText('Drop a log folder', { exact: false })).not.toBeInTheDocument();
    expect(dropped).toHaveLength(1);
    expect(named('workspace.preview')).toEqual([{ grants: ['grant-drop'] }]);
  });

  it('stops looking when told', async () => {
    let isStopped = false;
    await start({
      'workspace.preview': (_params, context) => {
        context.report({ files: 12, sizeBytes: 40_000 });
        context.signal.addEventListener('abort', () => (isStopped = true));
        return new Promise(() => undefined);
      },
    });
    await page.getByRole('button', { name: 'Open archive folder…' }).click();
    await expect.element(page.getByText('12 files so far, 40.0 kB')).toBeVisible();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => isStopped).toBe(true);
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
  });

  it('opens the workspace that an archive has already', async () => {
    await start({
      'workspace.preview': () => ({
        ...sampleInventory,
        workspacePath: '/cases/acme-breach.trailglass',
        workspaceExists: true,
      }),
    });
    await page.getByRole('button', { name: 'Open archive folder…' }).click();
    await page.getByRole('button', { name: 'Open the existing workspace' }).click();
    await expect.poll(() => named('workspace.open')).toHaveLength(1);
    expect(named('workspace.open')).toEqual([{ grant: 'grant-new1', lock: 'respect', rebuild: false }]);
    expect(named('workspace.create')).toEqual([]);
  });

  it('cannot import what holds no log', async () => {
    await start({
      'workspace.preview': () => ({
        ...sampleInventory,
        kinds: sampleInventory.kinds.filter((kind) => !kind.isReadable),
      }),
    });
    await page.getByRole('button', { name: 'Open archive folder…' }).click();
    await expect.element(page.getByText('Nothing here is a CloudTrail log', { exact: false })).toBeVisible();
    await expect.element(page.getByRole('button', { name: /^Import/ })).toBeDisabled();
  });
});

describe('more logs while a workspace is open', () => {
  const preview = () => page.getByRole('dialog', { name: 'What is in this archive' });
  async function open(answers: Partial<EngineHandlers> = {}): Promise<void> {
    await start(answers);
    app.command({ kind: 'open-workspace', granted: { grant: 'grant-new1', label: '/cases/acme' } });
    await expect.element(page.getByRole('navigation', { name: 'Screens' })).toBeVisible();
  }
  function drag(kind: 'dragenter' | 'dragover' | 'drop', clientX: number): void {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['x'], 'dropped.zip'));
    window.dispatchEvent(new DragEvent(kind, { dataTransfer, clientX, cancelable: true }));
  }
  function dropAt(clientX: number, label: string): void {
    const preload = { drop: () => Promise.resolve([{ grant: 'grant-drop', label }]) };
    Object.defineProperty(window, 'trail', { value: preload, configurable: true });
    drag('drop', clientX);
  }

  it('are opened as a new workspace by Open, and the preview says so', async () => {
    await open();
    await userEvent.keyboard('{Control>}o{/Control}');
    await expect.element(preview().getByText(/become a new workspace\. acme-breach is closed/)).toBeVisible();
    await expect.element(preview().getByText('/cases/acme-logs.trailglass')).toBeVisible();
    await expect.element(preview().getByRole('button', { name: 'Open as a new workspace' })).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => named('workspace.create')).toEqual([{ grants: ['grant-pick'], at: null }]);
  });

  it('that were opened can be added instead', async () => {
    await open();
    await userEvent.keyboard('{Control>}o{/Control}');
    await preview().getByRole('button', { name: 'Add to acme-breach instead' }).click();
    await expect.poll(() => named('ingest.start')).toEqual([{ grants: ['grant-pick'] }]);
    expect(named('workspace.create')).toEqual([]);
  });

  it('are added by Add, and the preview says to what', async () => {
    await open();
    await page.getByRole('button', { name: 'Workspace acme-breach' }).click();
    await page.getByRole('menuitem', { name: 'Add archive folder to this workspace…' }).click();
    await expect.element(preview().getByText(/added to acme-breach, the open workspace/)).toBeVisible();
    await expect.element(preview().getByText('/cases/acme-breach.trailglass')).toBeVisible();
    await expect.element(preview().getByRole('button', { name: 'Add to acme-breach' })).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => named('ingest.start')).toEqual([{ grants: ['grant-pick'] }]);
    expect(named('workspace.create')).toEqual([]);
  });

  it('that were to be added can be opened as a new workspace instead', async () => {
    await open();
    commands.run('add-evidence');
    await preview().getByRole('button', { name: 'Open as a new workspace instead' }).click();
    await expect.poll(() => named('workspace.create')).toEqual([{ grants: ['grant-pick'], at: null }]);
  });

  it('are opened or added by the half of the window they are dropped on', async () => {
    await open();
    drag('dragenter', 900);
    await expect.element(page.getByText('Add to acme-breach', { exact: true })).toBeVisible();
    const over = () => document.querySelector('.way.over')?.textContent ?? '';
    drag('dragover', 200);
    await expect.poll(over).toContain('Open as a new workspace');
    drag('dragover', 900);
    await expect.poll(over).toContain('Add to acme-breach');
    dropAt(900, '/cases/more.zip');
    await expect.element(preview().getByText(/added to acme-breach/)).toBeVisible();
    await userEvent.keyboard('{Escape}');
    dropAt(200, '/cases/more.zip');
    await expect.element(preview().getByText(/become a new workspace/)).toBeVisible();
  });

  it('are no workspaces: one dropped to be added is refused in words, and opened on the other half', async () => {
    await open();
    dropAt(900, '/cases/other.trailglass');
    await expect.element(page.getByText(/A workspace cannot be added to another one/)).toBeVisible();
    expect(named('workspace.open')).toHaveLength(1);
    dropAt(200, '/cases/other.trailglass');
    await expect.poll(() => named('workspace.open')).toHaveLength(2);
    expect(named('workspace.preview')).toEqual([]);
  });

  it('that share no account and no time with it are told to be another case, whichever is chosen', async () => {
    const accounts = [{ value: '555555555555', count: 2 }];
    const places = { total: 2, accounts, regions: [], hiddenGlobalEvents: 0 };
    await open({
      'places.scope': () => ({ ...places, hides: { serviceCalls: 0, withoutConsequence: 0 } }),
      'workspace.preview': () => ({
        ...sampleInventory,
        firstDeliveryMicros: Date.UTC(2024, 0, 1) * 1_000,
        lastDeliveryMicros: Date.UTC(2024, 0, 2) * 1_000,
      }),
    });
    for (const command of ['open-archive', 'add-evidence']) {
      commands.run(command);
      await expect
        .element(preview().getByRole('note'))
        .toHaveTextContent(
          'This seems to be another case than acme-breach. No account is in both: here 342082656213 and 730335217312, there 555555555555.',
        );
      expect(await findings()).toEqual([]);
      await userEvent.keyboard('{Escape}');
    }
  });
});

describe('problems with a workspace', () => {
  it('offers to take over a locked one', async () => {
    await start({
      'workspace.open': ({ lock }) => {
        if (lock === 'take-over') return app.info;
        throw new AppError('workspace-locked', 'Process 4711 has this workspace open.');
      },
    });
    await page.getByRole('button', { name: /^acme-breach/ }).click();
    const dialog = page.getByRole('dialog', { name: 'This workspace is open elsewhere' });
    await expect.element(dialog.getByText('Process 4711 has this workspace open.')).toBeVisible();
    await dialog.getByRole('button', { name: 'Take over' }).click();
    await expect.element(page.getByRole('navigation', { name: 'Screens' })).toBeVisible();
  });

  it('offers to rebuild a damaged one from the evidence', async () => {
    await start({
      'workspace.open': ({ rebuild }) => {
        if (rebuild) return app.info;
        throw new AppError('workspace-damaged', 'The database cannot be read.');
      },
    });
    await page.getByRole('button', { name: /^acme-breach/ }).click();
    await page.getByRole('button', { name: 'Rebuild the database' }).click();
    await expect.poll(() => named('ingest.start')).toEqual([{ grants: null }]);
  });

  it('offers another place when the workspace would lie inside the evidence', async () => {
    await start({
      'workspace.create': ({ at }) => {
        if (at !== null) return app.info;
        throw new AppError('workspace-inside-evidence', 'The folder is part of the evidence.');
      },
    });
    await page.getByRole('button', { name: 'Open archive folder…' }).click();
    await page.getByRole('button', { name: 'Import 112 log files' }).click();
    await page.getByRole('button', { name: 'Choose another place…' }).click();
    await page.getByRole('button', { name: 'Import 112 log files' }).click();
    await expect.poll(() => named('workspace.create')).toHaveLength(2);
  });
});

describe('keys', () => {
  const open = async (): Promise<void> => {
    await start();
    app.command({ kind: 'open-workspace', granted: { grant: 'grant-new1', label: '/cases/acme' } });
    await expect.element(page.getByRole('navigation', { name: 'Screens' })).toBeVisible();
  };

  it('go from screen to screen', async () => {
    await open();
    await userEvent.keyboard('gv');
    await expect
      .element(page.getByRole('button', { name: 'Evidence' }))
      .toHaveAttribute('aria-current', 'page');
    await userEvent.keyboard('ga');
    expect(app.assembly.trail.screens.current).toBe('places');
  });

  it('that are those of Explore go there first, from whatever screen', async () => {
    await open();
    await userEvent.keyboard('gv');
    await userEvent.keyboard('/');
    await expect.element(page.getByRole('textbox', { name: 'Search' })).toHaveFocus();
    expect(app.assembly.trail.screens.current).toBe('explore');
    await userEvent.keyboard('{Escape}');
    for (const away of ['gn', 'gq']) {
      app.assembly.trail.screens.go('explore');
      (document.activeElement as HTMLElement).blur();
      await userEvent.keyboard(away);
      commands.run('export');
      await new Promise((resolve) => setTimeout(resolve, 100));
      const isExporting = away === 'gn';
      expect(app.assembly.trail.exports.subject).toBe(isExporting ? 'events' : null);
      expect(app.assembly.trail.screens.current).toBe(isExporting ? 'explore' : 'sql');
      app.assembly.trail.exports.close();
    }
  });

  it('and menus outside the page name the same commands', async () => {
    await open();
    const names = commands.all.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining([...commandSchema.options[3].entries.command.options]));
  });

  it('undo and redo narrowing', async () => {
    await open();
    const { explore } = app.assembly.trail;
    explore.narrowScope('x', { hideServiceCalls: true });
    await userEvent.keyboard('{Control>}z{/Control}');
    expect(explore.state.scope.hideServiceCalls).toBe(false);
    await userEvent.keyboard('{Control>}{Shift>}z{/Shift}{/Control}');
    expect(explore.state.scope.hideServiceCalls).toBe(true);
    await userEvent.keyboard('{Alt>}{ArrowLeft}{/Alt}');
    expect(explore.state.scope.hideServiceCalls).toBe(false);
  });

  it('find a command by parts of its name', async () => {
    await open();
    await userEvent.keyboard('{Control>}k{/Control}');
    await expect.element(page.getByPlaceholder('Find anything', { exact: false })).toHaveFocus();
    await userEvent.keyboard('evid{Enter}');
    await expect.poll(() => app.assembly.trail.screens.current).toBe('evidence');
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
  });

  it('walk back and forward over screens and steps', async () => {
    await open();
    const { explore, screens } = app.assembly.trail;
    explore.narrowScope('one Region', { regions: ['eu-west-1'] });
    await expect.poll(() => app.assembly.trail.journey.visits).toHaveLength(2);
    await userEvent.keyboard('gv');
    await expect.poll(() => screens.current).toBe('evidence');
    await userEvent.keyboard('{Alt>}{ArrowLeft}{/Alt}');
    expect(screens.current).toBe('overview');
    expect(explore.state.scope.regions).toEqual(['eu-west-1']);
    await userEvent.keyboard('{Alt>}{ArrowLeft}{/Alt}');
    expect(explore.state.scope.regions).toBeNull();
    await userEvent.keyboard('{Alt>}{ArrowRight}{ArrowRight}{/Alt}');
    expect(screens.current).toBe('evidence');
    expect(explore.state.scope.regions).toEqual(['eu-west-1']);
    await page.getByRole('button', { name: 'Previous screen or step' }).click();
    expect(screens.current).toBe('overview');
    await page.getByRole('button', { name: 'Next screen or step' }).click();
    expect(screens.current).toBe('evidence');
    await expect.element(page.getByRole('button', { name: 'Next screen or step' })).toBeDisabled();
    window.dispatchEvent(new PointerEvent('pointerup', { button: 3 }));
    expect(screens.current).toBe('overview');
    window.dispatchEvent(new PointerEvent('pointerup', { button: 4 }));
    expect(screens.current).toBe('evidence');
  });

  it('find saved queries, views, fields and workspaces by name', async () => {
    const query = savedQuery('Root use', 'select 42');
    await start({ 'saved.list': () => [query], 'sql.history': () => [] });
    app.command({ kind: 'open-workspace', granted: { grant: 'grant-new1', label: '/cases/acme' } });
    await expect.element(page.getByRole('navigation', { name: 'Screens' })).toBeVisible();
    const { trail } = app.assembly;
    await userEvent.keyboard('{Control>}k{/Control}root use{Enter}');
    await expect.poll(() => trail.sqlConsole.current.text).toBe('select 42');
    expect(trail.screens.current).toBe('sql');
    (document.activeElement as HTMLElement | null)?.blur();
    await userEvent.keyboard('{Control>}k{/Control}useragent{Enter}');
    await expect.poll(() => trail.explore.state.columns.at(-1)?.field).toBe('userAgent');
    expect(trail.screens.current).toBe('explore');
    await userEvent.keyboard('{Control>}k{/Control}old-case');
    await expect
      .element(page.getByRole('option', { name: 'Search all records for “old-case”' }))
      .toBeVisible();
  });

  it('show themselves, each command with all its strokes', async () => {
    await open();
    await userEvent.keyboard('?');
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await expect.element(sheet.getByText('Go to Evidence')).toBeVisible();
    const text = sheet.element().textContent.replaceAll(/\s+/g, ' ');
    for (const { title, keys, alsoKeys } of commands.all) {
      if (keys === undefined) continue;
      expect(text, title).toContain(title);
      for (const stroke of [keys, ...(alsoKeys ?? [])].flatMap((each) => each.split(' '))) {
        expect(text, title).toContain(stroke);
      }
    }
    const titles = (): string[] =>
      sheet
        .getByRole('definition')
        .elements()
        .map((each) => each.textContent.trim());
    await userEvent.keyboard('go evid');
    await expect.poll(titles).toEqual(['Go to Evidence']);
    await userEvent.keyboard('zzz');
    await expect.element(sheet.getByText('No shortcut has these words.')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(sheet).not.toBeInTheDocument();
  });

  it('of a single letter can be switched off', async () => {
    await open();
    await userEvent.keyboard('?');
    await page.getByRole('switch', { name: 'Single letters and signs work as keys' }).click({ force: true });
    expect(named('host.saveSettings')).toEqual([{ hasLetterKeys: false }]);
    await userEvent.keyboard('{Escape}');
    await userEvent.keyboard('gv?');
    expect(app.assembly.trail.screens.current).toBe('overview');
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
    await userEvent.keyboard('{Control>}k{/Control}');
    await expect.element(page.getByRole('dialog', { name: 'Commands' })).toBeVisible();
  });

  it('cycle through the panels', async () => {
    await open();
    await userEvent.keyboard('gv');
    await expect.element(page.getByRole('table').first()).toBeVisible();
    const seen = new Set<Element | null>();
    for (let step = 0; step < 4; step += 1) {
      await userEvent.keyboard('{F6}');
      seen.add(document.activeElement?.closest('[data-panel]') ?? null);
    }
    expect(seen.size).toBe(4);
    expect(seen.has(null)).toBe(false);
  });
});

describe('the engine', () => {
  it('crashes without loss: banner with the log, workspace opened again, screen kept', async () => {
    await start();
    const command: HostCommand = {
      kind: 'open-workspace',
      granted: { grant: 'grant-new1', label: '/cases/acme' },
    };
    app.command(command);
    await expect.element(page.getByRole('navigation', { name: 'Screens' })).toBeVisible();
    app.assembly.trail.explore.narrowScope('one Region', { regions: ['eu-west-1'] });
    await userEvent.keyboard('gv');
    await app.crash();
    await expect
      .element(page.getByText('The engine stopped and is being restarted.', { exact: false }))
      .toBeVisible();
    await expect.element(page.getByText('/logs/engine.log')).toBeVisible();
    await app.restart();
    await expect
      .element(page.getByText('The workspace is open again as it was.', { exact: false }))
      .toBeVisible();
    expect(named('workspace.open')).toHaveLength(2);
    expect(app.assembly.trail.screens.current).toBe('evidence');
    expect(app.assembly.trail.explore.state.scope.regions).toEqual(['eu-west-1']);
    await page.getByRole('button', { name: 'Dismiss' }).first().click();
    await expect.element(page.getByText('open again as it was', { exact: false })).not.toBeInTheDocument();
  });
});

describe.each(['dark', 'light'])('in the %s theme, axe finds nothing on', (theme) => {
  beforeEach(() => {
    document.documentElement.dataset['theme'] = theme;
  });

  it('the welcome page and the preview', async () => {
    await start();
    await expect.element(page.getByRole('button', { name: /^acme-breach/ })).toBeVisible();
    expect(await findings()).toEqual([]);
    await page.getByRole('button', { name: 'Open archive folder…' }).click();
    await expect.element(page.getByText('CloudTrail log files')).toBeVisible();
    expect(await findings()).toEqual([]);
  });

  it('the shell with the evidence page, the command palette and the shortcut sheet', async () => {
    await start();
    app.command({ kind: 'open-workspace', granted: { grant: 'grant-new1', label: '/cases/acme' } });
    app.reportJobs([runningJob]);
    await expect.element(page.getByRole('navigation', { name: 'Screens' })).toBeVisible();
    await userEvent.keyboard('gv');
    await expect.element(page.getByRole('row', { name: /_3\.json\.gz/ })).toBeVisible();
    expect(await findings()).toEqual([]);
    await userEvent.keyboard('{Control>}k{/Control}');
    await expect.element(page.getByPlaceholder('Find anything', { exact: false })).toHaveFocus();
    expect(await findings()).toEqual([]);
    await userEvent.keyboard('{Escape}?');
    await expect.element(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
    expect(await findings()).toEqual([]);
  });
});
