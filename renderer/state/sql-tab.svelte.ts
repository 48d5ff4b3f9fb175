import { AppError, isCancelled } from '../../shared/bridge/errors.ts';
import type { Cell } from '../../shared/table/cell.ts';
import type { SqlArgument, SqlMode } from '../../shared/contract/console.ts';
import type { EngineClient } from '../../shared/contract/index.ts';
import type { QueryParameter, SavedQuery } from '../../shared/contract/saved.ts';
import { usualTimeLimitMs } from '../../shared/sql/time-limit.ts';
import { parameterNames, readParameter, type ParameterType } from '../../shared/sql/parameters.ts';

/** Rows of a query as columns, and how the query ended. */
export interface SqlResult {
  /** Counts up with every run. */
  readonly run: number;
  readonly sql: string;
  readonly mode: SqlMode;
  readonly arguments: readonly SqlArgument[];
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly cells: readonly (readonly Cell[])[];
  readonly rows: number;
  /** The row limit of the run. */
  readonly limit: number;
  /** The share of the events that was asked, in percent; null for all of them. */
  readonly samplePercent: number | null;
  /** `partial`: rows are still coming, or the run was cancelled or failed after these. */
  readonly state: 'partial' | 'complete' | 'truncated';
  readonly durationMs: number;
}

/** Why a query did not run to its end. */
export interface SqlFailure {
  readonly sql: string;
  readonly error: AppError;
}

/** A parameter of the text with the value it has now, and what is wrong with that value. */
export interface SqlParameter extends SqlArgument {
  readonly problem: string | null;
}

/** What a tab is made from, and what the workspace keeps of it; results are not kept. */
export interface StoredTab {
  /** The person's own name for it; null to be called after its query. */
  readonly name: string | null;
  readonly text: string;
  /** The saved query the text came from. */
  readonly openedId: string | null;
  readonly limit: number;
  /** How long a run may take, in milliseconds; null for as long as it takes. */
  readonly timeLimitMs: number | null;
  /** The share of the events that a run asks, in percent; null for all of them. */
  readonly samplePercent: number | null;
  readonly arguments: readonly SqlArgument[];
}

interface Run {
  readonly id: number;
  readonly sql: string;
  readonly limit: number;
  readonly timeLimitMs: number | null;
  readonly samplePercent: number | null;
  readonly mode: SqlMode;
  readonly arguments: readonly SqlArgument[];
  readonly startedAt: number;
}

type SqlRunState = 'idle' | 'running' | 'cancelling';

/** How many rows a run may bring. */
export const rowLimits = [1_000, 10_000, 100_000] as const;
export const usualLimit = 10_000;
/** The engine takes no longer text either. */
export const longestText = 1_000_000;
const tickMs = 100;

const asAppError = (error: unknown): AppError =>
  error instanceof AppError ? error : new AppError('internal', String(error));

/** One query of the console: its text, its parameters, its run and its result, whatever is in front. */
export class SqlTab {
  readonly id: number;
  readonly #engine: EngineClient;
  readonly #onEnd: () => void;
  #name = $state.raw<string | null>(null);
  #text = $state.raw('');
  #limit = $state.raw<number>(usualLimit);
  #timeLimitMs = $state.raw<number | null>(usualTimeLimitMs);
  #samplePercent = $state.raw<number | null>(null);
  #openedId = $state.raw<string | null>(null);
  #arguments = $state.raw<readonly SqlArgument[]>([]);
  #state = $state.raw<SqlRunState>('idle');
  #percent = $state.raw<number | null>(null);
  #elapsedMs = $state.raw(0);
  #result = $state.raw<SqlResult | null>(null);
  #failure = $state.raw<SqlFailure | null>(null);
  #wasCancelled = $state.raw(false);
  #controller: AbortController | null = null;
  #version = $state.raw(0);
  #run = $state.raw(0);
  readonly #parameters = $derived.by(() => parameterNames(this.#text).map((name) => this.#parameter(name)));

  constructor(id: number, engine: EngineClient, stored: StoredTab, onEnd: () => void) {
    this.id = id;
    this.#engine = engine;
    this.#onEnd = onEnd;
    this.#name = stored.name;
    this.#text = stored.text;
    this.#openedId = stored.openedId;
    this.#limit = stored.limit;
    this.#timeLimitMs = stored.timeLimitMs;
    this.#samplePercent = stored.samplePercent;
    this.#arguments = stored.arguments;
  }

