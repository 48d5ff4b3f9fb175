import type { HostClient, Theme } from '../../shared/contract/host.ts';

const order: readonly Theme[] = ['system', 'dark', 'light'];

/** The theme the person chose, put on the document; `system` follows the desktop. */
export class ThemeChoice {
  readonly #host: HostClient;
  readonly #prefersLight = matchMedia('(prefers-color-scheme: light)');
  #choice = $state<Theme>('system');

  constructor(host: HostClient) {
    this.#host = host;
    this.#prefersLight.addEventListener('change', () => this.#apply());
  }

  get choice(): Theme {
    return this.#choice;
  }
  get next(): Theme {
    return order[(order.indexOf(this.#choice) + 1) % order.length] ?? 'system';
  }

  /** Takes up what the person chose before. */
  take(theme: Theme): void {
    this.#choice = theme;
    this.#apply();
  }

  async choose(theme: Theme): Promise<void> {
    this.#choice = theme;
    this.#apply();
    await this.#host('host.saveSettings', { theme });
  }

  #apply(): void {
    const system = this.#prefersLight.matches ? 'light' : 'dark';
    document.documentElement.dataset['theme'] = this.#choice === 'system' ? system : this.#choice;
  }
}
