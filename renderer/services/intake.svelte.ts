import { AppError, isCancelled } from '../../shared/bridge/errors.ts';
import type { Granted } from '../../shared/contract/host.ts';
import type { EngineClient } from '../../shared/contract/index.ts';
import type { Inventory } from '../../shared/contract/workspaces.ts';

/** What shall become of an archive: a workspace of its own, or more evidence in the open one. */
export type Purpose = 'open' | 'add';

/** Looking at an archive before anything is written: what the person chose, what is in it, where the workspace goes. */
export class Intake {
  readonly #engine: EngineClient;
  #archive = $state.raw<readonly Granted[]>([]);
  #inventory = $state.raw<Inventory | null>(null);
  #progress = $state.raw<{ readonly files: number; readonly sizeBytes: number }>({ files: 0, sizeBytes: 0 });
  #error = $state.raw<AppError | null>(null);
  #place = $state.raw<Granted | null>(null);
  #purpose = $state<Purpose>('open');
  #controller: AbortController | null = null;

  constructor(engine: EngineClient) {
    this.#engine = engine;
  }

  get isOpen(): boolean {
    return this.#archive.length > 0;
  }
  get archive(): readonly Granted[] {
    return this.#archive;
  }
  get inventory(): Inventory | null {
    return this.#inventory;
  }
  get progress(): { readonly files: number; readonly sizeBytes: number } {
    return this.#progress;
  }
  get error(): AppError | null {
    return this.#error;
  }
  /** Where else the workspace shall be made; null for the place the engine proposes. */
  get place(): Granted | null {
    return this.#place;
  }
  set place(place: Granted | null) {
    this.#place = place;
  }

  /** What the person asked for; they may still choose the other. */
  get purpose(): Purpose {
    return this.#purpose;
  }

  async look(
    archive: readonly Granted[],
    purpose: Purpose = 'open',
    place: Granted | null = null,
  ): Promise<void> {
    this.close();
    if (archive.length === 0) return;
    const controller = new AbortController();
    this.#controller = controller;
    this.#archive = archive;
    this.#purpose = purpose;
    this.#place = place;
    try {
      const inventory = await this.#engine(
        'workspace.preview',
        { grants: archive.map((one) => one.grant) },
        { signal: controller.signal, onProgress: (progress) => (this.#progress = progress) },
      );
      if (!controller.signal.aborted) this.#inventory = inventory;
    } catch (error) {
      if (controller.signal.aborted || isCancelled(error)) return;
      this.#error = error instanceof AppError ? error : new AppError('internal', String(error));
    }
  }

  close(): void {
    this.#controller?.abort();
    this.#controller = null;
    this.#archive = [];
    this.#inventory = null;
    this.#progress = { files: 0, sizeBytes: 0 };
    this.#error = null;
    this.#place = null;
  }
}