  get name(): string | null {
    return this.#name;
  }
  get text(): string {
    return this.#text;
  }
  get limit(): number {
    return this.#limit;
  }
  get timeLimitMs(): number | null {
    return this.#timeLimitMs;
  }
  get samplePercent(): number | null {
    return this.#samplePercent;
  }
  get openedId(): string | null {
    return this.#openedId;
  }
  /** The parameters the text has, in its order. */
  get parameters(): readonly SqlParameter[] {
    return this.#parameters;
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

  rename(name: string | null): void {
    this.#name = name;
  }

  setLimit(limit: number): void {
    this.#limit = limit;
  }

  setTimeLimit(limitMs: number | null): void {
    this.#timeLimitMs = limitMs;
  }

  setSample(percent: number | null): void {
    this.#samplePercent = percent;
  }

  /** Says what a parameter is; what is left out stays. */
  setParameter(name: string, change: { readonly type?: ParameterType; readonly value?: string }): void {
    const { type, value } = this.#parameter(name);
    const others = this.#arguments.filter((one) => one.name.toLowerCase() !== name.toLowerCase());
    this.#arguments = [...others, { name, type, value, ...change }];
  }

  /** Says which saved query the text belongs to. */
  belongTo(id: string | null): void {
    this.#openedId = id;
  }

  /** The parameters as a saved query keeps them: with the values of now as what they are unless said otherwise. */
  get defaults(): QueryParameter[] {
    return this.#parameters.map(({ name, type, value }) => ({ name, type, default: value }));
  }

  /** True when the saved query says something else than the tab, be it only the value of a parameter. */
  differsFrom(query: SavedQuery): boolean {
    return query.sql !== this.#text || JSON.stringify(query.parameters) !== JSON.stringify(this.defaults);
  }

  /** What the workspace keeps. */
  snapshot(): StoredTab {
    return {
      name: this.#name,
      text: this.#text.slice(0, longestText),
      openedId: this.#openedId,
      limit: this.#limit,
      timeLimitMs: this.#timeLimitMs,
      samplePercent: this.#samplePercent,
      arguments: this.#parameters.map(({ name, type, value }) => ({ name, type, value })),
    };
  }

  cancel(): void {
    if (!this.#controller) return;
    this.#state = 'cancelling';
    this.#controller.abort();
  }

  /** Runs the text, or asks for its plan; a run under way is cancelled first. */
  async run(mode: SqlMode = 'rows'): Promise<void> {
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    this.#run += 1;
    const run: Run = {
      id: this.#run,
      sql: this.#text,
      limit: this.#limit,
      timeLimitMs: this.#timeLimitMs,
      samplePercent: this.#samplePercent,
      mode,
      arguments: this.#parameters.map(({ name, type, value }) => ({ name, type, value })),
      startedAt: performance.now(),
    };
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
      this.#onEnd();
    }
  }

  async #ask(run: Run, signal: AbortSignal, isCurrent: () => boolean): Promise<void> {
    const { id, sql, limit, mode, samplePercent } = run;
    let columns: SqlResult['columns'] = [];
    let cells: Cell[][] = [];
    let rows = 0;
    const show = (state: SqlResult['state'], durationMs: number): void => {
      const asked = { run: id, sql, mode, arguments: run.arguments, limit, samplePercent };
      this.#result = { ...asked, columns, cells, rows, state, durationMs };
      this.#version += 1;
    };
    const result = await this.#engine(
      'sql.run',
      {
        sql,
        limit,
        mode,
        arguments: [...run.arguments],
        ...(run.timeLimitMs === null ? {} : { timeoutMs: run.timeLimitMs }),
        ...(samplePercent === null ? {} : { samplePercent }),
      },
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

  #parameter(name: string): SqlParameter {
    const known = this.#arguments.find((one) => one.name.toLowerCase() === name.toLowerCase());
    const { type, value } = known ?? { type: 'text' as const, value: '' };
    const read = readParameter(type, value);
    return { name, type, value, problem: 'problem' in read ? read.problem : null };
  }
}
