import type { Part } from '../../../part.ts';
import type { SourceWatcher } from './source-watcher.ts';

/** The watch of the sources of an open workspace, if they are followed. */
export class Watching {
  #watcher: SourceWatcher | undefined;

  /** Takes over from the watch before. */
  set(watcher: SourceWatcher | undefined): void {
    void this.#watcher?.stop();
    this.#watcher = watcher;
  }

  /** Follows the sources no longer, so that no new job begins. */
  async rest(): Promise<void> {
    await this.#watcher?.stop();
  }
}

/** Whether the sources of a workspace are followed. */
export const watchingPart: Part<Watching> = { name: 'the watch of its sources', open: () => new Watching() };
