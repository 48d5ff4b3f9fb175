import { describe, expect, it } from 'vitest';
import { AppError } from '../../shared/bridge/errors.ts';
import type { Granted } from '../../shared/contract/host.ts';
import type { WorkspaceInfo } from '../../shared/contract/workspaces.ts';
import { freshState, type ExploreState } from '../../renderer/state/explore-state.ts';
import { fakeTrail, sampleInfo, type FakeTrailOptions } from './support/fake-trail.ts';

const granted: Granted = { grant: 'grant-0001', label: '/cases/acme.trailglass' };
const archive: Granted[] = [{ grant: 'grant-0002', label: '/cases/acme-logs' }];
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const closed = (options: FakeTrailOptions = {}) =>
  fakeTrail({
    ...options,
    info: null,
    answers: {
      'workspace.open': () => sampleInfo,
      'workspace.create': () => ({ ...sampleInfo, events: 0 }),
      'ingest.start': () => ({ jobId: 'j1' }),
      ...options.answers,
    },
  });

const named = (trail: ReturnType<typeof closed>, name: string): unknown[] =>
  trail.calls.filter((call) => call.name === name).map((call) => call.params);

describe('the session', () => {
  it('makes a workspace for an archive and starts its import', async () => {
    const trail = closed();
    expect(await trail.session.createFrom(archive)).toBe(true);
    expect(named(trail, 'workspace.create')).toEqual([{ grants: ['grant-0002'], at: null }]);
    expect(named(trail, 'ingest.start')).toEqual([{ grants: ['grant-0002'] }]);
    expect(trail.session.info?.title).toBe('acme-breach');
  });

  it('remembers the screen a moment after it changed, once', async () => {
    const trail = closed();
    await trail.session.open(granted);
    trail.explore.narrowScope('one account', { accounts: ['111122223333'] });
    trail.screens.go('sql');
    await pause(200);
    expect(named(trail, 'workspace.saveState')).toEqual([]);
    await pause(500);
    expect(named(trail, 'workspace.saveState')).toMatchObject([
      { state: { version: 2, screen: 'sql', history: { currentId: 1, steps: [{ id: 0 }, { id: 1 }] } } },
    ]);
    expect(JSON.stringify(named(trail, 'workspace.saveState'))).toContain('111122223333');
  });

  it('does not put off remembering while changes go on', async () => {
    const trail = closed();
    await trail.session.open(granted);
    for (let change = 0; change < 12; change += 1) {
      trail.sqlConsole.current.write(`select ${change}`);
      await pause(100);
    }
    expect(named(trail, 'workspace.saveState').length).toBeGreaterThan(1);
  });

  it('takes up a screen that the first version stored', async () => {
    const at = (region: string): ExploreState => ({
      ...freshState,
      scope: { ...freshState.scope, regions: [region] },
    });
    const { chart: _chart, groupBy: _groupBy, isFolded: _isFolded, ...plain } = at('eu-west-1');
    const old = {
      version: 1,
      screen: 'places',
      explore: {
        state: plain,
        past: [{ label: 'Region eu-west-1', state: freshState }],
        future: [{ label: 'Region us-east-1', state: at('us-east-1') }],
      },
      openedViewId: 'v1',
      sql: { text: 'select 42', openedId: null },
    };
    const trail = closed({ answers: { 'workspace.loadState': () => old } });
    await trail.session.open(granted);
    expect(trail.explore.state).toEqual(at('eu-west-1'));
    expect(trail.explore.past.map((step) => step.label)).toEqual(['Region eu-west-1']);
    expect(trail.explore.future.map((step) => step.label)).toEqual(['Region us-east-1']);
    expect(trail.sqlConsole.current.text).toBe('select 42');
    expect(trail.saved.openedViewId).toBe('v1');
    trail.explore.redo();
    expect(trail.explore.state.scope.regions).toEqual(['us-east-1']);
    trail.journey.back();
    trail.journey.back();
    expect(trail.explore.state.scope.regions).toBeNull();
  });

  it('takes the stored screen up again', async () => {
    const first = closed();
    await first.session.open(granted);
    first.explore.narrowScope('one Region', { regions: ['eu-west-1'] });
    await pause(0);
    first.screens.go('evidence');
    await pause(0);
    await first.session.flush();
    const stored = named(first, 'workspace.saveState').at(-1) as { state: Record<string, unknown> };
    const second = closed({ answers: { 'workspace.loadState': () => stored.state } });
    await second.session.open(granted);
    expect(second.explore.state).toEqual(first.explore.state);
    expect(second.explore.past).toHaveLength(1);
    expect(second.screens.current).toBe('evidence');
    second.journey.back();
    expect(second.screens.current).toBe('overview');
    expect(second.explore.state.scope.regions).toEqual(['eu-west-1']);
    second.journey.back();
    expect(second.explore.state.scope.regions).toBeNull();
    second.journey.forward();
    second.journey.forward();
    expect(second.screens.current).toBe('evidence');
  });

  it('starts fresh from a stored screen that is not one, and says so', async () => {
    const bad = {
      version: 1,
      screen: 'explore',
      explore: { state: { scope: 'everything' }, past: [], future: [] },
    };
    const trail = closed({ answers: { 'workspace.loadState': () => bad } });
    await trail.session.open(granted);
    expect(trail.explore.state).toEqual(freshState);
    expect(trail.notices[0]?.message).toContain('could not be read');
  });

  it('keeps what was tried when opening fails, and takes over when told', async () => {
    const trail = closed({
      answers: {
        'workspace.open': ({ lock }) => {
          if (lock === 'take-over') return sampleInfo;
          throw new AppError('workspace-locked', 'Another Trailglass has it open.');
        },
      },
    });
    expect(await trail.session.open(granted)).toBe(false);
    expect(trail.session.problem).toMatchObject({
      kind: 'open',
      granted,
      error: { code: 'workspace-locked' },
    });
    expect(await trail.session.open(granted, { lock: 'take-over' })).toBe(true);
    expect(trail.session.problem).toBeNull();
  });

  it('imports the sources again after the database was rebuilt', async () => {
    const trail = closed();
    await trail.session.open(granted, { rebuild: true });
    expect(named(trail, 'ingest.start')).toEqual([{ grants: null }]);
  });

  it('opens in a new engine what was open, and keeps the screen', async () => {
    const trail = closed();
    await trail.session.open(granted);
    trail.explore.narrowScope('one Region', { regions: ['eu-west-1'] });
    const before = trail.explore.state;
    await trail.session.reopen(trail.engine, false);
    expect(named(trail, 'workspace.open')).toHaveLength(2);
    expect(trail.explore.state).toBe(before);
    expect(trail.session.info?.id).toBe('w1');
  });

  it.each([
    { isIntended: true, imports: [{ grants: null }] },
    { isIntended: false, imports: [] },
  ])(
    'continues the import that a restart cut off when intended: $isIntended',
    async ({ isIntended, imports }) => {
      let isImportUnfinished = false;
      const trail = closed({ answers: { 'workspace.open': () => ({ ...sampleInfo, isImportUnfinished }) } });
      await trail.session.open(granted);
      isImportUnfinished = true;
      await trail.session.reopen(trail.engine, isIntended);
      expect(named(trail, 'ingest.start')).toEqual(imports);
    },
  );

  it('never writes the screen of a read-only workspace', async () => {
    const trail = closed({ answers: { 'workspace.open': () => ({ ...sampleInfo, isReadOnly: true }) } });
    await trail.session.open(granted);
    trail.screens.go('sql');
    await pause(600);
    expect(named(trail, 'workspace.saveState')).toEqual([]);
  });

  it('follows the data while it is open, and no longer', async () => {
    let report: (info: WorkspaceInfo) => void = () => undefined;
    let isAborted = false;
    const trail = closed({
      answers: {
        'workspace.watch': (_params, context) => {
          report = context.report;
          context.signal.addEventListener('abort', () => (isAborted = true));
          return new Promise(() => undefined);
        },
      },
    });
    expect(named(trail, 'workspace.watch')).toEqual([]);
    await trail.session.open(granted);
    await pause(20);
    report({ ...sampleInfo, versions: { events: 2, files: 2 }, events: 5 });
    await pause(20);
    expect(trail.session.info).toMatchObject({ versions: { events: 2 }, events: 5 });
    await trail.session.close();
    await pause(20);
    expect(isAborted).toBe(true);
    expect(trail.session.info).toBeNull();
  });
});
