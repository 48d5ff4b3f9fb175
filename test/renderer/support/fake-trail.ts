import { connect } from '../../../shared/bridge/connect.ts';
import type { Client, Contract, Handlers } from '../../../shared/bridge/contract.ts';
import { AppError } from '../../../shared/bridge/errors.ts';
import { serve } from '../../../shared/bridge/serve.ts';
import type { Transport } from '../../../shared/bridge/wire.ts';
import { engineContract, type EngineHandlers } from '../../../shared/contract/index.ts';
import { hostContract, type HostHandlers } from '../../../shared/contract/host.ts';
import type { WorkspaceInfo } from '../../../shared/contract/workspaces.ts';
import { withoutTimeOf } from '../../../shared/filter/time-bounds.ts';
import { Explore } from '../../../renderer/state/explore.svelte.ts';
import { Exports } from '../../../renderer/state/exports.svelte.ts';
import { Jobs } from '../../../renderer/state/jobs.svelte.ts';
import { Journey } from '../../../renderer/state/journey.svelte.ts';
import { Notes } from '../../../renderer/state/annotations.svelte.ts';
import { Saved } from '../../../renderer/state/saved.svelte.ts';
import { Screens } from '../../../renderer/state/screens.svelte.ts';
import { Session } from '../../../renderer/state/session.svelte.ts';
import { SqlConsole } from '../../../renderer/state/sql-console.svelte.ts';
import type { Trail, TrailParts } from '../../../renderer/state/trail.ts';
import { storedTabs } from '../../../renderer/state/stored-console.ts';
import { storedSteps } from '../../../renderer/state/stored-explore.ts';
import { storedJourney, storedScreen } from '../../../renderer/state/stored-journey.ts';
import type { StoredPart } from '../../../renderer/state/stored-part.ts';
import { storedView } from '../../../renderer/state/stored-saved.ts';
import type { ArchiveAtAGlance, StandsOut } from '../../../shared/contract/overview.ts';
import { ValueMenu } from '../../../renderer/state/value-menu.svelte.ts';

/** A workspace as tests see it. */
export const sampleInfo: WorkspaceInfo = {
  id: 'w1',
  title: 'acme-breach',
  path: '/cases/acme-breach.trailglass',
  createdAt: '2024-03-01T10:00:00Z',
  isReadOnly: false,
  readOnlyReason: null,
  versions: { events: 1, files: 1 },
  events: 2_433,
  files: 112,
  logFiles: 110,
  refusedFiles: 0,
  firstEventMicros: 1_627_486_080_000_000,
  lastEventMicros: 1_627_898_400_000_000,
  sources: ['/cases/acme-logs'],
  isImportUnfinished: false,
  isWatching: false,
  isSample: false,
  notices: [],
};

/** What the overview says of a workspace without events. */
export const emptyArchive: ArchiveAtAGlance = {
  span: null,
  events: 0,
  writes: 0,
  failed: 0,
  refused: 0,
  serviceCalls: 0,
  withoutConsequence: 0,
  accounts: [],
  accountsInAll: 0,
  regions: [],
  regionsInAll: 0,
  categories: [],
  files: { all: 0, logs: 0, refused: 0, partial: 0, digests: 0 },
  who: [],
};
/** Nothing was looked for. */
export const nothingStandsOut: StandsOut = {
  verdict: null,
  lines: [],
  more: 0,
  sources: [],
  learned: null,
  isPartial: false,
};

/** One call that a component made. */
export interface RecordedCall {
  readonly name: string;
  readonly params: unknown;
}

/** What a fake trail is made from. Calls without an answer fail loudly. */
export interface FakeTrailOptions {
  readonly answers?: Partial<EngineHandlers>;
  readonly host?: Partial<HostHandlers>;
  /** How many events have no time; whatever else `events.count` answers. */
  readonly withoutTime?: number;
  /** The open workspace; null for none. */
  readonly info?: Partial<WorkspaceInfo> | null;
}

/** A trail of real state classes on stubbed bridges, with what was asked and said. */
export interface FakeTrail extends Trail {
  readonly calls: readonly RecordedCall[];
  readonly notices: readonly { readonly message: string; readonly kind: 'info' | 'error' }[];
}

/** Two ends of a channel inside the page; messages are cloned as a port clones them. */
export function memoryChannel(): readonly [
  Transport & { drop: () => void },
  Transport & { drop: () => void },
] {
  const closers: (() => void)[] = [];
  let isClosed = false;
  const drop = (): void => {
    if (isClosed) return;
    isClosed = true;
    for (const closer of closers) closer();
  };
  const listeners: [((message: unknown) => void)[], ((message: unknown) => void)[]] = [[], []];
  const end = (own: 0 | 1): Transport & { drop: () => void } => ({
    post: (message) => {
      const copy: unknown = structuredClone(message);
      queueMicrotask(() => {
        if (isClosed) return;
        for (const listener of listeners[own === 0 ? 1 : 0]) listener(copy);
      });
    },
    onMessage: (listener) => listeners[own].push(listener),
    onClose: (listener) => closers.push(listener),
    close: drop,
    drop,
  });
  return [end(0), end(1)];
}

