import { onDestroy, untrack } from 'svelte';
import { useFront } from '../state/front.ts';

/** What the screen in front says in the status bar. */
export interface Said {
  /** `row 1,204 of 2,433`; empty when there is nothing to say. */
  readonly position: string;
  /** How many events the answer holds; null where it is not of events, or there is none. */
  readonly events: number | null;
  /** How long the newest answer took; null without one. */
  readonly durationMs: number | null;
}

const nothing: Said = { position: '', events: null, durationMs: null };

/** Who speaks in the status bar: the part of the screen that came last and has something to say. It is always asked, never kept. */
class Status {
  readonly #speakers: (() => Said | null)[] = [];
  /** Counts up with every change of the speakers: one leaves while another comes, and none may be lost. */
  #changes = $state(0);

  get said(): Said {
    if (this.#changes === 0) return nothing;
    for (const say of this.#speakers.toReversed()) {
      const said = say();
      if (said) return said;
    }
    return nothing;
  }

  /** Lets somebody speak; the answer makes them silent again. */
  register(say: () => Said | null): () => void {
    this.#speakers.push(say);
    untrack(() => (this.#changes += 1));
    return () => {
      this.#speakers.splice(this.#speakers.indexOf(say), 1);
      untrack(() => (this.#changes += 1));
    };
  }
}

export const status = new Status();

/** Says something in the status bar for as long as the component lives and its screen is in front; null for nothing. */
export function sayInStatus(say: () => Said | null): void {
  const isInFront = useFront();
  onDestroy(status.register(() => (isInFront() ? say() : null)));
}
