import type { Explore } from './explore.svelte.ts';
import { pathTo, stepOf } from './history.ts';
import type { ScreenName, Screens } from './screens.svelte.ts';

/** Where the person was: a screen, what it showed, and the step of narrowing that held. */
export interface Visit {
  readonly screen: ScreenName;
  readonly params: Readonly<Record<string, unknown>>;
  readonly stepId: number;
}

const maxVisits = 200;

const isSame = (one: Visit | undefined, other: Visit): boolean =>
  one?.screen === other.screen &&
  one.stepId === other.stepId &&
  JSON.stringify(one.params) === JSON.stringify(other.params);

/** The way through screens and steps, as a browser keeps it: back and forward walk along it. */
export class Journey {
  readonly #explore: Explore;
  readonly #screens: Screens;
  #visits = $state.raw<readonly Visit[]>([]);
  #at = $state.raw(0);
  #isNoting = false;
  #isWalking = false;

  constructor(explore: Explore, screens: Screens) {
    this.#explore = explore;
    this.#screens = screens;
    this.#visits = [this.#here()];
    explore.onmove = () => this.#noteSoon();
    screens.onmove = () => this.#noteSoon();
  }

  get visits(): readonly Visit[] {
    return this.#visits;
  }
  get at(): number {
    return this.#at;
  }
  get canGoBack(): boolean {
    return this.#at > 0;
  }
  get canGoForward(): boolean {
    return this.#at < this.#visits.length - 1;
  }

  back(): void {
    this.#walkTo(this.#at - 1);
  }

  forward(): void {
    this.#walkTo(this.#at + 1);
  }

  /** Takes up a stored way, or begins one: along the steps that led to where the person stands. */
  restore(stored: { readonly visits: readonly Visit[]; readonly at: number } | null): void {
    const last = stored?.visits[stored.at];
    if (last) this.#screens.go(last.screen, last.params);
    this.#isNoting = false;
    const here = this.#here();
    const kept = stored?.visits.filter((visit) => stepOf(this.#explore.history, visit.stepId)) ?? [];
    const at = stored && kept.length === stored.visits.length ? stored.at : kept.length - 1;
    if (isSame(kept[at], here)) {
      this.#visits = kept;
      this.#at = at;
      return;
    }
    const { history } = this.#explore;
    this.#visits = pathTo(history, history.currentId).map(({ id }) => ({ ...here, stepId: id }));
    this.#at = this.#visits.length - 1;
  }

  #here(): Visit {
    const { current: screen, params } = this.#screens;
    return { screen, params, stepId: this.#explore.history.currentId };
  }

  /** What one gesture changes together is one visit: narrowing and going to Explore, say. */
  #noteSoon(): void {
    if (this.#isNoting || this.#isWalking) return;
    this.#isNoting = true;
    queueMicrotask(() => {
      if (!this.#isNoting) return;
      this.#isNoting = false;
      this.#note();
    });
  }

  #note(): void {
    const here = this.#here();
    if (isSame(this.#visits[this.#at], here)) return;
    // Undo and redo go where the way came from or went on to, most of the time.
    for (const at of [this.#at - 1, this.#at + 1]) {
      if (!isSame(this.#visits[at], here)) continue;
      this.#at = at;
      return;
    }
    this.#visits = [...this.#visits.slice(0, this.#at + 1), here].slice(-maxVisits);
    this.#at = this.#visits.length - 1;
  }

  #walkTo(at: number): void {
    const visit = this.#visits[at];
    if (!visit) return;
    if (this.#isNoting) {
      this.#isNoting = false;
      this.#note();
    }
    this.#isWalking = true;
    // A step that was forgotten leaves the narrowing as it is.
    this.#explore.goTo(visit.stepId);
    this.#screens.go(visit.screen, visit.params);
    this.#isWalking = false;
    this.#at = at;
  }
}