const untilAborted = (
  _params: unknown,
  context: { readonly signal: AbortSignal },
): Promise<Record<string, never>> =>
  new Promise((_resolve, reject) => {
    context.signal.addEventListener('abort', () =>
      reject(new AppError('cancelled', 'The work was cancelled.')),
    );
  });

const nothing = (): Record<string, never> => ({});

/** A client of a contract whose calls are answered by the handlers given; every answer is checked against the contract. */
export function stubClient<C extends Contract>(
  contract: C,
  answers: Partial<Handlers<C>>,
  calls: RecordedCall[] = [],
): Client<C> {
  const [ours, theirs] = memoryChannel();
  const handlers = Object.fromEntries(
    Object.keys(contract).map((name) => [
      name,
      (params: never, context: never) => {
        calls.push({ name, params });
        const answer = answers[name];
        if (!answer) throw new AppError('unknown-call', `This test has no answer for ${name}.`);
        return answer(params, context);
      },
    ]),
  ) as unknown as Handlers<C>;
  serve(theirs, contract, handlers, (name, error) => console.error(name, error));
  return connect(ours, contract, { validateResults: true });
}

/** Everything a feature gets from `useTrail()`, without an engine and without a host. */
export function fakeTrail(options: FakeTrailOptions = {}): FakeTrail {
  const calls: RecordedCall[] = [];
  const notices: { message: string; kind: 'info' | 'error' }[] = [];
  const info = options.info === null ? null : { ...sampleInfo, ...options.info };
  const engine = stubClient(
    engineContract,
    {
      'workspace.watch': untilAborted,
      'jobs.watch': untilAborted,
      'notes.watch': untilAborted,
      'notes.of': () => [],
      'notes.read': ({ ids }) => ids.map((id) => ({ id, star: null, colour: null, tags: [], comments: [] })),
      'workspace.current': () => info,
      'workspace.loadState': () => null,
      'workspace.saveState': nothing,
      'workspace.close': nothing,
      'saved.list': () => [],
      'timeline.marks': () => ({ total: 0, changes: { total: 0, failed: 0, refused: 0 }, marks: [] }),
      'coverage.logFiles': () => null,
      'coverage.read': () => null,
      'values.suggest': () => ({ values: [], isSampled: false }),
      'search.paths': () => ({ paths: [], sampled: 0, isComplete: true }),
      'search.scan': () => ({ read: 0, durationMs: 0 }),
      'search.check': () => [],
      'overview.archive': () => emptyArchive,
      'overview.standsOut': () => nothingStandsOut,
      'overview.expectedActors': () => ({ actors: [] }),
      ...options.answers,
      'events.count': (params, context) =>
        JSON.stringify(withoutTimeOf(params.question)) === JSON.stringify(params.question)
          ? { total: options.withoutTime ?? 0 }
          : (options.answers?.['events.count'] ?? (() => ({ total: 0 })))(params, context),
    },
    calls,
  );
  const host = stubClient(
    hostContract,
    {
      'host.commands': untilAborted,
      'host.engine': untilAborted,
      'host.setTitle': nothing,
      'host.remember': nothing,
      'host.forget': nothing,
      'host.summarise': nothing,
      'host.saveSettings': nothing,
      'host.settings': () => ({
        theme: 'dark' as const,
        hasLetterKeys: true,
        zone: 'UTC',
        importedPerSecond: null,
      }),
      'host.recent': () => [],
      ...options.host,
    },
    calls,
  );
  const notify: Trail['notify'] = (message, kind = 'info') => notices.push({ message, kind });
  const explore = new Explore();
  const screens = new Screens();
  const journey = new Journey(explore, screens);
  const parts: TrailParts = {
    engine,
    host,
    explore,
    jobs: new Jobs(engine),
    exports: new Exports(engine, host),
    saved: new Saved(engine, host),
    notes: new Notes(engine, notify),
    sqlConsole: new SqlConsole(engine),
    screens,
    journey,
    valueMenu: new ValueMenu(),
    notify,
  };
  const session = new OpenSession({ engine, host, notify, stored: storedIn(parts) }, info);
  return { ...parts, session, calls, notices };
}

/** What the application keeps of the screen, without the components that its features come with. */
const storedIn = (parts: TrailParts): readonly StoredPart[] => [
  storedSteps(parts.explore),
  storedView(parts.saved),
  storedTabs(parts.sqlConsole),
  storedScreen(parts.screens),
  storedJourney(parts.journey),
];

class OpenSession extends Session {
  readonly #open: WorkspaceInfo | null;

  constructor(parts: ConstructorParameters<typeof Session>[0], open: WorkspaceInfo | null) {
    super(parts);
    this.#open = open;
  }

  override get info(): WorkspaceInfo | null {
    return super.info ?? this.#open;
  }
}
