import type { EngineState } from '../../shared/contract/host.ts';

/** How the engine is, and whether it has just come back. */
export class Health {
  #state = $state.raw<EngineState>({ kind: 'running', restarts: 0 });
  #wasDown = $state(false);

  get state(): EngineState {
    return this.#state;
  }
  /** It stopped and runs again, and the person has not read that yet. */
  get isBack(): boolean {
    return this.#wasDown && this.#state.kind === 'running';
  }

  readonly take = (state: EngineState): void => {
    if (state.kind !== 'running') this.#wasDown = true;
    this.#state = state;
  };

  acknowledge(): void {
    this.#wasDown = false;
  }
}
