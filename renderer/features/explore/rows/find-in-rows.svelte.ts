import { isCancelled } from '../../../../shared/bridge/errors.ts';
import { fieldNamed } from '../../../../shared/fields/catalogue.ts';
import { formatCount } from '../../../kit/format.ts';
import type { Trail } from '../../../state/trail.ts';

const busyAfterMs = 150;

/** Text looked for in the rows as they are shown, without narrowing them: marked in all rows, stepped through one by one. */
export class FindInRows {
  readonly #trail: Trail;
  #isOpen = $state(false);
  #text = $state('');
  #said = $state('');
  #isBusy = $state(false);
  #stop: AbortController | undefined;

  constructor(trail: Trail) {
    this.#trail = trail;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }
  get text(): string {
    return this.#text;
  }
  /** What is marked in the rows. */
  get highlight(): string {
    return this.#isOpen ? this.#text : '';
  }
  /** What the last step came to. */
  get said(): string {
    return this.#said;
  }
  get isBusy(): boolean {
    return this.#isBusy;
  }

  type(text: string): void {
    this.#stop?.abort();
    this.#text = text;
    this.#said = '';
  }

  close(): void {
    this.#stop?.abort();
    this.#isOpen = false;
  }

  /** Selects the next row that shows the text; opens the bar when nothing is looked for yet. */
  async next(backwards: boolean): Promise<void> {
    if (!this.#isOpen || this.#text === '') {
      this.#isOpen = true;
      return;
    }
    const { engine, explore, notify } = this.#trail;
    this.#stop?.abort();
    const stop = new AbortController();
    this.#stop = stop;
    const isOver = (): boolean => stop.signal.aborted;
    const patience = setTimeout(() => (this.#isBusy = true), busyAfterMs);
    const { question, state } = explore;
    const { sort } = state;
    const asked = this.#text;
    const fields = state.columns.flatMap(({ field }) => (fieldNamed(field)?.type === 'json' ? [] : [field]));
    try {
      const { found } = await engine(
        'find.next',
        { question, sort, fields, text: asked, after: state.selectedId, backwards },
        { signal: stop.signal },
      );
      if (isOver()) return;
      if (found) explore.adjust({ selectedId: found.id });
      const around = found?.isAround ? `, around the ${backwards ? 'top' : 'end'}` : '';
      this.#said = found ? `Event ${formatCount(found.position + 1)}${around}` : 'Not in the columns shown';
      if (!found) return;
      clearTimeout(patience);
      this.#isBusy = false;
      const { place, total } = await engine(
        'find.place',
        { question, sort, fields, text: asked, position: found.position },
        { signal: stop.signal },
      );
      if (!isOver()) this.#said = `${formatCount(place)} of ${formatCount(total)}${around}`;
    } catch (error) {
      if (!isCancelled(error)) notify(error instanceof Error ? error.message : String(error), 'error');
    } finally {
      clearTimeout(patience);
      if (this.#stop === stop) this.#isBusy = false;
    }
  }
}
