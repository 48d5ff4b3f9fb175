import { AppError, isCancelled } from '../../shared/bridge/errors.ts';
import type { Cell } from '../../shared/contract/common.ts';
import type { EngineClient } from '../../shared/contract/index.ts';

/** Rows of a query as columns, and how the query ended. */
export interface SqlResult {
  /** Counts up with every run. */
  readonly run: number;
  readonly sql: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly cells: readonly (readonly Cell[])[];
  readonly rows: number;
  /** The row limit of the run. */
  readonly limit: number;
  /** `partial`: rows are still coming, or the run was cancelled or failed after these. */
  readonly state: 'partial' | 'complete' | 'truncated';
  readonly durationMs: number;
}

/** Why a query did not run to its end. */
export interface SqlFailure {
  readonly sql: string;
  readonly error: AppError;
}

interface Run {
  readonly id: number;
  readonly sql: string;
  readonly limit: number;
  readonly startedAt: number;
}

type SqlRunState = 'idle' | 'running' | 'cancelling';

/** How many rows a run may bring. */
export const rowLimits = [1_000, 10_000, 100_000] as const;

const firstText = 'select eventName, count(*) as calls\nfrom events\ngroup by all\norder by calls desc';
/** The engine takes no longer text either. */
export const longestText = 1_000_000;
const tickMs = 100;

const asAppError = (error: unknown): AppError =>
  error instanceof AppError ? error : new AppError('internal', String(error));

/** The SQL console: its text, its run and its result, whatever screen is in front. */
export class SqlConsole {
  readonly #engine: EngineClient;
  #text = $state.raw(firstText);
  #limit = $state.raw<number>(10_000);
  #openedId = $state.raw<string | null>(null);
  #state = $state.raw<SqlRunState>('idle');
  #percent = $state.raw<number | null>(null);
  #elapsedMs = $state.raw(0);
  #result = $state.raw<SqlResult | null>(null);
  #failure = $state.raw<SqlFailure | null>(null);
  #wasCancelled = $state.raw(false);
  #controller: AbortController | null = null;
  #version = $state.raw(0);
  #run = $state.raw(0);

  constructor(engine: EngineClient) {
    this.#engine = engine;
  }

  get text(): string {
    return this.#text;
  }
  get limit(): number {
    return this.#limit;
  }
  /** The saved query the text came from. */
  get openedId(): string | null {
    return this.#openedId;
  }
  get state(): SqlRunState {
    return this.#state;
  }
  get isRunning(): boolean {
    return this.#state !== 'idle';
  }
  /** How much of the work is done, 0 to 100, when the engine knows. */
  get percent(): number | null {
    return this.#percent;
  }
  get elapsedMs(): number {
    return this.#elapsedMs;
  }
  /** The rows on screen; those of the run before until the first of the new ones are here. */
  get result(): SqlResult | null {
    return this.#result;
  }
  get failure(): SqlFailure | null {
    return this.#failure;
  }
  /** True when the last run was cut off by the person. */
  get wasCancelled(): boolean {
    return this.#wasCancelled;
  }
  /** Changes whenever `result` holds other rows. */
  get version(): number {
    return this.#version;
  }
  /** True while the rows on screen are not those of the run under way or of the run that failed. */
  get isStale(): boolean {
    return this.#result !== null && this.#result.run !== this.#run;
  }

  write(text: string): void {
    this.#text = text;
  }

  setLimit(limit: number): void {
    this.#limit = limit;
  }

  /** Puts a query into the editor; `id` when it is a saved one. */
  open(sql: string, id: string | null = null): void {
    this.#text = sql;
    this.#openedId = id;
  }

  /** What the workspace keeps. */
  snapshot(): { readonly text: string; readonly openedId: string | null } {
    return { text: this.#text.slice(0, longestText), openedId: this.#openedId };
  }

  /** Forgets text and rows: another workspace comes. */
  restore(stored: { readonly text: string; readonly openedId: string | null } | null): void {
    this.cancel();
    this.#controller = null;
    this.#state = 'idle';
    this.#text = stored?.text ?? firstText;
    this.#openedId = stored?.openedId ?? null;
    this.#result = null;
    this.#failure = null;
    this.#wasCancelled = false;
  }

  cancel(): void {
    if (!this.#controller) return;
    this.#state = 'cancelling';
    this.#controller.abort();
  }

  /** Runs the text; a run under way is cancelled first. */
  async run(): Promise<void> {
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    this.#run += 1;
    const run: Run = { id: this.#run, sql: this.#text, limit: this.#limit, startedAt: performance.now() };
    this.#state = 'running';
    this.#percent = null;
    this.#elapsedMs = 0;
    this.#wasCancelled = false;
    this.#failure = null;
    const isCurrent = (): boolean => this.#controller === controller;
    const clock = setInterval(() => {
      if (isCurrent()) this.#elapsedMs = performance.now() - run.startedAt;
    }, tickMs);
    try {
      await this.#ask(run, controller.signal, isCurrent);
    } catch (error) {
      if (!isCurrent()) return;
      if (isCancelled(error)) this.#wasCancelled = true;
      else this.#failure = { sql: run.sql, error: asAppError(error) };
    } finally {
      clearInterval(clock);
      if (isCurrent()) {
        this.#controller = null;
        this.#state = 'idle';
        this.#elapsedMs = performance.now() - run.startedAt;
      }
    }
  }

  async #ask(run: Run, signal: AbortSignal, isCurrent: () => boolean): Promise<void> {
    let columns: SqlResult['columns'] = [];
    let cells: Cell[][] = [];
    let rows = 0;
    const show = (state: SqlResult['state'], durationMs: number): void => {
      this.#result = { run: run.id, sql: run.sql, columns, cells, rows, limit: run.limit, state, durationMs };
      this.#version += 1;
    };
    const result = await this.#engine(
      'sql.run',
      { sql: run.sql, limit: run.limit },
      {
        signal,
        onProgress: (progress) => {
          if (!isCurrent()) return;
          if (progress.kind === 'percent') this.#percent = progress.percent;
          else if (progress.kind === 'columns') {
            columns = progress.columns;
            cells = columns.map(() => []);
          } else {
            progress.columns.forEach((column, index) => cells[index]?.push(...column));
            rows += progress.columns[0]?.length ?? 0;
            show('partial', performance.now() - run.startedAt);
          }
        },
      },
    );
    if (isCurrent()) show(result.isTruncated ? 'truncated' : 'complete', result.durationMs);
  }
}
