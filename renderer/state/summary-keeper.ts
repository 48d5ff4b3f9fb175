import type { HostClient } from '../../shared/contract/host.ts';
import type { EngineClient } from '../../shared/contract/index.ts';
import type { WorkspaceInfo } from '../../shared/contract/workspaces.ts';
import { summaryOf } from './workspace-summary.ts';

/** An import commits more often than this: while it runs nothing is counted for the list. */
const settleMs = 2_000;
/** Leaving a workspace waits no longer than this for the list. */
const mostWaitMs = 1_500;

/** Keeps in the list of recent workspaces what the open one holds, so that the list never has to open one. */
export class SummaryKeeper {
  readonly #engine: EngineClient;
  readonly #host: HostClient;
  #due: WorkspaceInfo | null = null;
  /** Which data was summed up last. */
  #kept = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #controller: AbortController | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor({ engine, host }: { readonly engine: EngineClient; readonly host: HostClient }) {
    this.#engine = engine;
    this.#host = host;
  }

  /** Sums the workspace up once its data has come to rest. */
  take(info: WorkspaceInfo): void {
    if (keyOf(info) === this.#kept) return;
    this.#due = info;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#begin(), settleMs);
  }

  /** Sums up at once what is still due, because the workspace is about to be left. */
  async finish(): Promise<void> {
    this.#begin();
    const late = setTimeout(() => this.#controller?.abort(), mostWaitMs);
    await this.#running;
    clearTimeout(late);
  }

  /** The workspace was left. */
  drop(): void {
    clearTimeout(this.#timer);
    this.#controller?.abort();
    this.#due = null;
    this.#kept = '';
  }

  #begin(): void {
    clearTimeout(this.#timer);
    const info = this.#due;
    if (!info) return;
    this.#due = null;
    this.#controller?.abort();
    this.#controller = new AbortController();
    this.#running = this.#keep(info, this.#controller.signal);
  }

  async #keep(info: WorkspaceInfo, signal: AbortSignal): Promise<void> {
    try {
      const summary = await summaryOf(this.#engine, info, signal);
      await this.#host('host.summarise', { path: info.path, summary });
      this.#kept = keyOf(info);
    } catch {
      // The list keeps what it knew: a workspace is used without it, and the next opening counts again.
    }
  }
}

const keyOf = ({ id, versions }: WorkspaceInfo): string => `${id} ${String(versions.events)}`;
