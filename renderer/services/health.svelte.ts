import type { EngineState } from '../../shared/contract/host.ts';

/** How the engine is, and whether it has just come back. */
export class Health {
  #state = $state.raw<EngineState>({ kind: 'running', restarts: 0 });
  #wasDown = $state(false);
  #reason = $state('');
  #isIntended = $state(false);

  get state(): EngineState {
    return this.#state;
  }
  /** It stopped and runs again, and the person has not read that yet. */
  get isBack(): boolean {
    return this.#wasDown && this.#state.kind === 'running';
  }
  /** Why it was started again on purpose; null when it had crashed. */
  get intent(): string | null {
    return this.#isIntended ? this.#reason : null;
  }

  readonly take = (state: EngineState): void => {
    if (state.kind === 'restarting') {
      this.#wasDown = true;
      this.#reason = state.reason;
      this.#isIntended = state.isIntended;
    }
    this.#state = state;
  };

  acknowledge(): void {
    this.#wasDown = false;
  }
}
