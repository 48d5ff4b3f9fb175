import { assemble, type Assembly } from '../../../renderer/app/assemble.ts';
import { serve } from '../../../shared/bridge/serve.ts';
import { AppError } from '../../../shared/bridge/errors.ts';
import { engineContract, type EngineHandlers } from '../../../shared/contract/index.ts';
import { hostContract, type EngineState, type HostCommand } from '../../../shared/contract/host.ts';
import type { Job } from '../../../shared/contract/jobs.ts';
import type { WorkspaceInfo } from '../../../shared/contract/workspaces.ts';
import { memoryChannel, sampleInfo, stubClient, type RecordedCall } from './fake-trail.ts';
import { ledgerRow, sampleInventory, sampleSources, sampleSummary } from './inventory.ts';

/** The whole application on a stubbed host and an engine that can crash. */
export interface FakeApp {
  readonly assembly: Assembly;
  readonly calls: readonly RecordedCall[];
  readonly info: WorkspaceInfo;
  readonly command: (command: HostCommand) => void;
  readonly reportJobs: (jobs: Job[]) => void;
  readonly crash: () => Promise<void>;
  readonly restart: () => Promise<void>;
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30));

export function fakeApp(answers: Partial<EngineHandlers>, hasRecent: boolean): FakeApp {
  const calls: RecordedCall[] = [];
  const pendingCommands: HostCommand[] = [];
  let tellCommand: (command: HostCommand) => void = (command) => pendingCommands.push(command);
  let tellState: (state: EngineState) => void = () => undefined;
  let tellJobs: (jobs: Job[]) => void = () => undefined;
  let jobs: Job[] = [];
  let kill: () => void = () => undefined;
  let restarts = 0;

  const recent = [
    {
      granted: { grant: 'grant-new1', label: '/cases/acme-breach.trailglass' },
      title: 'acme-breach',
      openedAt: '2024-03-01T10:00:00Z',
      isThere: true,
      summary: {
        events: 2_433,
        firstEventMicros: 1_627_486_080_000_000,
        lastEventMicros: 1_627_898_400_000_000,
        accounts: 2,
        regions: 1,
        activity: [4, 0, 900, 1_529],
      },
    },
    {
      granted: { grant: 'grant-old1', label: '/media/usb/old-case.trailglass' },
      title: 'old-case',
      openedAt: '2023-11-11T11:11:00Z',
      isThere: false,
      summary: null,
    },
  ];
  const host = stubClient(
    hostContract,
    {
      'host.about': () => ({
        version: '0.1.0',
        electron: '45.3.4',
        logPath: '/logs/main.log',
        platform: 'linux',
      }),
      'host.pickArchive': () => [{ grant: 'grant-pick', label: '/cases/acme-logs' }],
      'host.pickWorkspace': () => recent[0]?.granted ?? null,
      'host.pickPlace': () => ({ grant: 'grant-place', label: '/elsewhere' }),
      'host.recent': () => (hasRecent ? recent : []),
      'host.remember': () => ({}),
      'host.forget': () => ({}),
      'host.summarise': () => ({}),
      'host.setTitle': () => ({}),
      'host.settings': () => ({ theme: 'dark', hasLetterKeys: true, zone: 'UTC', importedPerSecond: null }),
      'host.saveSettings': () => ({}),
      'host.commands': (_params, context) => {
        tellCommand = context.report;
        for (const command of pendingCommands.splice(0)) context.report(command);
        return new Promise(() => undefined);
      },
      'host.engine': (_params, context) => {
        tellState = context.report;
        context.report({ kind: 'running', restarts });
        return new Promise(() => undefined);
      },
    },
    calls,
  );

  const all: Partial<EngineHandlers> = {
    'workspace.preview': () => sampleInventory,
    'workspace.create': () => sampleInfo,
    'workspace.open': () => sampleInfo,
    'workspace.current': () => sampleInfo,
    'workspace.close': () => ({}),
    'workspace.loadState': () => null,
    'workspace.saveState': () => ({}),
    'workspace.watch': () => new Promise(() => undefined),
    'jobs.watch': (_params, context) => {
      tellJobs = context.report;
      context.report(jobs);
      return new Promise(() => undefined);
    },
    'ingest.start': () => ({ jobId: 'j1' }),
    'saved.list': () => [],
    'names.accounts': () => [],
    'names.given': () => [],
    'names.companions': () => [],
    'ledger.summary': () => sampleSummary,
    'ledger.sources': () => sampleSources,
    'ledger.problems': () => [],
    'ledger.list': ({ offset, limit }) => ({
      total: 118,
      rows: Array.from({ length: Math.min(limit, 118 - offset) }, (_, at) => ledgerRow(offset + at)),
    }),
    'events.window': ({ offset, columns }) => ({ total: 0, offset, ids: [], columns: columns.map(() => []) }),
    'events.count': () => ({ total: 0 }),
    'timeline.histogram': () => null,
    'facets.list': ({ facets }) => facets.map(({ field }) => ({ field, distinct: 0, found: 0, values: [] })),
    'values.suggest': () => ({ values: [], isSampled: false }),
    'sql.schema': () => [],
    'sql.functions': () => [],
    'sql.history': () => [],
    'places.scope': () => ({
      total: 0,
      accounts: [],
      regions: [],
      hides: { serviceCalls: 0, withoutConsequence: 0 },
      hiddenGlobalEvents: 0,
    }),
    'places.matrix': () => ({ fromMicros: null, toMicros: null, accounts: [], regions: [], cells: [] }),
    ...answers,
  };
  const handlers = Object.fromEntries(
    Object.keys(engineContract).map((name) => [
      name,
      (params: never, context: never) => {
        calls.push({ name, params });
        const answer = all[name as keyof EngineHandlers];
        if (!answer) throw new AppError('unknown-call', `This test has no answer for ${name}.`);
        return (answer as (params: never, context: never) => unknown)(params, context);
      },
    ]),
  ) as unknown as EngineHandlers;

  const assembly = assemble({
    host,
    engine: async () => {
      const [ours, theirs] = memoryChannel();
      kill = theirs.drop;
      serve(theirs, engineContract, handlers);
      return ours;
    },
  });
  return {
    assembly,
    calls,
    info: sampleInfo,
    command: (command) => tellCommand(command),
    reportJobs: (now) => {
      jobs = now;
      tellJobs(now);
    },
    crash: async () => {
      kill();
      tellState({
        kind: 'restarting',
        reason: 'It ended with code 134.',
        logPath: '/logs/engine.log',
        isIntended: false,
      });
      await settled();
    },
    restart: async () => {
      restarts += 1;
      tellState({ kind: 'running', restarts });
      await settled();
    },
  };
}
