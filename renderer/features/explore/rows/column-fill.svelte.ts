import { isCancelled } from '../../../../shared/bridge/errors.ts';
import type { Question } from '../../../../shared/contract/common.ts';
import type { Trail } from '../../../state/trail.ts';

/** Fields counted together: small enough that the first numbers come at once, in a big archive too. */
const fieldsAtOnce = 8;

/** How many events of a question have each field, counted little by little while somebody looks. */
export class ColumnFill {
  readonly #trail: Trail;
  #key = '';
  #events = $state(0);
  #filled = $state.raw<ReadonlyMap<string, number>>(new Map());

  constructor(trail: Trail) {
    this.#trail = trail;
  }

  /** The share of events that have the field, or undefined while it is not known. */
  share(field: string): number | undefined {
    const filled = this.#filled.get(field);
    return filled === undefined || this.#events === 0 ? undefined : filled / this.#events;
  }

  /** Counts what is not counted yet; what was counted for another question is forgotten. */
  async count(
    question: Question,
    version: string | undefined,
    fields: readonly string[],
    signal: AbortSignal,
  ): Promise<void> {
    const key = JSON.stringify([question, version]);
    if (key !== this.#key) this.#filled = new Map();
    this.#key = key;
    const wanted = fields.filter((field) => !this.#filled.has(field));
    try {
      for (let from = 0; from < wanted.length; from += fieldsAtOnce) {
        const some = wanted.slice(from, from + fieldsAtOnce);
        const answer = await this.#trail.engine('columns.fill', { question, fields: some }, { signal });
        if (key !== this.#key) return;
        this.#events = answer.events;
        this.#filled = new Map([
          ...this.#filled,
          ...some.map((field, index): [string, number] => [field, answer.filled[index] ?? 0]),
        ]);
      }
    } catch (error) {
      // How full a field is, is a help for choosing; without it the list still serves.
      if (!isCancelled(error)) this.#key = '';
    }
  }
}
