import type { EngineClient } from '../../shared/contract/index.ts';
import type { Job } from '../../shared/contract/jobs.ts';
import { isCancelled } from '../../shared/bridge/errors.ts';

const isActive = (job: Job): boolean => job.state === 'running' || job.state === 'cancelling';

/** The engine's long work, newest first. */
export class Jobs {
  readonly #engine: EngineClient;
  readonly #onFinished: (job: Job) => void;
  #all = $state.raw<readonly Job[]>([]);

  constructor(engine: EngineClient, onFinished: (job: Job) => void = () => undefined) {
    this.#engine = engine;
    this.#onFinished = onFinished;
  }

  get all(): readonly Job[] {
    return this.#all;
  }
  get running(): readonly Job[] {
    return this.#all.filter(isActive);
  }

  /** Follows the engine until the signal aborts. */
  async watch(signal: AbortSignal): Promise<void> {
    try {
      await this.#engine('jobs.watch', {}, { signal, onProgress: (jobs) => this.#take(jobs) });
    } catch (error) {
      if (!isCancelled(error)) throw error;
    }
  }

  async cancel(id: string): Promise<void> {
    await this.#engine('jobs.cancel', { id });
  }

  #take(jobs: readonly Job[]): void {
    const wasActive = new Set(this.running.map((job) => job.id));
    this.#all = jobs;
    for (const job of jobs) {
      if (wasActive.has(job.id) && !isActive(job)) this.#onFinished(job);
    }
  }
}
