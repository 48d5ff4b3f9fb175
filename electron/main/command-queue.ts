import type { HostCommand } from '../../shared/contract/host.ts';

/** Commands from outside the page, kept until a page listens. Each is delivered once. */
export class CommandQueue {
  #waiting: HostCommand[] = [];
  #listener: ((command: HostCommand) => void) | undefined;

  push(command: HostCommand): void {
    if (this.#listener) this.#listener(command);
    else this.#waiting.push(command);
  }

  /** The newest listener gets everything. Returns how to stop. */
  listen(listener: (command: HostCommand) => void): () => void {
    this.#listener = listener;
    for (const command of this.#waiting.splice(0)) listener(command);
    return () => {
      if (this.#listener === listener) this.#listener = undefined;
    };
  }
}
