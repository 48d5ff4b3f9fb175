import type { HostClient } from '../../shared/contract/host.ts';

/** Whether single letters and signs work as keys. */
export class LetterKeys {
  readonly #host: HostClient;
  #isOn = $state(true);

  constructor(host: HostClient) {
    this.#host = host;
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  /** Takes up what the person chose before. */
  take(isOn: boolean): void {
    this.#isOn = isOn;
  }

  async choose(isOn: boolean): Promise<void> {
    this.#isOn = isOn;
    await this.#host('host.saveSettings', { hasLetterKeys: isOn });
  }
}
