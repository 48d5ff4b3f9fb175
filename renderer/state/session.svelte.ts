import { AppError, isCancelled } from '../../shared/bridge/errors.ts';
import type { ParamsOf, ProgressOf } from '../../shared/bridge/contract.ts';
import type { Granted, HostClient } from '../../shared/contract/host.ts';
import type { EngineClient, EngineContract } from '../../shared/contract/index.ts';
import type { FileChoice } from '../../shared/contract/evidence.ts';
import type { WorkspaceInfo } from '../../shared/contract/workspaces.ts';
import { fromFirstVersion } from './first-version.ts';
import { SummaryKeeper } from './summary-keeper.ts';
import { readParts, restoreParts, snapshotOf, type StoredPart } from './stored-part.ts';

/** How to open: whether to respect a lock, and whether to set the database aside. */
export type OpenOptions = Partial<Omit<ParamsOf<EngineContract['workspace.open']>, 'grant'>>;

/** Why no workspace could be opened or made, and what was tried. */
export type SessionProblem =
  | { readonly kind: 'open'; readonly error: AppError; readonly granted: Granted }
  | { readonly kind: 'create'; readonly error: AppError; readonly archive: readonly Granted[] }
  | { readonly kind: 'sample'; readonly error: AppError };

/** What the session works with. */
export interface SessionParts {
  readonly engine: EngineClient;
  readonly host: HostClient;
  /** What the workspace keeps of the screen, in the order in which it is taken up. */
  readonly stored: readonly StoredPart[];
  readonly notify: (message: string, kind?: 'info' | 'error') => void;
}

/** How far the sample archive is made. */
type SampleProgress = ProgressOf<EngineContract['workspace.createSample']>;

const saveAfterMs = 400;

const asAppError = (error: unknown): AppError =>
  error instanceof AppError ? error : new AppError('internal', String(error));

