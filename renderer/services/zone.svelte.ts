import { isZone } from '../../shared/time/zone.ts';
import type { HostClient } from '../../shared/contract/host.ts';
import { shownZone } from '../kit/zone.svelte.ts';

/** Stands for whatever zone this computer is in. */
export const localZone = 'local';

/** The zone of this computer. */
export const nameOfLocal = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The zone the person chose for all times on screen: UTC, this computer's, or any by name. */
export class ZoneChoice {
  readonly #host: HostClient;
  #choice = $state('UTC');

  constructor(host: HostClient) {
    this.#host = host;
  }

  get choice(): string {
    return this.#choice;
  }

  /** Takes up what the person chose before; a zone that is not known here is UTC. */
  take(choice: string): void {
    const name = choice === localZone ? nameOfLocal() : choice;
    const isKnown = isZone(name);
    this.#choice = isKnown ? choice : 'UTC';
    shownZone.show(isKnown ? name : 'UTC');
  }

  async choose(choice: string): Promise<void> {
    this.take(choice);
    await this.#host('host.saveSettings', { zone: choice });
  }
}