/** The open workspace: opening, making and closing it, and the screen it remembers. */
export class Session {
  readonly #parts: SessionParts;
  readonly #summary: SummaryKeeper;
  #info = $state.raw<WorkspaceInfo | null>(null);
  #isOpening = $state(false);
  #problem = $state.raw<SessionProblem | null>(null);
  #sample = $state.raw<SampleProgress | null>(null);
  #granted: Granted | null = null;
  #isRestored = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopSaving: (() => void) | undefined;
  #watching: AbortController | undefined;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#summary = new SummaryKeeper(parts);
  }

  get info(): WorkspaceInfo | null {
    return this.#info;
  }
  get isOpening(): boolean {
    return this.#isOpening;
  }
  get problem(): SessionProblem | null {
    return this.#problem;
  }
  /** How far the sample archive is made; null while none is being made. */
  get sample(): SampleProgress | null {
    return this.#sample;
  }

  dismissProblem(): void {
    this.#problem = null;
  }

  /** Opens a workspace; true when it is open. A rebuilt database is filled from the workspace's own sources. */
  async open(granted: Granted, options: OpenOptions = {}): Promise<boolean> {
    const params = {
      grant: granted.grant,
      lock: options.lock ?? 'respect',
      rebuild: options.rebuild ?? false,
    };
    const isOpen = await this.#enter(
      async () => {
        const info = await this.#parts.engine('workspace.open', params);
        this.#granted = granted;
        return info;
      },
      (error) => ({ kind: 'open', error, granted }),
    );
    if (isOpen && params.rebuild) await this.continueImport();
    return isOpen;
  }

  /** Makes the workspace for an archive, opens it where every new one opens and starts the import. `at` is the grant of another place. */
  async createFrom(archive: readonly Granted[], at: string | null = null): Promise<boolean> {
    const grants = archive.map((one) => one.grant);
    const isOpen = await this.#enter(
      () => this.#parts.engine('workspace.create', { grants, at }),
      (error) => ({ kind: 'create', error, archive }),
    );
    if (isOpen) await this.addEvidence(archive);
    return isOpen;
  }

  async createSample(): Promise<boolean> {
    this.#sample = { events: 0, totalEvents: 0 };
    const isOpen = await this.#enter(
      () =>
        this.#parts.engine(
          'workspace.createSample',
          {},
          { onProgress: (progress) => (this.#sample = progress) },
        ),
      (error) => ({ kind: 'sample', error }),
    );
    this.#sample = null;
    if (isOpen && this.#info?.events === 0) await this.continueImport();
    return isOpen;
  }

  /** Imports more files into the open workspace. */
  async addEvidence(archive: readonly Granted[]): Promise<void> {
    await this.#startImport(archive.map((one) => one.grant));
  }

  /** Reads the workspace's own sources again: what is already in is not read twice. */
  async continueImport(): Promise<void> {
    await this.#startImport(null);
  }

  /** Imports new files below the sources by themselves from now on, or no longer. */
  async watchSources(isOn: boolean): Promise<void> {
    await this.#told(() => this.#parts.engine('ingest.watch', { isOn }));
  }

  /** Takes everything a source brought out of the workspace. */
  async removeSource(path: string): Promise<void> {
    await this.#told(() => this.#parts.engine('ingest.removeSource', { path }));
  }

  /** Gives the records of files that name no account this one; null takes it back. */
  async assignAccount(files: FileChoice, account: string | null): Promise<void> {
    await this.#told(() => this.#parts.engine('ledger.assignAccount', { files, account }));
  }

  async close(): Promise<void> {
    await this.flush();
    await this.#summary.finish();
    await this.#closeInEngine();
    this.#left();
  }

  /**
   * After an engine restart: opens in the new engine what was open in the old one. The screen stays as it is. An import that
   * was cut off on purpose continues by itself; after a crash, which it may have caused, the person is asked.
   */
  async reopen(engine: EngineClient, isIntended: boolean): Promise<void> {
    const before = this.#info;
    const granted = this.#granted;
    if (!before || !granted) return;
    this.#isOpening = true;
    try {
      const lock = before.isReadOnly ? 'read-only' : 'respect';
      this.#info = await engine('workspace.open', { grant: granted.grant, lock, rebuild: false });
      const wasCutOff = this.#info.isImportUnfinished && !before.isImportUnfinished;
      if (isIntended && wasCutOff) await this.#told(() => engine('ingest.start', { grants: null }));
    } catch (error) {
      this.#problem = { kind: 'open', error: asAppError(error), granted };
    } finally {
      this.#isOpening = false;
    }
  }

  /** Writes the screen now. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#info || this.#info.isReadOnly || !this.#isRestored) return;
    try {
      await this.#parts.engine('workspace.saveState', { state: snapshotOf(this.#parts.stored) });
    } catch (error) {
      if (asAppError(error).code === 'disconnected') return;
      this.#parts.notify(`The screen could not be saved. ${asAppError(error).message}`, 'error');
    }
  }

  async #enter(
    make: () => Promise<WorkspaceInfo>,
    describe: (error: AppError) => SessionProblem,
  ): Promise<boolean> {
    if (this.#isOpening) return false;
    this.#isOpening = true;
    this.#problem = null;
    await this.flush();
    await this.#summary.finish();
    try {
      const info = await make();
      this.#left();
      await this.#restore();
      for (const part of this.#parts.stored) await part.load?.();
      this.#info = info;
      await this.#remember(info);
      this.#summary.take(info);
      this.#startSaving();
      void this.#watch();
      for (const notice of info.notices) this.#parts.notify(notice);
      return true;
    } catch (error) {
      if (!isCancelled(error)) this.#problem = describe(asAppError(error));
      await this.#leaveIfClosed();
      return false;
    } finally {
      this.#isOpening = false;
    }
  }

  /** A statement that cannot be stopped ends the engine while it closes; the next one has the workspace open again. */
  async #closeInEngine(): Promise<void> {
    try {
      await this.#parts.engine('workspace.close', {});
    } catch (error) {
      if (asAppError(error).code !== 'disconnected') throw error;
      await this.#parts.engine('workspace.close', {});
    }
  }

  async #restore(): Promise<void> {
    const stored = await this.#parts.engine('workspace.loadState', {});
    const current = stored?.['version'] === 1 ? fromFirstVersion(stored) : stored;
    const screen = current ? readParts(this.#parts.stored, current) : undefined;
    restoreParts(this.#parts.stored, screen);
    if (stored !== null && !screen) {
      this.#parts.notify('The stored screen could not be read. Trailglass starts with a fresh one.');
    }
    this.#isRestored = true;
  }

  async #remember(info: WorkspaceInfo): Promise<void> {
    const { host, notify } = this.#parts;
    try {
      await host('host.setTitle', { title: `${info.title} – Trailglass` });
      await host('host.remember', { path: info.path, title: info.title });
      // A workspace that was made, not picked, has no grant of its own until the host lists it.
      const recent = await host('host.recent', {});
      this.#granted = recent.find((one) => one.granted.label === info.path)?.granted ?? this.#granted;
    } catch (error) {
      notify(`The workspace is open, but not in the recent list. ${asAppError(error).message}`, 'error');
    }
  }

  #startSaving(): void {
    this.#stopSaving?.();
    let isAsStored = true;
    this.#stopSaving = $effect.root(() => {
      $effect(() => {
        for (const part of this.#parts.stored) part.track();
        if (isAsStored) {
          isAsStored = false;
          return;
        }
        // Not put off by further changes: whatever ends the application, at most the last moment is lost.
        this.#timer ??= setTimeout(() => void this.flush(), saveAfterMs);
      });
    });
  }

  async #startImport(grants: string[] | null): Promise<void> {
    await this.#told(() => this.#parts.engine('ingest.start', { grants }));
  }

  async #told(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#parts.notify(asAppError(error).message, 'error');
    }
  }

  /** Follows changes of the workspace's data for as long as it is open, through restarts of the engine too. */
  async #watch(): Promise<void> {
    const controller = new AbortController();
    this.#watching = controller;
    const take = (info: WorkspaceInfo | null): void => {
      if (controller.signal.aborted || this.#isOpening) return;
      if (info === null) this.#left();
      else if (info.id === this.#info?.id) {
        this.#info = info;
        this.#summary.take(info);
      }
    };
    try {
      await this.#parts.engine('workspace.watch', {}, { signal: controller.signal, onProgress: take });
    } catch (error) {
      const { code, message } = asAppError(error);
      // No workspace: it could not be opened again after a restart, which the person has been told.
      const isKnown = code === 'cancelled' || code === 'no-workspace' || code === 'disconnected';
      if (!isKnown)
        this.#parts.notify(`Changes of the workspace are not followed any more. ${message}`, 'error');
    }
  }

  /** A failed open may have closed what was open before it. */
  async #leaveIfClosed(): Promise<void> {
    if (!this.#info) return;
    const current = await this.#parts.engine('workspace.current', {}).catch(() => this.#info);
    if (!current) this.#left();
  }

  #left(): void {
    this.#stopSaving?.();
    this.#stopSaving = undefined;
    this.#watching?.abort();
    this.#watching = undefined;
    this.#summary.drop();
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isRestored = false;
    this.#info = null;
    restoreParts(this.#parts.stored, undefined);
    void this.#parts.host('host.setTitle', { title: 'Trailglass' });
  }
}
